/** @file An interrupted race leaves its result so far, and goes on as if nothing had happened. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Result, select } from '../../dist/app/index.js';
import type { TrainFunction } from '../../src/trainers/index.js';
import { temporaryFolder } from './command-line.js';
import { interrupting } from './interrupting.js';

const experiment = {
  name: 'interrupted',
  space: { width: [1, 2, 3, 4, 5, 6] },
  race: { finalTrials: 4 },
} as const;

const ofWidth: TrainFunction<{ readonly width: number }> = ({ width }, { seeds }) => width + (seeds.init % 1000) / 1000;
const trainer = interrupting(ofWidth);

async function interruptIn(training: number, out: string): Promise<unknown> {
  const abort = new AbortController();
  const asked = { experiment, trainer: interrupting(ofWidth, training, abort), out, workers: 1, signal: abort.signal };
  return select(asked).catch((error) => error.code);
}

const resultIn = (folder: string): Result => JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'));
const whatCounts = ({ verdict, winner, survivors, decisions, trials, tolerance }: Result) => {
  // What was trained besides depends on who was how fast.
  const { unused: _, begun: __, again: ___, ...counted } = trials;
  return { verdict, winner, survivors, decisions, trials: counted, tolerance };
};

test('the files say how far it has come, and the same call goes on', async () => {
  const out = temporaryFolder(onTestFinished);
  expect(await interruptIn(11, out)).toBe('interrupted');
  const { status, verdict, trials } = resultIn(out);
  expect({ status, verdict }).toEqual({ status: 'interrupted', verdict: null });
  // One was trained twice, to see whether it follows its seeds.
  expect(trials.used).toBeGreaterThan(8);
  expect(trials.used).toBeLessThan(11);
  expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('interrupted');
  const whole = await select({ experiment, trainer, workers: 1 });
  const resumed = await select({ experiment, trainer, out, workers: 1 });
  expect(whatCounts(resumed.result)).toEqual(whatCounts(whole.result));
  expect(resultIn(out).status).toBe(whole.status);
});

test('before the first outcome there is nothing to say', async () => {
  const out = temporaryFolder(onTestFinished);
  const abort = new AbortController();
  abort.abort();
  await expect(select({ experiment, trainer, out, signal: abort.signal })).rejects.toMatchObject({
    code: 'interrupted',
  });
  expect(existsSync(join(out, 'result.json'))).toBe(false);
});
