/** @file Weighs examples in training by their classes, so that rare or dear classes count for more. */
import { z } from 'zod';
import { inputError, nearestName } from '../../core/index.js';
import type { Dataset, Samples } from '../datasets/index.js';

const ERROR = 'balanced, or an object of weights above 0 by class, such as { yes: 5 }';

/** `balanced`: as if all classes were equally frequent; or a weight by class, 1 for those that are not named. */
export const classWeightsSchema = z.union(
  [
    z.literal('balanced').describe('As if all classes were equally frequent in the training sample.'),
    z.record(z.string(), z.number().gt(0)).describe('Weights by class, 1 for the others.'),
  ],
  { error: ERROR },
);

type ClassWeights = z.output<typeof classWeightsSchema>;

/** Throws an InputError for weights of classes that the data do not have. */
export function requireClasses(
  weights: ClassWeights | undefined,
  { task, classes }: Pick<Dataset, 'task' | 'classes'>,
): void {
  if (weights === undefined) return;
  if (task === 'regression') {
    throw inputError`class-weights: classWeights: a regression has no classes.
      Allowed: no \`classWeights\` for a regression
      Fix: Remove \`classWeights\`.`;
  }
  const unknown = weights === 'balanced' ? undefined : Object.keys(weights).find((name) => !classes.includes(name));
  if (unknown === undefined) return;
  const near = nearestName(unknown, classes);
  const known = classes.slice(0, 10).join(', ') + (classes.length > 10 ? ` and ${classes.length - 10} more` : '');
  throw inputError`class-weights: classWeights.${unknown}: the data have no class "${unknown}".
    Allowed: the classes ${known}
    Fix: ${near === undefined ? 'Correct the name.' : `Did you mean \`${near}\`?`}`;
}

/**
 * One weight for each example, with a mean of 1 over them, so that a learning rate means the same as without weights. `balanced`: n
 * examples over k classes that occur times the examples of the class, as scikit-learn has it (King and Zeng 2001,
 * doi 10.1093/oxfordjournals.pan.a004868); times the examples' own. Undefined where all are alike.
 */
export function exampleWeights(
  weights: ClassWeights | undefined,
  classes: readonly string[],
  { targets, weights: own }: Pick<Samples, 'targets' | 'weights'>,
): Float32Array | undefined {
  const ofClass = weights === undefined ? undefined : weightsByClass(weights, classes, targets);
  if (ofClass === undefined && own === undefined) return undefined;
  const count = own?.length ?? targets.length;
  const given = Float64Array.from({ length: count }, (_, example) => {
    return (ofClass?.[targets[example] as number] ?? 1) * (own?.[example] ?? 1);
  });
  const total = given.reduce((sum, weight) => sum + weight, 0);
  // Where nothing in the sample counts, all of it counts alike.
  if (total === 0) return undefined;
  return Float32Array.from(given, (weight) => (weight * count) / total);
}

function weightsByClass(weights: ClassWeights, classes: readonly string[], labels: Float32Array): Float64Array {
  const counts = new Float64Array(classes.length);
  for (const label of labels) counts[label] = (counts[label] as number) + 1;
  return Float64Array.from(counts, (count, label) => {
    return weights === 'balanced' ? (count === 0 ? 0 : 1 / count) : (weights[classes[label] as string] ?? 1);
  });
}
