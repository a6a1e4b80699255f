/**
 * @file What split conformal prediction adds to a model: an interval around each number, or a set of classes, that holds the truth with a
 * chance that was calibrated on examples that nothing else used (Vovk, Gammerman, Shafer 2005, doi 10.1007/b106715).
 */
import type { OnnxGraph } from './onnx/onnx-graph.js';

/**
 * `widths`: half widths by target, at least 0, around `output`. `threshold`: the least probability with which a class is in the set (LAC,
 * doi 10.1080/01621459.2017.1395341); the most probable class always is.
 */
export type Intervals =
  | { readonly kind: 'intervals'; readonly widths: readonly number[] }
  | { readonly kind: 'sets'; readonly threshold: number };

/** Adds the outputs `low` and `high`, float32 [batch, targets], or `set`, bool [batch, classes]. */
export function inferIntervals(onnx: OnnxGraph, intervals: Intervals, classes: number): void {
  if (intervals.kind === 'sets') {
    const largest = onnx.node('ReduceMax', ['probabilities'], { axes: [1], keepdims: 1 });
    const least = onnx.node('Min', [largest, onnx.scalar(intervals.threshold)]);
    onnx.node('GreaterOrEqual', ['probabilities', least], {}, 'set');
    onnx.output('set', 'bool', ['batch', classes]);
    return;
  }
  const { widths } = intervals;
  const half = onnx.floats(Float32Array.from(widths), [1, widths.length]);
  for (const [name, operator] of [
    ['low', 'Sub'],
    ['high', 'Add'],
  ] as const) {
    onnx.node(operator, ['output', half], {}, name);
    onnx.output(name, 'float32', ['batch', widths.length]);
  }
}
