/**
 * @file Keep the better share of the candidates, whatever the losses say about chance. Halving, the published
 * elimination of Algorithm 1 (doi 10.1109/ACCESS.2025.3578926), is the share 1/2.
 */
import type { RuleBody, RuleFamily } from '../rule.js';
import { numberOption, RANGES } from '../rule-options.js';

export const halving: RuleFamily = {
  options: [],
  build: () => ({ body: keepShare(0.5), options: {} }),
};

export const fraction: RuleFamily = {
  options: ['share'],
  build: (settings) => {
    const share = numberOption(settings, 'share', RANGES.share);
    return { body: keepShare(share), options: { share } };
  },
};

/** The statistic is the rank by criterion, from 1. */
function keepShare(share: number): RuleBody {
  return {
    fits: ['location', 'spread', 'tail'],
    minimumTrials: 1,
    paired: false,
    decisionsToOne: (candidates) => {
      let decisions = 0;
      for (let left = candidates; left > 1; left = keptOf(left, share)) decisions++;
      return decisions;
    },
    judge: ({ values, entrants }) => {
      const kept = keptOf(entrants, share);
      return Array.from(values, (_, place) => ({ leaves: place >= kept, statistic: place + 1 }));
    },
    wouldDrop: ({ values, entrants }, _losses, value) => value > (values[keptOf(entrants + 1, share) - 1] as number),
  };
}

/** How many of `entrants` stay: the share, rounded up, but fewer than there are, and at least one. */
function keptOf(entrants: number, share: number): number {
  // 0.07 * 100 is a hair above 7, which must not count as an eighth.
  const exact = entrants * share;
  return Math.max(1, Math.min(entrants - 1, Math.ceil(exact - 4 * Number.EPSILON * exact)));
}
