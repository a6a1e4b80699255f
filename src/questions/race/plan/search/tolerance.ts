/**
 * @file The tolerance of a search, learnt anew at each look: early leaders are poor, and a race that ended by what theirs vary would
 * stop far too soon where losses spread with their size.
 */
import { moderated, normalQuantile } from '../../../../stats/index.js';
import type { LossEvidence } from '../adaptive/evidence.js';
import { LOSSES } from '../adaptive/loss-scale.js';
import type { FixedTolerance } from '../adaptive/state.js';
import { NO_TOLERANCE, shareOf, type ToleranceAtLook, typicalDeviation } from '../adaptive/tolerance.js';
import { lessBy, takesScale } from './scale.js';
import type { SearchRules, SearchStanding } from './standing.js';

/** Candidates as they stand on a scale. */
type OnScale = Pick<SearchStanding, 'scale' | 'standings'>;

export const NONE_AT_LOOK: ToleranceAtLook = { ...NO_TOLERANCE, onScale: 0 };

/**
 * Of one retraining's deviation: what candidates at the leader's level have together, moderated with what its own trainings say. Of a
 * share: of the leader's criterion. `evidence` is on the scale.
 */
export function toleranceOf(
  rules: Pick<SearchRules, 'criterion' | 'scale' | 'tolerance'>,
  { scale, standings, own }: OnScale & Pick<SearchStanding, 'own'>,
  evidence: LossEvidence,
  inPanel: Uint8Array,
  leader: number,
): FixedTolerance {
  const { tolerance } = rules;
  if (tolerance.kind === 'absolute') return { value: tolerance.value, refused: false };
  const loss = scale.from(standings.centers[leader] as number);
  if (loss === Number.POSITIVE_INFINITY) return NO_TOLERANCE;
  if (tolerance.kind === 'share') return shareOf(loss, tolerance.share);
  // Where losses spread with their size and have to stay as they are, the noise of all levels is that of the poor ones.
  const noise = takesScale(rules)
    ? (standings.noises[leader] as number)
    : moderated(typicalDeviation(evidence, inPanel, standings) ** 2, own, leader).noise;
  return { value: lessBy(scale, loss, tolerance.share * Math.sqrt(noise)), refused: false };
}

/** The same below this candidate on the scale; by its upper bound, as the lowest of many is too low. */
export function toleranceBelow(
  { value, refused }: FixedTolerance,
  { scale, standings }: OnScale,
  delta: number,
  reference: number,
): ToleranceAtLook {
  if (scale === LOSSES || value === 0) return { value, refused, onScale: value };
  const highest = highestOf({ scale, standings }, delta, reference);
  return { value, refused, onScale: highest === Number.POSITIVE_INFINITY ? 0 : scale.down(highest, value) };
}

/** The upper bound of a candidate, in units of the loss. */
export function highestOf({ scale, standings }: OnScale, delta: number, i: number): number {
  const reach = normalQuantile(1 - delta) * Math.sqrt(standings.variances[i] as number);
  return scale.from((standings.centers[i] as number) + reach);
}
