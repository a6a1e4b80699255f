/** @file Figures as files: drawn by strict readers of SVG, in fonts of their own, and never over what others wrote. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { openFonts } from '../../src/app/figures/fonts.js';
import { printableSvg } from '../../src/app/figures/printable-svg.js';
import { openPng, writeFigures } from '../../src/app/figures/write-figures.js';
import { buildReportView } from '../../src/report/index.js';
import { type Figure, figuresOfRace, figuresOfStudy, renderReport, standaloneSvg } from '../../src/report/pages.js';
import { simulateRun } from '../report/simulated-run.js';
import { compared, curved, measured } from '../report/simulated-studies.js';

const HOSTILE = '"><b>&amp;]]>\u0007\u202eمرحبا שלום 数据 🙂 Σ\ud800';
const view = buildReportView(
  simulateRun({
    candidates: 6,
    rule: { name: 'default' },
    id: (index) => `${index} ${HOSTILE}`,
    label: () => HOSTILE,
  }),
);
const race = figuresOfRace(view);
const source = { name: 'simulated', figures: race, date: new Date('2026-03-01') };
const folder = mkdtempSync(join(tmpdir(), 'surefoot-figures-'));
const request = { folder, formats: ['svg', 'pdf'], theme: 'print' } as const;
const fonts = await openFonts();

beforeEach(() => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
});
afterAll(() => rmSync(folder, { recursive: true }));

const withoutColors = (svg: string): string => svg.replaceAll(/#[\da-f]{3,8}\b/g, '');

describe('drawings', () => {
  const figures: readonly (readonly [string, Figure])[] = [
    ...race,
    ...[measured(), curved(), compared()].flatMap(figuresOfStudy),
  ].map((figure) => [figure.id, figure]);

  test.each(figures)('%s needs no page, in any colours', async (_, figure) => {
    const [print, ...others] = (['print', 'light', 'dark'] as const).map((theme) => standaloneSvg(figure, { theme }));
    expect(print).not.toMatch(/var\(|currentColor|NaN|undefined/);
    // Its reader of XML is a strict one.
    const png = (await openPng(fonts))(print as string);
    expect([...png.subarray(1, 4)]).toEqual([...Buffer.from('PNG')]);
    for (const other of others) expect(withoutColors(other)).toBe(withoutColors(print as string));
  });

  test('what somebody cuts out of a page has its name space and its colours', () => {
    const drawings =
      renderReport(view).match(/<svg class="plot"[\s\S]*?<\/svg>|<svg [^>]*class="plot"[\s\S]*?<\/svg>/g) ?? [];
    expect(drawings.length).toBeGreaterThan(4);
    for (const drawing of drawings) {
      expect(drawing).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
      expect(drawing).not.toMatch(/var\(--[a-z0-9-]+\)/);
    }
  });

  test('a legend is part of the file', () => {
    const figure = race.find(({ keys }) => keys?.text.includes('<li>')) as Figure;
    const words = figure.keys?.text.match(/<li>[\s\S]*?<\/li>/)?.[0].replaceAll(/<[^>]*>/g, '') as string;
    expect(standaloneSvg(figure)).toContain(`>${words.trim()}</text>`);
  });

  test('a character stands in the font that has it, or as its code point', () => {
    const { svg, missing } = printableSvg('<text>aΣ数<tspan>🙂</tspan></text><title>数</title>', fonts);
    expect(svg).toBe('<text>aΣ[U+6570]<tspan>[U+1F642]</tspan></text>');
    expect(missing).toEqual(['数', '🙂']);
    const own = { name: 'own', bytes: Buffer.alloc(0), has: (code: number) => code === 0x6570 };
    const { svg: drawn } = printableSvg('<text>a数b</text>', { ...fonts, regular: [...fonts.regular, own] });
    expect(drawn).toBe('<text>a<tspan font-family="own">数</tspan>b</text>');
  });

  test('a halo lies below its text for readers that do not know the order of paint', () => {
    const halo = '<g fill="red" paint-order="stroke" stroke="white"><text fill="blue">a</text></g>';
    expect(printableSvg(halo, fonts).svg).toBe(
      '<g stroke="white" fill="none"><text>a</text></g><g fill="red" stroke="none"><text fill="blue">a</text></g>',
    );
  });
});

describe('a folder of figures', () => {
  const bytesOf = () => readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString('base64')]);

  test('has a drawing in each format, the data and the captions, the same bytes each time', async () => {
    const { count, notes } = await writeFigures(source, request);
    const before = bytesOf();
    expect(before.length).toBe(count + 1);
    expect(count).toBe(3 * race.length + 1);
    expect(notes).toEqual([expect.stringContaining(' 数 ')]);
    const captions = readFileSync(join(folder, 'captions.txt'), 'utf8');
    for (const { id, title, conclusion } of race) {
      expect(captions).toContain(`${id}\n  ${title}\n  ${conclusion}`);
      const pdf = readFileSync(join(folder, `${id}.pdf`), 'latin1');
      expect(pdf).toMatch(/^%PDF/);
      expect(pdf).toContain('/FontFile2');
      expect(pdf).not.toContain('/Type1');
    }
    await writeFigures(source, request);
    expect(bytesOf()).toEqual(before);
  });

  const taken = `${race[0]?.id}.csv`;

  test('keeps what others wrote, and what it listed itself stays its own', async () => {
    writeFileSync(join(folder, taken), 'mine');
    await expect(writeFigures(source, request)).rejects.toMatchObject({ code: 'foreign-files' });
    expect(readdirSync(folder)).toEqual([taken]);
    rmSync(join(folder, taken));
    const first = { ...source, figures: race.slice(0, 1) };
    await writeFigures(first, { ...request, formats: ['pdf'] });
    await writeFigures(first, { ...request, formats: ['svg'] });
    await writeFigures(first, { ...request, formats: ['pdf'] });
    expect(existsSync(join(folder, `${race[0]?.id}.svg`))).toBe(true);
  });
});
