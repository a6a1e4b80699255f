/** @file The page of a study of coupled effects in a real browser: nothing that keeps out who cannot see or has a small screen. */
import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageScript } from '../../src/app/pages.js';
import { renderStudy } from '../../src/report/pages.js';
import { coupledAndCollapsed } from '../report/simulated-coupling.js';
import { browserPath, newPage, openBrowser, withoutBrowser } from './browser.js';

describe.skipIf(browserPath === undefined)(`the page of coupled effects${withoutBrowser}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  test.each([
    ['light', 1280],
    ['dark', 390],
  ] as const)('in %s at %i', async (colorScheme, width) => {
    const page = await newPage(browser, { colorScheme, viewport: { width, height: 900 } });
    const troubles: string[] = [];
    page.on('console', (message) => troubles.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => troubles.push(error.message));
    await page.setContent(renderStudy(coupledAndCollapsed(), { scripts: [pageScript()] }), { waitUntil: 'load' });
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() =>
      (globalThis as unknown as { axe: typeof axe }).axe.run({ resultTypes: ['violations'] }),
    );
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(grave.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`)).toEqual([]);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    expect(troubles).toEqual([]);
    await page.close();
  });
});
