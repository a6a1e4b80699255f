/**
 * @file Which configurations join a searching race: steps from its best candidates and draws from anywhere, judged by what their settings
 * promise. They compete with the candidates that nobody has tried yet, by draws from what is believed (Thompson 1933, doi 10.2307/2332286).
 */
import { randomFrom } from '../../../../core/index.js';
import { type Believed, type BelievedDraft, draftBeliefs, untriedBeliefs } from './believed.js';
import { drawnAnywhere, FROM_BEST, stepsFrom } from './drafts.js';
import type { SearchField } from './field.js';
import type { Draft, DraftSource } from './newcomers.js';
import { likelyFirst, triedInOrder } from './promise.js';
import type { SearchStanding } from './standing.js';

/** Of steps: the first begins at the best that were tried, each other one where the one before came out best. */
const ROUNDS = 2;

/** At most so many, different; `names` of what is drawn at random. */
export function proposeDrafts(
  source: DraftSource,
  { ids, places }: SearchField,
  standing: SearchStanding,
  most: number,
  names: readonly (string | number)[],
): readonly Draft[] {
  const judged = draftBeliefs(standing, places.axes);
  if (judged === undefined) return [];
  const best = triedInOrder(standing).slice(0, FROM_BEST);
  let from: readonly (string | Draft)[] = best.map((i) => ids[i] as string);
  const drafts = [...judged(drawnAnywhere(source, names))];
  for (let round = 1; round <= ROUNDS && from.length > 0; round++) {
    const near = judged(stepsFrom(source, from, round, names));
    drafts.push(...near);
    from = near
      .toSorted(likelyFirst((a, b) => a.center - b.center))
      .slice(0, FROM_BEST)
      .map(({ draft }) => draft);
  }
  if (drafts.length === 0) return [];
  const untried = untriedBeliefs(standing);
  return winners([...drafts, ...untried], drafts.length, most, names).map((i) => (drafts[i] as BelievedDraft).draft);
}

/** The first `count` that are best in a draw of all, in `most` draws. */
function winners(
  all: readonly Believed[],
  count: number,
  most: number,
  names: readonly (string | number)[],
): readonly number[] {
  const random = randomFrom(...names, 'drawn');
  const won = new Set<number>();
  for (let draw = 0; draw < most; draw++) {
    let [best, least] = [-1, Number.POSITIVE_INFINITY];
    all.forEach(({ center, deviation, chance }, i) => {
      const value = center + deviation * random.normal();
      if (won.has(i) || !(value < least)) return;
      if (chance === 1 || random.uniform() < chance) [best, least] = [i, value];
    });
    if (best >= 0 && best < count) won.add(best);
  }
  return [...won];
}
