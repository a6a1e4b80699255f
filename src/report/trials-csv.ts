/** @file The tables of trainings for programs: `trials.csv`, one a row with its settings, and `epochs.csv`. */
import {
  type Candidate,
  flatSettings,
  isPlainList,
  type JsonObject,
  type Outcome,
  type RunHeader,
  STREAM_NAMES,
  type StreamName,
  streamSeed,
  TRAINING_STREAMS,
  type Trial,
} from '../core/index.js';
import { isFresh } from '../questions/race/plan/index.js';
import { csvCells, csvLine } from './csv-line.js';
import { groupLosses } from './standing.js';

interface TrialColumn {
  readonly key: string;
  of(outcome: Outcome): string;
}

const FIRST_COLUMNS = ['candidate', 'label'];
const TRIAL_COLUMNS: readonly TrialColumn[] = [
  { key: 'sampleSize', of: ({ trial }) => String(trial.fidelity.sampleSize) },
  { key: 'repeat', of: ({ trial }) => String(trial.repeat) },
  { key: 'status', of: ({ status }) => status },
  { key: 'loss', of: ({ loss }) => String(loss) },
];
/** After the metrics. */
const LAST_COLUMNS: readonly TrialColumn[] = [
  { key: 'seconds', of: ({ seconds }) => (seconds === 0 ? '' : String(seconds)) },
  { key: 'failure', of: ({ failure }) => (failure ? `${failure.kind}: ${failure.message}` : '') },
];
const keysOf = (columns: readonly TrialColumn[]): readonly string[] => columns.map(({ key }) => key);
const PHASE = 'phase';
const SEED_PREFIX = 'seed.';

/** What kind of trials these are. */
interface ListedTrials {
  /** Of a race, which has fresh trials after it. */
  readonly areRaced: boolean;
  /** Trained by the seed of their header, and not read from a table. */
  readonly areSeeded: boolean;
}

/**
 * The table with its header row. Metrics follow the loss as columns of their own, sorted by name; one named like another
 * column gets the prefix `metric.`. Cells are empty where a trial has no such metric or no failure. The column `split` is there
 * where trials divide the data anew. After these stand the phase of a race, the seeds, and the settings as `config.KEY`.
 */
export function renderTrialsCsv(
  header: RunHeader,
  outcomes: readonly Outcome[],
  { areRaced, areSeeded }: ListedTrials = { areRaced: true, areSeeded: true },
): string {
  const metricNames = metricNamesOf(outcomes);
  const streams = streamsOf(outcomes);
  const groups = groupLosses(
    header.candidates.map(({ id }) => id),
    outcomes,
  );
  const listed = header.candidates.filter(({ id }) => groups.get(id)?.outcomes.length !== 0);
  const config = configCells(listed);
  const seedOf = seeds(header.seed);
  const lines = [
    csvLine([
      ...FIRST_COLUMNS,
      ...streams,
      ...keysOf(TRIAL_COLUMNS),
      ...metricNames.map(metricColumn),
      ...keysOf(LAST_COLUMNS),
      ...(areRaced ? [PHASE] : []),
      ...(areSeeded ? streams.map((stream) => `${SEED_PREFIX}${stream}`) : []),
      ...config.columns,
    ]),
  ];
  for (const { id, label, configuration } of listed) {
    const named = csvCells([id, label]);
    const settings = config.columns.length === 0 ? '' : `,${csvCells(config.cellsOf(configuration))}`;
    for (const outcome of groups.get(id)?.outcomes ?? []) {
      const { trial } = outcome;
      const cells = trialCells(outcome, streams, metricNames);
      if (areRaced) cells.push(isFresh(trial) ? 'fresh' : 'race');
      if (areSeeded) for (const stream of streams) cells.push(seedOf(stream, trial.streams[stream]));
      lines.push(`${named},${csvCells(cells)}${settings}\r\n`);
    }
  }
  return lines.join('');
}

/** `split` among them where trials divide the data anew. */
function streamsOf(outcomes: readonly Outcome[]): readonly StreamName[] {
  return outcomes.some(({ trial }) => trial.streams.split !== undefined) ? STREAM_NAMES : TRAINING_STREAMS;
}

