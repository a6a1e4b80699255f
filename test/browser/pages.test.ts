/** @file Pages in a real browser: no errors, no requests, nothing that keeps out who cannot see or has a small screen. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageScript } from '../../src/app/folder/answer-folder.js';
import { buildReportView, type ReportView } from '../../src/report/index.js';
import { renderReport } from '../../src/report/pages.js';
import { type SimulatedOptions, simulatedLoss, simulateRun } from '../report/simulated-run.js';
import { axeFindings, browserPath, newPage, openBrowser, withoutBrowser } from './browser.js';

const NO_MODEL = { final: null, modelFile: null };
const hostile = '"><script>alert(1)</script>\u202eمرحبا 🙂'.repeat(30);

const EVERY_SCREEN = [
  ['light', 1280],
  ['dark', 1280],
  ['light', 768],
  ['dark', 768],
  ['light', 390],
  ['dark', 390],
] as const;

const adaptive: SimulatedOptions = { candidates: 24, rule: { name: 'default' } };
/** Each at one screen; the adaptive race at all of them. */
const pages: Readonly<Record<string, SimulatedOptions>> = {
  'a race in rounds': { candidates: 32 },
  'a race cut by its budget': { ...adaptive, trials: 40, changes: NO_MODEL },
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

/** With its table alive and everything unfolded. */
async function openPage(browser: Browser, view: ReportView, options = {}): Promise<{ page: Page; troubles: string[] }> {
  const page = await newPage(browser, options);
  const troubles: string[] = [];
  page.on('console', (message) => troubles.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('request', ({ url }) => troubles.push(url.toString()));
  await page.setContent(renderReport(view, { scripts: [pageScript()] }), { waitUntil: 'load' });
  await page.waitForSelector('.alive .grid tr[data-place]');
  await page.evaluate(`for (const fold of document.querySelectorAll('.fold details')) fold.open = true`);
  return { page, troubles };
}

const overflow = 'document.documentElement.scrollWidth - innerWidth';

describe.skipIf(browserPath === undefined)(`report.html in a browser${withoutBrowser}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  test.each(Object.entries(pages))('%s on a dark phone', async (_, options) => {
    const size = { width: 390, height: 900 };
    const view = buildReportView(simulateRun(options));
    const { page, troubles } = await openPage(browser, view, { colorScheme: 'dark', viewport: size });
    expect(await page.evaluate<number>(overflow)).toBeLessThanOrEqual(0);
    expect(await axeFindings(page)).toEqual([]);
    expect(troubles).toEqual([]);
    await page.close();
  });

  describe('an adaptive race', () => {
    const loss: SimulatedOptions['loss'] = (candidate, trial) =>
      candidate === 5 && trial.streams.init === 0 ? null : simulatedLoss(candidate, trial);
    const view = buildReportView(simulateRun({ ...adaptive, loss }));
    let page: Page;
    let troubles: string[];
    beforeAll(async () => {
      ({ page, troubles } = await openPage(browser, view, { viewport: { width: 1280, height: 900 } }));
    });
    afterAll(() => page.close());

    test('says what the result says', async () => {
      const sections = await page.$$eval('main section', (all) => all.map(({ id }) => id));
      expect(sections).toEqual(
        expect.arrayContaining([
          'answer',
          'candidates',
          'how-we-know',
          'all-figures',
          'race',
          'robustness',
          'reproduce',
        ]),
      );
      const text = (await page.textContent('main'))?.replaceAll('\u00a0', ' ');
      expect((await page.textContent('.answer .sentence'))?.replaceAll('\u00a0', ' ')).toBe(view.answer.claim.sentence);
      for (const { text: detail } of view.answer.details) expect(text).toContain(detail);
      for (const notice of view.notices) expect(text).toContain(notice.text);
      const chosen = view.names.get(view.result.winner?.candidate ?? '')?.short;
      expect(await page.textContent('.grid tr.chosen .fixed')).toBe(chosen);
    });

    test('Tab reaches everything that can be used, in the order of the page', async () => {
      // Every one is numbered, and the numbers are those of the focus from the first Tab to the last.
      const count = await page.evaluate<number>(`(() => {
        const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')];
        const usable = all.filter((one) => one.checkVisibility() && !one.disabled && one.tabIndex >= 0);
        usable.forEach((one, place) => one.setAttribute('data-place-of-focus', place));
        return usable.length;
      })()`);
      expect(count).toBeGreaterThan(40);
      await page.evaluate('document.activeElement.blur()');
      const reached: number[] = [];
      for (let press = 0; press < count; press++) {
        await page.keyboard.press('Tab');
        reached.push(await page.evaluate<number>('Number(document.activeElement.dataset.placeOfFocus ?? NaN)'));
      }
      expect(reached).toEqual(Array.from({ length: count }, (_, place) => place));
    });

    test.each(EVERY_SCREEN)('%s, %i px: nothing keeps anybody out, with a row open', async (colorScheme, width) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await page.click('.grid tr[data-place="1"] .fixed');
      await page.waitForSelector('.trials table');
      expect(await page.evaluate<number>(overflow)).toBeLessThanOrEqual(0);
      expect(await axeFindings(page)).toEqual([]);
    });

    test('nothing was asked for, and nothing went wrong', () => {
      expect(troubles).toEqual([]);
    });
  });

  test('without JavaScript the answer, the figures and the first candidates can be read', async () => {
    const view = buildReportView(simulateRun({ candidates: 130 }));
    const page = await newPage(browser, { javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
    await page.setContent(renderReport(view, { scripts: [pageScript()] }));
    const isVisible = (selector: string): Promise<boolean> => page.locator(selector).first().isVisible();
    expect((await page.textContent('.answer .sentence'))?.replaceAll('\u00a0', ' ')).toBe(view.answer.claim.sentence);
    for (const section of ['candidates', 'how-we-know', 'all-figures', 'reproduce']) {
      expect(await isVisible(`#${section} h2`), section).toBe(true);
    }
    await page.click('#all-figures summary');
    for (const section of ['course', 'robustness', 'cost']) {
      expect(await isVisible(`#${section} h3`), section).toBe(true);
    }
    expect(await page.locator('figure svg:visible').count()).toBeGreaterThan(3);
    expect(await page.locator('#candidates tbody tr:visible').count()).toBe(12);
    await page.click('#candidates summary');
    expect(await page.locator('#candidates tbody tr:visible').count()).toBe(130);
    expect(await page.locator('button:visible, input:visible').count()).toBe(0);
    await page.close();
  });
});
