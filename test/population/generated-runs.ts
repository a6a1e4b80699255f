/**
 * @file Races of trainers that fail, diverge and collapse, drawn from a seed, and what became of every training by the trainer's own record: the
 * truth that each outlet is held to.
 */
import { join } from 'node:path';
import { openRunLog } from '../../dist/app/folder/logged-run.js';
import { select } from '../../dist/app/index.js';
import { type Random, randomFrom } from '../../src/core/index.js';
import { FRESH_FROM } from '../../src/questions/race/plan/index.js';
import { trialsIn } from './trials-csv.js';

/** How a training ended, by its trainer. */
export type Ending = 'came out' | 'collapsed' | 'failed';

export interface RecordedTraining {
  /** The setting that tells its candidate apart. */
  readonly x: number;
  readonly replicate: number;
  readonly isFresh: boolean;
  readonly ending: Ending;
  /** As it was returned; NaN where it failed. */
  readonly loss: number;
}

export interface GeneratedRun {
  readonly name: string;
  readonly folder: string;
  /** Those that the race used in the end: others were trained before it was known that nobody needs them. */
  readonly trainings: readonly RecordedTraining[];
  /** All that ended, in the log. */
  readonly logged: readonly RecordedTraining[];
  /** What its failures count as: nothing, or the worst. */
  readonly areExcluded: boolean;
  readonly criterion: string;
}

/** Above it a training collapsed; every loss that came out lies below. */
export const BAR = 1.5;

interface Trainer {
  readonly failing: number;
  readonly diverging: number;
  readonly collapsing: number;
}

const CRITERIA = ['q3', 'q3', 'median', 'mean', 'q3+iqr'] as const;

function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[Math.floor(items.length * random.uniform())] as Item;
}

/** Most candidates come out, some hardly ever. */
function trainerOf(random: Random): Trainer {
  const share = (): number => pick(random, [0, 0, 0.1, 0.3, 0.6]);
  return random.uniform() < 0.12
    ? { failing: 0, diverging: 1, collapsing: 0 }
    : { failing: share(), diverging: share() / 2, collapsing: share() / 2 };
}

export function endingOf(
  trainers: readonly Trainer[],
  seed: number,
  x: number,
  replicate: number,
): Pick<RecordedTraining, 'ending' | 'loss'> {
  const random = randomFrom('test', 'one-population', seed, x, replicate);
  const { failing, diverging, collapsing } = trainers[x] as Trainer;
  const [first, second, third] = [random.uniform(), random.uniform(), random.uniform()];
  const loss = 0.4 + 0.03 * x + 0.05 * random.normal();
  if (first < failing) return { ending: 'failed', loss: Number.NaN };
  if (second < diverging) return { ending: 'collapsed', loss: pick(random, [Number.NaN, Number.POSITIVE_INFINITY]) };
  if (third < collapsing) return { ending: 'collapsed', loss: 2.3 + 0.1 * random.uniform() };
  return { ending: 'came out', loss };
}

/** What is drawn of a race beside its trainers. */
export function drawnRace(seed: number) {
  const random = randomFrom('test', 'one-population', seed);
  const trainers = Array.from({ length: 2 + Math.floor(5 * random.uniform()) }, () => trainerOf(random));
  const action = pick(random, ['exclude', 'worst', undefined] as const);
  const reliability = random.uniform() < 0.15 ? { reliability: 0.8 } : {};
  const race = {
    criterion: pick(random, CRITERIA),
    tolerance: 0.02,
    maxReplicates: pick(random, [3, 4, 8, 20]),
    finalTrials: pick(random, [5, 12, 20]),
    collapse: { above: BAR },
    ...reliability,
  };
  return { trainers, action, race };
}

/** Run number `seed`, in a folder of its own; undefined where it was refused because nothing at all works. */
export async function generateRun(seed: number, folder: string): Promise<GeneratedRun | undefined> {
  const { trainers, action, race } = drawnRace(seed);
  const experiment = {
    name: `generated-${seed}`,
    seed,
    space: { x: trainers.map((_, x) => x) },
    race,
    failures: { retries: 0, ...(action === undefined ? {} : { action }) },
  };
  // One training is made twice, which shows that seeds are followed.
  const trainings = new Map<string, RecordedTraining>();
  const train = (
    { x }: { readonly x: number },
    { streams: { init } }: { readonly streams: { readonly init: number } },
  ): number => {
    const ended = endingOf(trainers, seed, x, init);
    trainings.set(`${x} ${init}`, { x, replicate: init, isFresh: init >= FRESH_FROM, ...ended });
    if (ended.ending === 'failed') throw new Error('out of memory');
    return ended.loss;
  };
  const out = join(folder, `run-${seed}`);
  try {
    await select({ experiment, trainer: train, out, workers: 1 });
    return {
      name: `run ${seed}`,
      folder: out,
      trainings: usedOf(out, trainings),
      logged: loggedOf(out, trainings),
      areExcluded: action === 'exclude',
      criterion: race.criterion,
    };
  } catch (error) {
    if (/Nothing works|Nothing is chosen|every/i.test((error as Error).message)) return undefined;
    throw error;
  }
}

function loggedOf(folder: string, trainings: ReadonlyMap<string, RecordedTraining>): readonly RecordedTraining[] {
  const store = openRunLog(folder);
  const xOf = new Map(store.candidates().map(({ id, configuration }) => [id, configuration.x as number]));
  const own = store.outcomes().filter(({ trial }) => trial.repeat === 0);
  store.close();
  return own.map(
    ({ trial: { candidate, streams } }) => trainings.get(`${xOf.get(candidate)} ${streams.init}`) as RecordedTraining,
  );
}

function usedOf(folder: string, trainings: ReadonlyMap<string, RecordedTraining>): readonly RecordedTraining[] {
  return trialsIn(folder).map(({ x, replicate }) => trainings.get(`${x} ${replicate}`) as RecordedTraining);
}
