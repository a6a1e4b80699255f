/** @file The retrainings of one candidate on the same examples, as the statistics of predictions take them. */
import { defined, groupBy, labelsOf, type PredictionKind, STREAM_NAMES, type Trial } from '../../core/index.js';
import { targetSpread } from '../../stats/index.js';
import type { LeftOutCollapses, PredictingTrial, PredictionInput } from './prediction-record.js';

/** What so many trainings say. */
interface ToldByTrainings {
  readonly trials: readonly PredictingTrial[];
  /** By training: probabilities, or numbers; labels where there is nothing else. */
  readonly outputs: readonly Float32Array[];
  /** By training; none for numbers. */
  readonly labels: readonly Int32Array[];
}

export interface Retrainings extends ToldByTrainings {
  readonly candidate: string;
  readonly label: string;
  readonly isWinner: boolean;
  readonly collapses?: LeftOutCollapses;
  /** Whatever was kept of it; `trials` are those in which most streams differ. */
  readonly all: readonly PredictingTrial[];
  readonly set: string;
  readonly kind: PredictionKind;
  readonly examples: number;
  /** Numbers told of an example. */
  readonly width: number;
  /** How many there are; 0 for numbers. */
  readonly classes: number;
  readonly truth: ArrayLike<number> | undefined;
  /** By output, what differences of numbers are measured in. */
  readonly spreads: ArrayLike<number>;
}

export function retrainingsOf(
  { candidate, label, isWinner, collapses, trials }: PredictionInput['candidates'][number],
  { truth, set, classes }: Pick<PredictionInput, 'truth' | 'set' | 'classes'>,
): Retrainings {
  const [{ predictions }] = trials as readonly [PredictingTrial];
  const { kind, examples, outputs: width } = predictions;
  const isNumbers = kind === 'values';
  const known = isNumbers && truth !== undefined ? targetSpread(truth, width) : undefined;
  return {
    ...toldBy(mostApart(trials)),
    candidate,
    label,
    isWinner,
    ...defined({ collapses }),
    all: trials,
    set,
    kind,
    examples,
    width,
    classes: isNumbers ? 0 : kind === 'labels' ? Math.max(classes.length, 1 + largestLabel(trials, truth)) : width,
    truth,
    // A target that never varies has no spread to measure by.
    spreads: known?.map((spread) => spread || 1) ?? new Float64Array(width).fill(1),
  };
}

export function toldBy(trials: readonly PredictingTrial[]): ToldByTrainings {
  return {
    trials,
    outputs: trials.map(({ predictions }) => predictions.values),
    labels: trials.flatMap(({ predictions: { kind, outputs, values } }) => {
      if (kind === 'values') return [];
      return [kind === 'labels' ? Int32Array.from(values) : labelsOf(values, outputs)];
    }),
  };
}

function largestLabel(trials: readonly PredictingTrial[], truth: ArrayLike<number> = []): number {
  const largest = (values: ArrayLike<number>): number => {
    let most = 0;
    for (let place = 0; place < values.length; place++) most = Math.max(most, values[place] as number);
    return most;
  };
  return Math.max(largest(truth), ...trials.map(({ predictions }) => largest(predictions.values)));
}

/** By training and example: 1 for a wrong label, or the squared error, the mean over targets, in units of their spread. Null without truth. */
export function exampleLosses({
  kind,
  truth,
  labels,
  outputs,
  width,
  spreads,
  examples,
}: Retrainings): readonly Float64Array[] | null {
  if (truth === undefined) return null;
  if (kind !== 'values')
    return labels.map((told) => Float64Array.from(told, (label, place) => (label === truth[place] ? 0 : 1)));
  return outputs.map((values) =>
    Float64Array.from({ length: examples }, (_, example) => {
      let total = 0;
      for (let output = 0; output < width; output++) {
        const entry = example * width + output;
        total += (((values[entry] as number) - (truth[entry] as number)) / (spreads[output] as number)) ** 2;
      }
      return total / width;
    }),
  );
}

/** Trainings of one candidate in which exactly some streams of randomness differ, and all others are the same. */
interface TrialSet<Told> {
  /** `init`, `init+sample`. */
  readonly streams: string;
  readonly trials: readonly Told[];
}

/**
 * Streams as races and studies number them: what varies has the same index in all of its streams, what is held stays at 0. Few streams
 * first; sets of one training are left out, and so are trainings that repeat equal seeds, or got another amount of training than most.
 */
export function trialsByStreams<Told extends { readonly trial: Trial }>(
  all: readonly Told[],
): readonly TrialSet<Told>[] {
  const alike = likeMost(all).filter(({ trial }) => trial.repeat === 0);
  const sets = new Map<string, Told[]>();
  const held: Told[] = [];
  for (const told of alike) {
    const moved = STREAM_NAMES.filter((name) => (told.trial.streams[name] ?? 0) !== 0);
    const isTogether = new Set(moved.map((name) => told.trial.streams[name])).size === 1;
    const name = moved.join('+');
    if (moved.length === 0) held.push(told);
    else if (isTogether) sets.set(name, [...(sets.get(name) ?? []), told]);
  }
  return [...sets]
    .map(([streams, trials]) => ({ streams, trials: [...held, ...trials] }))
    .filter(({ trials }) => trials.length > 1)
    .sort((a, b) => countOf(a.streams) - countOf(b.streams) || orderOf(a.streams) - orderOf(b.streams));
}

/** The set in which most streams differ; all trainings where there is none. */
function mostApart<Told extends { readonly trial: Trial }>(all: readonly Told[]): readonly Told[] {
  return trialsByStreams(all).at(-1)?.trials ?? all;
}

function countOf(streams: string): number {
  return streams.split('+').length;
}

function orderOf(streams: string): number {
  return STREAM_NAMES.findIndex((name) => streams.startsWith(name));
}

/** Of several sample sizes the one with most trainings, of these the largest. */
function likeMost<Told extends { readonly trial: Trial }>(all: readonly Told[]): readonly Told[] {
  const bySize = groupBy(all, ({ trial: { fidelity } }) => fidelity.sampleSize);
  const sizeOf = ([one]: readonly Told[]): number => one?.trial.fidelity.sampleSize || Number.POSITIVE_INFINITY;
  const [most = []] = [...bySize.values()].sort((a, b) => b.length - a.length || (sizeOf(b) > sizeOf(a) ? 1 : -1));
  return most;
}
