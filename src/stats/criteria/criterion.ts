/**
 * @file What a criterion is: the statistic over a candidate's losses that a race minimises, with everything that
 * intervals, races and words go by. Each has a file of its own here and its line in `criteria.ts`; nothing else compares
 * names of criteria. Losses are finite, below 0, too (scores are raced as negated losses), or Infinity (a diverged trial). A
 * criterion has a value for all of them and never gives NaN: races and intervals rest on what it is of normal losses.
 */
import type { JsonValue } from '../../core/index.js';

/**
 * `location`: a typical loss, which location tests speak about. `spread`: how much losses vary. `tail`: dominated by
 * the extremes or a mixture of both, for which no classical two-sample test asks the right question.
 */
export const CRITERION_KINDS = ['location', 'spread', 'tail'] as const;
export type CriterionKind = (typeof CRITERION_KINDS)[number];

/** What one diverged training means: it makes the criterion infinite, or counts as the share of the trainings that it is. */
export type DivergenceMeans = 'infinite' | 'share';

export interface Criterion {
  /** The name that the user writes and the log keeps: `mean`, `q3+iqr`, `q0.9`, `es0.1`, ... */
  readonly name: string;
  /** Of a criterion that a user wrote; absent for built-in ones. */
  readonly version?: number | string;
  readonly kind: CriterionKind;
  /** Losses it needs before it has a value. */
  readonly minimumTrials: number;
  /** Smaller is better. Finite or Infinity. Throws a RangeError for fewer losses than `minimumTrials`. */
  evaluate(losses: ArrayLike<number>): number;
  readonly divergence: DivergenceMeans;
  /** Its name when it is told about scores, which are negated losses: q3 of the loss is q1 of the score. */
  readonly scoreName: string;
  /** What is known of it beside its values; absent for one that a user wrote. */
  readonly statistic?: Statistic;
}

/** One of those that have a name here. */
export interface KnownCriterion extends Criterion {
  readonly statistic: Statistic;
  words(told: ToldAs): CriterionWords;
}

/** What intervals and races go by: it is a weighted sum of ordered losses, or measures a sample by itself. */
export type Statistic = WeightedStatistic | MeasuredStatistic;

export interface WeightedStatistic extends StatisticFacts {
  /** By rank, smallest first: what each of `n` ordered losses counts for. */
  readonly weights: (n: number) => Float64Array;
  readonly pivot: PivotForm;
}

interface MeasuredStatistic extends StatisticFacts {
  readonly weights?: undefined;
  readonly pivot: PivotForm & Required<Pick<PivotForm, 'measure'>>;
}

interface StatisticFacts {
  /** Like that of no other statistic: caches and the seeds of simulations rest on it, so it never changes. */
  readonly id: string;
  /** Its name in the calibration table; pairs that are not there are simulated when they are needed. */
  readonly row: string;
  /** Of a distribution, where it has one. */
  readonly ofLaw: (law: Law) => number;
  readonly error: ErrorForm;
  /** The probability where it is a quantile, 0 ... 1: one strictly between has a distribution-free interval. */
  readonly probability?: number;
  /** True where it lies between the bounds of the losses. */
  readonly isBounded: boolean;
  /** Its breakdown point towards bad losses: the largest share that may be as bad as it likes and moves it by no more than so far. */
  readonly bears: number;
  readonly race: RaceForm;
}

/**
 * How the error of a difference is had. `student`: it is the mean, whose differences have Student's t. `resampling`: from
 * resampled losses. `intervals`: from the intervals of the two, because a standard error would rest on one to three spacings.
 */
type ErrorForm = 'student' | 'resampling' | 'intervals';

/** What is known of a distribution of losses. */
export interface Law {
  readonly mean: number;
  readonly std: number;
  /** Loss below which the share `probability` lies, 0 < probability < 1. */
  quantile(probability: number): number;
  /** Mean of the losses above `threshold`, times their share. */
  tailSum(threshold: number): number;
}

/** What one sample says: the criterion, and by what its distance from the truth is measured. */
export interface Measured {
  readonly estimate: number;
  /** Of the estimate's distance from the truth, or of its logarithm's; 0 where the sample does not vary. */
  readonly scale: number;
  /** How many times the scale counts for a truth below the estimate, and above it, at least 1; 1 and 1 where absent. */
  readonly reach?: readonly [below: number, above: number];
}

