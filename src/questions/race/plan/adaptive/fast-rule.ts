/** @file `fast`: decides trial by trial by a chance that nothing corrects for repeated looks. It costs least and claims nothing. */
import type { AdaptiveDefinition } from './rule.js';

export const fast: AdaptiveDefinition = {
  correctsForLooks: false,
  tune: ({ delta, maxReplicates }) => ({
    growth: 0.005,
    leadFrom: Math.min(3, maxReplicates),
    judgeBy: 'chances',
    chanceLevel: delta,
    spreadTimes: 1,
    // Every outcome may be the one that ends it: further ones would be for nothing.
    windowShare: 0,
  }),
};
