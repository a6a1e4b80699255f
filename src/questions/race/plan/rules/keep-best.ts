/**
 * @file Keeps the better part of the candidates, whatever the losses say about chance. Halving is the published
 * elimination of Algorithm 1 (doi 10.1109/ACCESS.2025.3578926).
 */
import { defineRule, type RuleBody } from '../rule.js';
import { choiceOption, numberOption, RANGES } from '../rule-options.js';

const FITS = ['location', 'spread', 'tail'] as const;
const RANK = { name: 'rank', isCount: true } as const;

/**
 * The paper does not say how it rounds half of an odd number. After 2, 3 and 5 trials it finds the best in 0.59, 0.58 and
 * 0.67 of the races on its table: rounding down gives 0.59, 0.62 and 0.73, rounding up 0.61, 0.62 and 0.77.
 */
const KEEP = choiceOption('halving: half of an odd number, rounded down or up', ['floor', 'ceil']);

export const halving = defineRule({
  name: 'halving',
  fits: FITS,
  options: { keep: KEEP },
  statistic: RANK,
  build: ({ keep }) => keepBest((entrants) => Math[keep](entrants / 2)),
});

export const fraction = defineRule({
  name: 'fraction',
  fits: FITS,
  options: { share: numberOption('fraction: share of the candidates that stays, rounded up', RANGES.between) },
  statistic: RANK,
  build: ({ share }) =>
    keepBest((entrants) => {
      // 0.07 * 100 is a hair above 7, which must not count as an eighth.
      const exact = entrants * share;
      return Math.ceil(exact - 4 * Number.EPSILON * exact);
    }),
});

/** `wanted` of so many stay, but fewer than there are, and at least one. The statistic is the rank by criterion, from 1. */
function keepBest(wanted: (entrants: number) => number): RuleBody {
  const keptOf = (entrants: number): number => Math.max(1, Math.min(entrants - 1, wanted(entrants)));
  return {
    minimumTrials: 1,
    paired: false,
    keeps: keptOf,
    judge: ({ values, entrants }) => {
      const kept = keptOf(entrants);
      return Array.from(values, (_, place) => ({ leaves: place >= kept, statistic: place + 1 }));
    },
  };
}
