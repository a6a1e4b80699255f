/**
 * @file Fits a multinomial logistic regression by a bounded number of L-BFGS steps (Nocedal 1980,
 * doi 10.1090/S0025-5718-1980-0572855-7), with a penalty on the slopes: where classes can be separated they would grow for ever.
 */

interface LogisticProblem {
  readonly matrix: ArrayLike<number>;
  readonly width: number;
  readonly labels: ArrayLike<number>;
  readonly classes: number;
  /**
   * Times half the square of all slopes, beside the mean loss of an example. Of two classes, whose slopes are each other's negative, of the
   * slopes of their difference. scikit-learn's `C` is 1 / (examples * penalty).
   */
  readonly penalty: number;
  /** Of each example, with a mean of 1; all alike where absent. */
  readonly weights?: ArrayLike<number> | undefined;
}

/** Per class: slopes of the columns, then the offset. */
type LogisticWeights = Float64Array;

const MEMORY = 8;
const SMALLEST_SLOPE = 1e-7;

export function fitLogistic(problem: LogisticProblem, steps: number): LogisticWeights {
  const size = problem.classes * (problem.width + 1);
  let point: Float64Array = new Float64Array(size);
  let { loss, gradient } = lossAndSlope(problem, point);
  const history: { move: Float64Array; change: Float64Array }[] = [];
  for (let step = 0; step < steps; step++) {
    const direction = descend(gradient, history);
    const slope = dot(direction, gradient);
    if (!(slope < 0) || Math.sqrt(dot(gradient, gradient)) < SMALLEST_SLOPE) break;
    let reach = history.length === 0 ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
    let next = moved(point, direction, reach);
    let there = lossAndSlope(problem, next);
    // Armijo's condition, by halving.
    while (!(there.loss <= loss + 1e-4 * reach * slope) && reach > 1e-10) {
      reach /= 2;
      next = moved(point, direction, reach);
      there = lossAndSlope(problem, next);
    }
    if (!(there.loss < loss)) break;
    const move = difference(next, point);
    const change = difference(there.gradient, gradient);
    if (dot(move, change) > 0) history.push({ move, change });
    if (history.length > MEMORY) history.shift();
    point = next;
    loss = there.loss;
    gradient = there.gradient;
  }
  return point;
}

/** Logits of one row, written to `logits`. */
export function fillLogits(
  weights: LogisticWeights,
  matrix: ArrayLike<number>,
  row: number,
  width: number,
  logits: Float64Array,
): void {
  const start = row * width;
  for (let label = 0; label < logits.length; label++) {
    const own = label * (width + 1);
    let value = weights[own + width] as number;
    for (let column = 0; column < width; column++) {
      value += (weights[own + column] as number) * (matrix[start + column] as number);
    }
    logits[label] = value;
  }
}

function lossAndSlope(
  { matrix, width, labels, classes, penalty, weights: counts }: LogisticProblem,
  weights: LogisticWeights,
) {
  const count = labels.length;
  const gradient = new Float64Array(weights.length);
  const logits = new Float64Array(classes);
  let loss = 0;
  for (let row = 0; row < count; row++) {
    fillLogits(weights, matrix, row, width, logits);
    const label = labels[row] as number;
    const share = (counts?.[row] ?? 1) / count;
    const largest = logits.reduce((left, right) => Math.max(left, right));
    const own = logits[label] as number;
    let partition = 0;
    for (let one = 0; one < classes; one++) {
      logits[one] = Math.exp((logits[one] as number) - largest);
      partition += logits[one] as number;
    }
    loss += share * (Math.log(partition) + largest - own);
    for (let one = 0; one < classes; one++) {
      const excess = share * ((logits[one] as number) / partition - (one === label ? 1 : 0));
      const start = one * (width + 1);
      for (let column = 0; column < width; column++) {
        gradient[start + column] =
          (gradient[start + column] as number) + excess * (matrix[row * width + column] as number);
      }
      gradient[start + width] = (gradient[start + width] as number) + excess;
    }
  }
  const held = classes === 2 ? 2 * penalty : penalty;
  for (let index = 0; index < weights.length; index++) {
    if (index % (width + 1) === width) continue;
    const weight = weights[index] as number;
    loss += (held * weight ** 2) / 2;
    gradient[index] = (gradient[index] as number) + held * weight;
  }
  return { loss, gradient };
}

/** The two-loop recursion: the gradient, turned and stretched by what the last steps saw of the curvature. */
function descend(
  gradient: Float64Array,
  history: readonly { readonly move: Float64Array; readonly change: Float64Array }[],
): Float64Array {
  let direction: Float64Array = gradient.map((value) => -value);
  const shares: number[] = [];
  for (const { move, change } of history.toReversed()) {
    const share = dot(move, direction) / dot(move, change);
    shares.unshift(share);
    direction = moved(direction, change, -share);
  }
  const last = history.at(-1);
  if (last !== undefined) {
    const scale = dot(last.move, last.change) / dot(last.change, last.change);
    direction = direction.map((value) => value * scale);
  }
  for (const [index, { move, change }] of history.entries()) {
    direction = moved(direction, move, (shares[index] as number) - dot(change, direction) / dot(move, change));
  }
  return direction;
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let index = 0; index < a.length; index++) total += (a[index] as number) * (b[index] as number);
  return total;
}

function moved(from: Float64Array, along: Float64Array, reach: number): Float64Array {
  return from.map((value, index) => value + reach * (along[index] as number));
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, index) => value - (b[index] as number));
}
