/** @file Texts of axes: ticks told apart, few digits, and a title that gives back the values. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisFormat } from './axis-text.js';
import { chartScale } from './chart/value-scale.js';
import { fitAxis } from './view/value-axis.js';

const textsOf = (ticks: readonly number[], scale: 'linear' | 'log' = 'linear') => {
  const { label, title } = axisFormat(ticks, scale);
  return [ticks.map(label).join(' '), title('loss')];
};

describe('the texts of an axis', () => {
  it.each([
    [[0, 0.5, 1], '0.0 0.5 1.0', 'loss'],
    [[0, 1e-8, 2e-8], '0 1 2', 'loss, in 10⁻⁸'],
    [[-2e-5, 0, 2e-5], '−2 0 2', 'loss, in 10⁻⁵'],
    [[0, 2e6, 4e6], '0 2 4', 'loss, in 10⁶'],
    [[0.9998, 0.99981, 0.99982], '0.99980 0.99981 0.99982', 'loss'],
    [[0.999981, 0.999982], '1 2', 'loss − 0.99998, in 10⁻⁶'],
    [[12346, 12346.1, 12346.2], '0.0 0.1 0.2', 'loss − 12,346'],
    [[-12346, -12345.9], '0.0 0.1', 'loss + 12,346'],
    [[1e6, 1e6 + 2e-5, 1e6 + 4e-5], '0 2 4', 'loss − 1,000,000, in 10⁻⁵'],
    [[1e-300, 2e-300], '1 2', 'loss, in 10⁻³⁰⁰'],
  ])('%j', (ticks, labels, title) => expect(textsOf(ticks)).toEqual([labels, title]));

  it.each([
    [[0.01, 0.1, 1, 10], '0.01 0.1 1 10'],
    [[1e-8, 2e-8, 1e-7], '10⁻⁸ 2×10⁻⁸ 10⁻⁷'],
    [[1e10, 1e100, 1e300], '10¹⁰ 10¹⁰⁰ 10³⁰⁰'],
  ])('%j, logarithmic', (ticks, labels) => expect(textsOf(ticks, 'log')).toEqual([labels, 'loss (logarithmic)']));

  const plain = (text: string) => {
    const digits = text.replace(/10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)$/, (_, power: string) => `1e${powerIn(power)}`).split('×');
    return digits.length === 2
      ? Number(`${digits[0]}${digits[1]?.slice(1)}`)
      : Number(digits[0]?.replaceAll(',', '').replace('−', '-'));
  };
  const powerIn = (text: string) => [...text].map((sign) => (sign === '⁻' ? '-' : '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(sign))).join('');
  /** The value that a reader takes from a label and the title. */
  function readBack(label: string, title: string): number {
    const [, sign, offset = '0'] = / ([−+]) ([\d,.×⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)/.exec(title) ?? [];
    const power = /, in 10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)$/.exec(title)?.[1] ?? '⁰';
    return Number(`${plain(label)}e${powerIn(power)}`) + (sign === '+' ? -1 : 1) * plain(offset.replace(/,$/, ''));
  }

  const size = fc.integer({ min: -300, max: 14 }).map((power) => Number(`1e${power}`));
  const losses = fc
    .tuple(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 9 }), size, size)
    .map(([shares, center, width]) => shares.map((share) => center + share * width));

  it('tells all ticks apart, in few digits, and gives their values back', () => {
    fc.assert(
      fc.property(losses, fc.constantFrom('minimize' as const, 'maximize' as const), (values, direction) => {
        const scale = chartScale(fitAxis(values, direction), false, 6);
        const labels = scale.ticks.map(scale.tickLabel);
        expect(new Set(labels).size).toBe(labels.length);
        for (const label of labels) expect(label.length).toBeLessThanOrEqual(9);
        if (scale.options.type === 'log') return;
        for (const [index, tick] of scale.ticks.entries()) {
          const back = readBack(labels[index] as string, scale.title('loss'));
          expect(Math.abs(back - tick)).toBeLessThanOrEqual(Math.abs(tick) * 1e-12 + 1e-310);
        }
      }),
    );
  });

  it('has a finite range for any losses', () => {
    const any = fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(1e308, -1e308, 5e-324, 1e-300, 0));
    fc.assert(
      fc.property(fc.array(any), fc.constantFrom('minimize' as const, 'maximize' as const), (values, direction) => {
        const scale = chartScale(fitAxis(values, direction), true, 6);
        const [low, high] = scale.options.domain;
        expect(high - low).toBeGreaterThan(0);
        expect(Number.isFinite(high - low)).toBe(true);
        expect(scale.ticks.length).toBeLessThan(30);
        for (const label of scale.ticks.map(scale.tickLabel)) expect(label).not.toMatch(/NaN|Infinity|−0(\.0*)?$/);
      }),
    );
  });
});
