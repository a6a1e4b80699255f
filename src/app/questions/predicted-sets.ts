/** @file Whether predictions of several trials are about the same examples, and what is true of these. */
import {
  type InputError,
  inputError,
  type PredictedSet,
  type PredictionKind,
  type SetPredictions,
  type Trial,
  type TrialPredictions,
} from '../../core/index.js';
import type { Dataset, Samples } from '../../engine/datasets/index.js';

/** One set of examples, which all trials predict in the same order. */
export interface KeptSet {
  readonly examples: number;
  /** Numbers that are predicted for each. */
  readonly outputs: number;
  /** Class numbers, one for each example; of numbers examples x outputs, row-major. */
  readonly truth?: Float32Array;
  /** How much each example counts; all alike where absent. */
  readonly weights?: Float32Array;
  /** Why there is no truth, as a sentence. */
  readonly withoutTruth?: string;
}

/** A trial, with every set that is asked about. */
interface PredictingTrial {
  readonly trial: Trial;
  readonly sets: TrialPredictions;
}

/** The kind of all of them. @throws InputError (`predictions-differ`) where they differ in kind or size. */
export function requireOneShape(trials: readonly PredictingTrial[], names: readonly PredictedSet[]): PredictionKind {
  const [first] = trials;
  const kind = first === undefined ? 'values' : ownOf(first, names[0] as PredictedSet).kind;
  for (const set of names) {
    for (const one of trials) {
      const [own, other] = [ownOf(one, set), ownOf(first as PredictingTrial, set)];
      const differs = own.kind !== kind || own.examples !== other.examples || own.outputs !== other.outputs;
      if (differs) throw unlike(set, [one, own], [first as PredictingTrial, { ...other, kind }]);
    }
  }
  return kind;
}

/**
 * What is known of the examples. The truth is the data set's, else what trainers told.
 * @throws InputError `predictions-differ` where trials were told other targets than each other or than the data set has, so that they
 * are about other examples or in another order; `predictions-classes` for classes that a trainer never heard of.
 */
export function setsOf(
  kind: PredictionKind,
  trials: readonly PredictingTrial[],
  names: readonly PredictedSet[],
  dataset: Dataset | undefined,
): Readonly<Partial<Record<PredictedSet, KeptSet>>> {
  return Object.fromEntries(names.map((set) => [set, setOf(kind, trials, set, dataset)]));
}

function setOf(
  kind: PredictionKind,
  trials: readonly PredictingTrial[],
  set: PredictedSet,
  dataset: Dataset | undefined,
): KeptSet {
  const first = ownOf(trials[0] as PredictingTrial, set);
  const { examples, outputs } = first;
  const fromData = truthOf(kind, first, dataset?.[set], dataset);
  const teller = trials.find((one) => ownOf(one, set).targets !== undefined);
  const told = teller && ownOf(teller, set).targets;
  const truth = fromData ?? told;
  for (const one of trials) {
    const { targets } = ownOf(one, set);
    if (targets !== undefined && truth !== undefined && !isSame(targets, truth))
      throw inputError`predictions-differ: ${nameOf(one)} has other targets for the ${set} set than the trainings before it: it predicts other examples, or in another order.
        Allowed: trainings that predict the same examples in the same order
        Fix: Fix the examples and their order in your trainer: they must not depend on its seeds or settings.`;
  }
  requireKnownClasses(kind, { trials, set, truth, dataset });
  const weights = fromData === undefined ? undefined : dataset?.[set].weights;
  return {
    examples,
    outputs,
    ...(weights === undefined ? {} : { weights }),
    ...(truth === undefined ? { withoutTruth: noTruth(set, examples, dataset) } : { truth }),
  };
}

/** Undefined where the data set has another number of examples or of targets. */
function truthOf(
  kind: PredictionKind,
  { examples, outputs }: SetPredictions,
  samples: Samples | undefined,
  dataset: Dataset | undefined,
): Float32Array | undefined {
  if (samples === undefined || dataset === undefined || samples.count !== examples) return undefined;
  if ((kind === 'values') !== (dataset.task === 'regression')) return undefined;
  return kind !== 'values' || dataset.targetNames.length === outputs ? samples.targets : undefined;
}

function requireKnownClasses(
  kind: PredictionKind,
  {
    trials,
    set,
    truth,
    dataset,
  }: {
    readonly trials: readonly PredictingTrial[];
    readonly set: PredictedSet;
    readonly truth: Float32Array | undefined;
    readonly dataset: Dataset | undefined;
  },
): void {
  if (kind === 'values') return;
  const [first] = trials as readonly [PredictingTrial];
  const ownClasses = kind === 'probabilities' ? ownOf(first, set).outputs : Number.POSITIVE_INFINITY;
  const classes = Math.min(ownClasses, dataset?.classes.length || Number.POSITIVE_INFINITY);
  const stranger = truth?.find((label) => label >= classes);
  if (stranger !== undefined) throw unknownClass(`The truth of the ${set} set has`, stranger, classes);
  if (kind !== 'labels') return;
  for (const one of trials) {
    const label = ownOf(one, set).values.find((value) => value >= classes);
    if (label !== undefined) throw unknownClass(`${nameOf(one)} predicts for the ${set} set`, label, classes);
  }
}

function ownOf({ sets }: PredictingTrial, set: PredictedSet): SetPredictions {
  return sets[set] as SetPredictions;
}

function isSame(left: Float32Array, right: Float32Array): boolean {
  return left.length === right.length && left.every((value, place) => value === right[place]);
}

function nameOf({ trial: { candidate, streams } }: PredictingTrial): string {
  return `${candidate}, replicate ${streams.init},`;
}

function sizeText({ kind, examples, outputs }: Pick<SetPredictions, 'kind' | 'examples' | 'outputs'>): string {
  const each = kind === 'labels' ? 'a label' : `${outputs} ${kind}`;
  return `${each} for each of ${examples} examples`;
}

function unlike(
  set: PredictedSet,
  [one, own]: readonly [PredictingTrial, SetPredictions],
  [other, expected]: readonly [PredictingTrial, SetPredictions],
): InputError {
  return inputError`predictions-differ: ${nameOf(one)} predicts ${sizeText(own)} of the ${set} set, and ${nameOf(other)} ${sizeText(expected)}.
    Allowed: trainings that predict the same examples, as many numbers for each
    Fix: Have your trainer predict the same examples in the same order in every training, whatever its seeds and settings.`;
}

function unknownClass(what: string, label: number, classes: number): InputError {
  return inputError`predictions-classes: ${what} class ${label}, which is none of the ${classes} classes (0 to ${classes - 1}) that trainings know.
    Allowed: class numbers 0, 1, ..., in the order of the probabilities
    Fix: Have every training predict all classes, also those that its sample lacks.`;
}

function noTruth(set: PredictedSet, examples: number, dataset: Dataset | undefined): string {
  const why =
    dataset === undefined
      ? "the data are the trainer's own, and it tells no `targets`"
      : `it has ${dataset[set].count} examples in the data, and trainings predict ${examples}`;
  return `What is true of the ${set} set is not known: ${why}.`;
}