/** How an interval from few losses is made: see intervals/standard-error.ts. */
export interface PivotForm {
  /** Counts of losses with a calibrated interval, chosen by simulation: below, it would not cover, or say nothing. */
  calibrated(level: number): CalibratedRange;
  /**
   * Of the distance between estimate and truth. `error`: the standard error. `mixed`: the geometric mean of that and the
   * sample's own standard deviation. `logarithms`: the standard error of the logarithm, which then is compared.
   */
  readonly scale: 'error' | 'mixed' | 'logarithms';
  /** Estimate and scale where they do not come from the weights; of finite losses in ascending order. */
  readonly measure?: (ordered: Float64Array) => Measured;
}

/** Both ends included; none where `least` is above `most`. */
interface CalibratedRange {
  readonly least: number;
  readonly most: number;
}

/** The value of `calibrated` for a criterion that has no such interval at any count. */
export const NOT_CALIBRATED: CalibratedRange = { least: Number.POSITIVE_INFINITY, most: 0 };

/** What a race that decides trial by trial goes by; or why such a race cannot go by it. */
export type RaceForm = LocationForm | SpreadForm | NoRaceForm;

interface SpreadForm {
  readonly as: 'spread';
  /** True of the standard deviation. */
  readonly isDeviation?: true;
}

/**
 * It is a mean plus k standard deviations, with a k that follows from the shape of the losses alone: with losses a + b x, b > 0,
 * it is a + b times itself, negative losses included. What does not move and stretch so is `none`; races refuse it otherwise.
 */
interface LocationForm {
  readonly as: 'location';
  /** Of the standard normal, where that has a closed form. */
  readonly normal?: number;
  /** True where k is 0 whatever the shape. */
  readonly isMean?: true;
  /** True where it commutes with whatever keeps the order of losses, such as logarithms: a quantile does. */
  readonly keepsOnScales?: true;
  /** Where one diverged training counts as the share that it is. */
  readonly diverging?: DivergingForm;
}

export interface DivergingForm {
  /** The largest share of infinite losses that leaves it finite. */
  readonly bears: number;
  /** Where the share `diverged` of all is infinite, and the others have these quantiles; `slope`: its derivative by `diverged`. */
  among(
    quantileOf: (probability: number) => number,
    diverged: number,
  ): { readonly value: number; readonly slope: number };
}

export interface NoRaceForm {
  readonly as: 'none';
  /** A whole sentence without its end, for people. */
  readonly why: string;
  /** Names of criteria to race by in its place. */
  readonly instead: string;
}

/** How people are told of a criterion. */
export interface ToldAs {
  /** What is raced: `loss`, `score` or the name of a metric. */
  readonly word: string;
  /** True where a higher one is better. */
  readonly isScore: boolean;
  /** The name that people are told: `q1` for the `q3` of negated scores. */
  readonly name: string;
  /** `25 %`. */
  readonly share: (value: number) => string;
}

export interface CriterionWords {
  /** `upper-quartile loss`. */
  readonly figure: string;
  /** A whole sentence without its end. */
  readonly meaning: string;
}

/** What can be written under one name, or under one with a parameter: `q3`, `q<p>`. */
export interface CriterionFamily {
  /** For messages and help. */
  readonly written: string;
  /** One with its parameter, and what it is, in words; absent where it has none. */
  readonly example?: string;
  /** Any of them: what they are does not depend on the parameter. */
  readonly sample: KnownCriterion;
  /** The criterion of that name; undefined for every other name. */
  read(name: string): KnownCriterion | undefined;
}

/** A family of one. */
export function familyOf(criterion: KnownCriterion): CriterionFamily {
  const { name } = criterion;
  return { written: name, sample: criterion, read: (given) => (given === name ? criterion : undefined) };
}

/** Criteria with a share behind their name, such as `q0.9`; `contains` says which shares there are. */
export function familyByShare(
  prefix: string,
  example: string,
  contains: (share: number) => boolean,
  make: (share: number) => KnownCriterion,
): CriterionFamily {
  return {
    written: `${prefix}<p>`,
    example,
    sample: make(0.25),
    read: (name) => {
      const text = name.startsWith(prefix) ? name.slice(prefix.length) : '';
      const share = /^(0?\.\d+|[01](?:\.0*)?)$/.test(text) ? Number(text) : Number.NaN;
      return contains(share) ? make(share) : undefined;
    },
  };
}

/** A value of the criterion told about scores, which are negated losses: all but spreads change their sign. */
export function scoreValue(criterion: Criterion, value: number): number {
  return criterion.kind === 'spread' ? value : 0 - value;
}

/** What a log keeps of it: its name, and with it the version of one that a user wrote. */
export function describeCriterion({ name, version }: Criterion): JsonValue {
  return version === undefined ? name : { name, version };
}
