/** @file What an outcome tells of a training: whose frames, whose time, no secret, and predictions where a race goes by them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Fold, replicateTrial, type Trainer, type TrainingResult } from '../../core/index.js';
import { runTrial, type TrialContext, withoutOwnFrames } from './run-trial.js';

const TRIAL = replicateTrial('a', 0, 0);
const attempt = (train: Trainer['train'], context: Partial<TrialContext> = {}) =>
  runTrial({ train }, { id: 'a', label: 'a', configuration: {} }, TRIAL, {
    ...{ experimentSeed: 1, signal: new AbortController().signal },
    ...context,
  });

/** Where the code that is under test lies, sources or what is built of them, as its own errors say. */
function ownFolder(): string {
  const fold = new Fold({ begin: () => 0 } as never);
  try {
    fold.settle(1, 0);
  } catch (error) {
    const [, place = ''] = /\((.*)\/core\/ports\/fold\.[jt]s:/.exec((error as Error).stack ?? '') ?? [];
    return place.startsWith('file:') ? fileURLToPath(place) : place;
  }
  throw new Error('a slot that is not open was settled');
}

const own = pathToFileURL(`${ownFolder()}/work/here/serve-trials.js`);
const user = '    at train (file:///home/someone/dist/trainer.mjs:1:41)';
const others = [
  `    at runTrial (${own.href}:31:42)`,
  `    at Object.train (${decodeURI(own.pathname)}:10:34)`,
  '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
];

test("the user's frames alone, with the whole message before them", () => {
  const message = 'Error: out of memory\n  at step 3';
  expect(withoutOwnFrames([message, user, ...others].join('\n'))).toBe(`${message}\n${user}`);
});

test('all of them where none is the user’s', () => {
  const stack = ['TypeError: no such thing', ...others].join('\n');
  expect(withoutOwnFrames(stack)).toBe(stack);
});

test('a training takes its share of the seconds that went by', async () => {
  const clock = vi.spyOn(performance, 'now');
  onTestFinished(() => clock.mockRestore());
  const secondsOf = async (train: Trainer['train'], shares?: number): Promise<number> => {
    clock.mockReturnValue(1000);
    const { seconds } = await attempt(
      (...asked) => {
        clock.mockReturnValue(7000);
        return train(...asked);
      },
      shares === undefined ? {} : { shares },
    );
    return seconds;
  };
  const [works, fails] = [async () => ({ loss: 1 }), () => Promise.reject(new Error('no'))];
  expect([await secondsOf(works), await secondsOf(fails)]).toEqual([6, 6]);
  expect([await secondsOf(works, 4), await secondsOf(fails, 4)]).toEqual([1.5, 1.5]);
});

test('no secret stands in what a trainer has thrown', async () => {
  const mask = (text: string) => text.replaceAll('s3cret', '***');
  for (const thrown of [new Error('refused: s3cret'), 's3cret', { token: 's3cret' }]) {
    const { failure } = await attempt(() => Promise.reject(thrown), { mask });
    expect(failure?.message).toContain('***');
    expect(failure?.message).not.toContain('s3cret');
  }
});

test('an outcome carries predictions where all trials keep theirs, and not where some do', async () => {
  const artifactFolder = mkdtempSync(join(tmpdir(), 'surefoot-run-trial-'));
  onTestFinished(() => rmSync(artifactFolder, { recursive: true }));
  const selection = { kind: 'labels', examples: 3, outputs: 1, values: Float32Array.of(0, 1, 1) } as const;
  const result: TrainingResult = { loss: 1, predictions: { selection } };
  const carriedFrom = async (predictionsFrom: number) =>
    (await attempt(async () => result, { artifactFolder, predictionsFrom })).predicted;
  expect(await carriedFrom(0)).toMatch(/^u8:1:/);
  expect(await carriedFrom(5)).toBeUndefined();
});
