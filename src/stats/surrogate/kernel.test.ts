/** @file Likeness of rows among one another, made anew only where it changed, against that of one row after the other. */
import { expect, test } from 'vitest';
import { randomFrom } from '../../core/index.js';
import { createLikeness, fillLikeness, knownRows, likenessAmong } from './kernel.js';
import { RANGE_RANKS, type SettingPlaces } from './places.js';

const ROWS = 30;
const axes: SettingPlaces['axes'] = (['range', 'ordered', 'category', 'range'] as const).map((kind, index) => ({
  name: String(index),
  kind,
}));
const random = randomFrom('kernel test');
const values = Float64Array.from({ length: ROWS * axes.length }, (_, at) => {
  const kind = axes[at % axes.length]?.kind;
  if (random.uniform() < 0.1) return Number.NaN;
  return kind === 'range' ? 4 * random.uniform() : random.below(4);
});
const places: SettingPlaces = { axes, rows: ROWS, values };

test('rows among one another are as like as one compared with those before, however relevances went', () => {
  const among = likenessAmong(places);
  const relevance = Float64Array.from([0.3, 1, 0.5, 0.1]);
  const moves: readonly (readonly [axis: number, to: number])[] = [
    ...([
      [0, 0.5],
      [0, 0.3],
      [1, 0.2],
      [3, 0.9],
      [3, 0.1],
      [3, 0.9],
      [2, 0.1],
      [0, 0.8],
      [1, 1],
      [0, 0.3],
    ] as const),
  ];
  for (const [axis, to] of [[0, 0.3] as const, ...moves]) {
    relevance[axis] = to;
    const found = among(relevance);
    const known = knownRows(places, relevance);
    for (let row = 0, at = 0; row < ROWS; row++) {
      const likeness = createLikeness(row + 1);
      fillLikeness(likeness, known, places, row, row + 1);
      for (const part of ['settings', 'pairs', 'all'] as const) {
        expect(found[part].subarray(at, at + row + 1)).toEqual(likeness[part]);
      }
      at += row + 1;
    }
  }
});

test('those known up to a row are compared as if there were no others', () => {
  const relevance = Float64Array.from([0.3, 1, 0.5, 0.1]);
  const known = knownRows(places, relevance);
  const [some, all] = [createLikeness(ROWS), createLikeness(ROWS)];
  for (let row = 0; row < ROWS; row++) {
    fillLikeness(all, knownRows(places, relevance), places, row);
    for (let until = 0; until <= ROWS; until++) {
      some.all.fill(-1);
      fillLikeness(some, known, places, row, until);
      expect(some.all.subarray(0, until)).toEqual(all.all.subarray(0, until));
    }
  }
});

test("a range's likeness is that of Matern's smoothness 5/2, wherever its places are", () => {
  const drawn = randomFrom('kernel test', 'range');
  for (let round = 0; round < 200; round++) {
    const own = Float64Array.from({ length: 12 }, () =>
      drawn.uniform() < 0.1 ? Number.NaN : 12 * drawn.uniform() - 4,
    );
    const one: SettingPlaces = { axes: [{ name: 'range', kind: 'range' }], rows: own.length, values: own };
    const relevance = Float64Array.of(10 ** (-2 * drawn.uniform()));
    const known = knownRows(one, relevance);
    const among = likenessAmong(one)(relevance);
    for (let row = 0; row < own.length; row++) {
      const likeness = createLikeness(own.length);
      fillLikeness(likeness, known, one, row);
      for (let other = 0; other < own.length; other++) {
        const [a, b] = [own[row] as number, own[other] as number];
        const isOneThere = Number.isNaN(a) !== Number.isNaN(b);
        const apart = isOneThere ? RANGE_RANKS : Number.isNaN(a) ? 0 : Math.abs(a - b);
        // In tenths of the range.
        const far = (Math.sqrt(5) * (relevance[0] as number) * apart) / (RANGE_RANKS / 10);
        const plain = (1 + far + far ** 2 / 3) * Math.exp(-far);
        expect(Math.abs((likeness.all[other] as number) / plain - 1)).toBeLessThan(1e-12);
        if (other <= row) expect(among.all[(row * (row + 1)) / 2 + other]).toBe(likeness.all[other]);
      }
    }
  }
});
