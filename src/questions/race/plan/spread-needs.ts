/** @file What a race by a spread can tell with the trainings that there may be of a candidate, said before it. */
import { spreadPower } from '../../../stats/index.js';
import type { RaceFacts } from './race.js';

/** One that spreads so many times as much as another. */
const TIMES = 1.5;
const ERROR = 0.05;
const OFTEN = 0.8;

/** A sentence or two for people; undefined where the criterion is no spread, or there may be trainings enough. */
export function spreadNeeds({
  criterion,
  maxReplicates,
}: Pick<RaceFacts, 'criterion' | 'maxReplicates'>): string | undefined {
  if (criterion.kind !== 'spread') return undefined;
  let enough = 2;
  while (spreadPower(TIMES, enough, ERROR) < OFTEN) enough += 1;
  if (maxReplicates >= enough) return undefined;
  const now = maxReplicates < 2 ? 0 : Math.round(100 * spreadPower(TIMES, maxReplicates, ERROR));
  return (
    `A spread takes many trainings: with ${maxReplicates} of each, a pair whose standard deviations differ ${TIMES} times is told apart in ${now} of 100 cases ` +
    `(normal losses, error ${100 * ERROR} %); with ${enough} in ${100 * OFTEN}. Set \`race.maxReplicates\`, or race by \`q3\`, which counts both level and spread.`
  );
}
