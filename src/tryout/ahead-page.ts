/** @file What simulated races came to, as the page that shows it: the sentence, the figure, the table. */
import { html } from '../report/frame.js';
import { formatCount, formatQuantity, formatShare } from '../report/index.js';
import { bigFigure, intervalFigure, type Page, type Table } from '../report/pages.js';
import type { AheadAnswer, AheadRow } from './plan-ahead.js';

export function aheadPage(answer: AheadAnswer): Page {
  const { asked, all, races, rows } = answer;
  const told = rows.find(({ difference }) => difference === asked.difference) as AheadRow;
  const { value, low, high } = told.trainings;
  return {
    title: 'Surefoot: how many trainings',
    kicker: '',
    name: 'How many trainings',
    description: sentenceOf(answer, told),
    question: null,
    answer: {
      kicker: 'Finding',
      title: null,
      id: null,
      tone: told.correct < GOOD ? 'open' : 'sure',
      sentence: sentenceOf(answer, told),
      actions: [],
      notices: [],
      boxes: [
        {
          kicker: 'Trainings',
          content: html`${bigFigure(formatCount(value), `of ${formatCount(all)}`)}<p>Nine of ten races take ${formatCount(low)} to ${formatCount(high)}.</p>`,
        },
        {
          kicker: 'Picks the best',
          content: html`${bigFigure(formatShare(told.correct), `of ${formatQuantity(races, 'simulated race')}`)}<p>${formatShare(told.decided)} of them end with one candidate; the others name those that they cannot tell apart.</p>`,
        },
        {
          kicker: 'Assumed',
          content: html`<p>All candidates but the best are equally good: no field of that difference is harder. Losses are normal, with the same noise. The race is by the mean, under the rule default.</p>`,
        },
      ],
      figures: [
        intervalFigure(
          tableOf(answer),
          {
            says: isFalling(rows)
              ? 'The smaller the difference, the more trainings a race takes.'
              : 'How many trainings a race takes, for half the difference, the difference and twice as much.',
            reads: ['Marks: half of the races take fewer. Lines: nine of ten lie between the ends'],
            direction: 'lower is better',
            n: `n = ${formatQuantity(races, 'simulated race')} of each difference`,
          },
          {
            key: 'trainings',
            name: (row) => `difference ${shortNumber(row.difference)}`,
            roleOf: (row) => (row === told ? 'choice' : 'open'),
            quantity: 'trainings',
            ends: endsOf,
          },
        ),
      ],
    },
    sections: [],
    folds: [],
    footer: 'Simulated in this page, with a fixed seed: the same numbers give the same answer.',
  };
}

const GOOD = 0.9;

function sentenceOf({ asked, all }: AheadAnswer, { trainings, correct }: AheadRow): string {
  const { candidates, noise, difference } = asked;
  return `A race of ${formatQuantity(candidates, 'candidate')} with a noise of ${shortNumber(noise)} and a best one that is ${shortNumber(difference)} better takes about ${formatQuantity(trainings.value, 'training')}, ${formatShare(trainings.value / all)} of training each ${asked.replicates} times, and picks the best in ${formatShare(correct)} of the races.`;
}

function isFalling(rows: readonly AheadRow[]): boolean {
  return rows.every(
    ({ trainings }, place) => place === 0 || trainings.value < (rows[place - 1] as AheadRow).trainings.value,
  );
}

/** As people write it: 0.02. */
function shortNumber(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function endsOf({ trainings }: AheadRow): readonly [number, number] {
  return [trainings.low, trainings.high];
}

function tableOf({ rows }: AheadAnswer): Table<AheadRow> {
  return {
    id: 'trainings-ahead',
    caption: 'Trainings by difference',
    columns: [
      { key: 'difference', of: ({ difference }) => shortNumber(difference) },
      { key: 'trainings', unit: 'count', of: ({ trainings }) => trainings.value },
      { key: 'from', unit: 'count', of: ({ trainings }) => trainings.low },
      { key: 'to', unit: 'count', of: ({ trainings }) => trainings.high },
      { key: 'picks the best', unit: 'share', of: ({ correct }) => correct },
      { key: 'one candidate left', unit: 'share', of: ({ decided }) => decided },
    ],
    rows,
  };
}
