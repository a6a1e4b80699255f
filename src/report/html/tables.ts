/** @file The report's tables and lists of facts. */
import { stringify } from 'yaml';
import type { JsonObject, JsonValue } from '../../core/index.js';
import { formatCount, formatDuration, formatQuantity, formatValue } from '../number-text.js';
import type { Result } from '../result/result-schema.js';
import type { RunFacts, TrialCounts } from '../result/run-facts.js';
import { nameSome } from '../view/run-notices.js';
import { type Content, html, type Markup, tableStart } from './markup.js';

/** Every decision: who was best, how many were eliminated (or became idle), how many are still in. */
export function decisionTable({ decisions }: Result, nameOf: (id: string) => string): Markup {
  const byLooks = decisions.some(({ idle }) => idle !== undefined);
  const words = byLooks
    ? ['look', 'idle', 'woken', 'may be best', 'who']
    : ['after trainings', 'out', null, 'still in', 'who'];
  const [at, left, woken, stayed, who] = words;
  const number = (text: Content) => (text === null ? null : html`<th class="number">${text}</th>`);
  return html`${tableStart('Decisions')}
<thead><tr><th class="number">${at ?? null}</th><th>rule</th><th>best</th><th class="number">its value</th>${[left, woken, stayed].map((word) => number(word ?? null))}<th>${who ?? null}</th></tr></thead>
<tbody>${decisions.map(
    (decision) =>
      html`<tr><td class="number">${decision.round}</td><td>${decision.rule}</td><td>${nameOf(decision.incumbent)}</td><td class="number">${formatValue(decision.incumbentValue)}</td><td class="number">${formatCount((decision.idle ?? decision.eliminated).length)}</td>${byLooks ? html`<td class="number">${formatCount((decision.woken ?? []).length)}</td>` : null}<td class="number">${formatCount(decision.survivors.length)}</td><td class="name">${changedText(decision, nameOf)}</td></tr>
`,
  )}</tbody></table></div>`;
}

/** Names in one decision. */
const MOST_CHANGED = 4;

function changedText({ eliminated, idle, woken }: Result['decisions'][number], nameOf: (id: string) => string): string {
  const some = (ids: readonly string[]): string => nameSome(ids.map(nameOf), MOST_CHANGED);
  if (idle === undefined) return some(eliminated);
  const parts = [
    ...(idle.length === 0 ? [] : [`idle: ${some(idle)}`]),
    ...(woken === undefined || woken.length === 0 ? [] : [`woken: ${some(woken)}`]),
  ];
  return parts.join('; ');
}

/** A term and what is said of it, for each pair with something to say. */
export function factList(facts: readonly (readonly [string, Content])[]): Markup {
  const told = facts.filter(([, content]) => content !== null && content !== '');
  return html`<dl class="facts">${told.map(([term, content]) => html`<dt>${term}</dt><dd>${content}</dd>`)}</dl>`;
}

/** What it takes to have the same figures again. */
export function originFacts(facts: RunFacts, trials: TrialCounts): Markup {
  const { seeds, data, environment, code, identity } = facts;
  return factList([
    ['seed', String(seeds.experiment)],
    [
      'data',
      html`${data.name}${data.simulated ? ' (simulated)' : ''}${data.hash === '' ? null : html`, SHA-256 <code>${data.hash}</code>`}`,
    ],
    [
      'split',
      Object.entries(data.split)
        .map(([part, size]) => `${part} ${formatCount(size)}`)
        .join(', ') + (seeds.streams.includes('split') ? '; pool and selection divided anew, by the stream split' : ''),
    ],
    ...objectFacts(environment),
    ...(code === null ? [] : objectFacts(code.versions)),
    ...(code === null ? [] : [['code', codeText(code)] as const]),
    ['identity', html`<code>${identity}</code>`],
    ['time', timeText(facts)],
    ['trainings', trialText(trials)],
  ]);
}

function codeText({ files }: NonNullable<RunFacts['code']>): Content {
  const list = Object.entries(files).map(([name, hash]) => html`${name} <code>${hash.slice(0, 12)}</code> `);
  return html`<details><summary>${formatQuantity(list.length, 'file')}</summary>${list}</details>`;
}

/** The members of a configuration or of settings, nested ones as they would be written in an experiment file. */
export function objectFacts(object: JsonObject): (readonly [string, Content])[] {
  return Object.entries(object).map(([name, value]) => [name, jsonText(value)] as const);
}

function jsonText(value: JsonValue): Content {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  if (!Array.isArray(value)) return html`<code>${flowText(value)}</code>`;
  if (value.every((item) => typeof item === 'string')) return value.join(', ');
  return value.map((item) => html`<code class="item">${flowText(item)}</code>`);
}

/** On one line, without quotes where none are needed. */
function flowText(value: JsonValue): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: false }).trim();
}

function timeText({ startedAt, finishedAt, seconds, stretches }: RunFacts): string {
  if (startedAt === null || finishedAt === null) return '';
  const resumed = stretches.length > 1 ? ` in ${stretches.length} stretches` : '';
  return `${formatDuration(seconds)}${resumed}, ${readableTime(startedAt)} to ${readableTime(finishedAt)} UTC, ${formatQuantity(stretches.at(-1)?.workers ?? 0, 'worker')}`;
}

/** `2026-03-01 10:00:00` from ISO 8601. */
function readableTime(time: string): string {
  return time.slice(0, 19).replace('T', ' ');
}

function trialText({ used, completed, diverged, failed, timedOut }: TrialCounts): string {
  const parts = { completed, diverged, failed, 'timed out': timedOut };
  const shown = Object.entries(parts).filter(([, count]) => count > 0);
  return `${formatCount(used)}: ${shown.map(([name, count]) => `${formatCount(count)} ${name}`).join(', ')}`;
}
