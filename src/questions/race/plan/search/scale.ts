/**
 * @file The scale on which a search compares losses, and the tolerance on it: chosen as in a race that trains all, anew at each look until one leads.
 * Everything that it tells is in units of the loss again.
 */
import { type AuxiliarySource, moderated, normalQuantile } from '../../../../stats/index.js';
import type { LossEvidence } from '../adaptive/evidence.js';
import {
  chooseScale,
  hasScale,
  keepsOnScales,
  LOGARITHMS,
  LOSSES,
  type LossScale,
  RECIPROCALS,
} from '../adaptive/loss-scale.js';
import { hasEnd } from '../adaptive/re-estimate.js';
import type { FixedTolerance } from '../adaptive/state.js';
import { NO_TOLERANCE, shareOf, type ToleranceAtLook, typicalDeviation } from '../adaptive/tolerance.js';
import type { SearchRules, SearchStanding } from './standing.js';

/** What `judge` finds on the scale that the evidence asks for; on `kept` where that is given and every loss has a place there. */
export function judgedOnScale(
  rules: Pick<SearchRules, 'criterion' | 'scale'>,
  evidence: LossEvidence,
  inPanel: Uint8Array,
  kept: LossScale | undefined,
  judge: (scale: LossScale) => SearchStanding,
): SearchStanding {
  const isOut = kept !== undefined && !hasScale(evidence, kept);
  const hasNone = isOut || !takesScale(rules);
  const found = judge(hasNone ? LOSSES : (kept ?? chooseScale(evidence, inPanel, rules.criterion.form)));
  const { scale, reference, standings } = found;
  if (scale !== RECIPROCALS || reference < 0) return found;
  // Without an upper end of the leader neither tolerance nor bound would have one.
  const isLoss = hasEnd(scale, standings.centers[reference] as number, standings.variances[reference] as number);
  return isLoss ? found : judge(LOGARITHMS);
}

/** False where losses are compared as they are however they spread. */
function takesScale({ criterion: { form }, scale }: Pick<SearchRules, 'criterion' | 'scale'>): boolean {
  return scale !== 'losses' && keepsOnScales(form);
}

/** A source on the scale, as it most likely goes with losses there; as it is where not all of it has a place. */
export function sourceOn(scale: LossScale, source: AuxiliarySource): AuxiliarySource {
  const rows = source.values.map((own) => Float64Array.from(own));
  if (scale === LOSSES || !rows.every((losses) => hasScale({ losses }, scale))) return source;
  return { ...source, values: rows.map((row) => row.map(scale.to)) };
}

/** A center in units of the loss; Infinity for what no loss comes to. */
export function lossAt({ scale, standings }: Pick<SearchStanding, 'scale' | 'standings'>, i: number): number {
  return scale.from(standings.centers[i] as number);
}

/** How much less a loss is that lies so far below this one on the scale. */
export function lessBy(scale: LossScale, loss: number, by: number): number {
  return Number.isFinite(loss) && Number.isFinite(by) ? -scale.step(loss, -by) : Number.POSITIVE_INFINITY;
}

// The tolerance of a search, learnt anew at each look: early leaders are poor, and a race that ended by what theirs vary would
// stop far too soon where losses spread with their size.

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
