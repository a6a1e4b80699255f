/**
 * @file Every trial as one row of a CSV table (RFC 4180: CRLF line ends, quotes doubled), ordered by candidate and
 * replicate. Infinite values are written `Infinity`, which JavaScript, R, pandas and DuckDB all read as such. A text that a
 * spreadsheet would take for a formula gets an apostrophe in front (https://owasp.org/www-community/attacks/CSV_Injection).
 */
import { type Outcome, type RunHeader, STREAM_NAMES } from '../core/index.js';
import { groupLosses } from './candidate-losses.js';

const TRIAL_COLUMNS = ['candidate', 'label', ...STREAM_NAMES, 'sampleSize', 'epochs', 'repeat', 'status', 'loss'];
const LAST_COLUMNS = ['seconds', 'failure'];

/**
 * The table with its header row. Metrics follow the loss as columns of their own, sorted by name; one named like another
 * column gets the prefix `metric.`. Cells are empty where a trial has no such metric or no failure.
 */
export function renderTrialsCsv(header: RunHeader, outcomes: readonly Outcome[]): string {
  const labels = new Map(header.candidates.map(({ id, label }) => [id, label]));
  const metricNames = metricNamesOf(outcomes);
  const lines = [csvLine([...TRIAL_COLUMNS, ...metricNames.map(metricColumn), ...LAST_COLUMNS])];
  for (const { outcomes: ofCandidate } of groupLosses([...labels.keys()], outcomes).values()) {
    for (const outcome of ofCandidate) {
      lines.push(csvLine(trialCells(outcome, labels.get(outcome.trial.candidate), metricNames)));
    }
  }
  return lines.join('');
}

function trialCells(outcome: Outcome, label: string | undefined, metricNames: readonly string[]): string[] {
  const { candidate, streams, fidelity, repeat } = outcome.trial;
  return [
    candidate,
    label ?? '',
    ...STREAM_NAMES.map((stream) => String(streams[stream])),
    String(fidelity.sampleSize),
    String(fidelity.epochs),
    String(repeat),
    outcome.status,
    String(outcome.loss),
    ...metricNames.map((name) => (Object.hasOwn(outcome.metrics, name) ? String(outcome.metrics[name]) : '')),
    String(outcome.seconds),
    outcome.failure ? `${outcome.failure.kind}: ${outcome.failure.message}` : '',
  ];
}

function metricNamesOf(outcomes: readonly Outcome[]): string[] {
  const names = new Set<string>();
  for (const { metrics } of outcomes) for (const name of Object.keys(metrics)) names.add(name);
  return [...names].sort();
}

function metricColumn(name: string): string {
  return TRIAL_COLUMNS.includes(name) || LAST_COLUMNS.includes(name) ? `metric.${name}` : name;
}

/** What spreadsheets evaluate, in their narrow and wide forms, and what they skip before looking; numbers are none. */
const FORMULA_STARTS = new Set([
  '=',
  '+',
  '-',
  '@',
  '\t',
  '\r',
  '\n',
  '\u001b',
  '\uff1d',
  '\uff0b',
  '\uff0d',
  '\uff20',
]);

/** One row, cells quoted where they must be, with its line end. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(quoteCell).join(',')}\r\n`;
}

function quoteCell(cell: string): string {
  if (FORMULA_STARTS.has(cell.charAt(0)) && Number.isNaN(Number(cell))) return `"'${cell.replaceAll('"', '""')}"`;
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
