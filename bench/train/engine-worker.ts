/**
 * @file A process that trains by a build of the engine, named by the folder of its modules: the graph, session and run of its trainer.
 * Requests and answers are JSON lines, as those of torch_training.py.
 */
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import type { JsonObject } from '../../src/core/index.js';
import type { NetworkData } from '../../src/engine/built-in.js';
import { measureGemmPeak } from '../gemm-peak.js';

interface SetupRequest {
  readonly kind: 'setup';
  readonly configuration: JsonObject;
  readonly data: NetworkData;
  readonly batch: number;
  readonly count: number;
  readonly inputs: string;
  readonly targets: string;
  readonly parameters: string;
}

type Request =
  | SetupRequest
  | { readonly kind: 'losses' | 'time'; readonly order: string }
  | { readonly kind: 'software' }
  | { readonly kind: 'peak' };

const [root = ''] = process.argv.slice(2);

/** The modules as this version knows them; of another build, those of the same names. */
const modules = {
  ...(await load<typeof import('../../src/core/index.js')>('core/index.js')),
  ...(await load<typeof import('../../src/app/onnx-runtime.js')>('app/onnx-runtime.js')),
  ...(await load<typeof import('../../src/engine/network/network.js')>('engine/network/network.js')),
  ...(await load<typeof import('../../src/engine/network/onnx/onnx-graph.js')>('engine/network/onnx/onnx-graph.js')),
  ...(await load<typeof import('../../src/engine/network/runtime/onnxruntime.js')>(
    'engine/network/runtime/onnxruntime.js',
  )),
  ...(await load<typeof import('../../src/engine/network/runtime/session.js')>('engine/network/runtime/session.js')),
  ...(await load<typeof import('../../src/engine/network/runtime/training-run.js')>(
    'engine/network/runtime/training-run.js',
  )),
  ...(await load<typeof import('../../src/engine/network/training-graph.js')>('engine/network/training-graph.js')),
  ...(await load<typeof import('../../src/engine/network/training-sample.js')>('engine/network/training-sample.js')),
};

function load<Module>(path: string): Promise<Module> {
  return import(pathToFileURL(join(root, path)).href) as Promise<Module>;
}

interface Training {
  run(order: Int32Array): Promise<Iterable<number>>;
  close(): Promise<void>;
}

async function open({
  configuration,
  data,
  batch,
  count,
  inputs,
  targets,
  parameters,
}: SetupRequest): Promise<Training> {
  const network = modules.buildNetwork(configuration, data);
  const session = await modules.openSession(modules.encodeTrainingGraph(network, batch));
  const examples = { count, inputs: floats(inputs), targets: floats(targets), features: {} };
  const { sample } = modules.scaleSample(network, examples);
  const noise = modules.randomFrom('bench', 'noise');
  const member = { network, batch, sample, parameters: floats(parameters), noise };
  const learningRateAt = () => network.optimizer.learningRate;
  // A build from before several were trained in one graph takes one, and its order, by themselves.
  const run = new modules.TrainingRun({ session, members: [member], ...member });
  const isOfMembers = 'parametersOf' in run;
  const alone = run as unknown as { runEpoch(order: Int32Array, rateAt: () => number): Promise<Float64Array> };
  return {
    run: async (order) => {
      if (!isOfMembers) return alone.runEpoch(order, learningRateAt);
      const [losses] = await run.runEpoch([{ order, learningRateAt }]);
      return losses as Float64Array;
    },
    close: () => session.release(),
  };
}

let training: Training | undefined;

async function answer(request: Request): Promise<object> {
  if (request.kind === 'software') {
    const { ENGINE_VERSION, onnxRuntimeVersion } = modules;
    return { version: String(ENGINE_VERSION), threads: [1], detail: `ONNX Runtime ${onnxRuntimeVersion()}` };
  }
  if (request.kind === 'peak') return { peak: await measureGemmPeak(modules) };
  if (request.kind === 'setup') {
    await training?.close();
    training = undefined;
    try {
      training = await open(request);
      return {};
    } catch (error) {
      // A build of before may not know its layers.
      return { refused: error instanceof Error ? error.message : String(error) };
    }
  }
  if (training === undefined) throw new Error('Nothing was set up.');
  const order = Int32Array.from(new Int32Array(bytesOf(request.order)));
  if (request.kind === 'losses') return { losses: [...(await training.run(order))] };
  const [started, before] = [performance.now(), process.cpuUsage()];
  await training.run(order);
  const { user, system } = process.cpuUsage(before);
  return { seconds: (performance.now() - started) / 1000, processorSeconds: (user + system) / 1e6 };
}

function floats(text: string): Float32Array {
  return new Float32Array(bytesOf(text));
}

function bytesOf(text: string): ArrayBuffer {
  return Uint8Array.from(Buffer.from(text, 'base64')).buffer;
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await answer(JSON.parse(line) as Request)));
}
await training?.close();
