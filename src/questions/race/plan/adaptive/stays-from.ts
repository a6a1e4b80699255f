/** @file The criterion with which a candidate that a look has set aside would be contested, all others being what they are. */
import { leastWay, movedLosses } from '../stays-from.js';
import type { Estimates } from './estimates.js';
import type { Estimator } from './estimator.js';
import { rowOfLosses } from './evidence.js';
import { copyFit } from './fit.js';
import { reEstimate } from './re-estimate.js';
import type { AdaptiveState } from './state.js';

/** See the port of a race. `judge`: judges a state anew, in place. */
export function staysFrom(
  state: AdaptiveState,
  candidate: number,
  estimator: Estimator,
  judge: (now: AdaptiveState) => void,
): number | undefined {
  const { evidence, estimates, contested, leader, scale, unit } = state;
  if (leader < 0 || candidate === leader || contested[candidate] !== 0 || estimates.excluded[candidate] === 1)
    return undefined;
  const isSpread = estimator.form.as === 'spread';
  const valueIn = (now: Estimates, i: number): number => now.scale.from(now.centers[i] as number) / unit;
  // Moved where they are compared: no step leads to a loss that there cannot be.
  const on = (loss: number): number => (isSpread ? loss : scale.to(loss * unit));
  const back = (value: number): number => (isSpread ? value : scale.from(value) / unit);
  const ends = { own: on(valueIn(estimates, candidate)), best: on(valueIn(estimates, leader)), isSpread };
  const row = rowOfLosses(evidence, candidate);
  const judged = (way: number): AdaptiveState => {
    const moved = movedLosses(
      row.map((loss) => (Number.isFinite(loss) ? on(loss) : loss)),
      ends,
      way,
    );
    const losses = Float64Array.from(evidence.losses);
    losses.set(
      moved.map((loss) => (Number.isFinite(loss) ? back(loss) : loss)),
      candidate * evidence.replicates,
    );
    const now: AdaptiveState = {
      ...{ ...state, evidence: { ...evidence, losses }, fit: copyFit(state.fit), estimates: estimator.create() },
      ...{ contested: new Uint8Array(contested.length), chances: new Float64Array(contested.length) },
    };
    reEstimate(now, estimator);
    judge(now);
    return now;
  };
  const way = leastWay((share) => {
    const now = judged(share);
    return now.leader === candidate || now.contested[candidate] === 1;
  });
  return way === undefined ? undefined : valueIn(judged(way).estimates, candidate);
}
