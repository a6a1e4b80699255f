/** @file The whole surrogate on fields whose truth is known: predictions, their variances, noise by level, collapses, and sameness. */
import { expect, test } from 'vitest';
import { randomFrom } from '../../core/index.js';
import { fitSurrogate, type TriedLosses } from './fit-surrogate.js';
import { placesOf, rowsOf, type SettingPlaces, settingPlacer } from './places.js';

/** A grid of 6 x 6 x 2: two settings that matter together, one that does nothing. */
function field(): { places: SettingPlaces; truth: Float64Array; rows: number[] } {
  const rows = Array.from({ length: 72 }, (_, row) => row);
  const [a, b, c] = [
    (row: number) => row % 6,
    (row: number) => Math.floor(row / 6) % 6,
    (row: number) => Math.floor(row / 36),
  ];
  const places = placesOf([
    { name: 'a', values: rows.map(a) },
    { name: 'b', values: rows.map(b) },
    { name: 'c', values: rows.map((row) => 'wx'.charAt(c(row))) },
  ]);
  return {
    places,
    rows,
    truth: Float64Array.from(rows, (row) => 0.3 * (a(row) - 2) ** 2 + 0.3 * (b(row) - a(row)) ** 2),
  };
}

function seen(
  tried: readonly number[],
  trials: (place: number) => number,
  noiseOf = (_level: number) => 0.3,
): TriedLosses {
  const { places, truth } = field();
  const random = randomFrom('field', tried.length);
  return {
    places: rowsOf(places, tried),
    losses: tried.map((row, place) =>
      Float64Array.from({ length: trials(place) }, () => {
        const level = truth[row] as number;
        return level + noiseOf(level) * random.normal();
      }),
    ),
    collapses: tried.map(() => 0),
    panel: tried.map((_, place) => Number(place < 24)),
  };
}
const every = (step: number): number[] =>
  field().rows.filter((row) => (row + Math.floor(row / 6) + Math.floor(row / 36)) % step === 0);
const twoOf = (place: number): number => (place < 24 ? 3 : 1);

test('settings tell the mean loss of candidates that nobody has tried, and how far they may be off', () => {
  const { places, truth, rows } = field();
  const tried = every(2);
  const surrogate = fitSurrogate(seen(tried, twoOf), 'means');
  const others = rows.filter((row) => !tried.includes(row) && (truth[row] as number) < 1.5);
  const found = surrogate.predict(rowsOf(places, others));
  const errors = others.map((row, place) => (truth[row] as number) - (found.means[place] as number));
  const inUnits = errors.map((error, place) => error ** 2 / (found.variances[place] as number));
  const meanOf = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(Math.sqrt(meanOf(errors.map((error) => error ** 2)))).toBeLessThan(0.5);
  expect(meanOf(inUnits)).toBeGreaterThan(0.2);
  expect(meanOf(inUnits)).toBeLessThan(2);
});

test('noise goes with the level, and first trials of chosen candidates do not teach it', () => {
  const tried = every(1);
  const evidence = seen(
    tried,
    () => 4,
    (level) => 0.1 + 0.2 * level,
  );
  const { places } = field();
  const found = fitSurrogate(evidence, 'noise').predict(places);
  const at = (row: number): number => Math.sqrt(found.noises[row] as number);
  expect(at(14)).toBeGreaterThan(0.05);
  expect(at(14)).toBeLessThan(0.45);
  expect(at(5)).toBeGreaterThan(2 * at(14));
  const firsts = evidence.losses.map((row, place) => (place < 24 ? row : [-5, ...Array.from(row).slice(1)]));
  const lucky = fitSurrogate({ ...evidence, losses: firsts }, 'noise').predict(places);
  expect(Math.sqrt(lucky.noises[14] as number)).toBeLessThan(0.6);
});

test('own trials of a candidate change what is said of the others, not what is said of itself', () => {
  const tried = every(2);
  const evidence = seen(tried, () => 2);
  const before = fitSurrogate(evidence, 'own').tried.means;
  const altered = evidence.losses.map((row, place) => (place === 3 ? Float64Array.from(row, (loss) => loss - 3) : row));
  const after = fitSurrogate({ ...evidence, losses: altered }, 'own').tried.means;
  const moved = Array.from(after, (value, place) => Math.abs(value - (before[place] as number)));
  expect(moved[3]).toBeLessThan(0.5);
  expect(Math.max(...moved)).toBeGreaterThan(0);
});

