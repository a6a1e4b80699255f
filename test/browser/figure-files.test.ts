/** @file The lines of docs/report.md that make PDF of a figure, as they stand there, by each tool that the machine has. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { buildReportView } from '../../src/report/index.js';
import { chartFile, figuresOfRace } from '../../src/report/pages.js';
import { temporaryFolder } from '../app/command-line.js';
import { simulateRun } from '../report/simulated-run.js';
import { browserPath } from './browser.js';

const lines =
  readFileSync('docs/report.md', 'utf8').match(/^ *\S+ .*race-difference\.pdf.*race-difference\.svg$/gm) ?? [];
const placeOf = (tool: string): string | undefined => {
  if (tool === 'chromium') return browserPath;
  return spawnSync(tool, ['--version']).error === undefined ? tool : undefined;
};
const tools = lines.map((line) => {
  const [tool = '', ...args] = line.trim().split(' ');
  return { tool, args, place: placeOf(tool) };
});

test('there are two of them', () => {
  expect(tools.map(({ tool }) => tool)).toEqual(['rsvg-convert', 'chromium']);
});

for (const { tool, args, place } of tools) {
  test.skipIf(place === undefined)(`by ${tool}${place === undefined ? ' (skipped: not on this machine)' : ''}`, () => {
    const folder = temporaryFolder(onTestFinished);
    const figures = figuresOfRace(buildReportView(simulateRun({ candidates: 6 })));
    const figure = figures.find(({ data: { id } }) => id === 'race-difference');
    if (figure === undefined) throw new Error('no figure');
    writeFileSync(join(folder, 'race-difference.svg'), chartFile(figure, { theme: 'print' }));
    // Where tests run as root, as in a container, Chromium asks for this.
    const container = tool === 'chromium' ? ['--no-sandbox'] : [];
    const { status, stderr } = spawnSync(place ?? '', [...container, ...args], { cwd: folder, encoding: 'utf8' });
    expect(status, stderr).toBe(0);
    expect(readFileSync(join(folder, 'race-difference.pdf'), 'latin1')).toMatch(/^%PDF/);
  });
}
