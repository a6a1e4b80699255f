/**
 * @file What several trainings of a network say together, inside one graph: their mean, and how far they are from one another.
 * Means and spreads are computed in double precision.
 */
import type { Inferred, InstanceValues } from './inference-graph.js';
import type { OnnxGraph } from './onnx/onnx-graph.js';

/**
 * Two instances or more, as one. Of numbers the mean. Of classes the mean of the probabilities, and as `output` what they are the
 * softmax (or sigmoid) of. Adds the outputs `spread`, the standard deviation over the instances (n - 1) of each target [batch, targets], or
 * of each class's probability [batch, classes], and of classes `agreement` [batch]: the share of instances that say the label of the mean.
 */
export function joinInstances(
  onnx: OnnxGraph,
  { outputs }: Inferred,
  instances: readonly InstanceValues[],
): InstanceValues {
  const count = instances.length;
  const told = instances.map(({ output, probabilities = output }) => probabilities);
  const stacked = stack(onnx, told);
  const precise = onnx.cast(stacked, 'float64');
  const mean = onnx.node('ReduceMean', [precise], { axes: [1], keepdims: 1 });
  const away = onnx.node('Sub', [precise, mean]);
  const variance = onnx.node('ReduceMean', [onnx.node('Mul', [away, away])], { axes: [1], keepdims: 0 });
  const spread = onnx.node('Sqrt', [onnx.node('Mul', [variance, onnx.double(count / (count - 1))])]);
  onnx.node('Identity', [onnx.cast(spread, 'float32')], {}, 'spread');
  const isClasses = instances[0]?.probabilities !== undefined;
  onnx.output('spread', 'float32', ['batch', isClasses ? Math.max(2, outputs) : outputs]);
  const joined = onnx.cast(onnx.node('Squeeze', [mean, onnx.integers([1])]), 'float32');
  if (!isClasses) return { output: joined };
  inferAgreement(onnx, stacked, joined);
  return { output: joinLogits(onnx, instances, outputs), probabilities: joined };
}

/** Side by side along a second axis: [batch, instances, ...]. */
function stack(onnx: OnnxGraph, values: readonly string[]): string {
  const axis = onnx.integers([1]);
  return onnx.node(
    'Concat',
    values.map((value) => onnx.node('Unsqueeze', [value, axis])),
    { axis: 1 },
  );
}

function inferAgreement(onnx: OnnxGraph, stacked: string, mean: string): void {
  const labels = onnx.node('ArgMax', [stacked], { axis: 2, keepdims: 0 });
  const label = onnx.node('ArgMax', [mean], { axis: 1, keepdims: 1 });
  const agrees = onnx.cast(onnx.node('Equal', [labels, label]), 'float32');
  onnx.node('ReduceMean', [agrees], { axes: [1], keepdims: 0 }, 'agreement');
  onnx.output('agreement', 'float32', ['batch']);
}

/** The logarithm of the mean probability, which no small one makes infinite; of a single logit the difference of the two. */
function joinLogits(onnx: OnnxGraph, instances: readonly InstanceValues[], outputs: number): string {
  const logits = instances.map(({ output }) => {
    const both = outputs > 1 ? output : onnx.node('Concat', [onnx.node('Sub', [output, output]), output], { axis: 1 });
    return onnx.node('LogSoftmax', [both], { axis: 1 });
  });
  const sum = onnx.node('ReduceLogSumExp', [stack(onnx, logits)], { axes: [1], keepdims: 0 });
  if (outputs === 1) return onnx.node('Sub', [onnx.slice(sum, 1, 1, 2), onnx.slice(sum, 1, 0, 1)]);
  return onnx.node('Sub', [sum, onnx.scalar(Math.log(instances.length))]);
}
