/**
 * @file Every trial as one row of a CSV table (RFC 4180: CRLF line ends, quotes doubled), ordered by candidate and
 * replicate. Infinite values are written `Infinity`, which JavaScript, R, pandas and DuckDB all read as such.
 */
import { type Outcome, type RunHeader, STREAM_NAMES, type StreamName, TRAINING_STREAMS } from '../core/index.js';
import { groupLosses } from './candidate-losses.js';
import { csvLine } from './csv-line.js';

const FIRST_COLUMNS = ['candidate', 'label'];
const TRIAL_COLUMNS = ['sampleSize', 'epochs', 'repeat', 'status', 'loss'];
const LAST_COLUMNS = ['seconds', 'failure'];

/**
 * The table with its header row. Metrics follow the loss as columns of their own, sorted by name; one named like another
 * column gets the prefix `metric.`. Cells are empty where a trial has no such metric or no failure. The column `split` is there
 * where trials divide the data anew.
 */
export function renderTrialsCsv(header: RunHeader, outcomes: readonly Outcome[]): string {
  const labels = new Map(header.candidates.map(({ id, label }) => [id, label]));
  const metricNames = metricNamesOf(outcomes);
  const dividesAnew = outcomes.some(({ trial }) => trial.streams.split !== undefined);
  const streams = dividesAnew ? STREAM_NAMES : TRAINING_STREAMS;
  const lines = [
    csvLine([...FIRST_COLUMNS, ...streams, ...TRIAL_COLUMNS, ...metricNames.map(metricColumn), ...LAST_COLUMNS]),
  ];
  for (const { outcomes: ofCandidate } of groupLosses([...labels.keys()], outcomes).values()) {
    for (const outcome of ofCandidate) {
      lines.push(csvLine(trialCells(outcome, labels.get(outcome.trial.candidate), { streams, metricNames })));
    }
  }
  return lines.join('');
}

function trialCells(
  outcome: Outcome,
  label: string | undefined,
  { streams, metricNames }: { readonly streams: readonly StreamName[]; readonly metricNames: readonly string[] },
): string[] {
  const { candidate, streams: indices, fidelity, repeat } = outcome.trial;
  return [
    candidate,
    label ?? '',
    ...streams.map((stream) => String(indices[stream] ?? '')),
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
  const taken: readonly string[] = [...FIRST_COLUMNS, ...STREAM_NAMES, ...TRIAL_COLUMNS, ...LAST_COLUMNS];
  return taken.includes(name) ? `metric.${name}` : name;
}
