/** @file What a claim assumes of candidates that were ruled out on few trainings of their own, and what it may miss: said here for every reader. */
import { formatCount, formatQuantity } from '../../../../core/index.js';
import type { SetAside } from '../answer-schema.js';
import { ENOUGH_TRIALS } from './doubt.js';

/** Of so many candidates, in a race that may train each at most `maxReplicates` times. */
export function setAsideOn(candidates: number, spreadTimes: number, maxReplicates: number): SetAside {
  const counted = { candidates, fewerThan: ENOUGH_TRIALS, spreadTimes };
  if (candidates === 0) return counted;
  const [were, their] = candidates === 1 ? ['was', 'its'] : ['were', 'their'];
  const assumes =
    maxReplicates < ENOUGH_TRIALS
      ? `At most ${formatQuantity(maxReplicates, 'training')} of each are too few to tell how much it varies, so the claim is about candidates that vary up to ${spreadTimes} times as much as is assumed of all`
      : `${candidates === 1 ? 'It would not' : 'None of them would'} stay in if it varied ${spreadTimes} times as much as is assumed, or its own losses speak against that`;
  const meaning = `${formatQuantity(candidates, 'candidate')} ${were} ruled out on fewer than ${formatCount(ENOUGH_TRIALS)} trainings of ${their} own. ${assumes}; one that varies more may be missed (measured: docs/method.md, Set aside on few trainings).`;
  return { ...counted, meaning };
}
