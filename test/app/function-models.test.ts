/** @file Functions of a program as several models of one race: each with its own settings, loss and code. */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { assure, assureChange, check, exportModel, measure, type Result, select } from '../../dist/app/index.js';
import { temporaryFolder } from './command-line.js';

const space = { x: [1, 2] };
const near = ({ x }: { readonly x: number }, { seeds }: { readonly seeds: { readonly init: number } }) =>
  x + (seeds.init % 1000) / 5000;
const far = ({ x }: { readonly x: number }) => x + 10;
const experimentOf = (trainer: typeof near) =>
  ({
    name: 'functions',
    models: { near: { trainer, space }, far: { trainer: far, space } },
    race: { maxReplicates: 5, finalTrials: 2 },
    failures: { retries: 0 },
  }) as const;

test('the example of docs/library.md runs', async () => {
  const [, example = ''] = /```js\n([\s\S]*?)```/.exec(readFileSync('docs/library.md', 'utf8')) ?? [];
  const text = example.replace("'surefoot'", JSON.stringify(pathToFileURL('dist/app/index.js').href));
  const { result } = (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as { result: Result };
  const { verdict, winner, candidates } = result;
  expect(example).toContain(`// ${verdict} ${winner?.label}`);
  expect(winner?.configuration).toEqual({ near: { k: 1 } });
  expect(candidates.map(({ label }) => label).sort()).toEqual([
    'line penalty=0',
    'line penalty=1',
    'near k=1',
    'near k=5',
  ]);
});

test('each function is known by its own code: a change of one is asked about for its trainings alone', async () => {
  const out = temporaryFolder(onTestFinished);
  const first = await select({ experiment: experimentOf(near), out });
  expect(first.result.winner?.label).toBe('near x=1');
  expect(Object.keys(first.result.code?.files ?? {}).sort()).toEqual([
    'far: the training function',
    'far: trainer',
    'near: the training function',
    'near: trainer',
  ]);
  let trained = 0;
  const onEvent = ({ kind }: { readonly kind: string }) => (trained += kind === 'outcome' ? 1 : 0);
  const again = await select({ experiment: experimentOf(near), out, onEvent });
  expect([trained, again.result.winner]).toEqual([0, first.result.winner]);
  const changed: typeof near = ({ x }) => x;
  const more = { ...experimentOf(changed), race: { maxReplicates: 6, finalTrials: 3 } };
  const refused = await select({ experiment: more, out }).then(String, String);
  expect(refused).toContain('near: the training function');
  expect(refused).not.toContain('far:');
  const accepted = await select({ experiment: more, out, acceptChangedCode: true });
  expect(accepted.result.winner?.label).toBe('near x=1');
});

test('studies take them, and no model can be had of a log', async () => {
  const out = temporaryFolder(onTestFinished);
  const { record } = await measure({ experiment: experimentOf(near), out, vary: ['init'], trials: 3, crossed: 'none' });
  expect(record.candidates.map(({ label }) => label)).toEqual(['near x=1', 'near x=2', 'far x=1', 'far x=2']);
  await select({ experiment: experimentOf(near), out });
  await expect(exportModel(out)).rejects.toMatchObject({ code: 'no-model' });
  await expect(assure({ experiment: out, share: 0.9, below: 5 })).rejects.toMatchObject({ code: 'function-not-here' });
  const one = { near: { trainer: near, space: { x: 1 } } };
  const other = { near: { trainer: far, space: { x: 2 } } };
  const change = (old: typeof one) =>
    assureChange({ experiment: { name: 'new', models: one }, against: { name: 'old', models: old }, trials: 4 });
  await expect(change(other)).rejects.toMatchObject({ code: 'assure-evidence' });
});

const { models, ...rest } = experimentOf(near);
test.each<[what: string, act: () => Promise<unknown>, says: RegExp]>([
  [
    'beside data',
    () => check({ experiment: { ...rest, models, data: { source: 'gratings' } } }),
    /^models\.near\.trainer: its losses cannot be compared.*it is a function/,
  ],
  [
    'with workers elsewhere',
    () =>
      select({
        experiment: { ...rest, models },
        out: temporaryFolder(onTestFinished),
        workersAt: temporaryFolder(onTestFinished),
      }),
    /is a function of this process/,
  ],
  ['for a model itself', () => check({ experiment: { ...rest, models: { near } } as never }), /models/],
  ['for a space', () => check({ experiment: { ...rest, models: { near: { space: near } } } as never }), /near/],
])('a function is refused %s', async (_, act, says) => {
  await expect(act()).rejects.toMatchObject({ name: 'InputError', message: expect.stringMatching(says) });
});
