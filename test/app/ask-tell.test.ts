/** @file A race that is asked and told, and types that follow from the space. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, expectTypeOf, onTestFinished, test } from 'vitest';
import { type AskedTrial, createRace, RunError, select } from '../../dist/app/index.js';
import type { ConfigurationOf } from '../../src/app/index.js';
import { temporaryFolder } from './command-line.js';

const experiment = {
  name: 'asked',
  space: { x: [1, 2, 3, 4, 5] },
  race: { warmup: 2, rule: 'halving', criterion: 'median', finalTrials: 10 },
  seed: 5,
};

function train({ configuration, seeds }: Pick<AskedTrial<{ readonly x: number }>, 'configuration' | 'seeds'>): number {
  return (configuration.x - 3) ** 2 + (0.1 * (seeds.init % 1000)) / 1000;
}

test('decides as select does, whatever the order in which it is told', async () => {
  const race = await createRace({ experiment });
  const out: AskedTrial<{ readonly x: number }>[] = [];
  let told = 0;
  while (race.status === 'running') {
    out.push(...race.ask(3));
    // The latest first.
    const trial = out.pop() as (typeof out)[number];
    race.tell(trial.id, train(trial));
    told++;
  }
  const selected = await select({
    experiment,
    trainer: (configuration, { seeds }) => train({ configuration, seeds }),
  });
  expect(race.status).toBe('decided');
  expect(told).toBe(selected.result.trials.used);
  expect(race.decisions).toEqual(selected.result.decisions);
  expect((await race.result()).winner).toEqual(selected.result.winner);
  expect(race.survivors).toEqual([selected.result.winner?.candidate]);
});

test('gives nothing while it waits, and takes each outcome once', async () => {
  const race = await createRace({ experiment });
  const trials = race.ask();
  expect(trials).toHaveLength(10);
  expect(race.ask()).toEqual([]);
  expect(JSON.parse(JSON.stringify(trials[0]))).toEqual(trials[0]);
  const [first] = trials as [AskedTrial<{ readonly x: number }>];
  race.tell(first.id, { loss: 1, metrics: { accuracy: 0.5 } });
  expect(() => race.tell(first.id, 1)).toThrow(RunError);
  expect(() => race.tell('nothing', 1)).toThrow(/is not open/);
});

test('asks for a failed trial once more, then counts it as the worst', async () => {
  const race = await createRace({ experiment });
  const trials = race.ask();
  const [first] = trials as [AskedTrial<{ readonly x: number }>];
  race.tell(first.id, { failed: 'no memory', kind: 'memory' });
  expect(race.ask().map(({ id }) => id)).toEqual([first.id]);
  race.tell(first.id, { failed: 'no memory', kind: 'memory' });
  expect(race.ask()).toEqual([]);
  for (const trial of trials.slice(1)) race.tell(trial.id, train(trial));
  expect(race.decisions[0]?.eliminated).toContain(first.candidate);
});

test('gives what it may ask for soon to places that stand idle, and takes its seconds; what was told without has none', async () => {
  const open = { ...experiment, race: { criterion: 'q3', finalTrials: 4 } };
  const whole = async (ahead: number) => {
    const folder = join(temporaryFolder(onTestFinished), 'run');
    const race = await createRace({ experiment: open, ahead, out: folder });
    const out: AskedTrial<{ readonly x: number }>[] = [];
    let most = 0;
    while (race.status === 'running') {
      out.push(...race.ask(24 - out.length));
      most = Math.max(most, out.length);
      const trial = out.shift() as (typeof out)[number];
      race.tell(trial.id, trial.replicate % 2 === 0 ? { loss: train(trial), seconds: 2.5 } : train(trial));
    }
    // What is still out may be told at any time, once.
    for (const { id } of out) race.tell(id, 1);
    for (const { id } of out) expect(() => race.tell(id, 1)).toThrow(/is not open/);
    const { decisions } = race;
    const result = await race.result();
    race.close();
    return { decisions, winner: result.winner, most, trials: result.trials, out: folder };
  };
  const [alone, ahead] = [await whole(0), await whole(1)];
  expect([ahead.decisions, ahead.winner]).toEqual([alone.decisions, alone.winner]);
  expect(ahead.most).toBeGreaterThan(alone.most);
  expect(ahead.trials.used).toBe(alone.trials.used);
  const [names = [], ...rows] = readFileSync(join(ahead.out, 'trials.csv'), 'utf8')
    .trim()
    .split('\r\n')
    .map((line) => line.split(','));
  const seconds = rows.map((cells) => [Number(cells[names.indexOf('init')]) % 2, cells[names.indexOf('seconds')]]);
  expect(seconds).toEqual(seconds.map(([odd]) => (odd === 1 ? [1, ''] : [0, '2.5'])));
});

test('refuses what is no outcome, and the trial stays out', async () => {
  const race = await createRace({ experiment });
  const [first] = race.ask() as [AskedTrial<{ readonly x: number }>];
  for (const odd of [
    undefined,
    null,
    '0.4',
    true,
    {},
    { stopped: true, lossPerEpoch: [9] },
    { loss: 1, seconds: -1 },
  ]) {
    expect(() => race.tell(first.id, odd as never)).toThrow(/was told as/);
  }
  race.tell(first.id, { loss: 1, lossPerEpoch: [3, 2, 1] });
  expect(() => race.tell(first.id, 1)).toThrow(/is not open/);
});

test('goes on in its run folder, and leaves its files there', async () => {
  const out = join(temporaryFolder(onTestFinished), 'run');
  const first = await createRace({ experiment, out });
  for (const trial of first.ask(7)) first.tell(trial.id, train(trial));
  await expect(createRace({ experiment, out })).rejects.toThrow(/in use by/);
  // Nothing of the refused one keeps the log open, for which closing it would wait.
  expect(existsSync(join(out, 'log.sqlite-wal'))).toBe(true);
  first.close();
  expect(existsSync(join(out, 'log.sqlite-wal'))).toBe(false);
  const race = await createRace({ experiment, out });
  expect(race.ask()).toHaveLength(3);
  race.close();
  const last = await createRace({ experiment, out });
  while (last.status === 'running') for (const trial of last.ask()) last.tell(trial.id, train(trial));
  const result = await last.result();
  last.close();
  expect(result.winner?.configuration).toEqual({ x: 3 });
  expect(existsSync(join(out, 'report.html'))).toBe(true);
});

test('a budget ends it with several left', async () => {
  const race = await createRace({ experiment, budget: { trials: 11 } });
  while (race.status === 'running') for (const trial of race.ask()) race.tell(trial.id, train(trial));
  expect(race.status).toBe('budget');
  expect(race.survivors.length).toBeGreaterThan(1);
});

test('the type of a configuration follows from the space', () => {
  expectTypeOf<ConfigurationOf<{ x: readonly [1, 2]; name: 'adam' }>>().toEqualTypeOf<{
    readonly x: 1 | 2;
    readonly name: 'adam';
  }>();
  expectTypeOf<
    ConfigurationOf<{ layers: readonly [{ units: readonly [8, 16] }, { oneOf: readonly [{ dropout: 0.5 }, null] }] }>
  >().toEqualTypeOf<{ readonly layers: readonly ({ readonly units: 8 | 16 } | { readonly dropout: 0.5 })[] }>();
  expectTypeOf<
    ConfigurationOf<{ rate: { oneOf: readonly [0.1, null] }; kernel: { value: readonly [3, 5] } }>
  >().toEqualTypeOf<{
    readonly rate?: 0.1;
    readonly kernel: readonly [3, 5];
  }>();
  expectTypeOf<
    ConfigurationOf<{
      rate: { range: readonly [1e-5, 0.1]; scale: 'log' };
      drop: { oneOf: readonly [{ range: readonly [0, 1] }, null] };
      crop: { range: readonly [5, 10]; flip: true };
    }>
  >().toEqualTypeOf<{
    readonly rate: number;
    readonly crop: { readonly range: 5 | 10; readonly flip: true };
    readonly drop?: number;
  }>();
  expectTypeOf<ConfigurationOf<readonly [{ a: 1 }, { b: readonly ['x', 'y'] }]>>().toEqualTypeOf<
    { readonly a: 1 } | { readonly b: 'x' | 'y' }
  >();
  const race = () => createRace({ experiment: { name: 'n', space: { depth: [2, 3], kind: ['tree', 'forest'] } } });
  type Trials = ReturnType<Awaited<ReturnType<typeof race>>['ask']>;
  expectTypeOf<Trials[number]['configuration']>().toEqualTypeOf<{
    readonly depth: 2 | 3;
    readonly kind: 'tree' | 'forest';
  }>();
  const selected = () =>
    select({
      experiment: { name: 'n', space: { depth: [2, 3] } },
      trainer: ({ depth }) => {
        expectTypeOf(depth).toEqualTypeOf<2 | 3>();
        return depth;
      },
    });
  const wrong = () =>
    select({
      experiment: { name: 'n', space: { depth: [2, 3] } },
      // @ts-expect-error There is no such setting.
      trainer: ({ width }) => width,
    });
  const named = () =>
    select({
      experiment: { name: 'n', candidates: { small: { depth: 2 }, large: { depth: [4, 8] } } },
      trainer: (configuration) => {
        expectTypeOf(configuration.depth).toEqualTypeOf<2 | 4 | 8>();
        return configuration.depth;
      },
    });
  expect([race, selected, wrong, named]).toHaveLength(4);
});
