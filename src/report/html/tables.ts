/** @file The report's tables and lists of facts. */
import { stringify } from 'yaml';
import type { JsonObject, JsonValue } from '../../core/index.js';
import {
  formatCount,
  formatDuration,
  formatQuantity,
  formatShare,
  formatValue,
  formatWithin,
  halfWidth,
} from '../number-text.js';
import type { ResultInterval } from '../result/figure-schema.js';
import type { Result } from '../result/result-schema.js';
import type { RunFacts, TrialCounts } from '../result/run-facts.js';
import { intervalText } from '../view/choice-words.js';
import { lostVerb } from '../view/ending-words.js';
import { type FinalistsView, groupText, type MemberRow } from '../view/finalists-view.js';
import { probationText } from '../view/reliability-words.js';
import { nameSome } from '../view/run-notices.js';
import { type Content, html, type Markup, tableStart } from './markup.js';

/** The winner and its rivals with everything that tells them apart, a table for each group. */
export function finalistTables({ groups, criterionName }: FinalistsView, result: Result): Markup[] {
  return groups.map((group) => {
    const columns = columnsFor(criterionName, result).filter(({ isThere }) => group.rows.some(isThere));
    return html`<p class="caption">${groupText(group, result)}</p>
${tableStart(group.from === 'fresh' ? 'On fresh trainings' : 'On trainings of the race')}
<thead><tr><th>candidate</th>${columns.map(({ heading }) => html`<th class="number">${heading}</th>`)}<th>status</th></tr></thead>
<tbody>${group.rows.map(
      (row) =>
        html`<tr${row.isChoice ? html` class="chosen"` : null}><td class="name">${named(row)}</td>${columns.map(({ cell }) => html`<td class="number">${cell(row)}</td>`)}<td>${row.status}</td></tr>
`,
    )}</tbody></table></div>
`;
  });
}

interface Column {
  readonly heading: string;
  readonly cell: (row: MemberRow) => Content;
  /** Whether a row has anything for it. */
  readonly isThere: (row: MemberRow) => boolean;
}

function columnsFor(criterionName: string, { reliability }: Result): Column[] {
  const column = (heading: string, cell: Column['cell'], isThere: Column['isThere'] = () => true): Column => {
    return { heading, cell, isThere };
  };
  return [
    column('trainings', ({ begun }) => begun),
    column(
      'failed',
      ({ failed }) => failed,
      ({ failed }) => failed > 0,
    ),
    column('collapsed', (row) => collapsedCell(row, probationText(row.id, reliability))),
    column(
      'counted',
      ({ trials }) => trials,
      ({ begun, trials }) => trials !== begun,
    ),
    column(criterionName, ({ criterion, interval }) => [
      criterion === null ? '–' : formatWithin(criterion, interval === null ? null : halfWidth(interval)),
      interval === null ? null : intervalDetail(interval),
    ]),
    column(
      "winner's",
      ({ winner }) => valueText(winner),
      ({ winner }) => winner !== null,
    ),
    column('median', ({ median }) => valueText(median)),
    column('iqr', ({ iqr }) => valueText(iqr, 3)),
    column('worst', ({ worst }) => valueText(worst)),
    column(
      `${criterionName} in race`,
      ({ inRace }) => valueText(inRace),
      ({ inRace }) => inRace !== null,
    ),
  ];
}

function collapsedCell({ collapsed, collapses }: MemberRow, probation: string | null): Content {
  const atMost = collapses?.atMost ?? null;
  const bound = collapses === null || atMost === null ? null : `at most ${formatShare(atMost)} ${lostVerb(collapses)}`;
  const details = [bound, probation && `(${probation})`].filter((text) => text !== null);
  return [formatCount(collapsed), details.map((text) => html`<small class="detail">${text}</small>`)];
}

function intervalDetail(interval: ResultInterval): Markup {
  return html`<small class="detail"${'reason' in interval ? html` title="${interval.reason}"` : null}>${intervalText(interval).trim()}</small>`;
}

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

/** By settings first; the id is for commands. */
function named({ id, label }: { readonly id: string; readonly label: string }): Content {
  return label === '' ? html`<bdi>${id}</bdi>` : html`<bdi>${label}</bdi><small><bdi>${id}</bdi></small>`;
}

function valueText(value: number | null, digits?: number): string {
  return value === null ? '–' : formatValue(value, digits);
}
