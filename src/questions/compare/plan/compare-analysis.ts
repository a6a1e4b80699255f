/**
 * @file Analyses a comparison of factors: the distribution at every level, and for every pair of levels tests of location
 * and of spread, corrected for their number, with effect sizes. The levels share their replicates: location is tested by
 * Wilcoxon's signed ranks on pairs, all levels together by Friedman's test; spread by Levene's test about medians.
 */
import type { Outcome } from '../../../core/index.js';
import {
  adjustPValues,
  effectSize,
  friedmanTest,
  leveneTest,
  median,
  type PairedShift,
  pairedShift,
  parseCriterion,
  standardDeviation,
  wilcoxonSignedRankTest,
} from '../../../stats/index.js';
import {
  comparedAmong,
  type Distribution,
  describeDistribution,
  type Factor,
  LEVEL,
  outcomesOf,
  requireStudied,
  type StudyBaseline,
  studiedValue,
} from '../../common/plan/index.js';
import type { CompareSettings } from './compare-plan.js';
import { type FactorVerdict, judgeFactor } from './factor-verdict.js';

interface LevelAnalysis {
  readonly value: string;
  readonly candidate: string;
  readonly distribution: Distribution;
  /** Of each of its losses. */
  readonly replicates: readonly number[];
}

interface TestedDifference {
  readonly pValue: number;
  /** Holm's, over all pairs of the factor. */
  readonly adjusted: number;
}

interface PairAnalysis {
  readonly first: string;
  readonly second: string;
  /** Replicates that both have. */
  readonly pairs: number;
  /** Median of all losses of the first minus that of the second; null where one is infinite. */
  readonly difference: number | null;
  /** By how much the first lies higher, on pairs (Hodges and Lehmann); the intervals of all pairs of the factor hold at once. */
  readonly shift: PairedShift;
  readonly location: TestedDifference;
  /** Cliff's delta: the chance that the first's loss is larger minus the chance that it is smaller. */
  readonly effect: number;
  /** Standard deviation of all losses of the first over that of the second; null where one has no finite one. */
  readonly spreadRatio: number | null;
  readonly spread: TestedDifference;
  /** Cliff's delta of the distances from the own median. */
  readonly spreadEffect: number;
}

export interface FactorAnalysis {
  readonly name: string;
  /** Without those that never worked. */
  readonly levels: readonly LevelAnalysis[];
  /** Friedman's test of all levels on their common replicates; null with fewer than two of these, and of two levels: their pair is the test. */
  readonly overall: { readonly pValue: number; readonly replicates: number } | null;
  readonly pairs: readonly PairAnalysis[];
  readonly verdict: FactorVerdict;
}

export interface CompareAnalysis {
  readonly kind: 'compare';
  readonly factors: readonly FactorAnalysis[];
}

const CORRECTION = 'holm';
const LOCATION = parseCriterion('median');
const SPREAD = parseCriterion('iqr');

export function analyseComparison(
  settings: CompareSettings,
  outcomes: readonly Outcome[],
  baselines: readonly StudyBaseline[] = [],
): CompareAnalysis {
  requireStudied(outcomes, settings.figure);
  return {
    kind: 'compare',
    factors: settings.factors.map((factor) => analyseFactor(settings, factor, outcomes, baselines)),
  };
}

function analyseFactor(
  settings: CompareSettings,
  { name, levels: all }: Factor,
  outcomes: readonly Outcome[],
  baselines: readonly StudyBaseline[],
): FactorAnalysis {
  const compared = comparedAmong(
    all.map(({ candidate }) => candidate),
    outcomes,
  );
  const levels = all.filter(({ candidate }) => compared.includes(candidate));
  const own = levels.map(({ candidate }) => outcomesOf(candidate, outcomes));
  const tables = own.map((of) => lossByReplicate(of, settings));
  const raw = tables.flatMap((first, index) =>
    tables.slice(index + 1).map((second, further) => {
      const names = [levels[index]?.value ?? '', levels[index + 1 + further]?.value ?? ''] as const;
      return comparePair(names, first, second, (levels.length * (levels.length - 1)) / 2);
    }),
  );
  const tested = raw.filter(({ pairs }) => pairs >= 2);
  const location = adjustPValues(
    tested.map((pair) => pair.location),
    CORRECTION,
  );
  const spread = adjustPValues(
    tested.map((pair) => pair.spread),
    CORRECTION,
  );
  const factor = {
    name,
    levels: levels.map(({ value, candidate }, index) => ({
      value,
      candidate,
      distribution: describeDistribution(own[index] ?? [], settings, baselines),
      replicates: [...(tables[index] as Losses).keys()],
    })),
    overall: testAll(tables),
    pairs: tested.map((pair, index) => ({
      ...pair,
      location: { pValue: pair.location, adjusted: location[index] as number },
      spread: { pValue: pair.spread, adjusted: spread[index] as number },
    })),
  };
  return { ...factor, verdict: judgeFactor(factor, settings.figure) };
}

/** Replicate to loss. */
type Losses = ReadonlyMap<number, number>;

function lossByReplicate(outcomes: readonly Outcome[], settings: CompareSettings): Losses {
  return new Map(
    outcomes.flatMap((outcome) => {
      const loss = studiedValue(outcome, settings);
      return loss === undefined ? [] : [[outcome.trial.streams.init, loss] as const];
    }),
  );
}

function comparePair(
  [firstName, secondName]: readonly [string, string],
  first: Losses,
  second: Losses,
  together: number,
) {
  const common = [...first.keys()].filter((replicate) => second.has(replicate));
  const left = common.map((replicate) => first.get(replicate) as number);
  const right = common.map((replicate) => second.get(replicate) as number);
  const names = { first: firstName, second: secondName, pairs: common.length };
  if (common.length < 2) {
    const shift = { value: Number.NaN, interval: { reason: 'fewer than 2 common replicates', n: common.length } };
    const nothing = { location: 1, effect: 0, spreadRatio: null, spread: 1, spreadEffect: 0 };
    return { ...names, difference: null, shift, ...nothing };
  }
  const [ownLeft, ownRight] = [[...first.values()], [...second.values()]];
  const difference = median(ownLeft) - median(ownRight);
  const spreads = [...ownLeft, ...ownRight].every(Number.isFinite);
  const ratio = spreads ? standardDeviation(ownLeft) / standardDeviation(ownRight) : Number.NaN;
  return {
    ...names,
    difference: Number.isFinite(difference) ? difference : null,
    shift: pairedShift(left, right, LEVEL, together),
    location: wilcoxonSignedRankTest(left, right, 'two-sided').pValue,
    effect: effectSize(left, right, LOCATION),
    spreadRatio: Number.isFinite(ratio) ? ratio : null,
    spread: spreads ? leveneTest(ownLeft, ownRight, 'two-sided', 'median').pValue : 1,
    spreadEffect: spreads ? effectSize(ownLeft, ownRight, SPREAD) : 0,
  };
}

function testAll(tables: readonly Losses[]): FactorAnalysis['overall'] {
  const common = [...(tables[0]?.keys() ?? [])].filter((replicate) => tables.every((losses) => losses.has(replicate)));
  if (tables.length < 3 || common.length < 2) return null;
  const losses = tables.map((own) => common.map((replicate) => own.get(replicate) as number));
  return { pValue: friedmanTest(losses).pValue, replicates: common.length };
}
