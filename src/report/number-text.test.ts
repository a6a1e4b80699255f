/** @file Numbers as text: digits kept, signs, units. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  columnFormat,
  estimateText,
  formatAbout,
  formatCount,
  formatDuration,
  formatShare,
  formatValue,
  formatWithin,
  halfWidth,
  typicalSpread,
  unbroken,
} from './number-text.js';
import { wrapText } from './terminal/terminal-text.js';

/** What a reader takes a number's text for. */
const readBack = (text: string): number => Number(text.replace('−', '-').replace('∞', 'Infinity'));
const anyNumber = fc.oneof(
  fc.double({ noNaN: true }),
  fc.double({ min: -2, max: 2, noNaN: true }),
  fc.constantFrom(0, -0, 1e-300, 1e308, 12346.1, 0.9998, 1e6),
);
/** A value and an uncertainty of it that is more than what rounding leaves. */
const within = fc
  .tuple(
    fc.double({ min: -1, max: 1, noNaN: true }),
    fc.integer({ min: -280, max: 280 }),
    fc.double({ min: -10, max: 3, noNaN: true }),
  )
  .map(([digits, power, finer]) => [digits * 10 ** power, 10 ** (power + finer)] as const);

describe('number texts', () => {
  it.each([
    [0.23456, '0.2346'],
    [0.946, '0.9460'],
    [12.3456, '12.35'],
    [-0.5, '−0.5000'],
    [123456, '123456'],
    [1.5e-7, '1.500e-7'],
    [-2e9, '−2.000e9'],
    [0, '0'],
    [Number.POSITIVE_INFINITY, '∞'],
    [Number.NEGATIVE_INFINITY, '−∞'],
  ])('value %s', (value, text) => expect(formatValue(value)).toBe(text));

  it.each([
    [7, '7'],
    [999, '999'],
    [41567, '41,567'],
    [1234567, '1,234,567'],
  ])('count %s', (count, text) => expect(formatCount(count)).toBe(text));

  it.each([
    [0, '0 %'],
    [0.004, '0.4 %'],
    [0.0996, '10 %'],
    [0.184, '18 %'],
    [1, '100 %'],
  ])('share %s', (share, text) => expect(formatShare(share)).toBe(text));

  it.each([
    [0.44, '0.4 s'],
    [9.96, '10 s'],
    [59.4, '59 s'],
    [59.7, '1 min 00 s'],
    [3599.6, '1 h 00 min'],
    [7620, '2 h 07 min'],
  ])('duration %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text));
});

describe('digits follow the uncertainty', () => {
  it.each([
    [0.234567, 0.0123, '0.235'],
    [0.234567, 0.00996, '0.235'],
    [0.99986, 0.00003, '0.999860'],
    [12346.1234, 0.021, '12346.123'],
    [2.345e-8, 1.2e-9, '2.35e-8'],
    [9.996e-8, 1e-9, '1.000e-7'],
    [1e6 + 1.2e-4, 1e-4, '1000000.00012'],
    [1234567, 20000, '1.235e6'],
    [123456, 20000, '123000'],
    [1e-300, 2e-301, '1.00e-300'],
    [-1e-9, 0.01, '0.000'],
    [-0.5, 0.1, '−0.50'],
    [0.5, 0, '0.5000'],
    [Number.POSITIVE_INFINITY, 0.1, '∞'],
  ])('%s within %s', (value, spread, text) => expect(formatWithin(value, spread)).toBe(text));

  it('shows differences that are smaller than their uncertainty, as far as two further digits go', () => {
    const differences = [0, 0.012, 0.034, 0.058, 0.9, 4.2];
    expect(differences.map(columnFormat(differences, 2.4))).toEqual([
      '0.000',
      '0.012',
      '0.034',
      '0.058',
      '0.900',
      '4.200',
    ]);
    expect([1e-9, 3e-9].map(columnFormat([1e-9, 3e-9], 2.4))).toEqual(['0.000', '0.000']);
  });

  it('takes what rounding leaves for no uncertainty, and for no difference', () => {
    const deviation = 0.000319243823820617;
    const other = deviation * (1 + 4e-14);
    expect(formatWithin(deviation, 2e-18)).toBe('0.0003192');
    expect([deviation, other].map(columnFormat([deviation, other]))).toEqual(['0.0003192', '0.0003192']);
    expect([deviation, 0.00034].map(columnFormat([deviation, 0.00034], 1e-17))).toEqual(['0.0003192', '0.0003400']);
  });

  it('reads back within half a unit of the second digit of the uncertainty', () => {
    fc.assert(
      fc.property(within, ([value, spread]) => {
        const unit = Number(`1e${Number(spread.toExponential(1).split('e')[1]) - 1}`);
        const back = readBack(formatWithin(value, spread));
        expect(Math.abs(back - value)).toBeLessThanOrEqual(0.5 * unit + 4 * Number.EPSILON * Math.abs(value));
      }),
    );
  });

  it('never shows two values alike that differ by more than the uncertainty', () => {
    fc.assert(
      fc.property(within, fc.double({ min: 1.01, max: 100, noNaN: true }), ([value, spread], times) => {
        const other = value + times * spread;
        fc.pre(other - value > spread);
        expect(formatWithin(other, spread)).not.toBe(formatWithin(value, spread));
        const [one, two] = [value, other].map(columnFormat([value, other], spread));
        expect(one).not.toBe(two);
      }),
    );
  });

  it('shows nothing that is no number, and no sign before zero', () => {
    const spread = fc.oneof(fc.constant(null), fc.double());
    fc.assert(
      fc.property(fc.array(anyNumber, { minLength: 1 }), spread, (values, width) => {
        const inColumn = columnFormat(values, width);
        for (const text of values.flatMap((value) => [
          formatValue(value),
          formatWithin(value, width),
          inColumn(value),
        ])) {
          expect(text).toMatch(/^(?:−?\d+(?:\.\d+)?(?:e-?\d+)?|−?∞)$/);
          expect(text).not.toMatch(/^−0(?:\.0*)?$/);
        }
      }),
    );
    expect(formatWithin(Number.NaN, 1)).toBe('–');
  });
});

describe('a column', () => {
  it.each([
    [[0.23456, 0.9, 12.3], 0.012, ['0.235', '0.900', '12.300']],
    [[2.1e-8, 9.8e-9, 0], 1e-9, ['2.10e-8', '0.98e-8', '0']],
    [[0.99981, 0.99982], null, ['0.9998100', '0.9998200']],
    [[1e6, 1e6 + 2e-4], null, ['1000000.000000', '1000000.000200']],
    [[0.2, 0.3, 1e12, Number.POSITIVE_INFINITY], null, ['0.2000', '0.3000', '1.000e12', '∞']],
    [[1e10, 1e308], null, ['1.000e10', '1.000e308']],
    [[0, 0], null, ['0', '0']],
    [[], null, []],
  ])('%j', (values, spread, texts) => expect(values.map(columnFormat(values, spread))).toEqual(texts));

  it('reads back within half a unit of its last digit, the same for all that are compared', () => {
    fc.assert(
      fc.property(within, fc.array(fc.double({ min: -1, max: 1, noNaN: true })), ([value, spread], others) => {
        const values = [value, ...others.map((share) => value * share)];
        const inColumn = columnFormat(values, spread);
        const unit = Number(`1e${Number(spread.toExponential(1).split('e')[1]) - 1}`);
        for (const one of values) {
          expect(Math.abs(readBack(inColumn(one)) - one)).toBeLessThanOrEqual(
            0.5 * unit + 8 * Number.EPSILON * Math.max(...values.map(Math.abs)),
          );
        }
      }),
    );
  });

  it('takes the spread that is typical', () => {
    expect(typicalSpread([null, 0.3, 0.1, undefined, 0.2, 0, Number.POSITIVE_INFINITY])).toBe(0.2);
    expect(typicalSpread([null])).toBeNull();
    expect(halfWidth({ low: -1e308, high: 1e308 })).toBe(1e308);
    expect(halfWidth({ reason: 'few' })).toBeNull();
  });
});

describe('a value and its interval', () => {
  it.each([
    [0.1304, 0.1221, 0.1443, 'share', '13.0 % [12.2, 14.4]'],
    [0.0346, 0.0052, 0.551, 'share', '3 % [1, 55]'],
    [0.98, 0.98, 0.98, 'share', '98 % [98, 98]'],
    [-0.021, -0.034, -0.008, 'share', '−2.1 % [−3.4, −0.8]'],
    [0.0346, 0.0005, 0.551, 'share', '3 % [0.05, 55]'],
    [6.35, 0, 3100, 'value', '6 [0, 3100]'],
    [9.5e-5, 9e-5, 1.2e-4, 'value', '0.000095 [0.000090, 0.000120]'],
    [2.1e-8, -1e-9, 5e-8, 'ratio', '2.1e-8 [−0.1e-8, 5.0e-8]'],
    [6.35, 5.1, Number.POSITIVE_INFINITY, 'ratio', '6.35 [5.10, ∞]'],
    [0.72, 0.51, 0.85, 'hundredths', '0.72 [0.51, 0.85]'],
    [120, 90, 1500, 'count', '120 [90, 1,500]'],
  ] as const)('%s from %s to %s, a %s', (value, low, high, unit, text) => {
    expect(estimateText(value, { low, high }, unit)).toBe(text);
  });
});

describe('what is only estimated', () => {
  it.each([
    [8.4, '8 s'],
    [75, '1 min'],
    [3600 * 3.52, '3.5 h'],
    [3600 * 24 * 2.9, '2.9 days'],
  ])('%s seconds', (seconds, text) => expect(formatAbout(seconds)).toBe(text));
});

it('keeps a number and its unit, and n = 20, on one line', () => {
  const text = 'At 95 % (n = 20) 3 min 05 s and 1.2 GB, p < 0.001, of 20 trainings in 2 days';
  expect(unbroken(text).split(' ')).toEqual(
    'At|95_%|(n_=_20)|3_min_05_s|and|1.2_GB,|p|<_0.001,|of|20|trainings|in|2_days'.replaceAll('_', '\u00a0').split('|'),
  );
  expect(wrapText(text, 10).split('\n')).toEqual(
    'At 95 %|(n = 20)|3 min 05 s|and|1.2 GB, p|< 0.001,|of 20|trainings|in 2 days'.split('|'),
  );
});
