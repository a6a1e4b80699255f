/** @file Claims of location and spread together, corrected for one another: terms among all terms, numbers among all numbers and with their term (Holm). */
import { adjustPValues } from '../../../../stats/index.js';
import type { EffectsFinding, ResponseEffects } from './effects-analysis.js';
import type { TestedResponse } from './respond.js';

/** 1 - `level` bounds the chance of any false claim of a term. */
export function correct(tested: readonly TestedResponse[], level: number): ResponseEffects[] {
  const terms = tested.flatMap((response) => response.terms);
  const adjusted = holm(terms.map(({ p }) => p));
  const ranks = holm(terms.map(({ rank }) => rank));
  const numbers = holm(terms.flatMap(({ effects }) => effects.map(({ p }) => p)));
  const isShown = (p: number | null) => p !== null && p < 1 - level;
  const findingOf = (p: number | null): EffectsFinding => (p === null ? 'untold' : isShown(p) ? 'shown' : 'not-shown');
  return tested.map((response) => ({
    ...response,
    terms: response.terms.map(({ factors, p, rank, effects }) => {
      const own = adjusted.shift() as number | null;
      const byRank = ranks.shift() as number | null;
      return {
        factors,
        p,
        adjusted: own,
        rank:
          rank === null || byRank === null
            ? null
            : { p: rank, adjusted: byRank, agrees: isShown(byRank) === isShown(own) },
        finding: findingOf(own),
        effects: effects.map((effect) => {
          const alone = numbers.shift() as number | null;
          // A number without its term would be a second chance to claim the same.
          const both = alone === null || own === null ? null : Math.max(alone, own);
          return { ...effect, adjusted: both, finding: findingOf(both) };
        }),
      };
    }),
  }));
}

/** What is untold takes no part. */
function holm(pValues: readonly (number | null)[]): (number | null)[] {
  const adjusted = adjustPValues(
    pValues.filter((p) => p !== null),
    'holm',
  );
  let next = 0;
  return pValues.map((p) => (p === null ? null : (adjusted[next++] as number)));
}
