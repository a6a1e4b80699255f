/** @file Importance of settings: against base R, and by what must hold whatever the numbers are. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { designColumns } from './design.js';
import { analyseImportance, type ImportanceAnalysis } from './importance.js';
import { varianceBetween } from './least-squares.js';
import { noncentralChiSquare } from './noncentral-chi-square.js';

interface ReferenceCase {
  readonly name: string;
  readonly settings: readonly { readonly name: string; readonly values: readonly (number | string | null)[] }[];
  readonly values: readonly number[];
  readonly noise: readonly number[];
  readonly between: number;
  readonly degrees: number;
  readonly explained: number;
  readonly found: readonly {
    readonly degrees: number;
    readonly squares: number;
    readonly share: readonly [number, number, number];
    readonly alone: number;
    readonly inflation: number;
    readonly means: readonly (readonly number[])[] | null;
  }[];
}

const { level, tails, cases } = JSON.parse(readFileSync('test/reference/stats-importance.json', 'utf8')) as {
  readonly level: number;
  readonly tails: readonly (readonly [number, number, number, number])[];
  readonly cases: readonly ReferenceCase[];
};

function close(actual: number | undefined, expected: number, tolerance = 1e-9): void {
  expect(Math.abs((actual as number) - expected)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected)));
}

function analyse(settings: Parameters<typeof analyseImportance>[0], values: readonly number[]): ImportanceAnalysis {
  const analysis = analyseImportance(settings, { values, noise: values.map(() => 0) }, 0.95);
  if ('reason' in analysis) throw new Error(analysis.reason);
  return analysis;
}

describe('analyseImportance', () => {
  it.each(cases.map((one) => [one.name, one] as const))('agrees with R: %s', (_, reference) => {
    const { settings, values, noise, found, degrees, explained, between } = reference;
    const analysis = analyseImportance(settings, { values, noise }, level);
    if ('reason' in analysis) throw new Error(analysis.reason);
    expect(analysis.degrees).toBe(degrees);
    close(analysis.explained, explained);
    settings.forEach(({ name }, index) => {
      const own = analysis.settings.find((setting) => setting.name === name);
      const expected = found[index] as (typeof found)[number];
      expect(own?.degrees).toBe(expected.degrees);
      close(own?.squares, expected.squares);
      close(own?.share?.value, expected.share[0]);
      close(own?.share?.low, Math.min(expected.share[0], expected.share[1]), 1e-8);
      close(own?.share?.high, Math.max(expected.share[0], expected.share[2]), 1e-8);
      close(own?.alone, expected.alone);
      close(own?.inflation, expected.inflation);
      expected.means?.forEach(([mean, low, high], place) => {
        const effect = own?.effects[place];
        close(effect?.mean, mean as number);
        close(effect?.low, low as number);
        close(effect?.high, high as number);
      });
    });
    if (noise.some((variance) => variance !== noise[0])) {
      const columns = settings.flatMap((setting) => designColumns(setting, 'parabola').columns);
      close(varianceBetween(columns, values, Float64Array.from(noise)), between);
    }
  });

  it("has R's noncentral chi-square", () => {
    for (const [value, degrees, lambda, expected] of tails)
      close(noncentralChiSquare(value, degrees, lambda), expected, 1e-11);
  });

  const grid = Array.from({ length: 48 }, (_, index) => ({
    units: 2 ** (index % 4),
    act: 'abc'[(index >> 2) % 3],
    rest: index >> 4,
  }));
  const settings = (['units', 'act', 'rest'] as const).map((name) => ({
    name,
    values: grid.map((one) => one[name] ?? null),
  }));

  it('names what makes up another, and gives it no share', () => {
    const copy = { name: 'copy', values: grid.map(({ units }) => units * 10) };
    const { settings: found } = analyse(
      [...settings, copy],
      grid.map(({ units }, index) => units + ((index * 7) % 5) / 50),
    );
    for (const [name, companion] of [
      ['units', 'copy'],
      ['copy', 'units'],
    ]) {
      expect(found.find((one) => one.name === name)).toMatchObject({
        degrees: 0,
        share: null,
        companion,
        inflation: Number.POSITIVE_INFINITY,
      });
    }
    expect(found.find((one) => one.name === 'copy')?.alone).toBeGreaterThan(0.9);
  });

  it.each([
    ['one value alone', [{ name: 'units', values: grid.map(() => 4) }], 'no setting differs'],
    ['a name of its own each', [{ name: 'tag', values: grid.map((_, index) => `t${index}`) }], 'no setting differs'],
  ])('says why it cannot tell: %s', (_, given, reason) => {
    const analysis = analyseImportance(
      given,
      { values: grid.map((_one, index) => index), noise: grid.map(() => 0) },
      0.95,
    );
    expect(analysis).toEqual({ reason: expect.stringContaining(reason) });
  });

  it('says so of too few candidates, and of equal figures', () => {
    const first = settings.map(({ name, values }) => ({ name, values: values.slice(0, 6) }));
    expect(analyseImportance(first, { values: [1, 2, 3, 4, 5, 6], noise: [0, 0, 0, 0, 0, 0] }, 0.95)).toEqual({
      reason: expect.stringContaining('too few'),
    });
    expect(analyseImportance(settings, { values: grid.map(() => 1), noise: grid.map(() => 0) }, 0.95)).toEqual({
      reason: 'all candidates have the same figure',
    });
  });

  it('gives shares that shift, scale and order of the candidates do not change', () => {
    const noise = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 48, maxLength: 48 });
    fc.assert(
      fc.property(noise, fc.double({ min: 0.01, max: 100, noNaN: true }), (errors, scale) => {
        fc.pre(new Set(errors).size > 4);
        const values = errors.map((error, index) => error + 0.2 * (grid[index]?.units ?? 0));
        const plain = analyse(settings, values);
        const turned = analyse(
          settings.map((one) => ({ ...one, values: one.values.toReversed() })),
          values.map((value) => 3 + scale * value).toReversed(),
        );
        let total = 0;
        for (const { name, share } of plain.settings) {
          const other = turned.settings.find((one) => one.name === name)?.share;
          for (const end of ['value', 'low', 'high'] as const) close(other?.[end], share?.[end] ?? 0, 1e-7);
          expect(share?.low).toBeLessThanOrEqual(share?.value as number);
          expect(share?.high).toBeLessThanOrEqual(1);
          total += share?.value ?? 0;
        }
        expect(total).toBeLessThanOrEqual(1 + 1e-9);
      }),
      { numRuns: 30 },
    );
  });
});

it.each([
  ['evenly', (index: number) => 16 + 3 * index + (index % 7) / 10],
  ['over decades', (index: number) => 1.17 ** (index + 0.1 * (index % 3))],
])('tells effects of an amount at values that candidates have, spread %s', (_, amountAt) => {
  const values = Array.from({ length: 60 }, (__, index) => amountAt(index));
  const { places } = designColumns({ name: 'units', values }, 'line');
  expect(places.length).toBeGreaterThan(5);
  for (const { value, candidates } of places) expect([values.includes(Number(value)), candidates]).toEqual([true, 1]);
});
