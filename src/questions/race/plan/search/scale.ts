/**
 * @file The scale on which a search compares losses: chosen as in a race that trains all, anew at each look until one leads.
 * Everything that it tells is in units of the loss again.
 */
import type { AuxiliarySource } from '../../../../stats/index.js';
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
export function takesScale({ criterion: { form }, scale }: Pick<SearchRules, 'criterion' | 'scale'>): boolean {
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