test('collapses go by settings, by those of others; where there are none one rate goes for all', () => {
  const tried = every(1);
  const evidence = seen(tried, () => 2);
  const none = fitSurrogate(evidence, 'rates').tried;
  expect(new Set(none.collapseRates).size).toBe(1);
  expect(none.collapseRates[0]).toBeLessThan(0.01);
  const collapses = tried.map((row) => (row % 6 === 5 ? 2 : 0));
  const { collapseRates, collapseTrials } = fitSurrogate({ ...evidence, collapses }, 'rates').tried;
  const meanRate = (among: (row: number) => boolean): number => {
    const rates = [...collapseRates].filter((_, place) => among(tried[place] as number));
    return rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  };
  expect(meanRate((row) => row % 6 === 5)).toBeGreaterThan(1.15 * meanRate((row) => row % 6 < 5));
  expect(collapseTrials.every((worth) => worth > 0)).toBe(true);
  const others = collapses.map((count, place) => (place === 5 ? 0 : count));
  const without = fitSurrogate({ ...evidence, collapses: others }, 'rates').tried;
  const [own, other] = [without, { collapseRates }].map((found) => found.collapseRates[5] as number);
  expect(Math.abs((own as number) - (other as number))).toBeLessThan(0.02);
});

test('who has only collapsed is predicted by the others', () => {
  const evidence = seen(every(2), twoOf);
  const losses = evidence.losses.map((row, place) => (place === 20 ? [] : row));
  const { means } = fitSurrogate(
    { ...evidence, losses, collapses: losses.map((row) => Number(row.length === 0)) },
    'x',
  ).tried;
  expect(means.every(Number.isFinite)).toBe(true);
});

test('a constant metric has a noise above 0, and too few tried are refused', () => {
  const tried = every(2);
  const evidence = seen(tried, twoOf);
  const flat = fitSurrogate(
    { ...evidence, losses: evidence.losses.map((row) => Array.from(row, () => 1)) },
    'flat',
  ).tried;
  expect(flat.noises.every((noise) => noise > 0)).toBe(true);
  expect(flat.means.every((value) => Math.abs(value - 1) < 1e-6)).toBe(true);
  expect(() => fitSurrogate(seen(tried.slice(0, 7), twoOf), 'few')).toThrow(
    'needs 8 candidates with a loss, and there are 7',
  );
});

test('equal evidence and names give equal bits', () => {
  const evidence = seen(every(3), twoOf);
  const { places } = field();
  const [one, same] = [1, 1].map((name) => fitSurrogate(evidence, name).predict(places));
  expect(one).toEqual(same);
});

test('places: ranks, shares of a logarithmic range, categories, and no axis for what comes and goes with another', () => {
  const rates = Array.from({ length: 11 }, (_, step) => 10 ** (-5 + 0.4 * step));
  const { axes, values } = placesOf([
    { name: 'rate', values: rates },
    { name: 'units', values: rates.map((_, row) => [64, 16, null][row % 3] as number | null) },
    { name: 'bias', values: rates.map((_, row) => (row % 3 === 2 ? null : true)) },
    { name: 'kind', values: rates.map((_, row) => (row % 2 === 0 ? 'b' : 'a')) },
    { name: 'same', values: rates.map(() => 1) },
  ]);
  expect(axes.map(({ name, kind }) => `${name} ${kind}`)).toEqual(['rate ordered', 'units ordered', 'kind category']);
  expect([...values.subarray(3, 9)].map((value) => Number(value.toFixed(6)))).toEqual([0.4, 0, 0, 0.8, Number.NaN, 1]);
});

test('candidates that come later lie between the others, or beyond them, on the same axes', () => {
  const drawn = Array.from({ length: 20 }, (_, i) => 10 ** -(i / 19) * 0.1);
  const placer = settingPlacer([
    { name: 'units', values: drawn.map((_, i) => [8, 16, 64][i % 3] as number) },
    { name: 'rate', values: drawn },
    { name: 'name', values: drawn.map((_, i) => ['adam', 'sgd', null][Math.floor(i / 2) % 3] as string | null) },
  ]);
  const more = placer.place([
    { name: 'name', values: ['sgd', 'lamb', null] },
    { name: 'rate', values: [0.055, 0.1, 0.19] },
    { name: 'units', values: [40, 16, 112] },
  ]);
  expect(more.axes.map(({ name }) => name)).toEqual(['units', 'rate', 'name']);
  expect([...more.values].map((value) => Number(value.toFixed(9)))).toEqual([1.5, 2, 1, 1, 4, 2, 3, 8, Number.NaN]);
});
