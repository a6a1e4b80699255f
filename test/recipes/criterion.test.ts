/** @file The criterion of the recipe is what races go by: they choose who is better by it, where by the median they choose another. */
import { expect, it } from 'vitest';
import { type Random, randomFrom } from '../../src/core/index.js';
import { createRace, type RaceChoices } from '../../src/race/index.js';

type Law = (random: Random) => number;

/** For each of a few seeds, who is chosen. */
function choicesBy(laws: Readonly<Record<string, Law>>, choices: RaceChoices): readonly (string | null | undefined)[] {
  return Array.from({ length: 10 }, (_, seed) => {
    const race = createRace({ candidates: Object.keys(laws), seed, race: { finalTrials: 0, ...choices } });
    for (let [trial] = race.ask(1); trial !== undefined; [trial] = race.ask(1)) {
      const random = randomFrom('losses', seed, trial.candidate, trial.replicate);
      race.tell(trial.id, laws[trial.candidate]?.(random) as number);
    }
    return race.answer?.winner;
  });
}

const logNormal =
  (median: number, sigma: number): Law =>
  (random) =>
    median * Math.exp(sigma * random.normal());

it('is raced in rounds', () => {
  const noise: Law = (random) => 0.02 * random.normal();
  // Mean of the middle three fifths: 1.42 and 1.2.
  const laws: Readonly<Record<string, Law>> = {
    'two-faced': (random) => (random.uniform() < 0.45 ? 2 : 1) + noise(random),
    steady: (random) => 1.2 + noise(random),
    poor: (random) => 4 + noise(random),
  };
  const choices = { rule: 'halving', warmup: 80, maxReplicates: 90 };
  expect(choicesBy(laws, { ...choices, criterion: 'trimmed0.2' })).toEqual(new Array(10).fill('steady'));
  expect(
    choicesBy(laws, { ...choices, criterion: 'median' }).filter((name) => name === 'two-faced').length,
  ).toBeGreaterThan(6);
});

it('is raced trial by trial', () => {
  // The first has the lowest median, the second the lowest mean of the middle three fifths (1.15 and 1.06).
  const laws = {
    wild: logNormal(0.5, 3),
    calm: logNormal(1.05, 0.3),
    poor: logNormal(4, 0.5),
    poorer: logNormal(8, 0.5),
  };
  const choices = { rule: 'default', maxReplicates: 40 };
  expect(choicesBy(laws, { ...choices, criterion: 'trimmed0.2' })).toEqual(new Array(10).fill('calm'));
  expect(choicesBy(laws, { ...choices, criterion: 'median' })).toContain('wild');
});
