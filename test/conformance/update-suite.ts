/**
 * @file What every optimizer, initialisation and schedule must be: by properties that no reference is needed for. Each fault is a sentence
 * that names the entry.
 */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { randomFrom } from '../../src/core/index.js';
import { emitGraph } from '../../src/engine/network/graph/stack.js';
import { Graph } from '../../src/engine/network/graph/tensor.js';
import { type INITIALIZER_KINDS, initializeParameters } from '../../src/engine/network/initializers/index.js';
import type { Kind } from '../../src/engine/network/kinds.js';
import { encodeModel, OnnxGraph } from '../../src/engine/network/onnx/onnx-graph.js';
import type { Optimizer } from '../../src/engine/network/optimizers/index.js';
import type { SCHEDULE_KINDS } from '../../src/engine/network/schedules/index.js';

interface Claim<Entry> {
  readonly says: string;
  holds(entry: Entry): boolean | Promise<boolean>;
}

async function faultsOf<Entry>(
  what: string,
  claims: readonly Claim<Entry>[],
  entry: Entry,
): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const { says, holds } of claims) if (!(await holds(entry))) faults.push(`${what}: ${says}`);
  return faults;
}

type Values = Float32Array<ArrayBufferLike>;

/** Steps of an optimizer from 0 states: `run` gives the parameters after it. */
async function openOptimizer(optimizer: Optimizer, size: number) {
  const onnx = new OnnxGraph('update');
  const graph = new Graph();
  const input = (name: string, length: number) => graph.input(onnx.input(name, 'float32', [length]), [length]);
  const [parameters, gradient] = [input('parameters', size), input('gradient', size)];
  const states = optimizer.initialStates.map((_, place) => input(`state${place}`, size));
  const coefficients = Array.from({ length: optimizer.coefficientCount }, (_, place) =>
    input(`coefficient${place}`, 1),
  );
  const update = optimizer.update(parameters, gradient, states, coefficients);
  const names = emitGraph(onnx, [update.parameters, ...update.states]);
  for (const name of names) onnx.output(name, 'float32', [size]);
  const session = await InferenceSession.create(encodeModel(onnx), { intraOpNumThreads: 1, logSeverityLevel: 3 });
  const initial = optimizer.initialStates.map((value) => new Float32Array(size).fill(value));
  const tensor = (values: Values) => new Tensor('float32', values, [values.length]);
  return {
    close: () => session.release(),
    /** After so many steps along `slopeAt`. */
    run: async (
      start: Values,
      slopeAt: (at: Values) => Values,
      steps: number,
      rate = optimizer.learningRate,
    ): Promise<Values> => {
      let at = start;
      let own: readonly Values[] = initial;
      for (let step = 1; step <= steps; step++) {
        const given = optimizer.coefficientsAt(step, rate);
        const results = await session.run({
          ...{ parameters: tensor(at), gradient: tensor(slopeAt(at)) },
          ...Object.fromEntries(own.map((values, place) => [`state${place}`, tensor(values)])),
          ...Object.fromEntries(given.map((value, place) => [`coefficient${place}`, tensor(Float32Array.of(value))])),
        });
        const [moved, ...left] = names.map((name) => (results[name] as Tensor).data as Values) as [Values, ...Values[]];
        [at, own] = [moved, left];
      }
      return at;
    },
  };
}

const START = Float32Array.of(0.3, -0.2, 0.1, 0.25);
const slope = (at: Values): Values => at.map((value, place) => (place + 1) * value);
const lossOf = (at: Values): number => at.reduce((sum, value, place) => sum + ((place + 1) * value ** 2) / 2, 0);
const isNear = (left: Values, right: Values): boolean =>
  left.every((value, place) => Math.abs(value - (right[place] as number)) <= 1e-6);

type Steps = Awaited<ReturnType<typeof openOptimizer>>;

const UPDATES: readonly Claim<Steps>[] = [
  {
    says: 'its first step does not go down the slope',
    holds: async ({ run }) => {
      const moved = await run(START, slope, 1);
      return moved.every((value, place) => (value - (START[place] as number)) * (START[place] as number) < 0);
    },
  },
  {
    says: 'its loss does not fall',
    holds: async ({ run }) => lossOf(await run(START, slope, 200)) < 0.9 * lossOf(START),
  },
  {
    says: 'a first step of twice the rate is not twice as long',
    holds: async ({ run }) => {
      const [once, twice] = [await run(START, slope, 1, 1e-3), await run(START, slope, 1, 2e-3)];
      return isNear(
        twice.map((value, place) => value - (START[place] as number)),
        once.map((value, place) => 2 * (value - (START[place] as number))),
      );
    },
  },
  {
    says: 'a parameter depends on its neighbours',
    holds: async ({ run }) => {
      const turned = await run(START.toReversed(), (at) => slope(at.toReversed()).toReversed(), 7);
      return isNear(turned.toReversed(), await run(START, slope, 7));
    },
  },
];

