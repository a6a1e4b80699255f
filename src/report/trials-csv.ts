/**
 * @file Every trial as one row of a CSV table (RFC 4180: CRLF line ends, quotes doubled), ordered by candidate and
 * replicate. Infinite values are written `Infinity`, which JavaScript, R, pandas and DuckDB all read as such.
 */
import { type Outcome, type RunHeader, STREAM_NAMES } from '../core/index.js';
import { groupLosses } from './candidate-losses.js';
import { csvLine } from './csv-line.js';

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
