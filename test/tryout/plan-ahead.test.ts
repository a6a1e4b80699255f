/** @file How many trainings a race will take, by simulated races. */
import { expect, test } from 'vitest';
import { renderPage } from '../../src/report/pages.js';
import { aheadPage } from '../../src/tryout/ahead-page.js';
import { planAhead } from '../../src/tryout/plan-ahead.js';

const ASKED = { candidates: 5, noise: 0.02, difference: 0.02, replicates: 20 };
const answer = planAhead(ASKED);

test('larger differences take fewer trainings, and the best is picked', () => {
  const { rows, all, races } = answer;
  expect([all, races]).toEqual([100, 60]);
  expect(rows.map(({ difference }) => difference)).toEqual([0.01, 0.02, 0.04]);
  const [half, same, twice] = rows.map(({ trainings }) => trainings.value) as [number, number, number];
  expect(half).toBeGreaterThan(same);
  expect(same).toBeGreaterThan(twice);
  for (const { trainings } of rows) {
    expect(trainings.low).toBeLessThanOrEqual(trainings.value);
    expect(trainings.high).toBeLessThanOrEqual(all);
  }
  expect(rows[2]?.correct).toBeGreaterThan(0.95);
});

test('only the ratio of difference and noise counts', () => {
  const thousandfold = planAhead({ ...ASKED, noise: 20, difference: 20 });
  expect(thousandfold.rows.map(({ trainings }) => trainings)).toEqual(answer.rows.map(({ trainings }) => trainings));
});

test('is a page with its sentence, which the figure bears out', () => {
  const page = renderPage(aheadPage(answer), { scripts: [] });
  expect(page).toContain('The smaller the difference, the more trainings a race takes.');
  expect(page.replaceAll('\u00a0', ' ')).toContain(`about ${answer.rows[1]?.trainings.value} trainings`);
});

test.each([
  [{ candidates: 1 }, 'How many candidates: 1.'],
  [{ candidates: 2.5 }, 'How many candidates: 2.5.'],
  [{ candidates: 301 }, 'How many candidates: 301.'],
  [{ replicates: 1 }, 'Most trainings of a candidate: 1.'],
  [{ noise: 0 }, 'The noise: 0.'],
  [{ noise: Number.NaN }, 'The noise: that is no number.'],
  [{ difference: -1 }, 'The difference: -1.'],
])('%j is refused', (wrong, what) => {
  expect(() => planAhead({ ...ASKED, ...wrong })).toThrow(expect.objectContaining({ code: 'plan-number', what }));
});
