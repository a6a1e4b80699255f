/**
 * @file Several trainings in one graph beside the same one at a time: processor time of an epoch of each, alternating in one
 * process, and whether losses and parameters are equal bit for bit. `npm run bench:stack` prints a table for eight together, `-- 4` for
 * four, `-- 8 mlp-2x64` of one network.
 */
import { permutation, randomFrom } from '../src/core/index.js';
import { initializeParameters } from '../src/engine/network/initializers/index.js';
import { buildNetwork } from '../src/engine/network/network.js';
import { openSession } from '../src/engine/network/runtime/session.js';
import { TrainingRun } from '../src/engine/network/runtime/training-run.js';
import { encodeTrainingGraph } from '../src/engine/network/training-graph.js';
import { scaleSample } from '../src/engine/network/training-sample.js';
import { type BenchNetwork, makeExamples, networkNamed } from './networks.js';

const REPEATS = 9;
const [count = '8', name] = process.argv.slice(2);
const MEMBERS = Number(count);

/** What the example on digits trains, and as many examples. */
const DIGITS: BenchNetwork = {
  ...(networkNamed('demo') as BenchNetwork),
  name: 'digits.yaml',
  configuration: {
    layers: [{ conv: { filters: 8, kernel: 5 } }, { maxPool: 2 }, { dense: { units: 32 } }],
    optimizer: { name: 'adamw', learningRate: 0.001 },
    inputs: 'none',
  },
  count: 600,
};

const CASES: readonly (readonly [BenchNetwork, number])[] = [
  ...[8, 16, 32, 64, 128].flatMap((units) =>
    [1, 2, 4].flatMap((layers) =>
      [8, 32, 128].map((batch) => [networkNamed(`mlp-${layers}x${units}`) as BenchNetwork, batch] as const),
    ),
  ),
  [DIGITS, 20],
];

/** Examples of an epoch. */
const COUNT = 1024;

async function benchStack(timed: BenchNetwork, batch: number) {
  const network = { ...timed, count: Math.min(timed.count, COUNT) };
  const built = buildNetwork({ ...network.configuration, batchSize: batch }, network.data);
  const { sample } = scaleSample(built, { count: network.count, ...makeExamples(network), features: {} });
  const members = Array.from({ length: MEMBERS }, (_, place) => ({
    network: built,
    batch,
    sample,
    parameters: initializeParameters({ name: 'pytorch' }, built.parameters, randomFrom('init', place)),
    noise: randomFrom('noise', place),
  }));
  const single = await openSession(encodeTrainingGraph(built, batch));
  const stacked = await openSession(encodeTrainingGraph(built, batch, MEMBERS));
  const alone = members.map((member) => new TrainingRun({ session: single, members: [member] }));
  const together = new TrainingRun({ session: stacked, members });
  const times: { alone: number; together: number }[] = [];
  let isEqual = true;
  for (let repeat = 0; repeat <= REPEATS; repeat++) {
    const epochs = members.map((_, place) => ({
      order: permutation(network.count, randomFrom('order', place, repeat)),
      learningRateAt: () => built.optimizer.learningRate,
    }));
    const own: Float64Array[] = [];
    const time = {
      alone: await processorSeconds(async () => {
        for (const [place, run] of alone.entries()) own.push(...(await run.runEpoch(epochs.slice(place, place + 1))));
      }),
      together: await processorSeconds(async () => {
        const losses = await together.runEpoch(epochs);
        isEqual &&= losses.every((values, place) => isSame(values, own[place]));
      }),
    };
    if (repeat > 0) times.push(time);
    isEqual &&= alone.every((run, place) => isSame(run.parametersOf(0), together.parametersOf(place)));
  }
  await single.release();
  await stacked.release();
  const ratios = times.map((time) => time.alone / time.together).sort((a, b) => a - b);
  const steps = MEMBERS * Math.ceil(network.count / batch);
  const stepsAlone = times.map((time) => (time.alone / steps) * 1e6).sort((a, b) => a - b);
  return {
    network: network.name,
    batch,
    parameters: built.parameterCount,
    'a step alone, µs': stepsAlone[REPEATS >> 1]?.toFixed(0),
    'times as fast': ratios[REPEATS >> 1]?.toFixed(2),
    from: ratios[0]?.toFixed(2),
    to: ratios.at(-1)?.toFixed(2),
    equal: isEqual,
  };
}

async function processorSeconds(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function isSame(left: Float64Array | Float32Array, right: Float64Array | Float32Array | undefined): boolean {
  return left.every((value, index) => Object.is(value, right?.[index]));
}

const rows = [];
for (const [network, batch] of CASES) {
  if (name === undefined || name === network.name) rows.push(await benchStack(network, batch));
}
console.log(`${MEMBERS} trainings in one graph, one thread, processor time: medians of ${REPEATS} epochs`);
console.table(rows);
