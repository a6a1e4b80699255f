/** @file A search among several models: their candidates have nothing in common, those that are drawn, that join and that are known before. */
import { expect, test } from 'vitest';
import type { Candidate, JsonObject } from '../core/index.js';
import type { SettingPlaces } from '../stats/index.js';
import { type LoggedSearch, searchAmong } from './search-among.js';

const CONFIGURATIONS: readonly JsonObject[] = [
  { net: { rate: 0.1, epochs: 5 } },
  { net: { rate: 0.01, epochs: 5 } },
  { boost: { rate: 0.1, depth: 2 } },
  { boost: { rate: 0.01, depth: 4 } },
  { line: {} },
];
const CANDIDATES = CONFIGURATIONS.map(
  (configuration, place): Candidate => ({ id: String(place), label: String(place), configuration }),
);
const SEARCH: LoggedSearch = {
  ...{ prior: 'full', isDrawn: true, audit: [], models: true },
  from: [
    {
      ...{ source: 'trials.csv', value: 'loss', direction: 'minimize', hash: '', configurations: 2 },
      settings: { 'net.rate': [0.1, null], 'boost.rate': [null, 0.1], 'boost.depth': [null, 4] },
      values: [[1], [2]],
    },
  ],
};

function modelsIn({ axes, rows, values }: SettingPlaces): number[] {
  const divider = axes.findIndex(({ divides }) => divides);
  return Array.from({ length: rows }, (_, row) => values[row * axes.length + divider] as number);
}

test('one axis divides the models, in what is known before, too', () => {
  const { places, sources } = searchAmong(CANDIDATES, SEARCH, undefined).search;
  expect(places.axes.filter(({ divides }) => divides).map(({ name }) => name)).toEqual(['model']);
  expect(modelsIn(places)).toEqual([2, 2, 0, 0, 1]);
  expect(modelsIn(sources?.[0]?.places as SettingPlaces)).toEqual([2, 0]);
});

test('it divides two models, too, which any setting of one of them tells apart', () => {
  const { places } = searchAmong(CANDIDATES.slice(0, 4), SEARCH, undefined).search;
  expect(modelsIn(places)).toEqual([1, 1, 0, 0]);
});

test('none does where one model races', () => {
  const { models: _, ...search } = SEARCH;
  expect(searchAmong(CANDIDATES, search, undefined).search.places.axes.some(({ divides }) => divides)).toBe(false);
  const { places } = searchAmong(CANDIDATES.slice(0, 2), SEARCH, undefined).search;
  expect(places.axes.map(({ name }) => name)).toEqual(['net.rate']);
});
