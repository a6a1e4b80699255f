/** @file Keep or discard over the bridge: what is asked for, the answer, and what is refused. */
import { expect, test } from 'vitest';
import { createBridge } from './bridge.js';

interface Answer {
  readonly asked: readonly { readonly version: 'candidate' | 'baseline'; readonly seeds: { readonly init: number } }[];
  readonly verdict?: string;
}

const bridge = createBridge({ surefoot: '1', node: '20' }, () => '{}');
const ask = (request: object) => JSON.parse(bridge(JSON.stringify({ id: 1, op: 'keep', ...request })));
const SETTINGS = { criterion: 'mean', direction: 'minimize', error: 0.2, trials: 40, seed: 1 };
const noiseOf = (init: number): number => (Math.imul(init, 0x9e3779b1) >>> 8) / 2 ** 24 - 0.5;

function play(gain: number, settings: object = {}, known: readonly (number | null)[] = []) {
  const told = { candidate: [] as (number | null)[], baseline: [...known] };
  const seeds = { candidate: [] as number[], baseline: [] as number[] };
  for (;;) {
    const answer: Answer = ask({ ...SETTINGS, ...settings, ...told }).answer;
    if (answer.asked.length === 0) return { answer, told, seeds };
    for (const { version, seeds: own } of answer.asked) {
      seeds[version].push(own.init);
      told[version].push((version === 'candidate' ? 1 - gain : 1) + noiseOf(own.init) / 10);
    }
  }
}

test('both versions are asked for on the same seeds, until there is an answer', () => {
  const { answer, told, seeds } = play(0.5);
  expect(answer).toMatchObject({ verdict: 'keep', trainings: { new: told.candidate.length, old: 6 }, values: {} });
  expect(seeds.candidate).toEqual(seeds.baseline.slice(0, seeds.candidate.length));
  expect(answer).toMatchObject({ text: expect.stringMatching(/^Keep, the gain is \w+: the new candidate has a mean/) });
  expect(play(-0.5).answer).toMatchObject({ verdict: 'discard', because: 'small', sure: null });
  expect(play(-0.5, { direction: 'maximize' }).answer).toMatchObject({
    verdict: 'keep',
    text: expect.stringContaining('of the score of 1.'),
  });
});

test('trainings of the baseline that are known are not asked for, and all of them count', () => {
  const known = Array.from({ length: 12 }, (_, place) => 1 + noiseOf(place) / 10);
  const { answer, seeds } = play(0.5, {}, known);
  expect([answer, seeds.baseline]).toMatchObject([{ verdict: 'keep', trainings: { old: 12 } }, []]);
});

test('what failed counts, and what is no such request is refused', () => {
  const failed = { ...SETTINGS, candidate: [null, null], baseline: [1, 1.1, 0.9, 1, 1.05, 0.95] };
  expect(ask(failed).answer).toMatchObject({ verdict: 'discard', because: 'collapses', interval: null, gain: null });
  for (const [changes, code] of [
    [{ candidate: ['a'] }, 'bad-argument'],
    [{ error: 0.9 }, 'keep-error'],
    [{ direction: 'up' }, 'bad-argument'],
    [{ more: 1 }, 'unknown-option'],
    [{ trials: 1 }, 'study-trials'],
  ] as const)
    expect(ask({ ...failed, ...changes }).error).toMatchObject({ name: 'InputError', code });
});
