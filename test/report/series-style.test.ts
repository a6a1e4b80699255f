/** @file Series are told apart by everybody: by colour, by dash and by mark. */
import { describe, expect, test } from 'vitest';
import { drawChart } from '../../src/report/chart/draw.js';
import { DISTINCT_STYLES, PALETTE, seriesStyle, type Theme } from '../../src/report/chart/index.js';
import { ciede2000, contrast, seenDifference, VISIONS } from './color-vision.js';

const THEMES: readonly Theme[] = ['light', 'dark', 'print'];
const styles = Array.from({ length: DISTINCT_STYLES }, (_, index) => seriesStyle(index));
const colorOf = (theme: Theme, name: string): string => PALETTE[theme][name] as string;

test('the measure of difference is the published one', () => {
  // Sharma, Wu and Dalal (2005), table 1, pairs 1, 7, 9, 16, 19, 25 and 34.
  const published = [
    [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
    [[50, 0, 0], [50, -1, 2], 2.3669],
    [[50, 2.49, -0.001], [50, -2.49, 0.0009], 7.1792],
    [[50, 2.5, 0], [50, 0, -2.5], 4.3065],
    [[50, 2.5, 0], [56, -27, -3], 31.903],
    [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
    [[2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082],
  ] as const;
  for (const [first, second, difference] of published) expect(ciede2000(first, second)).toBeCloseTo(difference, 4);
});

test('eight series share neither colour, dash nor mark, and 64 differ', () => {
  expect(DISTINCT_STYLES).toBeGreaterThanOrEqual(8);
  for (const part of ['color', 'dash', 'symbol'] as const) {
    expect(new Set(styles.map((style) => style[part])).size).toBe(DISTINCT_STYLES);
  }
  const many = Array.from({ length: 64 }, (_, index) => JSON.stringify(seriesStyle(index)));
  expect(new Set(many).size).toBe(64);
});

describe.each(THEMES)('in the theme %s', (theme) => {
  test.each(VISIONS)('choice and still racing differ, with %s', (vision) => {
    const [choice, racing] = [colorOf(theme, 'choice'), colorOf(theme, 'racing')];
    expect(seenDifference(choice, racing, vision)).toBeGreaterThan(20);
    expect(seenDifference(choice, colorOf(theme, 'worse'), vision)).toBeGreaterThan(20);
  });

  test('colours of series differ to most, and stand out from the paper', () => {
    const colors = styles.map(({ color }) => colorOf(theme, color.slice('var(--'.length, -1)));
    for (const [index, color] of colors.entries()) {
      expect(contrast(color, colorOf(theme, 'paper'))).toBeGreaterThan(3);
      for (const other of colors.slice(index + 1)) expect(seenDifference(color, other, 'normal')).toBeGreaterThan(10);
    }
  });
});

test('a key shows the very line and mark', () => {
  const { text } = drawChart({
    says: 'It is.',
    n: 'n = 1',
    keys: [{ name: 'a <b>', style: seriesStyle(3) }],
    plot: () => ({ width: 440, height: 20, marks: [] }),
    data: { id: 'one', caption: 'One', columns: [], rows: [] },
  });
  expect(text).toContain('stroke="var(--series-4, #a3568a)"');
  expect(text).toContain('stroke-dasharray="10,3,2,3"');
  expect(text).toMatch(/fill="var\(--series-4, #a3568a\)"/);
  expect(text).toContain('a &lt;b&gt;');
});
