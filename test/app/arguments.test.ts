/** @file Arguments of the library's functions: what cannot be used is an InputError; a listener that throws ends nothing. */
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createRace, InputError, RunError, select } from '../../dist/app/index.js';
import { RACE_FLAGS, RUN_FLAGS } from '../../src/app/library/library-options.js';
import { temporaryFolder } from './command-line.js';

const experiment = { name: 'arguments', space: { x: [1, 2] }, race: { warmup: 2, rule: 'halving', finalTrials: 2 } };
const trainer = ({ x }: { x: number }): number => x;

test.each<[unknown, string]>([
  [undefined, 'select: options is missing'],
  [null, 'select: options is null'],
  ['experiment.yaml', 'select: options is "experiment.yaml"'],
  [{}, 'select: experiment is missing'],
  [{ experiment: 5 }, 'select: experiment is 5'],
  [{ experiment: [] }, 'select: experiment is a list'],
  [{ experiment: '' }, 'select: experiment is ""'],
  [{ experiment, trainer: 5 }, 'select: trainer is 5'],
  [{ experiment, trainer, out: 5 }, 'select: out is 5'],
  [{ experiment, trainer, out: 'a\0b' }, 'select: out is "a'],
  [{ experiment, trainer, signal: {} }, 'select: signal is an object'],
  [{ experiment, trainer, onEvent: 'x' }, 'select: onEvent is "x"'],
  [{ experiment, trainer, budget: null }, 'select: budget is null'],
  [{ experiment, trainer, budget: 5 }, 'select: budget is 5'],
  [{ experiment, trainer, fresh: 'yes' }, 'select: fresh is "yes"'],
  [{ experiment, trainer, workers: '4' }, 'select: workers is "4"'],
  [{ experiment, trainer, ahead: 4.5 }, 'select: ahead is 4.5'],
  [{ experiment, trainer, ahead: '1' }, 'select: ahead is "1"'],
  [{ experiment, trainer, onevent: () => {} }, 'select: there is no option `onevent`'],
])('select(%j) is refused', async (options, message) => {
  const refused: unknown = await select(options as never).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(InputError);
  expect((refused as InputError).what).toContain(message);
  expect(refused).toMatchObject({ code: expect.any(String), allowed: expect.any(String), fix: expect.any(String) });
});

test.each<[unknown, string]>([
  [undefined, 'createRace: options is missing'],
  [{ experiment, out: {} }, 'createRace: out is an object'],
  [{ experiment, trainer }, 'createRace: there is no option `trainer`'],
])('createRace(%j) is refused', async (options, message) => {
  const refused: unknown = await createRace(options as never).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(InputError);
  expect((refused as InputError).what).toContain(message);
});

test('a race refuses what it cannot use, and everything once it is closed', async () => {
  const folder = temporaryFolder(onTestFinished);
  const race = await createRace({ experiment, out: join(folder, 'run') });
  for (const most of [-1, 1.5, Number.NaN, '3', null]) expect(() => race.ask(most as never)).toThrow(InputError);
  expect(() => race.tell(5 as never, 1)).toThrow(InputError);
  expect(race.ask(0)).toEqual([]);
  const [trial] = race.ask(1);
  (trial?.configuration as { x: number }).x = 7;
  expect(race.ask().map(({ configuration }) => configuration.x)).not.toContain(7);
  race.close();
  race.close();
  for (const use of [() => race.ask(), () => race.tell('x', 1), () => race.decisions, () => race.survivors])
    expect(use).toThrow(RunError);
  await expect(race.result()).rejects.toThrow(/has been closed/);
  expect(race.status).toBe('running');
});

test('a listener that throws, or rejects, does not end the run, and is warned of once', async () => {
  const warned = once(process, 'warning');
  let count = 0;
  const onEvent = (): Promise<void> => {
    if (++count % 2 === 0) throw new Error('mine');
    return Promise.reject(new Error('also mine'));
  };
  const warnings: Error[] = [];
  const collect = (warning: Error) => warnings.push(warning);
  process.on('warning', collect);
  onTestFinished(() => void process.off('warning', collect));
  const { status } = await select({ experiment, trainer, onEvent: onEvent as never });
  expect(status).toBe('decided');
  expect(count).toBeGreaterThan(5);
  const [first] = (await warned) as [Error];
  expect(first).toMatchObject({ name: 'SurefootWarning', message: expect.stringContaining('onEvent threw') });
  expect(warnings.filter(({ name }) => name === 'SurefootWarning')).toHaveLength(1);
});

test('a trainer that changes its configuration changes nothing', async () => {
  const shared = {
    name: 'shared',
    space: { part: { x: [1, 2] }, y: [1, 2] },
    race: { warmup: 2, rule: 'halving', finalTrials: 2 },
  };
  const { result } = await select({
    experiment: shared,
    trainer: (configuration) => {
      const { part, y } = configuration as { part: { x: number }; y: number };
      const loss = part.x + y / 10;
      part.x = 99;
      return loss;
    },
  });
  expect(result.winner).toMatchObject({ configuration: { part: { x: 1 }, y: 1 }, criterion: { value: 1.1 } });
});

test('a refused argument leaves no folder', async () => {
  const folder = temporaryFolder(onTestFinished);
  await select({ experiment, trainer, out: join(folder, 'run'), workers: 0 }).catch(() => {});
  expect(existsSync(join(folder, 'run'))).toBe(false);
});

test('Python has a keyword for every option of runs and races that a command line has', () => {
  const files = ['_runs', '_options'].map((name) => readFileSync(`clients/python/surefoot/${name}.py`, 'utf8'));
  const text = files.join('\n');
  const names = [...RUN_FLAGS, ...RACE_FLAGS].map(({ path: [name = ''] }) => name);
  expect(names.length).toBeGreaterThan(7);
  const keywords = names.map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
  expect(keywords.filter((keyword) => !text.split(/\W+/).includes(keyword))).toEqual([]);
});
