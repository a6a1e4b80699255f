/** @file Cross-entropy of class logits, in nats: over all classes, or of one logit for the second of two classes. */
import { logSoftmax, softplus } from '../graph/operations/activation.js';
import { multiply, negate, subtract } from '../graph/operations/arithmetic.js';
import { equal, toNumbers } from '../graph/operations/comparison.js';
import { constant } from '../graph/operations/constant.js';
import { reduceSum } from '../graph/operations/reduction.js';
import { lossKind } from './loss.js';

/** Classes have no units. */
const withoutUnits = { coefficientsFor: () => [], unitOf: () => 1, bestConstant: 'mean' } as const;

/** -log softmax(outputs)[class] */
export const crossEntropy = lossKind({
  name: 'cross-entropy',
  meaning: 'Minus the logarithm of the probability given to the true class, in nats. The default of a classification.',
  task: 'classification',
  isRelative: false,
  outputs: ({ classes }) => classes,
  fields: {},
  graph: () => ({
    coefficientCount: 0,
    isRoot: false,
    train: (outputs, targets) => {
      const classes = outputs.shape[1] as number;
      const numbers = constant(
        outputs.graph,
        Float32Array.from({ length: classes }, (_, index) => index),
        [1, classes],
      );
      const chosen = toNumbers(equal(targets, numbers));
      return negate(reduceSum(multiply(chosen, logSoftmax(outputs)), [1]));
    },
  }),
  measure: () => ({
    ...withoutUnits,
    evaluate: ({ count, width, outputs, targets, weights }) => {
      let [total, weightTotal] = [0, 0];
      for (let example = 0; example < count; example++) {
        const logits = outputs.subarray(example * width, (example + 1) * width);
        const largest = logits.reduce((left, right) => Math.max(left, right), Number.NEGATIVE_INFINITY);
        const partition = logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0);
        const weight = weights?.[example] ?? 1;
        total += weight * (Math.log(partition) + largest - (logits[targets[example] as number] as number));
        weightTotal += weight;
      }
      return total / weightTotal;
    },
  }),
});

/** log(1 + exp(output)) - class * output */
export const binaryCrossEntropy = lossKind({
  name: 'binary-cross-entropy',
  meaning: 'The same of two classes, by a network with one output in place of two.',
  task: 'classification',
  isRelative: false,
  outputs: ({ classes }) => (classes === 2 ? 1 : undefined),
  fields: {},
  graph: () => ({
    coefficientCount: 0,
    isRoot: false,
    train: (outputs, targets) => subtract(softplus(outputs), multiply(outputs, targets)),
  }),
  measure: () => ({
    ...withoutUnits,
    evaluate: ({ count, outputs, targets, weights }) => {
      let [total, weightTotal] = [0, 0];
      for (let example = 0; example < count; example++) {
        const logit = outputs[example] as number;
        const positive = Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit)));
        const weight = weights?.[example] ?? 1;
        total += weight * (positive - logit * (targets[example] as number));
        weightTotal += weight;
      }
      return total / weightTotal;
    },
  }),
});
