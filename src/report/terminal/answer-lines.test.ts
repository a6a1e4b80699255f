/** @file The lines of an answer: labels in a column, few lines, what is left out first. */
import { expect, test } from 'vitest';
import { type AnswerRow, answerLines } from './answer-lines.js';

const options = { width: 40, colors: false };
const words = (count: number) => Array.from({ length: count }, (_, place) => `word${place}`).join(' ');
const labelsOf = (lines: readonly string[]) => lines.flatMap((line) => /^[A-Z]\w+/.exec(line) ?? []);

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

test('what does not fit into the lines is left out by rank, the same on screens of any width, and nothing is cut', () => {
  const rows: AnswerRow[] = [
    { label: 'Finding', text: words(90) },
    { label: 'Also', text: 'least wanted', rank: 1 },
    { label: 'Note', text: 'most wanted', rank: 0 },
    { label: 'Cost', text: '64 trainings' },
  ];
  for (const width of [40, 80, 200]) {
    const kept = (most?: number) => answerLines(rows, { width, colors: false }, most);
    expect(labelsOf(kept(11))).toEqual(['Finding', 'Note', 'Cost']);
    expect(labelsOf(kept(6))).toEqual(['Finding', 'Cost']);
    expect(labelsOf(kept(Number.POSITIVE_INFINITY))).toEqual(['Finding', 'Also', 'Note', 'Cost']);
    for (const word of words(90).split(' ')) expect(kept(6).join(' ')).toContain(word);
  }
});

test('what is never the same twice leaves nothing out by its length', () => {
  const kept = (cost: string) =>
    labelsOf(
      answerLines(
        [
          { label: 'Finding', text: words(80) },
          { label: 'Lead', text: 'It leads.', rank: 1 },
          { label: 'Cost', text: cost, varies: true },
        ],
        { width: 80, colors: false },
      ),
    );
  expect(kept(words(4))).toEqual(['Finding', 'Lead', 'Cost']);
  expect(kept(words(40))).toEqual(kept(words(4)));
});
