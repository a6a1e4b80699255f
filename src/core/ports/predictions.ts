/** @file What one training predicts for the examples of a set, and how it is kept: one small binary file for each set. */

import { packNumbers, unpackNumbers } from '../ground/packed-numbers.js';
import { classify } from '../metrics/classified.js';
import type { Judged } from '../metrics/metric.js';

/** Sets whose predictions are kept; none of them is trained on. */
export const PREDICTED_SETS = ['selection', 'final'] as const;

export type PredictedSet = (typeof PREDICTED_SETS)[number];

export const PREDICTION_KINDS = ['probabilities', 'labels', 'values'] as const;

/**
 * `probabilities`: of each class, in the order of the class numbers; they sum up to 1. `labels`: the class number alone.
 * `values`: the targets of a regression, in their own units.
 */
export type PredictionKind = (typeof PREDICTION_KINDS)[number];

/** Predictions for every example of one set, in the order of the set; arrays are row-major. */
export interface SetPredictions {
  readonly kind: PredictionKind;
  readonly examples: number;
  /** Numbers for each example: as many as classes (2 at least), 1 label, or as many as targets. */
  readonly outputs: number;
  /** examples x outputs. Class numbers 0, 1, ... are exact here. */
  readonly values: Float32Array;
  /** What probabilities were made of, where a network gave it: examples x outputs, or x 1 for the second of two classes. */
  readonly logits?: Float32Array;
  /** The truth, where the trainer tells it: examples class numbers, or examples x outputs values. */
  readonly targets?: Float32Array;
}

/** Of one trial. */
export type TrialPredictions = Readonly<Partial<Record<PredictedSet, SetPredictions>>>;

/** Of a network's or a baseline's outputs: for classes, which they are logits of, the probabilities. */
export function toSetPredictions(task: 'classification' | 'regression', judged: Judged): SetPredictions {
  const { count: examples, width, outputs } = judged;
  if (task === 'regression') return { kind: 'values', examples, outputs: width, values: Float32Array.from(outputs) };
  const { classes, chances } = classify(judged);
  const logits = Float32Array.from(outputs);
  return { kind: 'probabilities', examples, outputs: classes, values: Float32Array.from(chances), logits };
}

function ofLogits(examples: number, width: number, logits: Float32Array): SetPredictions {
  // No target is looked at: the probabilities follow from the logits alone.
  const judged = { count: examples, width, outputs: logits, targetWidth: 1, targets: new Float32Array(examples) };
  return toSetPredictions('classification', judged);
}

/** The name of the artifact that holds the predictions of a set. */
export function predictionsArtifact(set: PredictedSet): string {
  return `predictions-${set}`;
}

/** The file's name in the folder of its trial. */
export function predictionsFile(set: PredictedSet): string {
  return `${predictionsArtifact(set)}.bin`;
}

/** Whether an artifact of this name holds predictions. */
export function isPredictionsArtifact(name: string): boolean {
  return PREDICTED_SETS.some((set) => predictionsArtifact(set) === name);
}

const MAGIC = 'SFPRED01';
/** Kind, examples, outputs, and the number of targets. */
const HEADS = 4;

/** After the kinds: probabilities that are kept by what they were made of. */
const LOGITS = PREDICTION_KINDS.length;

/** The header, `values` (or the logits in their place), then `targets`, as float32, little-endian: docs/log-format.md. */
export function encodePredictions({ kind, examples, values, logits, targets }: SetPredictions): Uint8Array {
  const kept = logits ?? values;
  const written = logits === undefined ? PREDICTION_KINDS.indexOf(kind) : LOGITS;
  const head = [written, examples, kept.length / examples, targets?.length ?? 0];
  return packNumbers(MAGIC, head, targets === undefined ? [kept] : [kept, targets]);
}

/** Undefined for bytes that {@link encodePredictions} does not give. */
export function decodePredictions(bytes: Uint8Array): SetPredictions | undefined {
  const packed = unpackNumbers(bytes, MAGIC, HEADS, ([, examples = 0, outputs = 0, told = 0]) => [
    examples * outputs,
    told,
  ]);
  if (packed === undefined) return undefined;
  const [number = 0, examples = 0, outputs = 0] = packed.head;
  const [values, targets] = packed.arrays as [Float32Array, Float32Array];
  const kind = PREDICTION_KINDS[number];
  if (kind === undefined && number !== LOGITS) return undefined;
  const own = kind === undefined ? ofLogits(examples, outputs, values) : { kind, examples, outputs, values };
  return { ...own, ...(targets.length === 0 ? {} : { targets }) };
}

/**
 * Why predictions cannot be kept, as a clause; undefined where they can. Checks what a trainer of the user's gave: sizes, numbers that
 * are finite, labels that are class numbers, and probabilities that are some.
 */
export function predictionsFlaw({ kind, examples, outputs, values, targets }: SetPredictions): string | undefined {
  if (!PREDICTION_KINDS.includes(kind)) {
    return `their kind is ${JSON.stringify(kind)}; allowed: ${PREDICTION_KINDS.join(', ')}`;
  }
  if (examples < 1 || outputs < 1) return 'there are none';
  if (values.length !== examples * outputs) {
    return `${values.length} numbers are not ${examples} examples of ${outputs}`;
  }
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) return `that of example ${Math.floor(bad / outputs)} is ${values[bad]}`;
  const own = kind === 'values' ? undefined : classFlaw(kind, outputs, values);
  return own ?? (targets && targetsFlaw(targets, kind === 'values' ? examples * outputs : examples, kind));
}

/** Of a sum of probabilities, which trainers may have rounded. */
const SUM_TOLERANCE = 1e-3;

function classFlaw(kind: PredictionKind, outputs: number, values: Float32Array): string | undefined {
  if (kind === 'labels') {
    if (outputs !== 1) return `labels are one for each example, not ${outputs}`;
    return labelsFlaw('the label', values);
  }
  if (outputs < 2) return 'probabilities are of 2 classes or more';
  for (let start = 0; start < values.length; start += outputs) {
    let [sum, least] = [0, 0];
    for (let place = start; place < start + outputs; place++) {
      const value = values[place] as number;
      sum += value;
      if (value < least) least = value;
    }
    if (least === 0 && Math.abs(sum - 1) <= SUM_TOLERANCE) continue;
    const row = values.subarray(start, start + outputs);
    return `the probabilities of example ${start / outputs} are ${[...row.slice(0, 4)].join(', ')}${outputs > 4 ? ', ...' : ''}: each is at least 0, and they sum up to 1`;
  }
  return undefined;
}

function targetsFlaw(targets: Float32Array, expected: number, kind: PredictionKind): string | undefined {
  if (targets.length !== expected) return `there are ${targets.length} targets, not ${expected}`;
  if (kind !== 'values') return labelsFlaw('the target', targets);
  const bad = targets.findIndex((value) => !Number.isFinite(value));
  return bad < 0 ? undefined : `target ${bad} is ${targets[bad]}`;
}

/** Class numbers are exact in float32 up to here. */
const MOST_LABEL = 2 ** 24;

function labelsFlaw(what: string, labels: Float32Array): string | undefined {
  const bad = labels.findIndex((label) => !Number.isInteger(label) || label < 0 || label > MOST_LABEL);
  return bad < 0 ? undefined : `${what} of example ${bad} is ${labels[bad]}, which is not a class number 0, 1, ...`;
}
