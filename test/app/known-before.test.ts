/** @file `from` in the library: runs, tables and trials as values, one or several, for `select` and for races that are asked and told. */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createRace, type Result, select } from '../../src/app/index.js';
import { temporaryFolder } from './command-line.js';

const COUNT = 24;
const NAMES = Array.from({ length: COUNT }, (_, place) => `n${place}`);
const lossOf = (x: string, factor: number): number => ((Number(x.slice(1)) * factor) % COUNT) / COUNT;
/** Settings that say nothing of one another. */
const trainer = ({ x }: { readonly x: string }, { seeds }: { readonly seeds: { readonly init: number } }): number =>
  1 + lossOf(x, 17) + (seeds.init % 1000) / 5000;
const EXPERIMENT = {
  name: 'known',
  space: { x: NAMES },
  race: { criterion: 'mean', finalTrials: 0 },
  search: { audit: 1 },
  budget: { trials: 26 },
  workers: 1,
} as const;
const trialsOf = (factor: number) => NAMES.map((x) => ({ settings: { x }, loss: lossOf(x, factor) }));
const decided = ({ winner, decisions, candidates }: Result) => ({
  winner: { ...winner, artifacts: {} },
  decisions,
  candidates: candidates.map(({ id, trials, criterion }) => ({ id, trials, criterion })),
});

async function asked(options: object): Promise<Result> {
  const { result } = await select({ experiment: EXPERIMENT, trainer: trainer as never, ...options });
  return result;
}

test('trials as values are the prior that their table is; a race that is told decides alike', async () => {
  const folder = temporaryFolder(onTestFinished);
  const table = join(folder, 'like.csv');
  const scores = trialsOf(17).map(({ settings: { x }, loss }) => `${x},${-loss}`);
  writeFileSync(table, `x,score\n${scores.join('\n')}\n`);
  const ofTable = await asked({ from: { source: table, value: 'score', direction: 'maximize' } });
  expect(ofTable.search?.from).toMatchObject([{ source: 'like.csv', configurations: COUNT, used: true }]);
  // Its name is one of those that the surrogate draws by.
  const from = { name: 'like.csv', trials: trialsOf(17) };
  const ofValues = await asked({ from });
  expect(decided(ofValues)).toEqual(decided(ofTable));
  const unnamed = await asked({ from: trialsOf(17) });
  expect(unnamed.search?.from).toMatchObject([{ source: 'a list of trials', used: true }]);
  expect(decided(await asked({}))).not.toEqual(decided(ofTable));
  // Of the budget of `select` one training has checked the seeds.
  const race = await createRace({ experiment: { ...EXPERIMENT, budget: { trials: 25 } }, from });
  for (let [trial] = race.ask(1); trial !== undefined; [trial] = race.ask(1))
    race.tell(trial.id, trainer(trial.configuration as { x: string }, trial));
  expect(decided(await race.result())).toEqual(decided(ofTable));
});

test('trials without a value are left out, and counted', async () => {
  const trials = [...trialsOf(17), { settings: { x: 'n0' }, loss: null }, { settings: { x: 'n3' }, loss: Infinity }];
  const told: string[] = [];
  const onEvent = (event: { readonly text?: string }) => void told.push(event.text ?? '');
  const { search } = await asked({ from: trials, onEvent });
  expect(told).toContain(
    'a list of trials counts as a prior: it says where to look first. 2 of its 26 trials have no finite value and are left out',
  );
  expect(search?.from).toMatchObject([{ configurations: COUNT, withoutValue: 2 }]);
});

test('several sources: trainings of a run are taken over, the others are priors by name, and no file is needed again', async () => {
  const folder = temporaryFolder(onTestFinished);
  const [old, out, file] = ['old', 'new', 'like.json'].map((name) => join(folder, name)) as [string, string, string];
  await asked({ out: old });
  writeFileSync(file, JSON.stringify(trialsOf(17)));
  const from = [old, file, { name: 'like.json', trials: trialsOf(7) }];
  const told: string[] = [];
  const onEvent = (event: { readonly kind: string; readonly text?: string }) => {
    if (event.kind === 'forecast') told.push(event.text ?? '');
  };
  const options = { out, from, onEvent };
  const short = { ...EXPERIMENT, budget: { trials: 16 } };
  await asked({ ...options, experiment: short });
  expect(told).toEqual([
    expect.stringMatching(/^\d+ trainings of known are taken over: data, trainer and seed agree/),
    expect.stringMatching(/like\.json counts as a prior: it says where to look first/),
    'like.json counts as a prior: it says where to look first',
    ...told.slice(3),
  ]);
  rmSync(old, { recursive: true });
  rmSync(file);
  const whole = await asked(options);
  expect(whole.trials.takenOver).toMatchObject([{ from: 'known' }]);
  expect(whole.search?.from?.map(({ source, used }) => [source, used])).toEqual([
    ['like.json', true],
    ['like.json (2)', false],
  ]);
});

test('a race that is told takes over what another one was told', async () => {
  const folder = temporaryFolder(onTestFinished);
  const experiment = { ...EXPERIMENT, search: { prior: 'none' } as const, space: { x: ['n1', 'n2', 'n3'] } };
  const run = async (out: string, more: object): Promise<number> => {
    const race = await createRace({ experiment, out: join(folder, out), ...more });
    let trials = 0;
    for (let [trial] = race.ask(1); trial !== undefined; [trial] = race.ask(1)) {
      trials++;
      race.tell(trial.id, trainer(trial.configuration as { x: string }, trial));
    }
    await race.result();
    race.close();
    return trials;
  };
  expect(await run('old', {})).toBeGreaterThan(3);
  expect(await run('new', { from: join(folder, 'old') })).toBe(0);
});

const TRIAL = { settings: { x: 'n1' } };
test.each<[string, unknown, RegExp]>([
  ['nothing', [], /from is \[\], which is nothing that a search has found/],
  ['a number', 3, /from is 3/],
  ['a strange object', { file: 'a.csv' }, /from is \{"file":"a\.csv"\}/],
  ['no loss', [TRIAL], /trial 0: \{"settings":\{"x":"n1"\}\} is no trial with `settings` and a number/],
  ['two kinds of values', [{ ...TRIAL, loss: 1, value: 2 }], /is no trial with/],
  ['no direction', [{ ...TRIAL, value: 2 }], /does not say whether a smaller or a larger `value` is better/],
  ['a loss to be maximised', { trials: [{ ...TRIAL, loss: 2 }], direction: 'maximize' }, /a `loss` is what is minimis/],
  ['another setting', [{ settings: { y: 1 }, loss: 2 }], /"y" is no setting of the experiment's space/],
  ['no value', [{ ...TRIAL, loss: Number.NaN }], /none of 1 trial has a finite loss/],
  ['no file', 'nothere.json', /nothere\.json cannot be read: there is no such file/],
])('from: %s is refused', async (_, from, message) => {
  const out = join(temporaryFolder(onTestFinished), 'run');
  await expect(asked({ from, out })).rejects.toThrow(message);
  expect(existsSync(out)).toBe(false);
});

test('a race is not begun from its own folder', async () => {
  const out = join(temporaryFolder(onTestFinished), 'run');
  await asked({ out, experiment: { ...EXPERIMENT, budget: { trials: 3 } } });
  await expect(asked({ out, from: out, fresh: true })).rejects.toThrow(/is the run folder of this race/);
  expect(existsSync(join(out, 'log.sqlite'))).toBe(true);
});
