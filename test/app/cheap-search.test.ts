/** @file A search that trains for less first, from the outside: what cheap trainings say, what they cost, and where they must not stand. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createRace, select } from '../../dist/app/index.js';
import { effortText, type Result } from '../../src/report/index.js';
import { temporaryFolder } from './command-line.js';
import { surefootHere as surefoot } from './command-line-here.js';

/** Cheap losses are so large that one among the others would show. */
const CHEAP = 1000;

interface Call {
  readonly seeds: { readonly init: number };
  readonly fidelity: { readonly epochs: number };
}

/** Most of it is each candidate's own. */
const train = ({ rate, width }: Readonly<Record<string, number>>, { seeds, fidelity }: Call): number => {
  const own = Math.abs(Math.sin(1e4 * (rate as number) + 77 * (width as number)));
  const noise = (seeds.init % 1000) / 1000;
  return fidelity.epochs === 0 ? 1 + 3 * own + 0.3 * noise : CHEAP + 50 * own + 5 * noise;
};

const EXPERIMENT = {
  name: 'cheap',
  space: {
    rate: Array.from({ length: 12 }, (_, step) => (step + 1) / 100),
    width: Array.from({ length: 10 }, (_, step) => 8 * (step + 1)),
  },
  search: { audit: 6, fidelity: { epochs: 5, of: 50 } },
  race: { criterion: 'mean', maxReplicates: 6, finalTrials: 2 },
};

const searched = async (out: string, workers: number, trials: number, experiment: object = EXPERIMENT) => {
  const { result } = await select({
    experiment: { ...experiment, workers, budget: { trials } } as never,
    trainer: train as never,
    out,
  });
  return result as Result;
};

test('cheap trainings choose who is trained, cost their share, and are in no figure', async () => {
  const folder = temporaryFolder(onTestFinished);
  const one = await searched(join(folder, 'one'), 1, 60);
  const { cheap: [level] = [] } = one.search ?? {};
  expect(level).toMatchObject({ name: '5 of 50 epochs', share: 0.1, used: true });
  expect(level?.tau).toBeGreaterThan(0.5);
  // A budget of 60 holds 60 full ones, a cheap one being a tenth.
  const cheap = level?.trials ?? 0;
  expect(cheap).toBeGreaterThan(40);
  const { race, fresh, unused } = one.trials;
  expect(race + fresh + cheap / 10).toBeGreaterThan(59);
  expect(race + fresh + cheap / 10).toBeLessThanOrEqual(60);
  expect(unused.trials).toBe(0);
  // No figure but theirs knows of them.
  for (const { criterion } of one.candidates) expect(criterion).toBeLessThan(10);
  expect(JSON.stringify({ ...one, search: null })).not.toMatch(/[^\w.]10[0-5]\d\.\d/);
  const [head = '', ...rows] = readFileSync(join(folder, 'one', 'trials.csv'), 'utf8')
    .trim()
    .split('\r\n');
  const [phase, epochs, loss] = ['phase', 'epochs', 'loss'].map((name) => head.split(',').indexOf(name)) as [
    number,
    number,
    number,
  ];
  const cells = rows.map((row) => row.split(','));
  const listed = cells.filter((row) => row[phase] === 'cheap');
  expect(listed).toHaveLength(cheap);
  for (const row of cells) {
    expect([row[epochs] === '5', Number(row[loss]) >= CHEAP]).toEqual(Array(2).fill(row[phase] === 'cheap'));
  }
  const { stdout } = await surefoot(['report', 'one'], folder);
  const said = stdout.replaceAll(/\s+/g, ' ');
  expect(said).toMatch(
    /Cheap \d+ trainings of 5 of 50 epochs: rank correlation 0\.\d+ \[0\.\d+, 0\.\d+\] with full ones over \d+ candidates; they help to choose who is trained\./,
  );
  expect(said).toContain(
    'if candidates with like settings train alike and trainings of 5 of 50 epochs tell of full ones',
  );
  expect(said).toMatch(
    new RegExp(`Cost ${race + fresh} trainings and ${cheap} for less, which come to ${Math.round(cheap / 10)} `),
  );
  // Lists and the line of a run that goes on count them apart, too.
  const counted = `${race + fresh} trials and ${cheap} for less`;
  const [log, status] = [await surefoot(['log', 'one'], folder), await surefoot(['status', 'one'], folder)];
  expect(log.stdout).toContain(`\n${counted}, 0 failed\n`);
  expect(log.stdout.match(/^.*, for less: 5 of 50 epochs$/gm)).toHaveLength(cheap);
  expect(status.stdout).toMatch(new RegExp(`^1  select, 120 candidates, ${counted}: a budget`));
  expect(status.stdout).toMatch(new RegExp(`\n${counted} in all, 1 question\n$`));
  // Of a replicate that was trained both ways a name means the full training.
  const names = (isCheap: boolean): string[] =>
    cells.filter((row) => (row[phase] === 'cheap') === isCheap).map((row) => `${row[0]}/${row[2]}`);
  const both = names(true).find((name) => names(false).includes(name)) as string;
  const { stdout: named } = await surefoot(['log', 'one', both], folder);
  expect(named).toMatch(/^loss +[1-4]\./m);
  const [, number = ''] = /^for less +5 of 50 epochs, number (\d+)$/m.exec(named) ?? [];
  const { stdout: numbered } = await surefoot(['log', 'one', number], folder);
  expect(numbered).toMatch(/^epochs +5\nfor less +5 of 50 epochs: it is in no figure$/m);
  expect(numbered).toContain(`: ${both}\n`);
  // What they took stands on the page, where runs are listed, and where they are compared.
  const come = `${cheap} for less, which come to ${Math.round(cheap / 10)}`;
  expect(effortText(one)).toContain(`${race + fresh} trainings and ${come} instead of `);
  expect(one.trials.cheap?.trials).toBe(cheap);
  const page = readFileSync(join(folder, 'one', 'report.html'), 'utf8');
  expect(page).toContain(
    `Besides, ${cheap} trainings for less (5 of 50 epochs) said who is promising: they come to ${Math.round(cheap / 10)} full ones`,
  );
  // The same in two stretches, by four workers.
  await searched(join(folder, 'parts'), 4, 30);
  const parts = await searched(join(folder, 'parts'), 4, 60);
  expect([parts.search, parts.choice, parts.candidates]).toEqual([one.search, one.choice, one.candidates]);
  const beside = await surefoot(['report', '--compare', 'one', 'parts'], folder);
  expect(`${beside.stdout}${beside.stderr}`.replaceAll(/\s+/g, ' ')).toContain(`besides ${come}`);
});

