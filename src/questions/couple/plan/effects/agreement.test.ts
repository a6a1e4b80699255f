/** @file Effects of twelve simulated designs, two with fresh pairs, as numpy and SciPy have them (scripts/reference/couple-effects.py), and their known truths. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { analyseEffects } from './analyse-effects.js';

interface Reference {
  readonly levels: readonly number[];
  readonly sizes: readonly number[];
  readonly nested: boolean;
  readonly cells: readonly (readonly (readonly number[])[])[];
  /** By cell; absent where there are none. */
  readonly pairs?: readonly (readonly number[])[];
  readonly responses: Readonly<
    Record<
      'location' | 'spread',
      {
        readonly values: readonly number[];
        readonly terms: readonly {
          readonly p: number;
          readonly effects: readonly {
            readonly value: number;
            readonly truth: number;
            readonly low: number;
            readonly high: number;
          }[];
        }[];
      }
    >
  >;
}

const cases = JSON.parse(readFileSync('test/reference/couple-effects.json', 'utf8')) as readonly Reference[];

function analysisOf({ levels, sizes, nested, cells, pairs }: Reference) {
  const combined = levels.reduce<number[][]>(
    (all, count) => all.flatMap((left) => Array.from({ length: count }, (_, level) => [...left, level])),
    [[]],
  );
  return analyseEffects(
    {
      factors: levels.map((count, place) => ({
        name: `setting${place}`,
        levels: Array.from({ length: count }, (_, level) => `${level}`),
      })),
      cells: cells.map((values, place) => ({
        levels: combined[Math.floor(place / sizes.length)] as number[],
        size: sizes[place % sizes.length] as number,
        values,
        diagonal: pairs?.[place] ?? [],
      })),
      ...{ sizes, nested, streams: ['init', 'sample'], pool: null, logarithmic: true, seed: 1 },
    },
    0.95,
  );
}

test.each(cases.map((reference, place) => ({ place, reference })))(
  'design $place: cells, effects, intervals, tests',
  ({ reference }) => {
    const { cells, responses } = analysisOf(reference);
    for (const response of ['location', 'spread'] as const) {
      const expected = reference.responses[response];
      for (const [place, cell] of cells.entries())
        expect(cell[response].value).toBeCloseTo(expected.values[place] as number, 10);
      const terms = responses.find((one) => one.response === response)?.terms;
      expect(terms).toHaveLength(expected.terms.length);
      for (const [place, { p, effects }] of expected.terms.entries()) {
        expect((terms?.[place]?.p as number) / p).toBeCloseTo(1, 6);
        expect(terms?.[place]?.effects).toHaveLength(effects.length);
        for (const [at, { value, low, high }] of effects.entries()) {
          const found = terms?.[place]?.effects[at];
          expect(found?.value).toBeCloseTo(value, 9);
          expect(found?.interval).toEqual({ low: expect.closeTo(low, 8), high: expect.closeTo(high, 8) });
        }
      }
    }
  },
);

test('of all 120 intervals of effects, 114 hold the truth', () => {
  let [held, all] = [0, 0];
  for (const reference of cases) {
    for (const { response, terms } of analysisOf(reference).responses) {
      if (response === 'collapses') continue;
      for (const [place, { effects }] of terms.entries()) {
        for (const [at, { interval }] of effects.entries()) {
          const truth = reference.responses[response].terms[place]?.effects[at]?.truth as number;
          all++;
          if ('low' in interval && interval.low <= truth && truth <= interval.high) held++;
        }
      }
    }
  }
  expect([held, all]).toEqual([114, 120]);
});
