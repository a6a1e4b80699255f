/** @file The report's tables and lists of facts. */
import { stringify } from 'yaml';
import type { JsonObject, JsonValue } from '../../core/index.js';
import { formatCount, formatDuration, formatQuantity, formatShare, formatValue } from '../number-text.js';
import type { Result } from '../result/result-schema.js';
import type { RunFacts, TrialCounts } from '../result/run-facts.js';
import type { Finalist, FinalistsView } from '../view/finalists-view.js';
import { intervalText, nameSome } from '../view/headline.js';
import type { ReportView } from '../view/report-view.js';
import { type Content, html, type Markup } from './markup.js';

/** The last survivors with everything that tells them apart. */
export function finalistTable({ rows, criterionName }: FinalistsView): Markup {
  return html`<div class="scroll"><table>
<thead><tr><th class="number">#</th><th>candidate</th><th class="number">trials</th><th class="number">${criterionName}</th><th class="number">mean</th><th class="number">iqr</th><th class="number">diverged</th><th class="number">left after</th></tr></thead>
<tbody>${rows.map(finalistRow)}</tbody></table></div>`;
}

function finalistRow(row: Finalist): Markup {
  const { interval } = row;
  const detail = 'reason' in interval ? '' : intervalText(interval).trim();
  return html`<tr${row.isChoice ? html` class="chosen"` : null}><td class="number">${row.rank}</td><td class="name">${named(row)}</td><td class="number">${row.trials}</td><td class="number">${valueText(row.criterion)}<small class="detail"${'reason' in interval ? html` title="${interval.reason}"` : null}>${detail}</small></td><td class="number">${valueText(row.mean)}</td><td class="number">${valueText(row.spread, 3)}</td><td class="number">${row.diverged}</td><td class="number">${row.eliminatedAt ?? '–'}</td></tr>
`;
}

/** The nearest rivals of the choice: how far, how surely, and whether they can be told apart. */
export function rivalTable({ tieSet, criterion }: Result): Markup | null {
  if (!tieSet || tieSet.rivals.length === 0) return null;
  return html`<div class="scroll"><table>
<thead><tr><th>rival</th><th class="number">trials in common</th><th class="number">${criterion.name} minus the choice's</th><th class="number">effect</th><th class="number">p (Holm)</th><th>standing</th></tr></thead>
<tbody>${tieSet.rivals.slice(0, MOST_RIVALS).map(
    ({ candidate, n, difference, interval, effectSize, pValue, standing }) =>
      html`<tr><td class="name">${candidate}</td><td class="number">${n}</td><td class="number">${formatValue(difference)}<small class="detail"${'reason' in interval ? html` title="${interval.reason}"` : null}>${intervalText(interval).trim()}</small></td><td class="number">${formatValue(effectSize, 2)}</td><td class="number">${valueText(pValue ?? null, 3)}</td><td>${standing}</td></tr>
`,
  )}</tbody></table></div>`;
}

const MOST_RIVALS = 12;

/** Candidates by rank, as many as the view lists. */
export function candidateTable({ listed, result }: ReportView): Markup {
  const omitted = result.candidates.length - listed.length;
  const rest = `The other ${formatCount(omitted)} are in result.json and trials.csv.`;
  return html`<div class="scroll"><table>
<thead><tr><th class="number">#</th><th>candidate</th><th class="number">trials</th><th class="number">${result.criterion.name}</th><th class="number">diverged</th><th class="number">failed</th><th class="number">left after</th></tr></thead>
<tbody>${listed.map(
    (row) =>
      html`<tr${row.id === result.choice?.candidate ? html` class="chosen"` : null}><td class="number">${row.rank}</td><td class="name">${named(row)}</td><td class="number">${row.trials}</td><td class="number">${valueText(row.criterion)}</td><td class="number">${shareText(row.divergedRate)}</td><td class="number">${shareText(row.failedRate)}</td><td class="number">${row.eliminatedAt ?? '–'}</td></tr>
`,
  )}</tbody></table></div>${omitted > 0 ? html`<p class="quiet">${rest}</p>` : null}`;
}

/** Every decision: who was best, how many left, how many stayed. */
export function decisionTable({ decisions }: Result): Markup {
  return html`<div class="scroll"><table>
<thead><tr><th class="number">after trials</th><th>rule</th><th>best</th><th class="number">its value</th><th class="number">left</th><th class="number">stayed</th><th>who left</th></tr></thead>
<tbody>${decisions.map(
    (decision) =>
      html`<tr><td class="number">${decision.round}</td><td>${decision.rule}</td><td>${decision.incumbent}</td><td class="number">${formatValue(decision.incumbentValue)}</td><td class="number">${formatCount(decision.eliminated.length)}</td><td class="number">${formatCount(decision.survivors.length)}</td><td class="name">${nameSome(decision.eliminated, 6)}</td></tr>
`,
  )}</tbody></table></div>`;
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
        .join(', '),
    ],
    ...objectFacts(environment),
    ...(code === null ? [] : objectFacts(code.versions)),
    ...(code === null ? [] : [['code', codeText(code)] as const]),
    ['identity', html`<code>${identity}</code>`],
    ['time', timeText(facts)],
    ['trials', trialText(trials)],
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

function named({ id, label }: { readonly id: string; readonly label: string }): Content {
  return [id, label === '' ? null : html`<small>${label}</small>`];
}

function valueText(value: number | null, digits?: number): string {
  return value === null ? '–' : formatValue(value, digits);
}

function shareText(share: number): string {
  return share === 0 ? '0' : formatShare(share);
}
