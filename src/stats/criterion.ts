/**
 * @file Criteria: the statistics over a candidate's losses that a race can minimise, as data. Losses are finite or
 * Infinity (a diverged trial), and no criterion ever gives NaN.
 */
import { InputError, type JsonValue, nearestName } from '../core/index.js';
import { mean, requireCount, standardDeviation } from './moments.js';
import { interquartileRange, quantile, sorted } from './quantile.js';

/**
 * `location`: a typical loss, which location tests speak about. `spread`: how much losses vary. `tail`: dominated by
 * the extremes or a mixture of both, for which no classical two-sample test asks the right question.
 */
export type CriterionKind = 'location' | 'spread' | 'tail';

/** What a criterion computes, for those who need more than its value. `max` and `min` are the quantiles at 1 and 0. */
export type Statistic =
  | { readonly of: 'mean' }
  | { readonly of: 'std' }
  | { readonly of: 'iqr' }
  | { readonly of: 'q3+iqr' }
  | { readonly of: 'quantile'; readonly probability: number }
  | { readonly of: 'shortfall'; readonly share: number };

export interface Criterion {
  /** As the user writes it and the log keeps it: `mean`, `q3+iqr`, `q0.9`, `es0.1`, ... */
  readonly name: string;
  /** Of a criterion that a user wrote; absent for built-in ones. */
  readonly version?: number | string;
  readonly kind: CriterionKind;
  /** Absent for one that a user wrote, of which nothing is known but its values. */
  readonly statistic?: Statistic;
  /** Losses it needs before it has a value. */
  readonly minimumTrials: number;
  /** Smaller is better. Finite or Infinity. Throws a RangeError for fewer losses than `minimumTrials`. */
  evaluate(losses: ArrayLike<number>): number;
  /** Its name when it is told about scores, which are negated losses: q3 of the loss is q1 of the score. */
  readonly scoreName: string;
  /** True where the value changes its sign when it is told about scores; spreads keep theirs. */
  readonly negatedForScores: boolean;
}

/** One of those that have a name here. */
export interface KnownCriterion extends Criterion {
  readonly statistic: Statistic;
}

type Evaluate = Criterion['evaluate'];

const location = (name: string, scoreName: string, statistic: Statistic, evaluate: Evaluate): KnownCriterion => ({
  name,
  scoreName,
  statistic,
  evaluate,
  kind: 'location',
  minimumTrials: 1,
  negatedForScores: true,
});
const tail = (name: string, scoreName: string, statistic: Statistic, evaluate: Evaluate): KnownCriterion => ({
  ...location(name, scoreName, statistic, evaluate),
  kind: 'tail',
});
const spread = (name: 'std' | 'iqr', evaluate: Evaluate): KnownCriterion => ({
  name,
  scoreName: name,
  statistic: { of: name },
  evaluate,
  kind: 'spread',
  minimumTrials: 2,
  negatedForScores: false,
});
const quantileAt = (
  probability: number,
): readonly [statistic: Extract<Statistic, { of: 'quantile' }>, evaluate: Evaluate] => [
  { of: 'quantile', probability },
  (losses) => quantile(losses, probability),
];

const NAMED: readonly KnownCriterion[] = [
  location('mean', 'mean', { of: 'mean' }, mean),
  location('median', 'median', ...quantileAt(0.5)),
  location('q3', 'q1', ...quantileAt(0.75)),
  tail('q3+iqr', 'q1-iqr', { of: 'q3+iqr' }, (losses) => quantile(losses, 0.75) + interquartileRange(losses)),
  tail('max', 'min', ...quantileAt(1)),
  tail('min', 'max', ...quantileAt(0)),
  spread('std', standardDeviation),
  spread('iqr', (losses) => {
    requireCount(losses, 2, 'iqr');
    return interquartileRange(losses);
  }),
];

/** A value of the criterion told about scores, which are negated losses. */
export function scoreValue(criterion: Criterion, value: number): number {
  return criterion.negatedForScores ? 0 - value : value;
}

/** What {@link parseCriterion} takes, for messages and help. */
export const CRITERION_NAMES: readonly string[] = [...NAMED.map(({ name }) => name), 'q<p>', 'es<p>'];

/**
 * The criterion of that name. `q<p>` is the quantile at p, 0 < p < 1 (`q0.9`); `es<p>` is the expected shortfall, the
 * mean of the worst share p, 0 < p <= 1 (`es0.1`). Throws an InputError for every other name, with the nearest known.
 */
export function parseCriterion(name: string): KnownCriterion {
  const criterion = findCriterion(name);
  if (criterion !== undefined) return criterion;
  const nearest = nearestName(name, CRITERION_NAMES);
  throw new InputError({
    code: 'unknown-criterion',
    what: `Unknown criterion "${name}"${nearest === undefined ? '' : `; did you mean "${nearest}"?`}`,
    allowed: `${CRITERION_NAMES.join(', ')} (q0.9 = the quantile at 0.9, es0.1 = the mean of the worst tenth)`,
    fix: 'Choose one of these criteria.',
  });
}

/** The same, undefined for every other name. */
export function findCriterion(name: string): KnownCriterion | undefined {
  const named = NAMED.find((criterion) => criterion.name === name);
  if (named !== undefined) return named;
  const share = /^(q|es)(0?\.\d+|[01](?:\.0*)?)$/.exec(name);
  if (share === null) return undefined;
  const probability = Number(share[2]);
  if (share[1] === 'es') return probability > 0 && probability <= 1 ? shortfallCriterion(probability) : undefined;
  return probability > 0 && probability < 1 ? quantileCriterion(probability) : undefined;
}

/** What a log keeps of it: its name, and with it the version of one that a user wrote. */
export function describeCriterion({ name, version }: Criterion): JsonValue {
  return version === undefined ? name : { name, version };
}

function quantileCriterion(probability: number): KnownCriterion {
  // Decimal digits, so that the mirror of q0.9 is q0.1 and not q0.09999999999999998.
  const mirrored = Number((1 - probability).toPrecision(12));
  return location(`q${probability}`, `q${mirrored}`, ...quantileAt(probability));
}

function shortfallCriterion(share: number): KnownCriterion {
  return tail(`es${share}`, `es${share}`, { of: 'shortfall', share }, (losses) => expectedShortfall(losses, share));
}

/**
 * Mean of the worst `share` of the losses. Where share * n is no whole number the last loss enters with the remaining
 * weight (Acerbi and Tasche 2002, doi 10.1016/S0378-4266(02)00283-2); below one loss it is the largest.
 */
function expectedShortfall(losses: ArrayLike<number>, share: number): number {
  requireCount(losses, 1, 'expected shortfall');
  const ordered = sorted(losses);
  const worst = share * ordered.length;
  const whole = Math.min(ordered.length, Math.floor(worst + 4 * Number.EPSILON * worst));
  if (whole === 0) return ordered[ordered.length - 1] as number;
  let total = 0;
  for (let index = 1; index <= whole; index++) total += ordered[ordered.length - index] as number;
  const rest = worst - whole;
  if (rest <= 4 * Number.EPSILON * worst) return total / whole;
  return (total + rest * (ordered[ordered.length - 1 - whole] as number)) / worst;
}
