/** @file `keep` of the library: two configurations of a function, in one call and in a loop, and bad input. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { keep } from '../../dist/app/index.js';
import { temporaryFolder } from './command-line.js';

/** Noise of about 0.03 from the seed. */
const noiseOf = (init: number): number => ((Math.imul(init, 0x9e3779b1) >>> 8) / 2 ** 24 - 0.5) / 10;
const train = ({ gain }: { gain: number }, { seeds }: { seeds: { init: number } }) => 1 - gain + noiseOf(seeds.init);
const asked = { baseline: { gain: 0 }, candidate: { gain: 0.5 }, train, workers: 1 };

test('a gain is kept, with its interval; without a folder nothing is left', async () => {
  const { verdict, sure, gain, interval, record, headline } = await keep(asked);
  expect([verdict, record.kind]).toEqual(['keep', 'keep']);
  expect(['real', 'likely']).toContain(sure);
  expect(gain).toBeCloseTo(0.5, 1);
  const [low, high] = interval ?? [];
  expect([(low as number) < 0.5, (high as number) > 0.5]).toEqual([true, true]);
  expect(headline).toMatch(/^Keep, the gain is /);
});

test('a score is better where it is higher, and a small gain is not worth it', async () => {
  const scored = { ...asked, metric: 'score', direction: 'maximize' } as const;
  const score: typeof train = (configuration, call) => -train(configuration, call);
  const found = await keep({ ...scored, train: (one, call) => ({ loss: 0, metrics: { score: score(one, call) } }) });
  expect(found).toMatchObject({ verdict: 'keep', record: { figure: 'score', findings: { better: 'higher' } } });
  expect(await keep({ ...asked, smallest: 2 })).toMatchObject({ verdict: 'discard', sure: null });
});

test('in a folder the trainings of what was kept are used again', async () => {
  const out = join(temporaryFolder(onTestFinished), 'run');
  const trained: number[] = [];
  const counted: typeof train = (configuration, call) => {
    trained.push(configuration.gain);
    return train(configuration, call);
  };
  const first = await keep({ ...asked, train: counted, out });
  expect(first.verdict).toBe('keep');
  const before = trained.filter((gain) => gain === 0.5).length;
  const next = await keep({ ...asked, baseline: { gain: 0.5 }, candidate: { gain: 0.1 }, train: counted, out });
  expect(next).toMatchObject({ verdict: 'discard', record: { findings: { trainings: { new: 1, old: 6 } } } });
  expect(trained.filter((gain) => gain === 0.5).length).toBe(6);
  expect(before).toBeGreaterThan(0);
});

describe('bad input', () => {
  const refused = (changes: object) => keep({ ...asked, ...changes }).catch((error) => error.message);
  test.each<[changes: object, message: string]>([
    [{ error: 0.7 }, 'keep: error is 0.7.'],
    [{ smalest: 1 }, 'Did you mean `smallest`?'],
    [{ train: 3 }, 'keep: train is 3.'],
    [{ candidate: 'a' }, 'keep: candidate is "a".'],
    [{ candidate: { gain: 0 } }, 'Both versions are the same candidate'],
    [{ trials: 2 }, 'trials is 2.'],
    [{ metric: 'accuracy', train: () => ({ loss: 1 }) }, 'The trainings have no metric "accuracy".'],
  ])('%j', async (changes, message) => expect(await refused(changes)).toContain(message));
});

test('the example of docs/keep.md runs', () => {
  const folder = temporaryFolder(onTestFinished);
  const [, code = ''] = /```js\n([\s\S]*?)```/.exec(readFileSync('docs/keep.md', 'utf8')) ?? [];
  const library = pathToFileURL(resolve('dist/app/index.js')).href;
  writeFileSync(join(folder, 'loop.mjs'), code.replace("'surefoot'", `'${library}'`));
  const { status, stdout, stderr } = spawnSync(process.execPath, ['loop.mjs'], { cwd: folder, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout.trimEnd().split('\n')).toEqual([
    expect.stringMatching(/^Discard, /),
    expect.stringMatching(/^Keep, /),
    expect.stringMatching(/^Discard, /),
  ]);
});
