/** @file Drops whoever stands behind the largest gap between neighbours in the order of the criterion. */
import { defineRule } from '../rule.js';
import { numberOption, RANGES } from '../rule-options.js';

/** The statistic is the gap to the next better one. */
export const largestGap = defineRule({
  name: 'largest-gap',
  fits: ['location', 'spread', 'tail'],
  options: {
    least: numberOption('largest-gap: a smaller gap drops none, in units of the loss', RANGES.atLeastZero, 0),
  },
  statistic: { name: 'gap', isCount: false },
  build: ({ least }) => ({
    minimumTrials: 1,
    paired: false,
    judge: ({ values }) => {
      const gaps = Array.from(values, (value, place) => {
        const better = place === 0 ? value : (values[place - 1] as number);
        return value === better ? 0 : value - better;
      });
      const widest = gaps.indexOf(Math.max(...gaps));
      const drops = widest > 0 && (gaps[widest] as number) > least;
      return gaps.map((gap, place) => ({ leaves: drops && place >= widest, statistic: gap }));
    },
  }),
});
