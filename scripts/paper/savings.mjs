/**
 * @file How many times fewer examples a model needs to be as good, or as steady, as another is with a given number: criterion by size
 * as the non-increasing curve nearest to it, read off between sizes in logarithms, with an interval by resampling instances.
 */
import { randomFrom } from '../../dist/core/index.js';
import { quantile } from '../../dist/stats/index.js';
import { fitNonIncreasing } from '../../dist/studies/curve/isotonic.js';

const RESAMPLES = 400;

/** `curve`: [size, losses] in ascending order of sizes; gives [size, fitted value]. */
function fitCurve(curve, evaluate) {
  const values = fitNonIncreasing(
    curve.map(([, losses]) => evaluate(losses)),
    curve.map(([, losses]) => losses.length),
  );
  return curve.map(([size], index) => [size, values[index]]);
}

/** The first size at which a fitted curve is at most `target`; undefined where it never is. */
function sizeFor(fitted, target) {
  const place = fitted.findIndex(([, value]) => value <= target);
  if (place <= 0) return fitted[place]?.[0];
  const [[left, high], [right, low]] = [fitted[place - 1], fitted[place]];
  const share = Math.log(high / target) / Math.log(high / low);
  return left * (right / left) ** share;
}

/** By reference: the plain model's value there, the size at which the biased one has it, and how many times smaller that is. */
function factorsOf(plain, biased, evaluate, references) {
  const [without, withBias] = [plain, biased].map((curve) => fitCurve(curve, evaluate));
  return references.map((reference) => {
    const [, target] = without.find(([size]) => size === reference);
    const size = sizeFor(withBias, target);
    return { reference, target, size, factor: size === undefined ? 0 : reference / size };
  });
}

/**
 * For each of the plain model's sizes in `references`: `value`, how many times fewer examples the biased one needs (0: it never gets
 * there), with its 95 % interval by percentiles; `atLeast` where its smallest size is already enough.
 */
export function savings(plain, biased, evaluate, references, resamples = RESAMPLES) {
  const random = randomFrom('paper', 'savings');
  const draw = (curve) => curve.map(([size, losses]) => [size, losses.map(() => losses[random.below(losses.length)])]);
  const drawn = Array.from({ length: resamples }, () => factorsOf(draw(plain), draw(biased), evaluate, references));
  return factorsOf(plain, biased, evaluate, references).map(({ factor, ...found }, index) => {
    const factors = drawn.map((one) => one[index].factor);
    return {
      ...found,
      value: factor,
      low: quantile(factors, 0.025),
      high: quantile(factors, 0.975),
      atLeast: found.size === biased[0][0],
    };
  });
}
