/** @file What is advised where all diverged: by a learning rate where there is one, else by what the trainer is. */
import { expect, test } from 'vitest';
import { divergedAdvice } from '../view/ending-words.js';

const adviceOf = (configuration: object, trainer: unknown, identity: unknown = trainer): string =>
  divergedAdvice({
    candidates: [{ id: 'c1', label: 'c1', configuration }],
    experiment: { trainer },
    identityParts: { trainer: JSON.stringify(identity) },
  } as never);

test('a learning rate is lowered where there is one, and only there', () => {
  expect(adviceOf({ optimizer: { learningRate: 0.1 } }, 'network')).toMatch(
    /Lower `optimizer\.learningRate` \(the smallest here: 0\.1\)/,
  );
  for (const [trainer, words] of [
    [{ command: ['python3', 'train.py'] }, 'your command answered'],
    [{ command: ['python-function'] }, 'your function returned'],
    [{ module: './t.mjs' }, 'your module returned'],
    ['function', 'your function returned'],
  ] as const) {
    const advice = adviceOf({ x: 1 }, trainer);
    expect(advice).toContain(`See why ${words} NaN or an infinite number every time, or look`);
    expect(advice).not.toMatch(/learning rate/);
  }
});
