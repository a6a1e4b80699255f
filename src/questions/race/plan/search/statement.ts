/** @file What a searching race may state of its leader: with the settings as prior, by own trials alone, and by the audit. */
import { type AuditFinding, byOwnTrials, findByAudit } from './audit.js';
import { chancesBeyond, type SearchStanding } from './judge.js';
import type { SearchSettings } from './settings.js';

export interface SearchStatement {
  /** Assumes that candidates with like settings train alike: of all none is better by more, in units of the loss. */
  readonly reach: number;
  /** By own trials alone: of those tried none is better by more. */
  readonly amongTried: number;
  /** Null where none was drawn. */
  readonly audit: AuditFinding | null;
}

/** Beyond so many times the first guess nothing is known. */
const DOUBLINGS = 60;
const HALVINGS = 40;

/** Of the reference of a standing, which there is; all at the error probability `delta` but the audit, which is at 0.05. */
export function stateSearch(standing: SearchStanding, { audit }: SearchSettings, delta: number): SearchStatement {
  const { standings, allAreEqual, excluded, reference, own, tolerance } = standing;
  const isTried = (i: number): boolean => (own.n[i] as number) + (own.collapses[i] as number) > 0;
  const guess = tolerance.value || Math.sqrt(standings.variances[reference] as number);
  const among = (by: number): Float64Array =>
    byOwnTrials(standings, reference, by, allAreEqual).map((chance, i) =>
      excluded[i] === 1 || !isTried(i) ? 0 : chance,
    );
  const found = audit.length === 0 ? null : findByAudit(audit, standing.audited, isTried);
  // One that may be better by more than the tolerance leaves no smaller bound.
  const least = (isOpen: boolean): number => (isOpen ? tolerance.value : 0);
  return {
    reach: Math.max(
      least(standing.contested.includes(1)),
      leastBeyond((by) => sum(chancesBeyond({ ...standing, audit }, by).chances), delta, guess),
    ),
    amongTried: Math.max(
      least(found !== null && found.open > 0),
      leastBeyond((by) => sum(among(by)), delta, guess),
    ),
    audit: found,
  };
}

/** The least amount beyond which the chances sum to no more than `level`; they fall as it grows. Infinity where there is none. */
function leastBeyond(chanceOf: (by: number) => number, level: number, guess: number): number {
  if (chanceOf(0) <= level) return 0;
  let high = guess > 0 ? guess : Number.MIN_VALUE;
  for (let doubling = 0; chanceOf(high) > level; doubling++) {
    if (doubling === DOUBLINGS) return Number.POSITIVE_INFINITY;
    high *= 2;
  }
  let low = high / 2;
  if (chanceOf(low) <= level) low = 0;
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (chanceOf(middle) <= level) high = middle;
    else low = middle;
  }
  return high;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