/** What is wrong with an optimizer, at its defaults and without decay. */
export async function optimizerFaults({ name, fields, build }: Kind<Optimizer>): Promise<readonly string[]> {
  const optimizer = build('weightDecay' in fields ? { weightDecay: 0 } : {});
  const what = `the optimizer ${name}`;
  const told = [1, 2, 100].map((step) => optimizer.coefficientsAt(step, 0.01));
  if (told.some((given) => given.length !== optimizer.coefficientCount || !given.every(Number.isFinite)))
    return [`${what}: its graph takes ${optimizer.coefficientCount} coefficients, and it gives ${told[0]?.length}`];
  const steps = await openOptimizer(optimizer, START.length);
  try {
    return await faultsOf(what, UPDATES, steps);
  } finally {
    await steps.close();
  }
}

const SPEC = { name: 'w', shape: [60, 200], role: 'weight', fanIn: 60, fanOut: 200 } as const;

/** The standard deviation of weights, by name; what is drawn uniformly or normally ends so. */
const DEVIATIONS: Readonly<Record<string, number>> = {
  pytorch: Math.sqrt(1 / (3 * SPEC.fanIn)),
  kaiming: Math.sqrt(2 / SPEC.fanIn),
  xavier: Math.sqrt(2 / (SPEC.fanIn + SPEC.fanOut)),
  lecun: Math.sqrt(1 / SPEC.fanIn),
  orthogonal: Math.sqrt(1 / SPEC.fanOut),
  constant: 0,
};

type Initializer = (typeof INITIALIZER_KINDS)[number];

/** What is wrong with the law of an initialisation: its first, second and fourth moment. */
export function initializerFaults({ name }: Initializer, told = DEVIATIONS): readonly string[] {
  const what = `the initialisation ${name}`;
  const deviation = told[name] ?? told[name.replace(/-(uniform|normal)$/, '')];
  if (deviation === undefined) return [`${what}: say its standard deviation in DEVIATIONS of the suite`];
  const settings = { name, ...(name === 'constant' ? { value: 0.5 } : {}) };
  const values = initializeParameters(settings, [SPEC], randomFrom('conformance', name));
  const moment = (power: number, about = 0) =>
    values.reduce((sum, value) => sum + (value - about) ** power, 0) / values.length;
  const mean = moment(1);
  const found = Math.sqrt(moment(2, mean));
  const shape = name.endsWith('-uniform') ? 1.8 : name.endsWith('-normal') ? 3 : undefined;
  const kurtosis = moment(4, mean) / moment(2, mean) ** 2;
  return [
    ...(values.length === 12_000 && values.every(Number.isFinite) ? [] : [`${what}: it gives no weight for each`]),
    ...(deviation === 0 || Math.abs(mean) < (5 * deviation) / Math.sqrt(values.length)
      ? []
      : [`${what}: its mean is ${mean}`]),
    ...(Math.abs(found - deviation) <= 0.03 * deviation + 1e-9
      ? []
      : [`${what}: its standard deviation is ${found}, and not ${deviation}`]),
    ...(shape === undefined || Math.abs(kurtosis - shape) < 0.2
      ? []
      : [`${what}: its kurtosis is ${kurtosis}, and not ${shape}`]),
  ];
}

type Schedule = (typeof SCHEDULE_KINDS)[number];

/** Of those that have settings without a default. */
const SCHEDULED: Readonly<Record<string, object>> = { step: { everyEpochs: 3 } };

/** What is wrong with a schedule: over a training of ten epochs, with and without a warm-up. */
export function scheduleFaults(kind: Schedule): readonly string[] {
  const what = `the schedule ${kind.name}`;
  const given = SCHEDULED[kind.name] ?? {};
  const factors = (warmupEpochs: number, epochs: number): readonly number[] => {
    const schedule = kind.build({ ...given, warmupEpochs });
    return Array.from({ length: 4 * epochs }, (_, step) => schedule(step + 1, { epochs, stepsPerEpoch: 4 }));
  };
  const [plain, warmed] = [factors(0, 10), factors(2, 12)];
  return [
    ...(plain.every((factor) => factor >= 0 && factor <= 1 + 1e-12)
      ? []
      : [`${what}: a factor is not between 0 and 1`]),
    ...(Math.max(...plain) > 0.99 ? [] : [`${what}: it never comes near the learning rate`]),
    ...((kind.name === 'constant') === (new Set(plain).size === 1)
      ? []
      : [`${what}: it does not change, or constant does`]),
    ...(warmed.slice(0, 8).every((factor, step) => Math.abs(factor - (step + 1) / 8) < 1e-12)
      ? []
      : [`${what}: it does not rise evenly while it warms up`]),
    ...(warmed.slice(8).every((factor, step) => Math.abs(factor - (plain[step] as number)) < 1e-12)
      ? []
      : [`${what}: after its warm-up it is another`]),
  ];
}
