/** @file Drop whoever's criterion is worse than the incumbent's by more than a fixed amount or share. */
import { InputError } from '../../core/index.js';
import type { RuleFamily } from '../rule.js';
import { numberOption, RANGES } from '../rule-options.js';

/**
 * A rival leaves when its criterion exceeds the incumbent's by more than margin + ratio * |incumbent's|. The statistic is
 * by how much it exceeds it.
 */
export const threshold: RuleFamily = {
  options: ['margin', 'ratio'],
  build: (settings) => {
    if (settings.margin === undefined && settings.ratio === undefined) {
      throw new InputError({
        code: 'rule-option',
        what: 'Rule "threshold" has neither margin nor ratio',
        allowed: 'margin (in units of the loss), ratio (share of the incumbent), or both',
        fix: 'Give margin or ratio, e.g. { name: threshold, ratio: 0.1 }.',
      });
    }
    const margin = numberOption(settings, 'margin', { ...RANGES.excess, fallback: 0 });
    const ratio = numberOption(settings, 'ratio', { ...RANGES.excess, fallback: 0 });
    const exceeds = (value: number, best: number) => value - best > margin + ratio * Math.abs(best);
    return {
      options: { margin, ratio },
      body: {
        fits: ['location', 'spread', 'tail'],
        minimumTrials: 1,
        paired: false,
        judge: ({ values }) => {
          const best = values[0] as number;
          return Array.from(values, (value) => ({ leaves: exceeds(value, best), statistic: value - best }));
        },
        wouldDrop: ({ values }, _losses, value) => exceeds(value, values[0] as number),
      },
    };
  },
};
