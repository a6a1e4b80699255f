/** @file What the page says of agreement with the published figures follows from both, and its pictures count what its tables count. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { above, around, below, exactly, judge, judgeAll, over } from '../../scripts/paper/judge.mjs';
import { makePage } from '../../scripts/paper/make-page.mjs';
import { compareBoxes, publishedBox, publishedCurve } from '../../scripts/paper/published.mjs';
import { savingsOfCurves } from '../../scripts/paper/savings.mjs';
import { readTables } from '../../scripts/paper/tables.mjs';

const published = JSON.parse(readFileSync('data/paper/published.json', 'utf8'));
const { tables } = readTables();

const PLACES = ['energy-A', 'energy-B', 'position-A', 'position-B'];

test('published boxes: 45 a curve, in order within each, from 100 to 32,000 examples', () => {
  for (const place of PLACES) {
    for (const bias of ['without', 'with'] as const) {
      const curve = publishedCurve(published, place, bias);
      expect(curve).toHaveLength(45);
      expect([curve[0]?.size, curve.at(-1)?.size]).toEqual([100, expect.closeTo(32_000, 6)]);
      for (const { q1, median, q3 } of curve) expect(q1 <= median && median <= q3).toBe(true);
    }
  }
  const curve = publishedCurve(published, 'position-B', 'with');
  expect(publishedBox(curve, 32_000)).toEqual({ q1: 0.2664, median: 0.26761, q3: 0.26896 });
  // Their figure of the position has 0.372, 0.291 and 0.272 cm at these sizes.
  for (const [size, median] of [
    [8000, 0.372],
    [16_000, 0.291],
    [24_000, 0.272],
  ] as const) {
    expect(Math.abs(publishedBox(curve, size).median - median)).toBeLessThan(0.007);
  }
});

test.each([
  [{ q1: 1, median: 2, q3: 3 }, { q1: 3, median: 4, q3: 5 }, 'agree'],
  [{ q1: 1, median: 2, q3: 3 }, { q1: 3.1, median: 4, q3: 5 }, 'higher'],
  [{ q1: 1, median: 2, q3: 3 }, { q1: 0, median: 0.5, q3: 0.9 }, 'lower'],
] as const)('published box %j beside %j: %s', (theirs, own, word) => {
  expect(compareBoxes(theirs, own)).toBe(word);
});

const INFINITE = Number.POSITIVE_INFINITY;

test.each([
  // Inside, across an end, and wholly outside.
  [around('median', 1), { low: 0.95, high: 1.05 }, 'agrees'],
  [around('median', 1), { low: 1.05, high: 1.15 }, 'open'],
  [around('median', 1), { low: 1.12, high: 1.15 }, 'differs'],
  [around('median', 1), { low: 0.5, high: 0.8 }, 'differs'],
  // Wider than the margin, with the published figure in it.
  [around('spread', 1.9), { low: 0.24, high: 2.97 }, 'open'],
  [around('saving', 4, { atLeast: true }), { low: 3, high: INFINITE }, 'agrees'],
  [around('saving', 4), { low: 3, high: INFINITE }, 'open'],
  [around('saving', 12), { low: 2, high: 5 }, 'differs'],
  [below(1), { low: 0.8, high: 0.99 }, 'agrees'],
  [below(1), { low: 0.8, high: 1.1 }, 'open'],
  [above(1), { low: 0.006, high: 0.13 }, 'differs'],
  [above(1), {}, 'open'],
  [above(1), undefined, 'open'],
] as const)('margin %j and %j: %s', (margin, own, verdict) => {
  expect(judge(margin, own)).toBe(verdict);
});

test('several findings agree where each does, and differ where one does', () => {
  expect(judgeAll(['agrees', 'agrees'])).toBe('agrees');
  expect(judgeAll(['agrees', 'open'])).toBe('open');
  expect(judgeAll(['open', 'differs'])).toBe('differs');
  expect(judgeAll([])).toBe('open');
});

test('the ratio of two figures holds wherever both of their intervals do', () => {
  expect(over({ value: 3, low: 2, high: 4 }, exactly(2))).toEqual({ value: 1.5, low: 1, high: 2 });
  expect(over({ value: 3, low: 2, high: 4 }, { value: 1, low: 0.5, high: 2 })).toEqual({ value: 3, low: 1, high: 8 });
  expect(over({ value: 3 }, exactly(2))).toEqual({ value: 1.5 });
  expect(over(undefined, exactly(2))).toBeUndefined();
});

test('savings are read between the sizes of curves, too', () => {
  const sizes = [100, 1000, 10_000];
  const points = (factor: number) =>
    sizes.map((size): [number, number, number] => [size, 1 / Math.sqrt(factor * size), 1]);
  const [found] = savingsOfCurves(points(1), points(4), [3000]);
  expect(found?.target).toBeCloseTo(1 / Math.sqrt(3000), 9);
  expect(found?.value).toBeCloseTo(4, 9);
});

const sectionOf = (markdown: string, title: string) =>
  markdown.split('\n## ').find((section) => section.startsWith(title)) ?? '';

test('verdicts turn when the published figures do', () => {
  const verdict = (title: string, theirs: object) => {
    const { markdown } = makePage(tables, theirs);
    const told = sectionOf(markdown, title).matchAll(/^\*\*(?!Paper|Here)(.*)\*\*$/gm);
    return [...told].map(([, text]) => text).join(' ');
  };
  const { randomness, boxes } = published;
  const spreads = (sampling: string, both: string) =>
    `Spread of Model 1 on B: sampling over initial weights: ${sampling}. Spread of Model 1 on B: both over sampling: ${both}.`;
  expect(verdict('Sources of randomness', published)).toBe(spreads('open', 'open'));
  const std = { ...randomness.std, init: 0.0003, sample: 0.003, both: 0.0003 };
  expect(verdict('Sources of randomness', { ...published, randomness: { ...randomness, std } })).toBe(
    spreads('differs', 'differs'),
  );
  expect(verdict('Models 1 and 2', published)).toContain('Boxes: 4 of 4 do not overlap (Model 1 on B is higher here,');
  const wide = Object.fromEntries(
    PLACES.map((place) => [
      place,
      Object.fromEntries(
        ['without', 'with'].map((bias) => [bias, { ...boxes[place][bias], q3: boxes[place][bias].q3.map(() => 1) }]),
      ),
    ]),
  );
  expect(verdict('Models 1 and 2', { ...published, boxes: { ...boxes, ...wide } })).toContain('All boxes overlap.');
});

test('the picture by epoch counts the instances of the table, and keeps collapsed ones out of its band', () => {
  const { markdown, pictures } = makePage(tables, published);
  const section = sectionOf(markdown, 'Models 1 and 2, trained');
  for (const model of ['Model 1', 'Model 2']) {
    const row = new RegExp(`\\| B \\| ${model} \\|[^|]*\\| (\\d+) \\|[^|]*\\|[^|]*\\| (\\d+) of`).exec(section);
    const title = new RegExp(`${model}, (\\d+) instances(?:, curves kept of \\d+)?(?:, (\\d+) collapsed)?`).exec(
      pictures['paper-epochs-light.svg'] ?? '',
    );
    expect([title?.[1], title?.[2] ?? '0']).toEqual([row?.[1], row?.[2]]);
  }
  // The band of Model 2 at the last epoch, in pixels from the top: the collapsed instance would fill it to the edge.
  const paths = [...(pictures['paper-epochs-light.svg'] ?? '').matchAll(/<path d="M([^"]*)Z"/g)].map(
    ([, path]) => path,
  );
  const ends = (paths.at(-1) ?? '').split('L').filter((point) => point.startsWith('846 '));
  const [high, low] = ends.map((point) => Number(point.split(' ')[1])) as [number, number];
  expect(low - high).toBeLessThan(40);
});

test('the stand-in is frozen as the fit of its evidence has it', () => {
  const standIn = JSON.parse(readFileSync('data/paper/stand-in.json', 'utf8'));
  const { columns: rows } = tables['stand-in'] as {
    readonly columns: Readonly<Record<string, readonly (string | number)[]>>;
  };
  const lossesOf = (data: string, plane: number, model: string) =>
    (rows.loss ?? []).filter(
      (_, row) => rows.data?.[row] === data && rows.plane?.[row] === plane && rows.model?.[row] === model,
    ) as readonly number[];
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const { A, B } = published.position;
  const { plane } = standIn['position-B'].data;
  const width = (theirs: readonly number[], own: readonly number[]) => mean(theirs) / mean(own);
  expect(standIn['position-A'].cell).toBeCloseTo(width(A.parametric, lossesOf('position-A', 10, 'parametric')), 2);
  expect(standIn['position-B'].cell).toBeCloseTo(width(B.parametric, lossesOf('position-B', plane, 'parametric')), 2);
  // The depth of the plane, by a ratio that needs no width of a cell.
  const parametric = lossesOf('position-B', plane, 'parametric');
  const ratios = lossesOf('position-B', plane, 'xgboost').map((loss, row) => loss / (parametric[row] as number));
  expect(ratios).toHaveLength(B.xgboost.length);
  ratios.forEach((ratio, row) => {
    expect(Math.abs(ratio / (B.xgboost[row] / B.parametric[row]) - 1)).toBeLessThan(0.05);
  });
});
