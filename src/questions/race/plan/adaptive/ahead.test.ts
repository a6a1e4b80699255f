/** @file What a race is likely to ask for soon, beside what it does ask for. */
import { expect, it } from 'vitest';
import { randomFrom } from '../../../../core/index.js';
import { parseCriterion } from '../../../../stats/index.js';
import { createAdaptiveRace } from './adaptive-race.js';

it('guesses what it will ask for, mostly right, and repeats nothing that it has asked for', () => {
  const race = createAdaptiveRace({ candidates: 40, criterion: parseCriterion('mean'), maxReplicates: 20 });
  const random = randomFrom('guess');
  const state = race.begin();
  const nameOf = ({ candidate, replicate }: { candidate: number; replicate: number }) => `${candidate}/${replicate}`;
  const asked: string[] = [];
  let guessed = 0;
  let right = 0;
  const guesses: (readonly string[])[] = [];
  const ended: { certain: number; promised: readonly string[] }[] = [];
  while (state.end === undefined) {
    const next = race.next(state, asked.length);
    if (next.kind === 'asked') asked.push(...next.asks.map(nameOf));
    const { asks, settled, certain } = race.ahead(state, asked.length, asked.length + 30);
    const guess = asks.map(nameOf);
    ended.push({ certain, promised: [...asked, ...guess.slice(0, settled)] });
    expect(new Set([...asked, ...guess]).size).toBe(asked.length + guess.length);
    guesses.push(guess);
    const isBest = asked[state.evidence.outcomes]?.startsWith('7/') === true;
    race.apply(state, [random.normal() - (isBest ? 1 : 0)]);
  }
  const all = new Set(asked);
  for (const { certain, promised } of ended) {
    expect(certain).toBeLessThanOrEqual(state.evidence.outcomes);
    // What is settled comes in this order, unless the race ends at the look that is next.
    const there = Math.min(promised.length, asked.length);
    expect(promised.slice(0, there)).toEqual(asked.slice(0, there));
    if (state.evidence.outcomes > certain) expect(there).toBe(promised.length);
  }
  for (const guess of guesses.slice(0, -40)) {
    guessed += guess.length;
    right += guess.filter((name) => all.has(name)).length;
  }
  expect(right / guessed).toBeGreaterThan(0.5);
  expect(race.ahead(state, asked.length, asked.length + 30)).toEqual({
    asks: [],
    settled: 0,
    certain: state.evidence.outcomes,
  });
});
