/** @file One cell of the comparison: a network at a batch, by all sides in turns, from equal weights along equal batches. */
import { loadavg } from 'node:os';
import { permutation, randomFrom } from '../../src/core/index.js';
import type { BenchNetwork } from '../networks.js';
import { operationsPerExample } from '../operations.js';
import type { OperatorShare } from '../operator-shares.js';
import { makeSetup, type Setup } from '../setup.js';
import { median, pairedRatio, type Ratio } from './paired-ratio.js';
import type { Time, Trainee } from './trainee.js';

/** Losses of all sides agree this far over the first steps, or there is no ratio. */
const AGREEMENT = { steps: 50, tolerance: 1e-3 };
/** More cores than this for one thread cannot be an error of the clocks. */
const MOST_CORES = 1.05;
/** Fewer than this, and others had the processor: ratios of wall time say little then. */
const FEWEST_CORES = 0.9;
const STEPS = { least: 2, most: 4000 };

/** Medians of a side. */
interface Side {
  readonly examplesPerSecond: number;
  /** Processor time of an example. */
  readonly microseconds: number;
  readonly cores: number;
}

export interface Cell {
  readonly network: string;
  readonly batch: number;
  /** Of the input, the hidden layers in one text, and the outputs. */
  readonly shape: string;
  readonly parameters: number;
  /** Multiplications and additions of matrix products that an example needs in a step. */
  readonly operations: number;
  /** Of a round. */
  readonly steps: number;
  readonly rounds: number;
  readonly at: string;
  readonly load: number;
  readonly sides: Readonly<Record<string, Side>>;
  /** By side: how many times as long it takes as ours. Empty where the sides cannot be compared. */
  readonly ratios: Readonly<Record<string, { readonly wall: Ratio; readonly processor: Ratio }>>;
  /** Of our processor time at the machine's best rate of matrix products: what the operations need. */
  readonly shareOfPeak: number;
  readonly notes: readonly string[];
  /** Where our time goes; present where it was asked for. */
  readonly profile?: readonly OperatorShare[];
}

export interface CellOptions {
  readonly rounds: number;
  /** Of a side in a round. */
  readonly seconds: number;
  readonly peak: number;
}

/** `asked`: ours first. Another side that cannot train the network is left out. */
export async function measureCell(
  network: BenchNetwork,
  batch: number,
  asked: readonly Trainee[],
  { rounds, seconds, peak }: CellOptions,
): Promise<Cell> {
  const setup = makeSetup(network, batch);
  const steps = await stepsFor(seconds, setup, asked[0] as Trainee);
  const refusals = await inTurn(asked, (trainee) => trainee.setUp(setup));
  const trainees = asked.filter((_, index) => refusals[index] === undefined);
  const orderOf = (round: number) => randomOrder(network.count, steps * batch, `round ${round}`);
  const notes = await compareLosses(orderOf(0), trainees);
  const times: Time[][] = trainees.map(() => []);
  for (let round = 1; round <= rounds; round++) {
    const order = orderOf(round);
    // The engine that comes first changes, so that it is no advantage.
    for (let turn = 0; turn < trainees.length; turn++) {
      const index = (round + turn) % trainees.length;
      (times[index] as Time[]).push(await (trainees[index] as Trainee).time(order));
    }
  }
  const sides = times.map((own) => sideOf(own, steps * batch));
  const cores = sides.map((side) => side.cores);
  const shown = cores.map((count) => count.toFixed(2)).join(', ');
  if (cores.some((count) => count > MOST_CORES)) notes.push(`cores used are ${shown}: more than one; no ratio`);
  const isCompared = notes.length === 0;
  for (const [index, refusal] of refusals.entries()) {
    if (refusal !== undefined) notes.push(`${(asked[index] as Trainee).name} cannot: ${refusal.slice(0, 60)}`);
  }
  if (cores.some((count) => count < FEWEST_CORES)) notes.push(`cores had are ${shown}: others were at work`);
  const [ours = [], ...others] = times;
  const ratios = others.map((own, index) => {
    const name = (trainees[index + 1] as Trainee).name;
    const ratio = { wall: pairedRatio(ours, own, 'seconds'), processor: pairedRatio(ours, own, 'processorSeconds') };
    return [name, ratio] as const;
  });
  const operations = operationsPerExample(network);
  return {
    network: network.name,
    batch,
    shape: shapeOf(network),
    parameters: setup.parameters.length,
    operations,
    steps,
    rounds,
    at: new Date().toISOString(),
    load: loadavg()[0] as number,
    sides: Object.fromEntries(sides.map((side, index) => [(trainees[index] as Trainee).name, side])),
    ratios: isCompared ? Object.fromEntries(ratios) : {},
    shareOfPeak: operations / ((sides[0] as Side).microseconds / 1e6) / peak,
    notes,
  };
}

/** One after the other, so that none disturbs another. */
async function inTurn<Result>(
  trainees: readonly Trainee[],
  ask: (trainee: Trainee) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const trainee of trainees) results.push(await ask(trainee));
  return results;
}

/** So many that a round takes about `seconds` of our processor time. */
async function stepsFor(seconds: number, setup: Setup, ours: Trainee): Promise<number> {
  const { network, batch } = setup;
  const refusal = await ours.setUp(setup);
  if (refusal !== undefined) throw new Error(refusal);
  let { steps, taken } = { steps: STEPS.least, taken: 0 };
  // The first one warms up; then more, until clocks can tell.
  for (let turn = 0; turn < 2 || (taken < seconds / 10 && steps < STEPS.most); turn++) {
    if (turn > 1) steps *= 4;
    taken = (await ours.time(randomOrder(network.count, steps * batch, 'steps'))).processorSeconds;
  }
  return Math.min(STEPS.most, Math.max(STEPS.least, Math.round((steps * seconds) / taken)));
}

/** Whole shuffles of the examples, one after the other, cut to the length. */
function randomOrder(count: number, length: number, name: string): Int32Array {
  const random = randomFrom('bench', name);
  const order = new Int32Array(Math.ceil(length / count) * count);
  for (let start = 0; start < order.length; start += count) order.set(permutation(count, random), start);
  return order.slice(0, length);
}

/** Says where losses from equal weights do not agree along the same batches. */
async function compareLosses(order: Int32Array, trainees: readonly Trainee[]): Promise<string[]> {
  const losses = await inTurn(trainees, (trainee) => trainee.losses(order));
  const [ours = [], ...others] = losses.map((own) => own.slice(0, AGREEMENT.steps));
  const worst = others.map((own) => Math.max(...own.map((loss, step) => Math.abs(loss - (ours[step] as number)))));
  return worst.flatMap((difference, index) =>
    difference <= AGREEMENT.tolerance
      ? []
      : [
          `losses differ from ${(trainees[index + 1] as Trainee).name} by ${difference.toExponential(1)} in ${ours.length} steps; no ratio`,
        ],
  );
}

function sideOf(times: readonly Time[], examples: number): Side {
  return {
    examplesPerSecond: examples / median(times.map(({ seconds }) => seconds)),
    microseconds: (1e6 * median(times.map(({ processorSeconds }) => processorSeconds))) / examples,
    cores: median(times.map(({ seconds, processorSeconds }) => processorSeconds / seconds)),
  };
}

function shapeOf({ data: { inputShape, targetNames, classes } }: BenchNetwork): string {
  return `${inputShape.join(' x ')} to ${Math.max(targetNames.length, classes.length)}`;
}
