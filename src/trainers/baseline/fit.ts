/**
 * @file The two corrections of the parametric baseline, fitted on a training sample. Energy: a line through the sum of the
 * deposits. Position: the barycentre of the deposits is pulled towards the middle of its cell, in the shape of an S that
 * an inverse hyperbolic sine straightens (Akopdjanov et al. 1977, doi 10.1016/0029-554X(77)90358-5).
 */

export type Predictor = (figure: number) => number;

/** What is minimised: the mean of weight(target) (prediction - target)^2. */
export type Weight = (target: number) => number;

/** offset + slope * figure, by weighted least squares; the mean where the figure does not vary. */
export function fitLine(figures: ArrayLike<number>, targets: ArrayLike<number>, weight: Weight): Predictor {
  const { offset, slope } = leastSquares(figures, targets, weight);
  return (figure) => offset + slope * figure;
}

/** Widths of the S, in cells, that are tried at first; the best is then refined. */
const WIDTHS = [0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4];
const REFINEMENTS = 40;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** offset + slope * asinh(figure / width), all three fitted. */
export function fitCurve(figures: ArrayLike<number>, targets: ArrayLike<number>, weight: Weight): Predictor {
  const bend = (width: number) => Float64Array.from(figures, (figure) => Math.asinh(figure / width));
  const errorAt = (width: number) => leastSquares(bend(width), targets, weight).error;
  const best = WIDTHS.reduce((left, right) => (errorAt(right) < errorAt(left) ? right : left));
  // Golden-section search in the logarithm, between the neighbours of the best.
  let low = Math.log(best / 2.5);
  let high = Math.log(best * 2.5);
  for (let step = 0; step < REFINEMENTS; step++) {
    const reach = GOLDEN * (high - low);
    if (errorAt(Math.exp(high - reach)) < errorAt(Math.exp(low + reach))) high = low + reach;
    else low = high - reach;
  }
  const width = Math.exp((low + high) / 2);
  const { offset, slope } = leastSquares(bend(width), targets, weight);
  return (figure) => offset + slope * Math.asinh(figure / width);
}

function leastSquares(figures: ArrayLike<number>, targets: ArrayLike<number>, weight: Weight) {
  let weights = 0;
  let meanFigure = 0;
  let meanTarget = 0;
  for (let index = 0; index < figures.length; index++) {
    const own = weight(targets[index] as number);
    weights += own;
    meanFigure += own * (figures[index] as number);
    meanTarget += own * (targets[index] as number);
  }
  meanFigure /= weights;
  meanTarget /= weights;
  let square = 0;
  let product = 0;
  let targetSquare = 0;
  for (let index = 0; index < figures.length; index++) {
    const own = weight(targets[index] as number);
    const figure = (figures[index] as number) - meanFigure;
    const target = (targets[index] as number) - meanTarget;
    square += own * figure * figure;
    product += own * figure * target;
    targetSquare += own * target * target;
  }
  const slope = square === 0 ? 0 : product / square;
  return { offset: meanTarget - slope * meanFigure, slope, error: targetSquare - slope * product };
}
