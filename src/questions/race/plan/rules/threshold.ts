/** @file Drops candidates whose criterion is worse than the incumbent's by more than a fixed amount or share. */
import { inputError } from '../../../../core/index.js';
import { defineRule } from '../rule.js';
import { numberOption, RANGES } from '../rule-options.js';

/**
 * A rival leaves when its criterion exceeds the incumbent's by more than margin + ratio * |incumbent's|. The statistic is
 * by how much it exceeds it.
 */
export const threshold = defineRule({
  name: 'threshold',
  fits: ['location', 'spread', 'tail'],
  options: {
    margin: numberOption(
      'threshold: how much worse than the best is too much, in units of the loss',
      RANGES.atLeastZero,
      0,
    ),
    ratio: numberOption("threshold: the same as a share of the best's criterion", RANGES.atLeastZero, 0),
  },
  statistic: { name: 'worse by', isCount: false },
  check: ({ margin, ratio }) => {
    if (margin !== undefined || ratio !== undefined) return;
    throw inputError`rule-option: Rule "threshold" has neither margin nor ratio
      Allowed: margin (in units of the loss), ratio (share of the incumbent), or both
      Fix: Give margin or ratio, e.g. { name: threshold, ratio: 0.1 }.`;
  },
  build: ({ margin, ratio }) => {
    return {
      minimumTrials: 1,
      paired: false,
      judge: ({ values }) => {
        const best = values[0] as number;
        const allowed = margin + ratio * Math.abs(best);
        return Array.from(values, (value) => ({ leaves: value - best > allowed, statistic: value - best }));
      },
    };
  },
});
