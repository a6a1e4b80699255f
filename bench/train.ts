/**
 * @file How many times as long PyTorch takes to train as we do, one thread each, in turns. `npm run bench:train` times the networks of
 * bench/networks.ts at three batches; `-- --grid` also dense networks by depth and width, about 12 minutes in all on idle cores.
 * `--network NAME` and `--batch N` choose, as often as wanted; `--against DIR` adds another build of ours; `--rounds N` (9, 7 in a grid; 6 at least);
 * `--out FILE` keeps each cell as it is done, and goes on where a file ends; `--json` prints them. `node scripts/method.mjs FOLDER` makes
 * the tables of docs/measurements from files train-*.json.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type BenchNetwork, DENSE_NETWORKS, GRID, NETWORKS } from './networks.js';
import { operatorShares, profileNodes } from './operator-shares.js';
import { askedBatches, askedNetworks, BadRequest, engineRoot, exitWith, wholeNumber } from './train/asked.js';
import { type Cell, measureCell } from './train/cell.js';
import { keepRecord, machineHere, type Peaks, readRecord, type TrainRecord } from './train/record.js';
import { Trainee } from './train/trainee.js';

/** Of a side in a round. */
const SECONDS = 0.15;
/** What a cell takes besides its rounds. */
const OVERHEAD_SECONDS = 1.5;
/** Operators that a profile names. */
const MOST_OPERATORS = 6;

async function main(): Promise<void> {
  const { values: given } = readOptions();
  const rounds = wholeNumber('number of rounds', given.rounds ?? (given.grid ? '7' : '9'), 6, 99);
  const networks =
    given.network === undefined ? [...NETWORKS, ...(given.grid ? DENSE_NETWORKS : [])] : askedNetworks(given.network);
  const batches = given.batch === undefined ? GRID.batches : askedBatches(given.batch);
  const root = given.against === undefined ? undefined : engineRoot(given.against);
  const before = given.out === undefined ? undefined : readRecord(given.out);
  const trainees = openTrainees(root);
  try {
    const record = await beginRecord(trainees, before, rounds);
    const isMissing = (network: string, batch: number) =>
      record.cells.every((cell) => cell.network !== network || cell.batch !== batch);
    const asked = networks.flatMap((network) => batches.map((batch) => ({ network, batch })));
    const missing = asked.filter(({ network, batch }) => isMissing(network.name, batch));
    const minutes = (missing.length * (OVERHEAD_SECONDS + trainees.length * (rounds + 2) * SECONDS)) / 60;
    console.error(`${missing.length} of ${asked.length} cells to do, about ${Math.ceil(minutes)} min on idle cores`);
    for (const { network, batch } of missing) {
      const cell = await measure(network, batch, trainees, rounds, record.peaks.ours);
      record.cells.push(cell);
      console.error(lineOf(cell));
      if (given.out !== undefined) keepRecord(given.out, record);
    }
    const ended = { ...record, peaksAtEnd: await peaksOf(trainees) };
    if (given.out !== undefined) keepRecord(given.out, ended);
    if (given.json) console.log(JSON.stringify(ended, null, 1));
  } finally {
    for (const trainee of trainees) await trainee.close();
  }
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        grid: { type: 'boolean', default: false },
        network: { type: 'string', multiple: true },
        batch: { type: 'string', multiple: true },
        against: { type: 'string' },
        rounds: { type: 'string' },
        out: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new BadRequest(error instanceof Error ? error.message : String(error));
  }
}

/** Ours first. Without PyTorch it is said what is missing, and we are timed alone. */
function openTrainees(root: string | undefined): readonly Trainee[] {
  const missing = [
    ['python3-torch', '/usr/lib/python3/dist-packages/torch'],
    ['libopenblas0', '/usr/lib/x86_64-linux-gnu/openblas-pthread'],
  ].filter(([, path]) => !existsSync(path as string));
  if (missing.length > 0) {
    console.error(`No PyTorch: ${missing.map(([name]) => name).join(' and ')} not installed (apt install them).`);
  }
  return [
    Trainee.ours(),
    ...(root === undefined ? [] : [Trainee.engineAt(root)]),
    ...(missing.length > 0 ? [] : [Trainee.torch('tuned'), Trainee.torch('plain')]),
  ];
}

/** @throws BadRequest where the file was written under other conditions. */
async function beginRecord(
  trainees: readonly Trainee[],
  before: TrainRecord | undefined,
  rounds: number,
): Promise<TrainRecord & { readonly cells: Cell[] }> {
  const software = Object.fromEntries(
    await Promise.all(trainees.map(async (trainee) => [trainee.name, await trainee.software()] as const)),
  );
  const peaks = await peaksOf(trainees);
  for (const [name, { version, threads, detail }] of Object.entries(software)) {
    const peak = ((peaks as Readonly<Record<string, number>>)[name] ?? Number.NaN) / 1e9;
    console.error(
      `${name}: ${version}, ${detail}; threads ${threads.join(', ')}; matrix products at ${peak.toFixed(0)} GFLOP/s`,
    );
  }
  const machine = machineHere();
  if (before === undefined) return { machine, software, peaks, rounds, cells: [] };
  if (JSON.stringify([before.machine, before.software]) === JSON.stringify([machine, software])) {
    return { ...before, cells: [...before.cells] };
  }
  throw new BadRequest(
    'The file of --out was written on another machine or with other versions. Name another file: one table is of one machine.',
  );
}

async function peaksOf(trainees: readonly Trainee[]): Promise<Peaks> {
  const peaks: Record<string, number> = {};
  for (const trainee of trainees) peaks[trainee.name] = await trainee.peak();
  return { ours: 0, ...peaks };
}

/** With a profile where PyTorch is the faster one. */
async function measure(
  network: BenchNetwork,
  batch: number,
  trainees: readonly Trainee[],
  rounds: number,
  peak: number,
): Promise<Cell> {
  const isFlat = network.data.inputShape.length === 1;
  // What makes PyTorch faster on dense layers never makes it slower; of pictures the faster one is taken.
  const sides = trainees.filter(({ name }) => name !== 'plain' || !isFlat);
  const cell = await measureCell(network, batch, sides, { rounds, seconds: SECONDS, peak });
  if (toPyTorch(cell) >= 1) return cell;
  const profile = operatorShares(await profileNodes(network, batch), batch).slice(0, MOST_OPERATORS);
  return { ...cell, profile };
}

/** Of processor time, to the faster one of PyTorch's; infinite where there is none. */
function toPyTorch({ ratios }: Cell): number {
  return Math.min(...['tuned', 'plain'].map((name) => ratios[name]?.processor.value ?? Number.POSITIVE_INFINITY));
}

function lineOf({ network, batch, sides, ratios, shareOfPeak, profile, notes }: Cell): string {
  const told = Object.entries(ratios).map(([name, { wall, processor }]) => {
    const { value, low, high } = processor;
    return `${name} ${value.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}] (wall ${wall.value.toFixed(2)})`;
  });
  const shares = profile?.map(({ operator, share }) => `${operator} ${(100 * share).toFixed(0)} %`);
  return [
    `${network}, batch ${batch}: ${sides.ours?.microseconds.toFixed(2)} µs an example, ${shareOfPeak.toFixed(2)} of the peak`,
    ...told,
    ...(shares === undefined ? [] : [`our time: ${shares.join(', ')}`]),
    ...notes,
  ].join('; ');
}

main().catch(exitWith);