/** Trains in full whatever it is told. */
const deaf: typeof train = (candidate, call) => train(candidate, { ...call, fidelity: { epochs: 0 } });
const IGNORED =
  /trainings of 5 of 50 epochs change nothing\. All 5 candidates that were trained both ways have exactly the loss of the full training/;

test('a trainer that trains in full whatever it is told is found out, and its full trainings are kept', async () => {
  const out = join(temporaryFolder(onTestFinished), 'out');
  let calls = 0;
  const trainer: typeof train = (...told) => {
    calls++;
    return deaf(...told);
  };
  const run = (search: object): Promise<unknown> =>
    select({
      experiment: { ...EXPERIMENT, search, workers: 1, budget: { trials: 48 } } as never,
      trainer: trainer as never,
      out,
    });
  await expect(run(EXPERIMENT.search)).rejects.toThrow(IGNORED);
  // The one that said so is not in the log.
  calls = 0;
  await expect(run(EXPERIMENT.search)).rejects.toThrow(IGNORED);
  expect(calls).toBe(1);
  calls = 0;
  const { result } = (await run({ audit: 6 })) as { readonly result: Result };
  expect(result.trials.race + result.trials.fresh - calls).toBeGreaterThanOrEqual(40);
});

test('some candidates that train alike both ways, or all alike, are no sign of that', async () => {
  const out = () => join(temporaryFolder(onTestFinished), 'out');
  const early: typeof train = (candidate, call) => ((candidate.width as number) < 50 ? deaf : train)(candidate, call);
  await select({
    experiment: { ...EXPERIMENT, workers: 1, budget: { trials: 46 } } as never,
    trainer: early as never,
    out: out(),
  });
  const same = () => 1;
  await select({
    experiment: { ...EXPERIMENT, workers: 1, budget: { trials: 46 } } as never,
    trainer: same as never,
    out: out(),
  });
});

test('a race that is asked and told says for how many epochs, and finds out that they change nothing', async () => {
  const race = await createRace({ experiment: { ...EXPERIMENT, budget: { trials: 60 } } as never });
  const told = new Set<number>();
  expect(() => {
    for (let trials = race.ask(); trials.length > 0; trials = race.ask()) {
      for (const { id, configuration, seeds, epochs } of trials) {
        told.add(epochs);
        race.tell(id, deaf(configuration as never, { seeds, fidelity: { epochs } }));
      }
    }
  }).toThrow(IGNORED);
  expect([...told]).toEqual([0, 5]);
});

test('with two ways to train for less, five different candidates tell that one changes nothing', async () => {
  const search = { ...EXPERIMENT.search, fidelity: { epochs: [5, 20], of: 50 } };
  const race = await createRace({ experiment: { ...EXPERIMENT, search, budget: { trials: 60 } } as never });
  const told = new Map<string, Set<number>>();
  expect(() => {
    for (let trials = race.ask(); trials.length > 0; trials = race.ask()) {
      for (const { id, candidate, configuration, seeds, epochs } of trials) {
        told.set(candidate, (told.get(candidate) ?? new Set()).add(epochs));
        race.tell(id, deaf(configuration as never, { seeds, fidelity: { epochs } }));
      }
    }
  }).toThrow(/All 5 candidates that were trained both ways/);
  const both = [...told.values()].filter((epochs) => epochs.has(0) && (epochs.has(5) || epochs.has(20)));
  expect(both).toHaveLength(5);
});

test.each([
  [{ epochs: 5 }, /search\.fidelity\.epochs is 5, and nothing says how many epochs a full training has/],
  [{ epochs: [5, 50], of: 50 }, /search\.fidelity\.epochs is 50, and a full training has 50: that is not less/],
  [{ sample: 10 }, /search\.fidelity\.sample is 10, and nothing says how many examples a full training takes/],
])('%j is refused for a trainer that cannot tell', async (fidelity, message) => {
  const experiment = { ...EXPERIMENT, search: { fidelity } };
  await expect(searched(join(temporaryFolder(onTestFinished), 'out'), 1, 9, experiment)).rejects.toThrow(message);
});
