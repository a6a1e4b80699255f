/** @file Pages in a real browser: no errors, no requests, nothing that keeps out who cannot see or has a small screen. */
import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageScript } from '../../src/app/pages.js';
import { buildReportView } from '../../src/report/index.js';
import { renderReport } from '../../src/report/pages.js';
import { type SimulatedOptions, simulatedLoss, simulateRun } from '../report/simulated-run.js';
import { browserPath, openBrowser, withoutBrowser } from './browser.js';

const NO_MODEL = { final: null, modelFile: null };
const hostile = '"><script>alert(1)</script>\u202eمرحبا 🙂'.repeat(30);

const EVERY_SCREEN = [
  ['light', 1280],
  ['dark', 1280],
  ['light', 390],
  ['dark', 390],
] as const;

const pages: Readonly<Record<string, SimulatedOptions>> = {
  'a race in rounds': { candidates: 32 },
  'an adaptive race': { candidates: 24, rule: { name: 'default' } },
  'a race cut by its budget': { candidates: 24, rule: { name: 'default' }, trials: 40, changes: NO_MODEL },
  'a race of diverging trainings': {
    candidates: 6,
    rule: { name: 'default' },
    loss: (candidate, trial) => (candidate < 4 ? Number.POSITIVE_INFINITY : simulatedLoss(candidate, trial)),
    changes: NO_MODEL,
  },
  'a race without a choice': { candidates: 3, rounds: 1, loss: () => Number.POSITIVE_INFINITY, changes: NO_MODEL },
  'a race of hostile names': {
    candidates: 6,
    rule: { name: 'default' },
    id: (candidate) => `${candidate} ${hostile}`.slice(0, 200),
    label: () => hostile,
  },
};

describe.skipIf(browserPath === undefined)(`report.html in a browser${withoutBrowser}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  describe.each(Object.entries(pages))('%s', (name, options) => {
    const html = renderReport(buildReportView(simulateRun(options)), { scripts: [pageScript()] });

    test.each(name.includes('adaptive') ? EVERY_SCREEN : EVERY_SCREEN.slice(-1))(
      '%s, %i px',
      async (colorScheme, width) => {
        const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
        try {
          const troubles: string[] = [];
          page.on('console', (message) => troubles.push(`${message.type()}: ${message.text()}`));
          page.on('pageerror', (error) => troubles.push(error.message));
          page.on('request', ({ url }) => troubles.push(url.toString()));
          await page.setContent(html, { waitUntil: 'load' });
          expect(troubles).toEqual([]);
          expect(await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(
            0,
          );
          await page.evaluate(axe.source);
          const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
          const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
          expect(grave.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`)).toEqual([]);
        } finally {
          await page.close();
        }
      },
    );
  });
});
