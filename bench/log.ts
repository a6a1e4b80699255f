/**
 * @file Costs of the log: appends a second, one outcome and eight at a time, and the time to open a log of many outcomes.
 * `node .../log.js <folder> [<outcomes>] [<another store's index.js>]`: with a third argument that build takes turns with this one.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Outcome, type RunHeader, replicateStreams } from '../src/core/index.js';
import * as ownStore from '../src/evidence/log/index.js';

type StoreRoom = Pick<typeof ownStore, 'createSqliteStore' | 'openSqliteStore'>;

const CANDIDATES = 1000;
const ROUNDS = 5;
const APPENDS = 400;

const header: RunHeader = {
  name: 'bench',
  identity: 'f00d',
  identityParts: { data: 'd', trainer: 't', seed: '1' },
  seed: 1,
  plan: { kind: 'race' },
  experiment: { name: 'bench' },
  candidates: Array.from({ length: CANDIDATES }, (_, index) => ({
    id: `c${index}`,
    label: `units=${index}`,
    configuration: { units: index },
  })),
};

function outcomeOf(index: number): Outcome {
  return {
    trial: {
      candidate: `c${index % CANDIDATES}`,
      streams: replicateStreams(Math.floor(index / CANDIDATES)),
      fidelity: { sampleSize: 100 },
      repeat: 0,
    },
    status: 'completed',
    loss: Math.sin(index) / 3,
    metrics: { accuracy: Math.cos(index) / 3 },
    lossPerEpoch: [1 / 3, 1 / 7, 1 / 9],
    seconds: 1.25,
  };
}

function create(room: StoreRoom, folder: string) {
  const store = room.createSqliteStore(join(folder, 'log.sqlite'), header);
  return { store, question: store.ask({ header }) };
}

function withFolder<T>(parent: string, work: (folder: string) => T): T {
  const folder = mkdtempSync(join(parent, 'surefoot-bench-log-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Outcomes a second. */
function appendRate(room: StoreRoom, parent: string, group: number): number {
  return withFolder(parent, (folder) => {
    const { store, question } = create(room, folder);
    question.append([outcomeOf(0)]);
    const started = performance.now();
    for (let index = 1; index <= APPENDS * group; index += group)
      question.append(Array.from({ length: group }, (_, place) => outcomeOf(index + place)));
    const rate = (1000 * APPENDS * group) / (performance.now() - started);
    store.close();
    return rate;
  });
}

function openMs(room: StoreRoom, path: string): number {
  const started = performance.now();
  const store = room.openSqliteStore(path, { readOnly: true });
  const count = store.outcomes().length;
  const ms = performance.now() - started;
  store.close();
  if (count === 0) throw new Error('nothing was read');
  return ms;
}

function fill(room: StoreRoom, folder: string, outcomes: number): string {
  const { store, question } = create(room, folder);
  const GROUP = 10_000;
  for (let index = 0; index < outcomes; index += GROUP)
    question.append(Array.from({ length: Math.min(GROUP, outcomes - index) }, (_, place) => outcomeOf(index + place)));
  store.close();
  return join(folder, 'log.sqlite');
}

const [parent = '.', count = '1000000', other] = process.argv.slice(2);
const rooms: [string, StoreRoom][] = [['this build', ownStore]];
if (other !== undefined) rooms.unshift(['the other', (await import(pathToFileURL(other).href)) as StoreRoom]);

const say = (name: string, what: string, values: number[], unit: string) => {
  const sorted = values.toSorted((a, b) => a - b);
  const shown = [sorted[Math.floor(sorted.length / 2)], sorted[0], sorted.at(-1)].map((value) => value?.toFixed(0));
  console.log(`${name.padEnd(12)}${what.padEnd(34)}${shown[0]} ${unit} [${shown[1]}, ${shown[2]}]`);
};
for (const group of [1, 8]) {
  const rates = rooms.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++)
    for (const [place, [, room]] of rooms.entries()) rates[place]?.push(appendRate(room, parent, group));
  for (const [place, [name]] of rooms.entries()) say(name, `appends of ${group}`, rates[place] ?? [], 'outcomes/s');
}
withFolder(parent, (folder) => {
  const paths = rooms.map(([, room], place) => {
    const own = mkdtempSync(join(folder, `${place}-`));
    return fill(room, own, Number(count));
  });
  const times = rooms.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++)
    for (const [place, [, room]] of rooms.entries()) times[place]?.push(openMs(room, paths[place] as string));
  for (const [place, [name]] of rooms.entries()) say(name, `open ${count} outcomes`, times[place] ?? [], 'ms');
});