function streamCells({ streams: indices }: Trial, streams: readonly StreamName[]): string[] {
  return streams.map((stream) => String(indices[stream] ?? ''));
}

function trialCells(outcome: Outcome, streams: readonly StreamName[], metricNames: readonly string[]): string[] {
  return [
    ...streamCells(outcome.trial, streams),
    ...TRIAL_COLUMNS.map(({ of }) => of(outcome)),
    ...metricNames.map((name) => (Object.hasOwn(outcome.metrics, name) ? String(outcome.metrics[name]) : '')),
    ...LAST_COLUMNS.map(({ of }) => of(outcome)),
  ];
}

/** Of each index once: candidates share them. */
function seeds(experimentSeed: number): (stream: StreamName, index: number | undefined) => string {
  const known = new Map(STREAM_NAMES.map((stream) => [stream, new Map<number, string>()]));
  return (stream, index) => {
    if (index === undefined) return '';
    const ofStream = known.get(stream);
    const there = ofStream?.get(index);
    if (there !== undefined) return there;
    const seed = String(streamSeed(experimentSeed, stream, index));
    ofStream?.set(index, seed);
    return seed;
  };
}

function metricNamesOf(outcomes: readonly Outcome[]): string[] {
  const names = new Set<string>();
  for (const { metrics } of outcomes) for (const name of Object.keys(metrics)) names.add(name);
  return [...names].sort();
}

function metricColumn(name: string): string {
  const own = keysOf([...TRIAL_COLUMNS, ...LAST_COLUMNS]);
  const taken: readonly string[] = [...FIRST_COLUMNS, ...STREAM_NAMES, ...own, PHASE];
  const isTaken = taken.includes(name) || [SEED_PREFIX, CONFIG_PREFIX].some((prefix) => name.startsWith(prefix));
  return isTaken ? `metric.${name}` : name;
}

const CONFIG_PREFIX = 'config.';

interface ConfigColumns {
  /** In the order in which they are met. */
  readonly columns: readonly string[];
  /** A text as it is, everything else as JSON, a list of plain values as one; empty where a configuration has no such setting. */
  cellsOf(configuration: JsonObject): readonly string[];
}

export function configCells(candidates: readonly Pick<Candidate, 'configuration'>[]): ConfigColumns {
  const places = new Map<string, number>();
  for (const { configuration } of candidates) {
    for (const [name] of flatSettings(configuration, isPlainList)) if (!places.has(name)) places.set(name, places.size);
  }
  return {
    columns: Array.from(places.keys(), (name) => `${CONFIG_PREFIX}${name}`),
    cellsOf: (configuration) => {
      const cells = new Array<string>(places.size).fill('');
      for (const [name, text] of flatSettings(configuration, isPlainList)) cells[places.get(name) as number] = text;
      return cells;
    },
  };
}

/** About 50 MB of text. */
const MOST_ROWS = 1_000_000;

/** Not where no trial reported anything, nor where there were more rows than anybody opens: the log has them all. */
export function hasEpochTable(outcomes: readonly Outcome[]): boolean {
  const rows = outcomes.reduce((sum, { lossPerEpoch }) => sum + lossPerEpoch.length, 0);
  return rows > 0 && rows <= MOST_ROWS;
}

/** Ordered as the table of trials; undefined where there is to be none. */
export function renderEpochsCsv(header: RunHeader, outcomes: readonly Outcome[]): string | undefined {
  if (!hasEpochTable(outcomes)) return undefined;
  const streams = streamsOf(outcomes);
  const ids = header.candidates.map(({ id }) => id);
  const lines = [csvLine(['candidate', ...streams, 'sampleSize', 'repeat', 'epoch', 'loss'])];
  for (const [candidate, { outcomes: ofCandidate }] of groupLosses(ids, outcomes)) {
    for (const { trial, lossPerEpoch } of ofCandidate) {
      const { fidelity, repeat } = trial;
      const named = [candidate, ...streamCells(trial, streams), String(fidelity.sampleSize), String(repeat)];
      for (const [epoch, loss] of lossPerEpoch.entries()) lines.push(csvLine([...named, String(epoch), String(loss)]));
    }
  }
  return lines.join('');
}
