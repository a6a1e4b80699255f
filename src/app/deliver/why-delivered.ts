/** @file Why these trainings are handed over, for people: it stands in the model's file. */
import type { JsonObject } from '../../core/index.js';
import type { Dataset } from '../../datasets/index.js';
import { formatCount, type RaceDelivery } from '../../report/index.js';

/** `reason` as result.json has it, and `why` in words. */
export function whyDelivered(
  { reason, trials, among }: RaceDelivery,
  { selection }: Pick<Dataset, 'selection'>,
): JsonObject {
  const on = `the selection set (${formatCount(selection.count)} examples)`;
  const why = {
    'nearest-to-mean': `of ${among} fresh trainings it is nearest to their mean prediction on ${on}`,
    'smallest-loss': `of ${among} trainings it has the smallest loss on ${on}, which flatters it`,
    ensemble: `the mean of the first ${trials.length} of ${among} fresh trainings, which were chosen by nothing`,
  };
  return { reason, why: why[reason], among };
}
