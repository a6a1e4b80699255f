/** @file Trees: a row's own value is never in its own prediction, a step is found, weights count, and bins part what differs. */
import { expect, test } from 'vitest';
import { randomFrom } from '../../core/index.js';
import { createBinning, MOST_BINS } from './bins.js';
import { growForest } from './forest.js';
import type { SettingAxis, SettingPlaces } from './places.js';
import { growTree, valueIn } from './tree.js';

const ordered = (name: string): SettingAxis => ({ name, kind: 'ordered' });

/** Rows over a grid of 6 x 5, of which only the first axis matters, from its third value on. */
function steps(rows: number): { places: SettingPlaces; values: Float64Array } {
  const values = Float64Array.from({ length: 2 * rows }, (_, at) => (at % 2 === 0 ? (at / 2) % 6 : (at * 31) % 5));
  return {
    places: { axes: [ordered('step'), ordered('idle')], rows, values },
    values: Float64Array.from({ length: rows }, (_, row) => (row % 6 >= 3 ? 1 : 0)),
  };
}
const ones = (count: number): Float64Array => new Float64Array(count).fill(1);

test('a step is recovered by both kinds of trees together', () => {
  const { places, values } = steps(120);
  const { outOfBag, predict } = growForest(places, values, ones(120), 'step');
  const others = predict({ ...places, rows: 6, values: Float64Array.from([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 0]) });
  for (const [row, value] of others.entries()) expect(Math.abs(value - Number(row >= 3))).toBeLessThan(0.15);
  outOfBag.forEach((value, row) => {
    expect(Math.abs(value - (values[row] as number))).toBeLessThan(0.15);
  });
});

test("a tried candidate's own value is not in its own prediction, however far it is", () => {
  const { places, values } = steps(60);
  const altered = Float64Array.from(values);
  altered[7] = 1000;
  const [before, after] = [values, altered].map((all) => growForest(places, all, ones(60), 'own').outOfBag);
  expect(after?.[7]).toBeLessThan(2);
  expect(after?.some((value, row) => row !== 7 && value !== before?.[row])).toBe(true);
});

test('a leaf is the weighted mean of its rows', () => {
  const places = { axes: [ordered('only')], rows: 4, values: Float64Array.from([0, 0, 0, 0]) };
  const binned = createBinning(places).of(places);
  const tree = growTree(
    binned,
    Float64Array.from([0, 0, 0, 10]),
    Float64Array.from([1, 1, 1, 27]),
    Int32Array.from([0, 1, 2, 3]),
    { axisShare: 1, cuts: 'best', leastRows: 1 },
    randomFrom('weights'),
  );
  expect(valueIn(tree, binned, 0)).toBeCloseTo(9, 12);
});

test('categories are parted by their means, and what is missing stands apart from what is there', () => {
  const axis: SettingAxis = { name: 'kind', kind: 'category' };
  const codes = [0, 1, 2, 3, Number.NaN];
  const places = {
    axes: [axis],
    rows: 20,
    values: Float64Array.from({ length: 20 }, (_, row) => codes[row % 5] as number),
  };
  const values = Float64Array.from({ length: 20 }, (_, row) => [5, 0, 5, 0, 9][row % 5] as number);
  const binned = createBinning(places).of(places);
  const rows = Int32Array.from({ length: 20 }, (_, row) => row);
  const settings = { axisShare: 1, cuts: 'best', leastRows: 2 } as const;
  const tree = growTree(binned, values, ones(20), rows, settings, randomFrom('categories'));
  for (let row = 0; row < 20; row++) expect(valueIn(tree, binned, row)).toBe(values[row]);
});

test('a thousand places of a range share the bins about evenly', () => {
  const values = Float64Array.from({ length: 1000 }, (_, row) => (4 * ((row * 617) % 1000)) / 1000);
  const places = { axes: [ordered('rate')], rows: 1000, values };
  const { bins } = createBinning(places).of(places);
  const counts = Array.from({ length: MOST_BINS }, (_, bin) => bins.filter((one) => one === bin).length);
  expect(counts[0]).toBe(0);
  expect(Math.min(...counts.slice(1))).toBeGreaterThan(20);
});

test('equal names give equal trees, and others give others', () => {
  const { places } = steps(40);
  const values = Float64Array.from({ length: 40 }, (_, row) => Math.sin(row));
  const of = (name: string) => growForest(places, values, ones(40), name).outOfBag;
  expect(of('one')).toEqual(of('one'));
  expect(of('one')).not.toEqual(of('other'));
});
