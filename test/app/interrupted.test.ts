/** @file An interrupted race leaves its result so far, and goes on as if nothing had happened. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Result, select } from '../../dist/app/index.js';
import { temporaryFolder } from './command-line.js';

const experiment = {
  name: 'interrupted',
  space: { width: [1, 2, 3, 4, 5, 6] },
  race: { finalTrials: 4 },
} as const;

const trainer = (configuration: { readonly width: number }, { seeds }: { readonly seeds: { readonly init: number } }) =>
  configuration.width + (seeds.init % 1000) / 1000;

async function interruptAfter(outcomes: number, out: string): Promise<unknown> {
  const abort = new AbortController();
  let seen = 0;
  const onEvent = ({ kind }: { readonly kind: string }) => {
    if (kind === 'outcome' && ++seen === outcomes) abort.abort();
  };
  return select({ experiment, trainer, out, workers: 1, signal: abort.signal, onEvent }).catch((error) => error.code);
}

const resultIn = (folder: string): Result => JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'));
const whatCounts = ({ verdict, choice, survivors, decisions, trials, tolerance }: Result) => {
  // What was trained besides depends on who was how fast.
  const { unused: _, ...counted } = trials;
  return { verdict, choice, survivors, decisions, trials: counted, tolerance };
};

test('the files say how far it has come, and the same call goes on', async () => {
  const out = temporaryFolder(onTestFinished);
  expect(await interruptAfter(10, out)).toBe('interrupted');
  const { status, verdict, trials } = resultIn(out);
  expect({ status, verdict }).toEqual({ status: 'interrupted', verdict: null });
  // Outcomes come in groups.
  expect(trials.used).toBeGreaterThanOrEqual(10);
  expect(trials.used).toBeLessThan(20);
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
