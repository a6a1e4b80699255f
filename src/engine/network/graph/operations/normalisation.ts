/** @file Values brought to one size, or to shares of one, along the last axis or over examples and positions, with their gradients in closed form. */
import type { Tensor } from '../tensor.js';
import { add, divide, multiply, square, squareRoot, subtract } from './arithmetic.js';
import { broadcast, reduceSum } from './reduction.js';
import { reshape } from './shape.js';

/** (x - mean) / sqrt(variance + epsilon) along the last axis, the variance by n. */
export function standardise(x: Tensor, epsilon: number): Tensor {
  return scaled(x, subtract(x, meanOf(x)), epsilon, true);
}

/** x / sqrt(mean of x^2 + epsilon) along the last axis. */
export function divideByRoot(x: Tensor, epsilon: number): Tensor {
  return scaled(x, x, epsilon, false);
}

/** With u the upstream gradient and y the result: (u - mean of u, where `isCentred`, - y * mean of u y) / root. */
function scaled(x: Tensor, values: Tensor, epsilon: number, isCentred: boolean): Tensor {
  const factor = divide(1, squareRoot(add(meanOf(square(values)), epsilon)));
  return x.graph.apply(
    {
      name: isCentred ? 'standardise' : 'divideByRoot',
      shape: x.shape,
      emit: (_, [, result]) => result as string,
      differentiate: (result, upstream) => {
        const own = multiply(result, meanOf(multiply(upstream, result)));
        const rest = subtract(upstream, isCentred ? add(own, meanOf(upstream)) : own);
        return [multiply(rest, factor), undefined];
      },
    },
    [x, multiply(values, factor)],
  );
}

function meanOf(x: Tensor): Tensor {
  const axis = x.shape.length - 1;
  return multiply(reduceSum(x, [axis]), 1 / (x.shape[axis] as number));
}

interface BatchNormalised {
  readonly result: Tensor;
  /** [channels]; the variance by n. */
  readonly mean: Tensor;
  readonly variance: Tensor;
}

/**
 * (x - mean) / sqrt(variance + epsilon) * scale + shift, channel by channel: the moments are over positions and examples, of which
 * each counts as `shares` says, [batch, 1], whose sum is 1. `x` is [positions, batch, channels] or [batch, channels].
 *
 * What is the same for all positions is spread over the batch first: a row is then as long as all channels of all examples, which
 * runs several times as fast as a row of a few channels, and sums over positions need no shares.
 */
export function normaliseBatch(
  x: Tensor,
  scale: Tensor,
  shift: Tensor,
  shares: Tensor,
  epsilon: number,
): BatchNormalised {
  const [positions, batch, channels] = (x.shape.length === 3 ? x.shape : [1, ...x.shape]) as [number, number, number];
  const flat = (values: Tensor): Tensor => reshape(values, [positions, batch * channels]);
  const spread = (values: Tensor): Tensor => reshape(broadcast(values, [batch, channels]), [1, batch * channels]);
  const overPositions = (values: Tensor): Tensor => reshape(reduceSum(values, [0]), [batch, channels]);
  const overAll = (values: Tensor): Tensor => reduceSum(overPositions(values), [0]);
  const share = multiply(shares, 1 / positions);
  const meanOfAll = (values: Tensor): Tensor => reduceSum(multiply(overPositions(values), share), [0]);

  const mean = meanOfAll(flat(x));
  const centred = subtract(flat(x), spread(mean));
  const variance = meanOfAll(square(centred));
  const inverse = divide(1, squareRoot(add(variance, epsilon)));
  const factor = multiply(inverse, reshape(scale, [1, channels]));
  const value = add(multiply(centred, spread(factor)), spread(reshape(shift, [1, channels])));
  const result = x.graph.apply(
    {
      name: 'normaliseBatch',
      shape: x.shape,
      emit: (_, [, , , normalised]) => normalised as string,
      differentiate: (_, upstream) => {
        const gradient = flat(upstream);
        const ofShift = overAll(gradient);
        const ofScale = multiply(overAll(multiply(gradient, centred)), inverse);
        const along = multiply(share, multiply(factor, multiply(inverse, ofScale)));
        const level = multiply(share, multiply(factor, ofShift));
        const direct = subtract(multiply(gradient, spread(factor)), spread(level));
        const ofX = subtract(direct, multiply(centred, spread(along)));
        return [reshape(ofX, x.shape), reshape(ofScale, scale.shape), reshape(ofShift, shift.shape), undefined];
      },
    },
    [x, scale, shift, reshape(value, x.shape)],
  );
  return { result, mean: reshape(mean, [channels]), variance: reshape(variance, [channels]) };
}

/** exp(x) over its sum along `axis`. */
export function softmax(x: Tensor, axis: number): Tensor {
  return x.graph.apply(
    {
      name: 'softmax',
      settings: String(axis),
      shape: x.shape,
      emit: (onnx, inputs) => onnx.node('Softmax', inputs, { axis }),
      differentiate: (result, upstream) => {
        const weighted = multiply(upstream, result);
        return [subtract(weighted, multiply(result, reduceSum(weighted, [axis])))];
      },
    },
    [x],
  );
}
