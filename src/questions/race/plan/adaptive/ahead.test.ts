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
    const { needed, likely, certain } = race.ahead(state, asked.length, asked.length + 30);
    const guess = [...needed, ...likely].map(nameOf);
    ended.push({ certain, promised: needed.map(nameOf) });
    expect(new Set([...asked, ...guess]).size).toBe(asked.length + guess.length);
    guesses.push(guess);
    const isBest = asked[state.evidence.outcomes]?.startsWith('7/') === true;
    race.apply(state, [random.normal() - (isBest ? 1 : 0)]);
  }
  const all = new Set(asked);
  for (const { certain, promised } of ended) {
    expect(certain).toBeLessThanOrEqual(state.evidence.outcomes);
    expect(promised.filter((name) => !all.has(name))).toEqual([]);
  }
  for (const guess of guesses.slice(0, -40)) {
    guessed += guess.length;
    right += guess.filter((name) => all.has(name)).length;
  }
  expect(right / guessed).toBeGreaterThan(0.5);
  expect(race.ahead(state, asked.length, asked.length + 30)).toEqual({
    needed: [],
    likely: [],
    certain: state.evidence.outcomes,
  });
});
