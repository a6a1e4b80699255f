/** @file Components and errors of crossed tables, by hand and against simulated truth. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { randomFrom } from '../../core/index.js';
import { contrastError, contrastInterval, noEffectTail, widenForSkew } from './contrast-error.js';
import { crossedComponents, leaveOuts, meanWithout } from './crossed-components.js';

// Mean squares 13.5, 6.5 and 1.5 with 1, 2 and 2 degrees of freedom.
const SMALL = [
  [1, 2, 3],
  [3, 4, 8],
];

test('components of a complete table are those of the analysis of variance', () => {
  const { count, mean, rows, columns, rest, total } = crossedComponents(SMALL);
  expect([count, mean]).toEqual([6, 3.5]);
  expect(rest).toBeCloseTo(1.5, 12);
  expect(rows).toBeCloseTo((13.5 - 1.5) / 3, 12);
  expect(columns).toBeCloseTo((6.5 - 1.5) / 2, 12);
  expect(total).toBeCloseTo(8, 12);
});

interface Fitted {
  readonly values: readonly (readonly number[])[];
  readonly mean: number;
  readonly rows: number;
  readonly columns: number;
  readonly rest: number;
}

test('components are those of lme4 where all are above 0 (scripts/reference/couple-components.R)', () => {
  const cases = JSON.parse(readFileSync('test/reference/couple-components.json', 'utf8')) as readonly Fitted[];
  expect(cases).toHaveLength(8);
  for (const { values, ...fitted } of cases) {
    const found = crossedComponents(values);
    expect(found.mean).toBeCloseTo(fitted.mean, 10);
    for (const part of ['rows', 'columns', 'rest'] as const) {
      expect(fitted[part]).toBeGreaterThan(0);
      expect(Math.abs(found[part] / fitted[part] - 1)).toBeLessThan(1e-6);
    }
  }
});

test('with gaps: half the squared differences of the pairs that share neither row nor column', () => {
  const { total, count } = crossedComponents([
    [1, undefined, 3],
    [3, 4, 8],
  ]);
  expect(count).toBe(5);
  // 1 with 4 and 8, 3 with 3 and 4.
  expect(total).toBeCloseTo((9 + 49 + 0 + 1) / 2 / 4, 12);
  expect(crossedComponents([[1, 2, 3]]).total).toBeNaN();
});

test('a large constant takes no digits', () => {
  const far = SMALL.map((line) => line.map((value) => value + 2 ** 40));
  expect(crossedComponents(far).total).toBe(crossedComponents(SMALL).total);
});

test('the error of a mean is that of the analysis of variance, what rows and columns both hold taken off once', () => {
  const error = contrastError(
    { figures: [leaveOuts({ rows: 2, columns: 3, pairs: 0 }, meanWithout(SMALL))], blocks: [0] },
    [[1]],
  );
  expect(error.estimates).toEqual([3.5]);
  // (13.5 + 6.5 - 1.5) / 6
  expect(error.noise).toBeCloseTo(18.5 / 6, 12);
  // Satterthwaite, of 13.5 / 6 with 1 and 6.5 / 6 with 2.
  expect(error.degrees).toBeCloseTo(20 ** 2 / (13.5 ** 2 + 6.5 ** 2 / 2), 12);
  const { low, high } = contrastInterval(error, 0.95);
  expect((low + high) / 2).toBeCloseTo(3.5, 10);
  const atItsEnd = contrastError(
    {
      figures: [
        leaveOuts(
          { rows: 2, columns: 3, pairs: 0 },
          meanWithout(SMALL.map((line) => line.map((value) => value - low))),
        ),
      ],
      blocks: [0],
    },
    [[1]],
  );
  expect(noEffectTail(atItsEnd)).toBeCloseTo(0.05, 10);
});

test('contrasts of tables that share rows and columns lose what these have in common; of others they do not', () => {
  const shifted = SMALL.map((line) => line.map((value) => value + 1));
  const figures = [SMALL, shifted].map((table) => leaveOuts({ rows: 2, columns: 3, pairs: 0 }, meanWithout(table)));
  expect(contrastError({ figures, blocks: [0, 0] }, [[-1, 1]]).noise).toBeCloseTo(0, 12);
  expect(contrastError({ figures, blocks: [0, 1] }, [[-1, 1]]).noise).toBeCloseTo((2 * 6.5) / 6, 12);
});

test('several contrasts at once: false alarms as often as said', () => {
  const tables = 400;
  const contrasts = [
    [-1, 1, 0, 0],
    [-1, -1, 2, 0],
    [-1, -1, -1, 3],
  ].map((line) => line.map((weight) => weight / Math.hypot(...line)));
  let alarms = 0;
  for (let run = 0; run < tables; run++) {
    const random = randomFrom('crossed', run);
    const draws = (count: number) => Array.from({ length: count }, () => random.normal());
    const common = draws(6);
    const figures = [0, 1, 2, 3].map(() => {
      const [rows, columns] = [draws(6), draws(6)];
      const table = rows.map((row, place) =>
        columns.map((column) => (common[place] as number) + row + column + random.normal()),
      );
      return leaveOuts({ rows: 6, columns: 6, pairs: 0 }, meanWithout(table));
    });
    if (noEffectTail(contrastError({ figures, blocks: [0, 1, 2, 3] }, contrasts)) < 0.05) alarms++;
  }
  expect(alarms / tables).toBeLessThan(0.08);
  expect(alarms / tables).toBeGreaterThan(0.01);
});

test('one mean of very skewed effects is held by the wider interval, and not by that of Student', () => {
  const tables = 600;
  const mean = Math.exp(0.5);
  let [student, wider] = [0, 0];
  for (let run = 0; run < tables; run++) {
    const random = randomFrom('skewed', run);
    const effects = () => Array.from({ length: 5 }, () => Math.exp(random.normal()) - mean);
    const [rows, columns] = [effects(), effects()];
    const table = rows.map((row) => columns.map((column) => row + column));
    const error = contrastError(
      { figures: [leaveOuts({ rows: 5, columns: 5, pairs: 0 }, meanWithout(table))], blocks: [0] },
      [[1]],
    );
    const holds = ({ low, high }: ReturnType<typeof contrastInterval>) => low <= 0 && high >= 0;
    if (holds(contrastInterval(error, 0.95))) student++;
    if (holds(contrastInterval(widenForSkew(error), 0.95))) wider++;
  }
  expect(student / tables).toBeLessThan(0.91);
  expect(wider / tables).toBeGreaterThan(0.93);
});
