/** @file The model over ranges: it knows what lies between those that were tried, and of more than it can take it knows the best. */
import { expect, test } from 'vitest';
import { randomFrom } from '../../core/index.js';
import type { KnownValues } from './gaussian-process.js';
import { processModel, smoothModel } from './models.js';
import { RANGE_RANKS, type SettingAxis, type SettingPlaces, settingPlacer } from './places.js';
import { type LearntKernel, roughProcess } from './rough-process.js';

const ROWS = 40;
/** Lowest at 0.6 and 0.3 of the ranges. */
const lossAt = (x: number, y: number): number => 4 * (x - 0.6) ** 2 + 3 * (y - 0.3) ** 2;

function placesOf(kind: SettingAxis['kind'], shares: readonly (readonly [number, number])[]): SettingPlaces {
  const axes = ['x', 'y'].map((name) => ({ name, kind }));
  return { axes, rows: shares.length, values: Float64Array.from(shares.flat(), (share) => RANGE_RANKS * share) };
}

function tried(kind: SettingAxis['kind'], rows = ROWS): KnownValues {
  const random = randomFrom('smooth');
  const shares = Array.from({ length: rows }, () => [random.uniform(), random.uniform()] as const);
  return {
    places: placesOf(kind, shares),
    values: Float64Array.from(shares, ([x, y]) => lossAt(x, y) + 0.05 * random.normal()),
    trials: new Float64Array(rows).fill(1),
    noises: new Float64Array(rows).fill(0.05 ** 2),
  };
}

const GRID = Array.from({ length: 441 }, (_, at) => [(at % 21) / 20, Math.floor(at / 21) / 20] as const);

/** Root mean square error over the space. */
function errorOf(kind: SettingAxis['kind'], most = ROWS): number {
  const known = tried(kind);
  const rough = roughProcess(known, 1e-5, undefined, 'smooth');
  const model = kind === 'range' ? smoothModel(known, rough, most) : processModel(known, rough);
  const { means } = model.predict(placesOf(kind, GRID));
  const squares = GRID.map(([x, y], at) => ((means[at] as number) - lossAt(x, y)) ** 2);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / GRID.length);
}

test('between those that were tried it is nearer than their noise, as by ranks it is not', () => {
  expect(errorOf('range')).toBeLessThan(0.05);
  expect(errorOf('ordered')).toBeGreaterThan(1.5 * errorOf('range'));
});

test('of more than it can take it knows those whose settings promise most, and tells of the others', () => {
  const known = tried('range');
  const rough = roughProcess(known, 1e-5, undefined, 'smooth');
  const [all, few] = [ROWS, 20].map((most) => smoothModel(known, rough, most));
  const best = placesOf('range', [[0.6, 0.3]]);
  expect(few?.predict(best).means[0]).toBeCloseTo(all?.predict(best).means[0] as number, 1);
  expect(few?.predict(best).means[0]).not.toBe(all?.predict(best).means[0]);
  expect(few?.leftOut.means.every(Number.isFinite)).toBe(true);
  expect(few?.leftOut.variances.every((variance) => variance > 0)).toBe(true);
});

test('a setting of many numbers is a range where numbers are smooth; of few, and where they are ranked, it is not', () => {
  const settings = [
    { name: 'many', values: Array.from({ length: 12 }, (_, row) => row * row) },
    { name: 'few', values: Array.from({ length: 12 }, (_, row) => row % 4) },
    { name: 'words', values: Array.from({ length: 12 }, (_, row) => 'abc'[row % 3] as string) },
  ];
  const kindsOf = (numbers?: 'smooth') => settingPlacer(settings, numbers).axes.map(({ kind }) => kind);
  expect(kindsOf('smooth')).toEqual(['range', 'ordered', 'category']);
  expect(kindsOf()).toEqual(['ordered', 'ordered', 'category']);
});

test('the kernel of many rows with ranges goes on from the one before, and is learnt from scratch when twice as many are tried', () => {
  const MANY = 160;
  const learnt = (kind: SettingAxis['kind'], before?: LearntKernel, rows = MANY) =>
    roughProcess(tried(kind, rows), 1e-5, before, 'smooth').learnt;
  const own = learnt('range');
  expect(own.rows).toBe(MANY);
  const far = { ...own.kernel, relevance: own.kernel.relevance.map((one) => one / 10) };
  const from = (rows: number): LearntKernel => ({ kernel: far, rows });
  expect(learnt('range', from(MANY / 2))).toEqual(own);
  expect(learnt('range', from(ROWS), ROWS)).toEqual(learnt('range', undefined, ROWS));
  expect(learnt('ordered', from(MANY))).toEqual(learnt('ordered'));
  const went = learnt('range', from(MANY / 2 + 1));
  expect(went.rows).toBe(MANY / 2 + 1);
  expect(went.kernel).not.toEqual(own.kernel);
  // From lengths ten times as long it comes back most of the way.
  went.kernel.relevance.forEach((one, axis) => {
    expect(Math.abs(Math.log(one / (own.kernel.relevance[axis] as number)))).toBeLessThan(1.5);
  });
});
