/**
 * @file What holds of parts of the examples (slices): the mean of a figure that every example has, such as its loss or its signed error, with an
 * interval, and how much that mean differs from one retraining to the next. Of signed errors the mean is the systematic difference from
 * the truth in this slice, and the spread is what a physicist calls the systematic uncertainty of the model.
 */
import { parseCriterion } from '../criteria/criteria.js';
import { criterionInterval } from '../intervals/criterion-interval.js';
import { aboutTwoErrors, studentInterval } from '../intervals/student-interval.js';
import { mean, standardDeviation } from '../moments.js';
import { type BoundedFigure, boundedFigure, unboundedFigure } from './bounded-figure.js';
import { requireAlike } from './mean-prediction.js';

export interface SliceFigure {
  readonly examples: number;
  /** Over retrainings and examples; NaN without examples. The interval is one for further retrainings and further examples of the slice. */
  readonly mean: BoundedFigure;
  /** Standard deviation, over the retrainings, of the mean on these examples; null for one retraining and without examples. */
  readonly spread: BoundedFigure | null;
}

/**
 * @param values [retraining][example]: a loss, a signed error, 0 or 1.
 * @param sliceOf the slice of each example, 0 ... slices - 1; anything else is in none.
 * @throws RangeError where lengths differ.
 * @example sliceFigures([[1, 2, 5], [2, 3, 5]], [0, 0, 1], 2, 0.95)[0] // examples 2, mean 2, spread 0.707
 */
export function sliceFigures(
  values: readonly ArrayLike<number>[],
  sliceOf: ArrayLike<number>,
  slices: number,
  level: number,
): readonly SliceFigure[] {
  const examples = requireAlike(values);
  if (sliceOf.length !== examples) throw new RangeError(`slices of ${sliceOf.length} examples, values of ${examples}`);
  const members = Array.from({ length: slices }, (): number[] => []);
  for (let example = 0; example < examples; example++) members[sliceOf[example] as number]?.push(example);
  return members.map((own) =>
    figureOf(
      values.map((ofRetraining) => Float64Array.from(own, (example) => ofRetraining[example] as number)),
      level,
    ),
  );
}

/**
 * The square root of a figure of squares: root mean squares, in the unit of the errors. Its spread is that of the roots, to first order.
 */
export function rootOf({ examples, mean, spread }: SliceFigure): SliceFigure {
  const root = Math.sqrt(mean.value);
  const halved = (figure: BoundedFigure): BoundedFigure => eachEnd(figure, (end) => end / (2 * root));
  return {
    examples,
    mean: eachEnd(mean, (end) => Math.sqrt(Math.max(0, end))),
    spread: spread === null ? null : halved(spread),
  };
}

function eachEnd(figure: BoundedFigure, change: (end: number) => number): BoundedFigure {
  const { value, low, high } = figure;
  const end = (one: number | null): number | null => (one === null ? null : change(one));
  return { ...figure, value: change(value), low: end(low), high: end(high) };
}

function figureOf(values: readonly Float64Array[], level: number): SliceFigure {
  const examples = values[0]?.length ?? 0;
  if (examples === 0) {
    return { examples, mean: unboundedFigure(Number.NaN, level, 'no example is in this slice'), spread: null };
  }
  const byRetraining = values.map((own) => mean(own));
  const byExample = Float64Array.from(
    { length: examples },
    (_, example) => values.reduce((sum, own) => sum + (own[example] as number), 0) / values.length,
  );
  return { examples, mean: meanOf(byRetraining, byExample, level), spread: spreadOf(byRetraining, level) };
}

/**
 * Retrainings and examples are two crossed sources: their errors add up as squares. What they share is counted in both, which makes the interval
 * too wide by no more than it.
 */
function meanOf(byRetraining: readonly number[], byExample: Float64Array, level: number): BoundedFigure {
  const [retrainings, examples] = [byRetraining.length, byExample.length];
  const value = mean(byExample);
  if (examples < 2) return unboundedFigure(value, level, 'one example is in this slice');
  if (retrainings < 2) return boundedFigure(value, studentInterval(byExample, level), level);
  const errors = [
    standardDeviation(byRetraining) / Math.sqrt(retrainings),
    standardDeviation(byExample) / Math.sqrt(examples),
  ] as const;
  return boundedFigure(value, aboutTwoErrors(value, errors, [retrainings, examples], level), level);
}

function spreadOf(byRetraining: readonly number[], level: number): BoundedFigure | null {
  if (byRetraining.length < 2) return null;
  const value = standardDeviation(byRetraining);
  const interval = criterionInterval(byRetraining, parseCriterion('std'), level);
  if ('reason' in interval) return unboundedFigure(value, level, interval.reason);
  return boundedFigure(value, [interval.low, interval.high], level, [0, Number.POSITIVE_INFINITY]);
}
