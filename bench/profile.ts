/**
 * @file Where the time of a training step goes, by operator: `npm run bench:profile -- NETWORK BATCH [nodes]`; with `nodes` every node
 * of the graph is listed too, the slowest first.
 */
import { encodeModel, OnnxGraph } from '../src/engine/network/onnx/onnx-graph.js';
import { Tensor } from '../src/engine/network/runtime/onnxruntime.js';
import { openSession } from '../src/engine/network/runtime/session.js';
import { measureGemmPeak } from './gemm-peak.js';
import { operationsPerExample } from './operations.js';
import { operatorShares, profileNodes } from './operator-shares.js';
import { askedBatches, askedNetworks, exitWith } from './train/asked.js';

const [name = 'model-1', batchText = '32', nodes] = process.argv.slice(2);
try {
  const [network] = askedNetworks([name]);
  const [batch] = askedBatches([batchText]);
  if (network === undefined || batch === undefined) throw new Error('Nothing was asked.');
  const times = await profileNodes(network, batch);
  const shares = operatorShares(times, batch);
  const total = shares.reduce((sum, { nanoseconds }) => sum + nanoseconds, 0);
  const peak = await measureGemmPeak({ encodeModel, OnnxGraph, Tensor, openSession });
  console.log(`${name}, batch ${batch}: ${total.toFixed(0)} ns an example in operators`);
  for (const { operator, count, nanoseconds, share } of shares) {
    console.log(
      `${(100 * share).toFixed(1).padStart(6)} %  ${nanoseconds.toFixed(0).padStart(8)} ns  ${String(count).padStart(5)}x  ${operator}`,
    );
  }
  const least = (1e9 * operationsPerExample(network)) / peak;
  console.log(
    `Its matrix products need ${least.toFixed(0)} ns at ${(peak / 1e9).toFixed(0)} GFLOP/s, the peak of one thread here`,
  );
  if (nodes !== undefined) {
    for (const { operator, node, shapes, microseconds } of times.toSorted((a, b) => b.microseconds - a.microseconds))
      console.log(`${((1000 * microseconds) / batch).toFixed(0).padStart(8)} ns  ${operator}  ${shapes}  ${node}`);
  }
} catch (error) {
  exitWith(error);
}
