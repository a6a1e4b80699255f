/** @file Makes the record of what retrainings predict: a candidate at a time, the examples that are disputed most, slices, and what sets the first apart from the others. Pure. */
import { defined, randomFrom, takeColumn } from '../../core/index.js';
import {
  type BoundedFigure,
  calibrationErrorInterval,
  estimateMean,
  expectedCalibrationError,
  labelDisagreement,
  labelFlips,
  meanPrediction,
  mostDisputed,
  numberDisagreement,
  numberSpreads,
  pairwiseDisagreement,
  predictiveMultiplicity,
  quantile,
  reliabilityCurve,
  retrainingVariance,
  rootOf,
  type SliceFigure,
  setResolution,
  sliceFigures,
} from '../../stats/index.js';
import { joined } from '../view/phrases.js';
import {
  type CalibrationFigures,
  type CandidatePredictions,
  type DisputedExample,
  type ExampleFigures,
  MOST_CURVES,
  MOST_DISPUTED,
  type MultiplicityFigures,
  PREDICTION_LEVEL,
  type PredictionInput,
  type PredictionRecord,
  type Resolution,
  type SliceFigures,
  type SliceMembers,
  type Slicing,
  type SpreadOrigin,
  type StreamsApart,
} from './prediction-record.js';
import { exampleLosses, type Retrainings, retrainingsOf, toldBy, trialsByStreams } from './retrainings.js';

const RESAMPLES = 400;

/** `candidates` with two trainings or more each, of the same examples in the same order. */
export function buildPredictions(input: PredictionInput): PredictionRecord {
  const { name, run, question, set, classes, targets, candidates, slicings } = input;
  const all = candidates.map((candidate) => retrainingsOf(candidate, input));
  const [first, ...others] = all as [Retrainings, ...Retrainings[]];
  const { kind, examples } = first;
  const hasTruth = input.truth !== undefined;
  const isNumbers = kind === 'values';
  const unit = isNumbers ? (hasTruth ? 'spread' : 'own') : null;
  return {
    format: 'surefoot-predictions',
    version: 1,
    name,
    run,
    question,
    set,
    examples,
    kind,
    classes,
    targets,
    unit,
    loss: hasTruth ? (isNumbers ? 'squared error' : 'share wrong') : null,
    candidates: all.map(describe),
    ...defined({ source: input.origin?.file }),
    disputed: disputedOf(first, input),
    slicings: hasTruth ? slicings.flatMap((members) => sliceAll(members, all, targets, PREDICTION_LEVEL)) : [],
    resolutions: others.flatMap((other) => resolve(first, other)),
    missing: [...input.missing, ...missingFor(kind, hasTruth, input)],
  };
}

function missingFor(kind: PredictionRecord['kind'], hasTruth: boolean, { slicings }: PredictionInput): string[] {
  const needed = [
    ...(kind === 'values' ? ['the spread of the target'] : []),
    ...(kind === 'probabilities' ? ['calibration'] : []),
    ...(slicings.length > 0 ? ['slices'] : []),
    'what the examples can tell apart',
  ];
  return [
    ...(hasTruth ? [] : [`Without the truth of these examples nothing is said of ${joined(needed)}.`]),
    ...(kind === 'labels'
      ? ['The trainer tells labels without probabilities, so nothing is said of calibration.']
      : []),
  ];
}

function describe(own: Retrainings): CandidatePredictions {
  const { candidate, label, isWinner, collapses, trials } = own;
  return {
    candidate,
    label,
    isWinner,
    retrainings: trials.length,
    ...defined({ collapses }),
    disagreement: disagreementOf(own),
    streams: streamsOf(own),
    multiplicity: multiplicityOf(own),
    examples: exampleFigures(own),
    calibration: calibrationOf(own),
    origin: originOf(own),
  };
}

function disagreementOf({ kind, labels, outputs, spreads, trials }: Retrainings): BoundedFigure {
  const between = (one: number, other: number): number => {
    if (kind !== 'values') return labelDisagreement(labels[one] as Int32Array, labels[other] as Int32Array);
    return numberDisagreement(outputs[one] as Float32Array, outputs[other] as Float32Array, spreads);
  };
  const { value, low, high, level, reason } = pairwiseDisagreement(
    trials.length,
    between,
    PREDICTION_LEVEL,
    kind === 'values' ? undefined : 1,
  );
  return { value, low, high, level, ...defined({ reason }) };
}

