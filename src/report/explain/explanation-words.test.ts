/** @file What is said of importances: of a figure that is best at 0, and where nothing is clearly above 0. */
import { expect, it } from 'vitest';
import { buildExplanation } from './explanation.js';
import { explanationHeadline, explanationMethod, explanationStatements } from './explanation-words.js';

it('says of a figure that is best at 0 how far from 0 it is taken', () => {
  const facts = { model: null, run: 'run', candidate: 'c1', data: { name: 'the final set', rows: 100, of: 100 } };
  const metric = { name: 'bias', figure: 'bias', better: 'zero' } as const;
  const models = [-0.5, 0.25, -1].map((value, replicate) => ({
    replicate,
    value,
    units: [{ shuffles: [2, 2], leftOut: [1.9, 2, 2.1] }],
  }));
  const units = [{ columns: ['size'], association: null }];
  const explanation = buildExplanation({ ...facts, metric, repeats: 2, seed: 0 }, units, models, null);
  expect(explanation.value).toBe(-0.5);
  expect(explanationHeadline(explanation)).toMatch(
    /^3 trainings of c1 rely most on `size`: shuffled, it takes the size of the bias from 0\.50* to 2\.50*$/,
  );
  expect(explanationMethod(explanation)).toContain('By how much the bias moves away from 0 when one column');
});

it('claims no agreement where no column is clearly above 0, however alike the rankings are', () => {
  const facts = { model: null, run: 'run', candidate: 'c1', data: { name: 'the final set', rows: 40, of: 40 } };
  const metric = { name: 'loss', figure: 'loss', better: 'low' } as const;
  const unclear = (importance: number) => ({ shuffles: [0, 2 * importance], leftOut: [-1, 0, 1] });
  const models = [0, 1].map((replicate) => ({ replicate, value: 1, units: [0.2, 0.1, 0].map(unclear) }));
  const units = ['a', 'b', 'c'].map((column) => ({ columns: [column], association: null }));
  const explanation = buildExplanation({ ...facts, metric, repeats: 2, seed: 0 }, units, models, null);
  expect(explanation.agreement?.all?.w).toBe(1);
  expect(explanationStatements(explanation)[0]).toBe(
    "Whether the retrainings agree is open: no column is clearly above 0 (Kendall's W is 1.00 over 3 columns; 1 would be the same ranking every time).",
  );
});
