/** @file Candidates that join a search in which a metric has a bound: the best that keeps it lies between the draws, and close to who breaks it. */
import { expect, test } from 'vitest';
import { Fold, type Outcome, randomFrom, type Trial } from '../../../src/core/index.js';
import { parseRule, planSearch } from '../../../src/questions/race/plan/index.js';
import { parseCriterion } from '../../../src/stats/index.js';
import { Drawing } from './drawing.js';

const DRAWS = 60;
const BOUND = 18;
/** Lowest at 2.8 and 1.4, where the metric is 21.2. */
const lossOf = ([x = 0, y = 0]: readonly number[]): number => (x - 2.8) ** 2 + (y - 1.4) ** 2;
const msOf = ([x = 0]: readonly number[]): number => 10 + 4 * x;
/** Of the best that keeps the bound. */
const LEAST = (2 - 2.8) ** 2;

function searched(kind: 'ordered' | 'range', drawing: Drawing, joins = true) {
  const candidates = Array.from({ length: DRAWS }, (_, i) => String(i));
  const values = Float64Array.from(drawing.places.slice(0, DRAWS).flat());
  const race = planSearch({
    ...{ candidates, criterion: parseCriterion('mean'), rule: parseRule('default'), finalTrials: 0, seed: 1 },
    search: {
      ...{ prior: 'full', audit: [], isDrawn: true },
      places: { axes: ['x', 'y'].map((name) => ({ name, kind })), rows: DRAWS, values },
      ...(joins ? { newcomers: drawing } : {}),
      required: [
        {
          ...{ metric: 'ms', criterion: parseCriterion('mean'), below: BOUND },
          valueOf: ({ metrics }) => metrics.ms ?? Number.NaN,
        },
      ],
    },
  });
  const outcomeOf = (trial: Trial): Outcome => {
    const place = drawing.places[Number(trial.candidate)] as number[];
    const random = randomFrom('joins required', trial.candidate, trial.streams.init);
    const metrics = { ms: msOf(place) + 0.2 * random.normal() };
    const loss = lossOf(place) + 0.05 * random.normal();
    return { trial, status: 'completed', loss, metrics, lossPerEpoch: [], seconds: 0 };
  };
  const fold = new Fold(race);
  const waiting: { readonly number: number; readonly ask: Trial }[] = [];
  const asked: number[] = [];
  while (asked.length < 150) {
    waiting.push(...fold.advance().slots);
    const next = waiting.shift();
    if (next === undefined) break;
    asked.push(Number(next.ask.candidate));
    fold.settle(next.number, outcomeOf(next.ask));
  }
  const answer = race.answer(fold.state);
  const standings = answer?.requirements?.metrics[0]?.candidates ?? [];
  return { asked, winner: answer?.winner ?? '', standings };
}

test.each([
  [
    'ordered',
    {
      ...{ joined: 44, winner: '61' },
      first: ['1.95 1.64', '1.91 1.06', '1.94 2.28', '1.91 1.50', '1.91 0.91', '1.73 0.26'],
      asked: '60 61 62 23 23 23 23 23 63 64 65 61 61 61 61 61 61 61 66 67',
    },
  ],
  [
    'range',
    {
      ...{ joined: 52, winner: '83' },
      first: ['1.94 1.21', '1.81 0.65', '1.85 1.81', '1.79 0.06', '1.95 1.13', '1.93 1.87'],
      asked: '41 41 41 41 41 41 68 69 70 71 72 62 62 62 62 62 62 73 74 75',
    },
  ],
] as const)('who joins is likely to keep the bound, and the winner is better than without: %s', (kind, pinned) => {
  const drawing = new Drawing(DRAWS);
  const { asked, winner, standings } = searched(kind, drawing);
  const regretOf = (id: string): number => lossOf(drawing.places[Number(id)] as number[]) - LEAST;
  expect(standings.find(({ candidate }) => candidate === winner)?.standing).toBe('met');
  expect(regretOf(winner)).toBeLessThan(regretOf(searched(kind, new Drawing(DRAWS), false).winner));
  const joined = drawing.places.slice(DRAWS);
  expect(joined.filter((place) => msOf(place) < BOUND).length).toBeGreaterThan(0.75 * joined.length);
  expect({
    joined: joined.length,
    winner,
    first: joined.slice(0, 6).map((place) => place.map((value) => value.toFixed(2)).join(' ')),
    asked: asked.slice(40, 60).join(' '),
  }).toEqual(pinned);
});
