/**
 * @file How many times fewer examples a model needs to be as good, or as steady, as another is with a given number: criterion by size
 * as the non-increasing curve nearest to it, read off between sizes in logarithms, with an interval by resampling instances.
 */
import { randomFrom } from '../../dist/core/index.js';
import { quantile } from '../../dist/stats/index.js';
import { fitNonIncreasing } from '../../dist/studies/curve/isotonic.js';

const RESAMPLES = 1000;

/** `curve`: [size, losses] in ascending order of sizes. */
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

/** Examples of the plain model over those of the biased one at the plain one's value with `reference` examples. */
function factorOf(plain, biased, evaluate, reference) {
  const target = fitCurve(plain, evaluate).find(([size]) => size === reference)[1];
  const size = sizeFor(fitCurve(biased, evaluate), target);
  return { target, size, factor: size === undefined ? 0 : reference / size };
}

/** The factor with its 95 % interval (percentiles); `atLeast` where the smallest size is already enough. */
export function saving(plain, biased, evaluate, reference, resamples = RESAMPLES) {
  const found = factorOf(plain, biased, evaluate, reference);
  const random = randomFrom('paper', 'saving', reference);
  const draw = (curve) => curve.map(([size, losses]) => [size, losses.map(() => losses[random.below(losses.length)])]);
  const factors = Array.from(
    { length: resamples },
    () => factorOf(draw(plain), draw(biased), evaluate, reference).factor,
  );
  return {
    ...found,
    value: found.factor,
    low: quantile(factors, 0.025),
    high: quantile(factors, 0.975),
    atLeast: found.size === biased[0][0],
  };
}
