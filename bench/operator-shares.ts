/** @file Where the time of a training step goes: ONNX Runtime's own profile, by operator. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { permutation, randomFrom } from '../src/core/index.js';
import { buildNetwork } from '../src/engine/network/network.js';
import { InferenceSession } from '../src/engine/network/runtime/onnxruntime.js';
import { TrainingRun } from '../src/engine/network/runtime/training-run.js';
import { encodeTrainingGraph } from '../src/engine/network/training-graph.js';
import { scaleSample } from '../src/engine/network/training-sample.js';
import { type BenchNetwork, makeExamples } from './networks.js';
import { makeSetup } from './setup.js';

export interface OperatorShare {
  readonly operator: string;
  /** How often it runs in a step. */
  readonly count: number;
  /** Of an example, on the wall. */
  readonly nanoseconds: number;
  /** Of all operators. */
  readonly share: number;
}

/** One node of the graph with the shapes of its outputs. */
export interface NodeTime {
  readonly operator: string;
  readonly node: string;
  readonly shapes: string;
  /** Of a run of it, the median. */
  readonly microseconds: number;
}

interface Event {
  readonly name: string;
  readonly cat: string;
  readonly dur: number;
  readonly args: {
    readonly op_name?: string;
    readonly output_type_shape?: readonly Readonly<Record<string, readonly number[]>>[];
  };
}

/** Operators that only hold others, whose own time is theirs. */
const HOLDERS: ReadonlySet<string | undefined> = new Set(['Scan', 'If', 'Loop']);

/** Steps that are profiled: the least of these, so that files stay small. */
const MOST_STEPS = 60;
const EPOCHS = 3;

/** Runs some steps of the network, and takes the median of each node: other work on the machine must not count. */
export async function profileNodes(network: BenchNetwork, batch: number): Promise<readonly NodeTime[]> {
  const folder = mkdtempSync(join(tmpdir(), 'surefoot-profile-'));
  try {
    const built = buildNetwork({ ...network.configuration, batchSize: batch }, network.data);
    const session = await InferenceSession.create(encodeTrainingGraph(built, batch), {
      executionMode: 'sequential',
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
      enableProfiling: true,
      profileFilePrefix: join(folder, 'profile'),
    });
    const { sample } = scaleSample(built, { count: network.count, ...makeExamples(network), features: {} });
    const { parameters } = makeSetup(network, batch);
    const member = { network: built, batch, sample, parameters, noise: randomFrom('noise') };
    const run = new TrainingRun({ session, members: [member] });
    const order = permutation(network.count, randomFrom('order')).subarray(0, MOST_STEPS * batch);
    for (let epoch = 0; epoch < EPOCHS; epoch++) await run.runEpoch([{ order, learningRateAt: () => 0.001 }]);
    session.endProfiling();
    await session.release();
    const [file = ''] = readdirSync(folder);
    return nodeTimes(JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly Event[]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function nodeTimes(events: readonly Event[]): readonly NodeTime[] {
  const durations = new Map<string, { readonly event: Event; readonly times: number[] }>();
  for (const event of events) {
    const { name, cat, dur, args } = event;
    if (cat !== 'Node' || !name.endsWith('_kernel_time') || HOLDERS.has(args.op_name)) continue;
    const known = durations.get(name) ?? { event, times: [] };
    known.times.push(dur);
    durations.set(name, known);
  }
  return [...durations.values()].map(({ event: { name, args }, times }) => ({
    operator: args.op_name ?? '?',
    node: name.replace(/_kernel_time$/, ''),
    shapes: JSON.stringify(args.output_type_shape?.map((entry) => Object.values(entry)[0])),
    microseconds: times.sort((a, b) => a - b)[times.length >> 1] as number,
  }));
}

/** Shares by operator, the largest first. */
export function operatorShares(nodes: readonly NodeTime[], batch: number): readonly OperatorShare[] {
  const total = nodes.reduce((sum, { microseconds }) => sum + microseconds, 0);
  const operators = [...new Set(nodes.map(({ operator }) => operator))];
  return operators
    .map((operator) => {
      const own = nodes.filter((node) => node.operator === operator);
      const microseconds = own.reduce((sum, node) => sum + node.microseconds, 0);
      return { operator, count: own.length, nanoseconds: (1000 * microseconds) / batch, share: microseconds / total };
    })
    .sort((a, b) => b.nanoseconds - a.nanoseconds);
}
