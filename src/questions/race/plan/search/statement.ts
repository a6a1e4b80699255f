/** @file What a searching race may state of its leader: with the settings as prior, by own trials alone, and by the audit. */
import { halve, LEAST_TRIED, noiseDegrees, type Standings } from '../../../../stats/index.js';
import type { AuditFinding } from '../answer-schema.js';
import { byOwnTrials, findByAudit } from './audit.js';
import { isTried } from './evidence.js';
import { chancesBeyond, keeping } from './judge.js';
import { highestOf, lessBy } from './scale.js';
import type { SearchSettings } from './settings.js';
import type { SearchStanding } from './standing.js';

interface SearchStatement {
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

/** Learnt of candidates that were tried beside a number for each setting: four shares of the variance, and what first trials correct. */
const LEARNT = 8;

/**
 * Of the reference of a standing, which there is; all at the error probability `delta` but the audit, which is at 0.05. While none
 * leads nothing is said but the audit: what one training varies is then known of so few repeats that it may be anything.
 *
 * @param isEnd  true where the race ended by its own rule: one that is then left out is not better by more than the tolerance
 */
export function stateSearch(
  judged: SearchStanding,
  { audit, places }: Pick<SearchSettings, 'audit' | 'places'>,
  delta: number,
  isEnd: boolean,
): SearchStatement {
  const standing = { ...judged, standings: widened(judged, places.axes.length) };
  const { scale, standings, allAreEqual, excluded, feasible, reference, tolerance, contested } = standing;
  const found = audit.length === 0 ? null : findByAudit(audit, judged.audited, (i) => isTried(judged.own, i));
  if (judged.leader < 0) return { reach: Number.POSITIVE_INFINITY, amongTried: Number.POSITIVE_INFINITY, audit: found };
  const guess = tolerance.onScale || Math.sqrt(judged.standings.variances[reference] as number);
  const among = (by: number): Float64Array =>
    keeping(byOwnTrials(standings, reference, by, allAreEqual), feasible?.alone).map((chance, i) =>
      excluded[i] === 1 || !isTried(judged.own, i) ? 0 : chance,
    );
  // One that may be better by more than the tolerance leaves no smaller bound.
  const least = (isOpen: boolean): number => (isOpen ? tolerance.value : 0);
  const highest = highestOf(standing, delta, reference);
  const boundOf = (chanceOf: (by: number) => number): number =>
    lessBy(scale, highest, leastBeyond(chanceOf, delta, guess));
  const isOpen = contested.includes(1);
  const reach = Math.max(
    least(isOpen),
    boundOf((by) => sum(chancesBeyond({ ...standing, audit }, by).chances)),
  );
  return {
    reach: isEnd && !isOpen ? Math.min(tolerance.value, reach) : reach,
    amongTried: Math.max(
      least(found !== null && found.open > 0),
      boundOf((by) => sum(among(by))),
    ),
    audit: found,
  };
}

/**
 * Standings as sure as their evidence allows. What one training varies is learnt of trials that repeat: few of each candidate, whose own
 * variance may be far from what is pooled, so that each is known with its own degrees of freedom, and as far as a standing rests on it. What
 * settings say is learnt of the candidates tried, whose rests are then too small by the share of what was learnt in their number; where that
 * is all of it, own trials alone count. Of hundreds of candidates that is next to nothing.
 */
function widened({ standings, own }: SearchStanding, settings: number): Standings {
  const { ownCenters, ownVariances, variances } = standings;
  let [tried, repeats] = [0, 0];
  for (let i = 0; i < own.n.length; i++) {
    const n = own.n[i] as number;
    if (n > 0) tried++;
    repeats += Math.max(0, n - 1);
  }
  const alone = ownVariances.map((_, i) => Math.min(repeats, noiseDegrees(own, i)));
  const learnt = tried < LEAST_TRIED ? 0 : LEARNT + settings;
  if (tried <= learnt) {
    return { ...standings, centers: ownCenters, variances: ownVariances, degrees: { all: alone, own: alone } };
  }
  // An untried one rests on settings alone.
  const all = alone.map((degrees, i) =>
    own.n[i] === 0 ? Number.POSITIVE_INFINITY : degrees * ((ownVariances[i] as number) / (variances[i] as number)) ** 2,
  );
  const bySettings = tried / (tried - learnt);
  return {
    ...standings,
    variances: variances.map((variance) => bySettings * variance),
    degrees: { all, own: alone },
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
  const low = chanceOf(high / 2) <= level ? 0 : high / 2;
  return halve((by) => !(chanceOf(by) <= level), low, high, HALVINGS).high;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