function streamsOf(own: Retrainings): readonly StreamsApart[] {
  return trialsByStreams(own.all).map(({ streams, trials }) => ({
    streams,
    retrainings: trials.length,
    disagreement: disagreementOf({ ...own, ...toldBy(trials) }),
  }));
}

/** Against the training of median loss: as good are those whose loss is no higher. */
function multiplicityOf({ labels, trials }: Retrainings): MultiplicityFigures | null {
  if (labels.length === 0) return null;
  const losses = trials.map(({ loss }) => loss);
  const order = losses.map((_, place) => place).sort((a, b) => (losses[a] as number) - (losses[b] as number) || a - b);
  const middle = order[Math.floor((order.length - 1) / 2)] as number;
  return predictiveMultiplicity(labels, losses, middle, 0);
}

function exampleFigures({ kind, labels, outputs, width, classes, examples }: Retrainings): ExampleFigures {
  const flips = labels.length === 0 ? null : labelFlips(labels, classes);
  const flipped = flips && flips.reduce((count, rate) => count + (rate > 0 ? 1 : 0), 0) / examples;
  if (kind === 'labels') return { flipped, spread: null, width: null };
  const { spread, intervalWidth } = numberSpreads(outputs);
  const told = kind === 'values' ? null : likeliest(meanPrediction(outputs), width);
  const shown = (values: Float64Array): { median: number; high: number } => {
    const chosen = told === null ? values : told.map((entry) => values[entry] as number);
    return { median: quantile(chosen, 0.5), high: quantile(chosen, 0.9) };
  };
  return { flipped, spread: shown(spread), width: shown(intervalWidth) };
}

/** By example the entry of its most likely class. */
function likeliest(probabilities: Float64Array, classes: number): number[] {
  return Array.from({ length: probabilities.length / classes }, (_, example) => {
    const start = example * classes;
    let best = start;
    for (let entry = start + 1; entry < start + classes; entry++) {
      if ((probabilities[entry] as number) > (probabilities[best] as number)) best = entry;
    }
    return best;
  });
}

function calibrationOf({ candidate, kind, outputs, classes, truth, set }: Retrainings): CalibrationFigures | null {
  if (kind !== 'probabilities' || truth === undefined) return null;
  const curves = outputs.map((probabilities) => reliabilityCurve({ probabilities, classes, truth }));
  const errors = curves.map(expectedCalibrationError);
  const mean = { probabilities: meanPrediction(outputs), classes, truth };
  const random = randomFrom('predictions', 'calibration', candidate, set);
  return {
    one: estimateMean(errors, PREDICTION_LEVEL),
    mean: calibrationErrorInterval(mean, { level: PREDICTION_LEVEL, resamples: RESAMPLES, random }),
    curves: curves.slice(0, MOST_CURVES),
    meanCurve: reliabilityCurve(mean),
  };
}

function originOf(own: Retrainings): SpreadOrigin | null {
  const losses = exampleLosses(own);
  if (losses === null) return null;
  const { observed, share } = retrainingVariance(losses, PREDICTION_LEVEL);
  return { observed: Math.sqrt(observed), share };
}

function resolve(first: Retrainings, second: Retrainings): readonly Resolution[] {
  const [own, other] = [exampleLosses(first), exampleLosses(second)];
  if (own === null || other === null) return [];
  const { difference, tells, needed } = setResolution(own, other, PREDICTION_LEVEL);
  return [
    {
      first: first.candidate,
      second: second.candidate,
      difference: -difference,
      tells,
      needed: Number.isFinite(needed) ? needed : null,
    },
  ];
}

/** The most disputed first; none that all agree on. */
export function disputedOf(
  own: Retrainings,
  { truth, classes, inputOf, origin }: PredictionInput,
): readonly DisputedExample[] {
  const { kind, labels, outputs, width, spreads, trials } = own;
  const figures = kind === 'values' ? relativeSpread(own) : labelFlips(labels, own.classes);
  const nameOf = (label: number): string => classes[label] ?? String(label);
  return mostDisputed(figures, MOST_DISPUTED).map((place): DisputedExample => {
    const known = truth?.[place * (kind === 'values' ? width : 1)];
    // Of several targets the one that they differ most in, beside its spread.
    const output = kind === 'values' ? widestOutput(outputs, { place, width, spreads }) : 0;
    const value = kind === 'values' ? truth?.[place * width + output] : known;
    return {
      place,
      ...(origin === undefined ? {} : { row: (origin.rows[place] as number) + 1 }),
      truth: value === undefined ? null : kind === 'values' ? value : nameOf(value),
      labels: kind === 'values' ? null : countLabels(labels.map((told) => nameOf(told[place] as number))),
      values:
        kind === 'values'
          ? trials.map((_, trial) => (outputs[trial] as Float32Array)[place * width + output] as number)
          : null,
      target: kind === 'values' ? output : null,
      figure: figures[place] as number,
      input: inputOf?.(place) ?? null,
    };
  });
}

