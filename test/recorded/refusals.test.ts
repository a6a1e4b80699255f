/**
 * @file What the library refuses, and how runs fail, as it was recorded: the code that programs look at, the class with its exit status,
 * and what is allowed instead. What the command line refuses is recorded beside its cases: test/cli/every-input-error.test.ts.
 */
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import {
  check,
  compare,
  createRace,
  curve,
  exportModel,
  measure,
  predict,
  replay,
  SurefootError,
  select,
} from '../../dist/app/index.js';
import { createRace as createBundled } from '../../dist/race/index.js';
import { temporaryFolder } from '../app/command-line.js';
import { errorCodes } from '../error-codes.js';

const base = { name: 'refused', space: { x: [1, 2, 3] } };
const trainer = ({ x }: { readonly x?: number }): number => x ?? 0;
/** What a program without types may give. */
type Anything = never;
const race = (more: object) =>
  select({ experiment: { ...base, race: more as Anything }, trainer: trainer as Anything });
const given = (more: object) => select({ experiment: base, trainer, ...more } as Anything);
const bundled = async (more: object) => createBundled({ candidates: ['a', 'b'], ...more } as { candidates: string[] });
const own = (more: object) => ({ name: 'mine', version: 1, judge: () => [], ...more });
const figure = (more: object) => ({ name: 'mine', version: 1, evaluate: () => 1, ...more });

const REFUSED: Readonly<Record<string, () => Promise<unknown>>> = {
  'no options': () => select(undefined as Anything),
  'no experiment': () => select({} as Anything),
  'a trainer that is a number': () => given({ trainer: 5 }),
  'no workers': () => given({ workers: 0 }),
  'half a worker in the experiment': () => given({ experiment: { ...base, workers: 0.5 } }),
  'a folder that is a number': () => given({ out: 5 }),
  'a signal that is none': () => given({ signal: {} }),
  'too much ahead': () => given({ ahead: 4.5 }),
  'no separation': () => given({ separate: 'yes' }),
  'an option that there is not': () => given({ onevent: () => {} }),
  'a budget of nothing': () => given({ budget: { trials: 0 } }),
  'a budget without end': () => given({ budget: { minutes: Number.NaN } }),
  'a function in the space': () => given({ experiment: { ...base, space: { x: [() => 1, 2] } } }),
  'a date in the space': () => given({ experiment: { ...base, space: { x: [new Date(0), 2] } } }),
  'a key that there is not': () => given({ experiment: { ...base, sede: 3 } }),
  'one candidate': () => given({ experiment: { ...base, space: { x: 1 } } }),
  'workers elsewhere for a function': () => given({ workersAt: '.' }),
  'an unknown criterion': () => race({ criterion: 'medain' }),
  'an unknown rule': () => race({ rule: 'halfing' }),
  'a rule that does not fit': () => race({ rule: 'welch', criterion: 'std' }),
  'the best of all trainings by default': () => race({ criterion: 'min' }),
  'a criterion of its own by default': () => race({ criterion: figure({}) }),
  'a criterion with the name of another': () => race({ rule: 'halving', criterion: figure({ name: 'mean' }) }),
  'a criterion that is a function': () => race({ rule: 'halving', criterion: (() => 1) as never }),
  'a criterion of no kind': () => race({ rule: 'halving', criterion: figure({ kind: 'odd' }) }),
  'a criterion without a version': () => race({ rule: 'halving', criterion: figure({ version: undefined }) }),
  'a criterion that gives nothing': () => race({ rule: 'halving', criterion: figure({ evaluate: () => Number.NaN }) }),
  'a rule of its own for nothing': () => race({ rule: own({ fits: [] }) }),
  'a rule of its own without trials': () => race({ rule: own({ minimumTrials: 0 }) }),
  'a rule that finds nothing': () => race({ rule: own({}) }),
  'a rule with an odd test': () => race({ rule: own({ testEvery: 0.5 }) }),
  'an unknown stream': () => measure({ experiment: base, trainer: trainer as Anything, vary: ['inti'] }),
  'two trials of a measurement': () => measure({ experiment: base, trainer: trainer as Anything, trials: 2 }),
  'a crossed design of one': () => measure({ experiment: base, trainer: trainer as Anything, crossed: [1, 1] }),
  'no sizes': () => curve({ experiment: base, sizes: 'many', trainer: trainer as Anything }),
  'a tolerance below nothing': () => curve({ experiment: base, sizes: [1, 2], tolerance: { spread: -1 } }),
  'a spread that is none': () => curve({ experiment: base, sizes: [1, 2], spread: 'mean' as Anything }),
  'no factors': () => compare({ experiment: base, factors: [] }),
  'an unknown factor': () => compare({ experiment: base, factors: ['z'], trainer: trainer as Anything }),
  'an unknown base': () => compare({ experiment: base, base: 'nobody', trainer: trainer as Anything }),
  'an unknown candidate': () => compare({ experiment: base, candidates: ['nobody'], trainer: trainer as Anything }),
  'check of nothing': () => check({} as Anything),
  'check of a file that is not there': () => check({ experiment: 'nowhere.yaml' }),
  'replay of nothing': () => replay(''),
  'replay of a file that is not there': () => replay('nowhere.csv'),
  'replay with an odd rule': () => replay('x.csv', { rule: 1 as Anything }),
  'replay in no direction': () => replay('x.csv', { direction: 'up' as Anything }),
  'export of nothing': () => exportModel('nowhere'),
  'export of a replicate below 0': () => exportModel('x', { replicate: -1 }),
  'predictions of no model': () => predict('nowhere.onnx', 'x.csv'),
  'a race to ask with a trainer': () => createRace({ experiment: base, trainer } as Anything),
  'surefoot/race: no candidates': () => bundled({ candidates: [] }),
  'surefoot/race: a candidate twice': () => bundled({ candidates: ['a', 'a'] }),
  'surefoot/race: an odd delta': () => bundled({ race: { delta: 0.01 } }),
  'surefoot/race: no warm-up': () => bundled({ race: { rule: 'halving', warmup: 0 } }),
  'surefoot/race: a warm-up by default': () => bundled({ race: { warmup: 3 } }),
  'surefoot/race: a tolerance of everything': () => bundled({ race: { tolerance: '100 %' } }),
  'surefoot/race: told of another': () => bundled({ told: [{ id: 'x', loss: 1 }] }),
  'surefoot/race: told twice': () =>
    bundled({
      told: [
        { id: 'x', loss: 1 },
        { id: 'x', loss: 1 },
      ],
    }),
  'surefoot/race: a trial that is not out': async () => (await bundled({})).tell('x', 1),
  'surefoot/race: a loss that is a text': async () => {
    const open = await bundled({});
    const [trial] = open.ask(1);
    open.tell(trial?.id as string, '1' as Anything);
  },
};

