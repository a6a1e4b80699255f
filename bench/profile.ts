/**
 * @file Where the time of a training step goes: ONNX Runtime's own profile, summed by operator. `npm run bench:profile
 * -- NETWORK BATCH [nodes]`; with `nodes` every node is listed too.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { permutation, randomFrom } from '../src/core/index.js';
import { initializeParameters } from '../src/trainers/network/initializers/index.js';
import { buildNetwork } from '../src/trainers/network/network.js';
import { InferenceSession } from '../src/trainers/network/runtime/onnxruntime.js';
import { TrainingRun } from '../src/trainers/network/runtime/training-run.js';
import { encodeTrainingGraph } from '../src/trainers/network/training-graph.js';
import { scaleSample } from '../src/trainers/network/training-sample.js';
import { makeExamples, NETWORKS } from './networks.js';

const folder = mkdtempSync(join(tmpdir(), 'surefoot-profile-'));
const [name = 'model-1', batchText = '64'] = process.argv.slice(2);
const network = NETWORKS.find((candidate) => candidate.name === name) as (typeof NETWORKS)[number];
const batch = Number(batchText);
const built = buildNetwork({ ...network.configuration, batchSize: batch }, network.data);
const started = performance.now();
const model = encodeTrainingGraph(built, batch);
const encoded = performance.now();
const session = await InferenceSession.create(model, {
  executionMode: 'sequential',
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  graphOptimizationLevel: 'all',
  logSeverityLevel: 3,
  enableProfiling: true,
  profileFilePrefix: join(folder, 'profile'),
});
console.log(
  `graph ${(model.length / 1024).toFixed(0)} KB, encoded in ${(encoded - started).toFixed(0)} ms, session in ${(performance.now() - encoded).toFixed(0)} ms`,
);
const { sample } = scaleSample(built, { count: network.count, ...makeExamples(network), features: {} });
const parameters = initializeParameters({ name: 'pytorch' }, built.parameters, randomFrom('init'));
const run = new TrainingRun({ session, network: built, batch, sample, parameters, noise: randomFrom('noise') });
for (let epoch = 0; epoch < 3; epoch++)
  await run.runEpoch(permutation(network.count, randomFrom('order')), () => 0.001);
session.endProfiling();

interface Event {
  readonly name: string;
  readonly cat: string;
  readonly dur: number;
  readonly args: {
    readonly op_name?: string;
    readonly output_type_shape?: readonly Record<string, readonly number[]>[];
  };
}
const [file] = readdirSync(folder);
const events: readonly Event[] = JSON.parse(readFileSync(join(folder, file as string), 'utf8'));
rmSync(folder, { recursive: true });
const durations = new Map<string, number[]>();
for (const { name: node, cat, dur, args } of events) {
  if (cat !== 'Node' || !node.endsWith('_kernel_time') || args.op_name === 'Scan') continue;
  const shape = JSON.stringify(args.output_type_shape?.map((entry) => Object.values(entry)[0]));
  const key = `${args.op_name} ${shape} ${node}`;
  const times = durations.get(key) ?? [];
  times.push(dur);
  durations.set(key, times);
}
// Medians: other work on the machine must not count.
const byOperator = new Map<string, { count: number; micros: number }>();
for (const [key, times] of durations) {
  const micros = times.sort((a, b) => a - b)[times.length >> 1] as number;
  for (const name of [key.split(' ')[0] as string, ...(process.argv[4] ? [`  ${key}`] : [])]) {
    const entry = byOperator.get(name) ?? { count: 0, micros: 0 };
    byOperator.set(name, { count: entry.count + 1, micros: entry.micros + micros });
  }
}
let total = 0;
for (const [key, { count, micros }] of [...byOperator].sort((a, b) => b[1].micros - a[1].micros).slice(0, 60)) {
  if (!key.startsWith(' ')) total += micros;
  console.log(`${((1000 * micros) / batch).toFixed(0).padStart(7)} ns/example  ${String(count).padStart(6)}x  ${key}`);
}
console.log(`${((1000 * total) / batch).toFixed(0)} ns/example in operators`);
