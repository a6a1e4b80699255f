/** @file The scale and the tolerance of a search where losses spread with their size. */
import { expect, test } from 'vitest';
import { randomFrom } from '../../../../core/index.js';
import { parseCriterion, placesOf } from '../../../../stats/index.js';
import { createSearchRace } from './search-race.js';
import { searchCriterionOf } from './settings.js';
import { stateSearch } from './statement.js';

/** Three settings of five values each; the best has 3, 1 and 2. */
const CANDIDATES = 125;
const SETTINGS = [0, 1, 2].map((place) => ({
  name: `setting ${place}`,
  values: Array.from({ length: CANDIDATES }, (_, i) => Math.floor(i / 5 ** place) % 5),
}));
/** One retraining varies by so much of a candidate's level. */
const SHARE = 0.02;
/** Up to twenty times the best one's, which is 1. */
const levelOf = (i: number): number =>
  Math.exp([3, 1, 2].reduce((sum, best, place) => sum + 0.136 * ((SETTINGS[place]?.values[i] ?? 0) - best) ** 2, 0));
const lossOf = (i: number, replicate: number): number =>
  levelOf(i) * Math.exp(SHARE * randomFrom('search tolerance', i, replicate).normal());

/** To the end. */
function played(criterion: string, from: (loss: number) => number = (loss) => loss) {
  const race = createSearchRace({
    candidates: CANDIDATES,
    search: { prior: 'full', audit: [], places: placesOf(SETTINGS), isDrawn: false },
    criterion: searchCriterionOf(parseCriterion(criterion)),
    tolerance: { kind: 'retraining', share: 0.5 },
    ...{ delta: 0.05, maxReplicates: 20, seed: 1 },
  });
  const state = race.begin();
  while (state.end === undefined) {
    const { needed, likely } = race.ahead(state, state.evidence.outcomes, state.evidence.outcomes + 1);
    const [ask] = [...needed, ...likely];
    if (ask === undefined) break;
    race.apply(state, [from(lossOf(ask.candidate, ask.replicate))]);
  }
  const standing = race.standing(state);
  const said = stateSearch(standing, race.search, race.delta, true);
  return { state, standing, said, trainings: state.evidence.outcomes, level: levelOf(standing.leader) };
}

test.each(['median', 'mean'])('by the %s the tolerance is of what the best vary, not of what all do', (criterion) => {
  const { standing, level, said } = played(criterion);
  expect(level).toBeLessThan(1.05);
  expect(standing.tolerance.value / (0.5 * SHARE * level)).toBeGreaterThan(0.5);
  expect(standing.tolerance.value / (0.5 * SHARE * level)).toBeLessThan(2);
  expect(said.reach).toBeLessThanOrEqual(standing.tolerance.value);
});

test('by a quantile it ends alike in other units and by 1/loss', () => {
  const plain = played('q3');
  const other = played('q3', (loss) => 1024 * loss);
  const turned = played('q3', (loss) => -1 / loss);
  for (const [{ standing, trainings }, unit] of [
    [other, 1024],
    // The best one's loss is 1, where a small step of 1/loss is as large as one of the loss.
    [turned, 1],
  ] as const) {
    expect(standing.leader).toBe(plain.standing.leader);
    expect(trainings / plain.trainings).toBeGreaterThan(0.8);
    expect(trainings / plain.trainings).toBeLessThan(1.25);
    expect(standing.tolerance.value / unit / plain.standing.tolerance.value).toBeGreaterThan(0.8);
    expect(standing.tolerance.value / unit / plain.standing.tolerance.value).toBeLessThan(1.25);
  }
  expect([plain, turned].map(({ standing }) => standing.scale.name)).toEqual(['logarithms', 'losses']);
});
