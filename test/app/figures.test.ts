/** @file Figures as files: for strict readers of SVG, and never over what others wrote. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { writeFigures } from '../../src/app/conclude/figures.js';
import { buildReportView } from '../../src/report/index.js';
import { type Chart, chartFile, figuresOfRace, figuresOfStudy, renderReport } from '../../src/report/pages.js';
import { simulateRun } from '../report/simulated-run.js';
import { compared, curved, measured } from '../report/simulated-studies.js';
import { xmlFault } from '../well-formed.js';

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
const folder = mkdtempSync(join(tmpdir(), 'surefoot-figures-'));
const request = { folder, theme: 'print' } as const;

beforeEach(() => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
});
afterAll(() => rmSync(folder, { recursive: true }));

const withoutColors = (svg: string): string => svg.replaceAll(/#[\da-f]{3,8}\b/g, '');

describe('drawings', () => {
  const figures: readonly (readonly [string, Chart])[] = [
    ...race,
    ...[measured(), curved(), compared()].flatMap(figuresOfStudy),
  ].map((figure) => [figure.data.id, figure]);

  test.each(figures)('%s needs no page, in any colours', (_, figure) => {
    const [print, ...others] = (['print', 'light', 'dark'] as const).map((theme) => chartFile(figure, { theme }));
    expect(print).not.toMatch(/var\(|currentColor|NaN|undefined/);
    expect(xmlFault(print as string)).toBeUndefined();
    for (const other of others) expect(withoutColors(other)).toBe(withoutColors(print as string));
  });

  test('what somebody cuts out of a page has its name space and its colours', () => {
    const drawings =
      renderReport(view).match(/<svg class="plot"[\s\S]*?<\/svg>|<svg [^>]*class="plot"[\s\S]*?<\/svg>/g) ?? [];
    expect(drawings.length).toBeGreaterThan(3);
    for (const drawing of drawings) {
      expect(drawing).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
      expect(drawing).not.toMatch(/var\(--[a-z0-9-]+\)/);
    }
  });

  test('a legend is part of the file', () => {
    const figure = race.find(({ keys = [] }) => keys.length > 0) as Chart;
    expect(chartFile(figure)).toMatch(/data-part="keys">.*the winner<\/text>/s);
  });
});

describe('a folder of figures', () => {
  const bytesOf = () => readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString('base64')]);

  test('has drawings, the data and the captions, the same bytes each time', async () => {
    expect(await writeFigures('simulated', race, request)).toBe(2 * race.length + 1);
    const before = bytesOf();
    expect(before.length).toBe(2 * race.length + 2);
    const captions = readFileSync(join(folder, 'captions.txt'), 'utf8');
    for (const { data, says } of race) expect(captions).toContain(`${data.id}\n  ${data.caption}\n  ${says}`);
    await writeFigures('simulated', race, request);
    expect(bytesOf()).toEqual(before);
  });

  const taken = `${race[0]?.data.id}.csv`;

  test('keeps what others wrote, and what it listed itself stays its own', async () => {
    writeFileSync(join(folder, taken), 'mine');
    await expect(writeFigures('simulated', race, request)).rejects.toMatchObject({ code: 'foreign-files' });
    expect(readdirSync(folder)).toEqual([taken]);
    rmSync(join(folder, taken));
    await writeFigures('simulated', race.slice(0, 1), request);
    await writeFigures('simulated', race.slice(1, 2), request);
    await writeFigures('simulated', race.slice(0, 1), request);
    expect(existsSync(join(folder, `${race[1]?.data.id}.svg`))).toBe(true);
  });
});
