/** @file Cross-entropy of class logits, in nats: over all classes, or of one logit for the second of two classes. */
import { numberBelow, unwrittenDefault } from '../fields.js';
import { logSoftmax, softplus } from '../graph/operations/activation.js';
import { add, multiply, negate, subtract } from '../graph/operations/arithmetic.js';
import { equal, toNumbers } from '../graph/operations/comparison.js';
import { constant } from '../graph/operations/constant.js';
import { reduceSum } from '../graph/operations/reduction.js';
import { fed } from '../graph-settings.js';
import { lossKind } from './loss.js';

/** Classes have no units. */
const withoutUnits = { coefficientsFor: () => [], unitOf: () => 1, bestConstant: 'mean' } as const;

/**
 * -log softmax(outputs)[class]. With smoothing s training minimises (1 - s) of it and s of its mean over all classes (Szegedy et al.
 * 2016, arXiv 1512.00567; `label_smoothing` of PyTorch); what finished outputs are judged by has no smoothing.
 */
export const crossEntropy = lossKind({
  name: 'cross-entropy',
  meaning: 'Minus the logarithm of the probability given to the true class, in nats. The default of a classification.',
  task: 'classification',
  isRelative: false,
  outputs: ({ classes }) => classes,
  fields: {
    labelSmoothing: fed(
      unwrittenDefault(
        numberBelow(0, 1).describe(
          'Share of each label that training spreads over all classes; losses on selection and final sets are without it.',
        ),
        0,
      ),
    ),
  },
  graph: ({ labelSmoothing: isSmoothed = false }) => ({
    coefficientCount: isSmoothed ? 1 : 0,
    isRoot: false,
    train: (outputs, targets, [share]) => {
      const classes = outputs.shape[1] as number;
      const numbers = constant(
        outputs.graph,
        Float32Array.from({ length: classes }, (_, index) => index),
        [1, classes],
      );
      const chosen = toNumbers(equal(targets, numbers));
      const logs = logSoftmax(outputs);
      const ofClass = reduceSum(multiply(chosen, logs), [1]);
      if (share === undefined) return negate(ofClass);
      const ofAll = multiply(reduceSum(logs, [1]), 1 / classes);
      return negate(add(ofClass, multiply(share, subtract(ofAll, ofClass))));
    },
  }),
  measure: ({ labelSmoothing = 0 }) => ({
    ...withoutUnits,
    coefficientsFor: () => (labelSmoothing > 0 ? [labelSmoothing] : []),
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
