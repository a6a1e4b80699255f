/** @file Every loss a configuration can name. */
import type { Task } from '../../../datasets/index.js';
import { crossEntropy } from './cross-entropy.js';
import type { Loss } from './loss.js';
import { meanSquaredError } from './mean-squared-error.js';

export type { Loss, Predictions } from './loss.js';

const losses: readonly Loss[] = [crossEntropy, meanSquaredError];

export const LOSS_NAMES = losses.map(({ name }) => name);

/** The loss of one of {@link LOSS_NAMES}. */
export function lossNamed(name: string): Loss {
  const loss = losses.find((candidate) => candidate.name === name);
  if (loss === undefined) throw new RangeError(`no loss is called ${name}`);
  return loss;
}

/** Names of the losses for a task; the first is its default. */
export function lossNamesFor(task: Task): readonly string[] {
  return losses.filter((loss) => loss.task === task).map(({ name }) => name);
}
