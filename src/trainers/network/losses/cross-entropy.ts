/** @file Cross-entropy of class logits, in nats: -log softmax(outputs)[class]. */

import { logSoftmax } from '../graph/operations/activation.js';
import { multiply, negate } from '../graph/operations/arithmetic.js';
import { equal, toNumbers } from '../graph/operations/comparison.js';
import { constant } from '../graph/operations/constant.js';
import { reduceSum } from '../graph/operations/reduction.js';
import type { Loss } from './loss.js';

export const crossEntropy: Loss = {
  name: 'cross-entropy',
  task: 'classification',
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
  evaluate: ({ count, width, outputs, targets }) => {
    let total = 0;
    for (let example = 0; example < count; example++) {
      const logits = outputs.subarray(example * width, (example + 1) * width);
      const largest = logits.reduce((left, right) => Math.max(left, right), Number.NEGATIVE_INFINITY);
      const partition = logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0);
      total += Math.log(partition) + largest - (logits[targets[example] as number] as number);
    }
    return total / count;
  },
};
