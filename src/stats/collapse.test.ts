/** @file What counts as a collapse: the order of the three bars, and a typical spread that collapses do not move. */
import { expect, test } from 'vitest';
import { collapseBar, countCollapses, exceptionsOf, fieldSpread, isCollapse } from './collapse.js';

const losses = [0.2, 0.21, 0.24];

test("the user's bar comes before the baseline's, and that before the field's", () => {
  const terms = { above: 0.3, baseline: 2, spread: 0.02 };
  expect(collapseBar(losses, terms)).toEqual({ by: 'setting', above: 0.3 });
  expect(collapseBar(losses, { ...terms, above: undefined })).toMatchObject({ by: 'baseline' });
  const bar = collapseBar(losses, { spread: 0.02 });
  expect(bar.by).toBe('spread');
  expect(bar.above).toBeCloseTo(0.21 + 10 * 0.02, 12);
});

test('a network that predicts a constant is not saved by the last digit of the baseline', () => {
  const bar = collapseBar([0.1, 0.1], { baseline: 2.5, spread: 0.01 });
  expect(isCollapse(2.4999, bar)).toBe(true);
  expect(isCollapse(2.4, bar)).toBe(false);
  // Where a typical training is no better than the baseline, the baseline itself is the bar.
  expect(collapseBar([3, 3], { baseline: 2, spread: 0 })).toEqual({ by: 'baseline', above: 2 });
});

test('better losses never collapse, and what has no finite loss always does', () => {
  const bar = collapseBar(losses, { spread: 0.02 });
  expect(countCollapses([0.2, -50, 0.42, Number.POSITIVE_INFINITY, Number.NaN], bar)).toBe(3);
  const none = collapseBar(losses, { spread: 0 });
  expect(none).toEqual({ by: 'divergence', above: Number.POSITIVE_INFINITY });
  expect(countCollapses([1e300, Number.POSITIVE_INFINITY], none)).toBe(1);
  expect(collapseBar([], { spread: 1 }).by).toBe('divergence');
  expect(collapseBar([1, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY], { spread: 1 }).by).toBe('divergence');
});

test('the typical spread of a field: neither collapses nor a restless candidate move it, and one training has none', () => {
  expect(
    fieldSpread([
      [1, 2, 9],
      [4, 4.5],
    ]),
  ).toBe(3.75);
  const calm = [0, 0.1, 0.2, 0.3, 0.4];
  const typical = fieldSpread([calm, calm, calm]);
  expect(typical).toBeCloseTo(0.2, 12);
  const collapsing = [0, 0.1, 0.2, 0.3, 0.4, 80];
  expect(fieldSpread([collapsing, collapsing, collapsing])).toBeLessThan(1.6 * typical);
  expect(fieldSpread([calm, calm, [0, 50, 900]])).toBe(typical);
  expect(fieldSpread([[1], [Number.POSITIVE_INFINITY, 2], []])).toBe(0);
});

test('exceptions are told apart where they are the fewer, and none is where nobody said from which loss on', () => {
  const few = exceptionsOf([0.4, 0.5, 2.3], { above: 1 });
  expect([few.collapsed, few.includes(2.3), few.includes(0.5)]).toEqual([1, true, false]);
  for (const none of [exceptionsOf([0.4, 2.2, 2.3], { above: 1 }), exceptionsOf([0.4, 2.3, 0.5], undefined)]) {
    expect([none.collapsed, none.includes(2.3)]).toEqual([null, false]);
  }
});

test('where half of all collapsed that is how a candidate trains', () => {
  expect(exceptionsOf([0.4, 0.5, 2.2, 2.3], { above: 1 }).collapsed).toBeNull();
  expect(exceptionsOf([0.4, 0.5, 0.6, 2.2, 2.3], { above: 1 }).collapsed).toBe(2);
});
