/** @file What the machine can do at best: large matrix products by ONNX Runtime, one thread. */
import type { encodeModel, OnnxGraph } from '../src/engine/network/onnx/onnx-graph.js';
import type { Tensor } from '../src/engine/network/runtime/onnxruntime.js';
import type { openSession } from '../src/engine/network/runtime/session.js';

const SIZE = 768;
const REPEATS = 20;

/** Of the build that is measured: a process has room for one ONNX Runtime. */
interface Modules {
  readonly encodeModel: typeof encodeModel;
  readonly OnnxGraph: typeof OnnxGraph;
  readonly Tensor: typeof Tensor;
  readonly openSession: typeof openSession;
}

/** Floating-point operations per second of processor time (a multiplication and an addition are two), best of several products. */
export async function measureGemmPeak(modules: Modules): Promise<number> {
  const onnx = new modules.OnnxGraph('peak');
  const [a, b] = ['a', 'b'].map((name) => onnx.input(name, 'float32', [SIZE, SIZE])) as [string, string];
  onnx.node('Gemm', [a, b], {}, 'product');
  onnx.output('product', 'float32', [SIZE, SIZE]);
  const session = await modules.openSession(modules.encodeModel(onnx));
  const matrix = new modules.Tensor('float32', new Float32Array(SIZE * SIZE).fill(0.5), [SIZE, SIZE]);
  let best = Number.POSITIVE_INFINITY;
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const before = process.cpuUsage();
    await session.run({ a: matrix, b: matrix });
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, user + system);
  }
  await session.release();
  return (2 * SIZE ** 3) / (best / 1e6);
}
