/** @file Lists of facts, and those that it takes to have the same figures again. */
import { stringify } from 'yaml';
import type { JsonObject, JsonValue } from '../../core/index.js';
import { formatCount, formatDuration, formatQuantity } from '../number-text.js';
import type { RunFacts, TrialCounts } from '../result/run-facts.js';
import { type Content, html, type Markup } from './markup.js';

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
