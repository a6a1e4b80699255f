/**
 * @file How many times fewer examples a model needs to be as good, or as steady, as another is with a given number: criterion by size
 * as the non-increasing curve nearest to it, read off between sizes in logarithms, with an interval by resampling instances.
 */
import { randomFrom } from '../../dist/core/index.js';
import { fitNonIncreasing } from '../../dist/questions/curve/plan/stability.js';
import { quantile } from '../../dist/stats/index.js';

const RESAMPLES = 400;

/** Of points [size, value, weight] in ascending order of sizes: [size, fitted value]. */
function fitCurve(points) {
  const values = fitNonIncreasing(
    points.map(([, value]) => value),
    points.map(([, , weight]) => weight),
  );
  return points.map(([size], index) => [size, values[index]]);
}

/** The first size at which a fitted curve is at most `target`; undefined where it never is. */
function sizeFor(fitted, target) {
  const place = fitted.findIndex(([, value]) => value <= target);
  if (place <= 0) return fitted[place]?.[0];
  const [[left, high], [right, low]] = [fitted[place - 1], fitted[place]];
  const share = Math.log(high / target) / Math.log(high / low);
  return left * (right / left) ** share;
}

/** A fitted curve at a size within its range. */
function valueAt(fitted, size) {
  const place = fitted.findIndex(([other]) => other >= size - 1e-6);
  const [right, low] = fitted[place];
  if (place === 0) return low;
  const [left, high] = fitted[place - 1];
  const share = Math.log(size / left) / Math.log(right / left);
  return high * (low / high) ** share;
}

/**
 * For each size of the plain model in `references`: its value there (`target`), the size at which the biased one has it, and how many
 * times smaller that is (`value`; 0: it never gets there); `atLeast` where its smallest size is already enough. Curves are points
 * [size, value, weight] in ascending order of sizes.
 */
export function savingsOfCurves(plain, biased, references) {
  const [without, withBias] = [plain, biased].map(fitCurve);
  return references.map((reference) => {
    const target = valueAt(without, reference);
    const size = sizeFor(withBias, target);
    return {
      reference,
      target,
      size,
      value: size === undefined ? 0 : reference / size,
      atLeast: size === biased[0][0],
    };
  });
}

/** The same for curves [size, losses], with 95 % intervals of `value` by percentiles. */
export function savings(plain, biased, evaluate, references, resamples = RESAMPLES) {
  const random = randomFrom('paper', 'savings');
  const pointsOf = (curve) => curve.map(([size, losses]) => [size, evaluate(losses), losses.length]);
  const draw = (curve) => curve.map(([size, losses]) => [size, losses.map(() => losses[random.below(losses.length)])]);
  const find = (one, other) => savingsOfCurves(pointsOf(one), pointsOf(other), references);
  const drawn = Array.from({ length: resamples }, () => find(draw(plain), draw(biased)));
  return find(plain, biased).map((found, index) => {
    const values = drawn.map((one) => one[index].value);
    return { ...found, low: quantile(values, 0.025), high: quantile(values, 0.975) };
  });
}
