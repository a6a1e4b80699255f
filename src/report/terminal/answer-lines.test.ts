/** @file The lines of an answer: labels in a column, few lines, what is left out first. */
import { expect, test } from 'vitest';
import { type AnswerRow, answerLines } from './answer-lines.js';

const options = { width: 40, colors: false };
const long = Array.from({ length: 90 }, (_, place) => `word${place}`).join(' ');

test('labels stand in one column, and once for what follows under them', () => {
  const rows: AnswerRow[] = [
    { label: 'Cost', text: '64 trainings' },
    { label: 'Next', text: 'surefoot compare step.yaml --trials 11 --out runs/a', style: 'copied' },
    { label: 'Next', text: '24 more trainings' },
  ];
  expect(answerLines(rows, options)).toEqual([
    'Cost  64 trainings',
    'Next  surefoot compare step.yaml --trials 11 --out runs/a',
    '      24 more trainings',
  ]);
});

test('what does not fit into the lines is left out by rank, and what must stand is cut at its first row, but not on narrow screens', () => {
  const wide = { width: 80, colors: false };
  const rows: AnswerRow[] = [
    { label: 'Finding', text: `${long} ${long}` },
    { label: 'Also', text: 'least wanted', rank: 1 },
    { label: 'Note', text: 'most wanted', rank: 0 },
    { label: 'Cost', text: '64 trainings' },
  ];
  const cut = answerLines(rows, wide);
  expect(cut).toHaveLength(12);
  expect(cut[10]).toMatch(/^ {9}.* …$/);
  expect(cut[11]).toBe('Cost     64 trainings');
  const name = { label: 'Winner', text: `${long} ${long}`, isWhole: true };
  expect(answerLines(rows.with(0, name), wide).join(' ')).not.toContain('…');
  const short = answerLines(rows.with(0, { label: 'Finding', text: 'It holds.' }), wide, 3);
  expect(short.map((line) => line.trim().split(/\s+/)[0])).toEqual(['Finding', 'Note', 'Cost']);
  expect(answerLines(rows, wide, Number.POSITIVE_INFINITY).join(' ')).toContain('least wanted');
  for (const width of [40, 71]) {
    const all = answerLines(rows, { ...wide, width }).join(' ');
    for (const word of ['word0', 'word89', 'least wanted', 'most wanted', '64 trainings']) expect(all).toContain(word);
    expect(all).not.toContain('…');
  }
  expect(answerLines(rows, { ...wide, width: 72 })).toHaveLength(12);
});

test('a copied line that the terminal breaks counts as the lines that it takes', () => {
  const command = { label: 'Next', text: 'x'.repeat(100), style: 'copied' } as const;
  const lines = answerLines([{ label: 'Finding', text: long }, command], options, 6);
  expect(lines).toHaveLength(6 - 2);
});