/** By example, the largest over targets. */
function relativeSpread({ outputs, width, spreads, examples }: Retrainings): Float64Array {
  const { spread } = numberSpreads(outputs);
  return Float64Array.from({ length: examples }, (_, example) =>
    Math.max(
      ...Array.from(
        { length: width },
        (__, output) => (spread[example * width + output] as number) / (spreads[output] as number),
      ),
    ),
  );
}

function widestOutput(
  outputs: readonly Float32Array[],
  { place, width, spreads }: { readonly place: number; readonly width: number; readonly spreads: ArrayLike<number> },
): number {
  const reach = (output: number): number => {
    const told = outputs.map((values) => values[place * width + output] as number);
    return (Math.max(...told) - Math.min(...told)) / (spreads[output] as number);
  };
  return Array.from({ length: width }, (_, output) => output).reduce(
    (best, output) => (reach(output) > reach(best) ? output : best),
    0,
  );
}

function countLabels(labels: readonly string[]): DisputedExample['labels'] {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts]
    .map(([label, retrainings]) => ({ label, retrainings }))
    .sort((a, b) => b.retrainings - a.retrainings);
}

/** Fewer examples say nothing of a slice. */
const FEWEST = 2;

/** One for each target. Candidates with truth. */
export function sliceAll(
  members: SliceMembers,
  candidates: readonly Retrainings[],
  targets: readonly string[],
  level: number,
): readonly Slicing[] {
  const { column, names, sliceOf } = members;
  const counts = names.map((_, slice) => sliceOf.reduce((count, own) => count + (own === slice ? 1 : 0), 0));
  const [{ kind, width }] = candidates as readonly [Retrainings];
  const several = kind === 'values' && width > 1;
  return Array.from({ length: kind === 'values' ? width : 1 }, (_, output) => ({
    column,
    target: several ? (targets[output] ?? `output ${output + 1}`) : null,
    slices: names.map((name, slice) => ({ name, examples: counts[slice] as number })),
    outside: sliceOf.reduce((count, own) => count + (own < 0 ? 1 : 0), 0),
    candidates: candidates.map((candidate) => figuresOf(candidate, output, members, level)),
  }));
}

function figuresOf(
  own: Retrainings,
  output: number,
  { sliceOf, names }: SliceMembers,
  level: number,
): readonly (SliceFigures | null)[] {
  const figures = (values: readonly Float64Array[]): readonly SliceFigure[] =>
    sliceFigures(values, sliceOf, names.length, level);
  const { losses, signed } = ofExamples(own, output);
  const loss = figures(losses).map((figure) => (own.kind === 'values' ? rootOf(figure) : figure));
  const systematic = signed && figures(signed);
  return loss.map(({ examples, mean, spread }, slice) => {
    if (examples < FEWEST) return null;
    const off = systematic?.[slice];
    const varying = own.kind === 'values' ? (off?.spread ?? null) : spread;
    return { loss: mean, spread: varying, systematic: off === undefined ? null : off.mean };
  });
}

/** By training and example, for one target: squared errors, or wrong labels; and errors with their sign, where there are some. */
function ofExamples(
  own: Retrainings,
  output: number,
): { losses: readonly Float64Array[]; signed: readonly Float64Array[] | null } {
  const { kind, outputs, width, truth = [], labels } = own;
  if (kind === 'values') {
    const target = takeColumn(truth, width, output);
    const signed = outputs.map((values) =>
      takeColumn(values, width, output).map((value, place) => value - (target[place] as number)),
    );
    return { losses: signed.map((errors) => errors.map((error) => error * error)), signed };
  }
  const losses = exampleLosses(own) ?? [];
  if (kind === 'labels') return { losses, signed: null };
  // Confidence less whether it was right.
  const signed = outputs.map((values, training) =>
    Float64Array.from(losses[training] as Float64Array, (wrong, place) => {
      return (values[place * width + (labels[training]?.[place] as number)] as number) - (1 - wrong);
    }),
  );
  return { losses, signed };
}