const FAILED: Readonly<Record<string, () => Promise<unknown>>> = {
  'it is aborted': () => given({ signal: AbortSignal.abort() }),
  'every trial fails': () => given({ trainer: () => Promise.reject(new Error('no')) }),
  'a trial fails that stops it': () =>
    given({
      experiment: { ...base, failures: { action: 'stop', retries: 0 } },
      trainer: ({ x }: { x: number }) => (x === 3 ? Promise.reject(new Error('no')) : x),
    }),
  'a race is told of a trial that is not out': async () => (await createRace({ experiment: base })).tell('x', 1),
  'a race is told nothing': async () => {
    const open = await createRace({ experiment: base });
    open.tell(open.ask(1)[0]?.id as string, undefined as Anything);
  },
  'a race is closed': async () => {
    const open = await createRace({ experiment: base });
    open.close();
    open.ask();
  },
};

const { exitStatusOfError }: typeof import('../../src/cli/exit-status.js') = await import(
  pathToFileURL(resolve('dist/cli/exit-status.js')).href
);

test.each([...Object.entries(REFUSED), ...Object.entries(FAILED)])('%s', async (_, act) => {
  const home = process.cwd();
  onTestFinished(() => process.chdir(home));
  process.chdir(temporaryFolder(onTestFinished));
  const error: unknown = await act().catch((thrown: unknown) => thrown);
  // The bundle has classes of its own.
  const { name, code, allowed } = error as SurefootError;
  const status = error instanceof SurefootError ? exitStatusOfError(error) : '-';
  expect(`${name} ${code}, ${status}: ${allowed}`).toMatchSnapshot();
  expect(readdirSync('.')).toEqual([]);
});

test('every code that there is', () => {
  const codes = errorCodes('src').map(({ code }) => code);
  expect([...new Set(codes)].sort().join('\n')).toMatchSnapshot();
});
