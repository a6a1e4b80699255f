/** @file `fast`: decides trial by trial by a posterior error that nothing corrects for repeated looks, and costs least. */
import { type AdaptiveDefinition, PANEL } from './rule.js';

export const fast: AdaptiveDefinition = {
  correctsForLooks: false,
  tune: ({ delta, candidates, maxReplicates }) => {
    // It saves the panel where others' later trials will teach the scale.
    const needsPanel = candidates <= 2 * PANEL || maxReplicates < 4;
    return {
      growth: 0.005,
      panel: needsPanel ? PANEL : 0,
      leadFrom: Math.min(3, maxReplicates),
      judgeBy: 'chances',
      chanceLevel: delta,
      windowShare: 1 / 40,
    };
  },
};
