/** @file The page to try it on in a browser: one file, which races tables and plans, asks for nothing, and says what is wrong with a table. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFindings, browserPath, newPage, openBrowser, withoutBrowser } from './browser.js';

const SCRIPT = new URL('../../scripts/tryout-page.mjs', import.meta.url).href;

describe.skipIf(browserPath === undefined)(`the page to try it on${withoutBrowser}`, () => {
  let browser: Browser;
  let html: string;
  beforeAll(async () => {
    const { tryoutPage } = (await import(/* @vite-ignore */ SCRIPT)) as { tryoutPage(): Promise<string> };
    html = await tryoutPage();
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  /** With what it asked for and what went wrong in it. */
  async function open(hash = '', colorScheme: 'light' | 'dark' = 'light', width = 1280) {
    const page = await newPage(browser, { viewport: { width, height: 900 }, colorScheme });
    const asked: string[] = [];
    const wrong: string[] = [];
    await page.route('http://tryout.test/**', (route) => route.fulfill({ body: html, contentType: 'text/html' }));
    page.on('request', (request) => asked.push(request.url()));
    page.on('pageerror', (error) => wrong.push(String(error)));
    page.on('console', (message) => wrong.push(message.text()));
    await page.goto(`http://tryout.test/${hash}`);
    return { page, asked, wrong };
  }

  async function drop(page: Page, name: string, text: string): Promise<void> {
    // Text: names of a browser are none of Node's.
    await page.evaluate(`{
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([${JSON.stringify(text)}], ${JSON.stringify(name)}));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    }`);
  }

  const plain = (text: string | null) => (text ?? '').replaceAll('\u00a0', ' ');

  test('is below 1 MB, with everything in it', () => {
    expect(html.length).toBeLessThan(1_000_000);
    // As it loads, nothing beside it: a failure shows the place alone.
    expect(/ src="|<link|["'`]node:/.exec(html)?.[0]).toBeUndefined();
  });

  test.each(['light', 'dark'] as const)('races an example, %s, for everybody, and asks for nothing', async (scheme) => {
    const { page, asked, wrong } = await open('', scheme);
    await page.click('[data-example="digits"]');
    await page.waitForSelector('.answer');
    expect(await page.textContent('#said')).toBe('digits.csv: 48 candidates x 20 replicates, 960 trainings.');
    expect(plain(await page.textContent('.sentence'))).toMatch(/^The rule default uses \d+ % of all trainings/);
    expect(await page.locator('figure svg.plot').count()).toBeGreaterThan(1);
    await page.waitForSelector('.grid tr[data-place]');
    // Tables of its figures are there for who cannot see them.
    await page.click('figure[data-figure="cost-and-regret"] .take-away button');
    await page.waitForSelector('figure[data-figure="cost-and-regret"] .data table');
    expect(await axeFindings(page)).toEqual([]);
    await page.selectOption('#rule', 'halving');
    await page.click('#table-form [type=submit]');
    await page.waitForSelector('.sentence:has-text("halving")');
    expect({ asked: asked.length, wrong }).toEqual({ asked: 1, wrong: [] });
    await page.close();
  });

  test('plans a race, and keeps both answers', async () => {
    const { page, wrong } = await open('#plan');
    await page.fill('#candidates', '6');
    await page.click('#plan-form [type=submit]');
    await page.waitForSelector('.answer');
    const planned = plain(await page.textContent('.sentence'));
    expect(planned).toMatch(/^A race of 6 candidates/);
    expect(await axeFindings(page)).toEqual([]);
    await page.click('nav a[href="#table"]');
    await page.waitForSelector('.answer', { state: 'detached' });
    await page.click('[data-example="accuracies"]');
    await page.waitForSelector('.answer');
    await page.click('nav a[href="#plan"]');
    await page.waitForSelector('.sentence:has-text("A race of")');
    expect(plain(await page.textContent('.sentence'))).toBe(planned);
    await page.fill('#noise', 'much');
    await page.click('#plan-form [type=submit]');
    await page.waitForSelector('#said.bad');
    expect(await page.textContent('#said')).toBe(
      'The noise: that is no number. Allowed: a number above 0, in units of the loss.',
    );
    expect(wrong).toEqual([]);
    await page.close();
  });

  test('reads what is dropped and what is pasted, and says what is wrong in one sentence', async () => {
    const { page, wrong } = await open();
    await drop(page, 'losses.csv', 'model,seed,loss\na,1,0.2\na,2,0.3\na,3,0.25\nb,1,0.4\nb,2,0.5\nb,3,0.45\n');
    await page.waitForSelector('.answer');
    expect(await page.textContent('#said')).toBe('losses.csv: 2 candidates x 3 replicates, 6 trainings.');
    await drop(page, 'picture.csv', 'no table at all');
    await page.waitForSelector('#said.bad');
    expect(await page.textContent('#said')).toMatch(/^picture.csv has one column only .* Allowed: a line of names/);
    expect(await page.locator('.answer').count()).toBe(0);
    await page.fill('#text', 'model,loss_1,loss_2\na,1,2\nb,2,x');
    await page.waitForSelector(`#said:has-text('"x" in row 2')`);
    expect(wrong).toEqual([]);
    await page.close();
  });

  test('races 100,000 rows', async () => {
    const { page, wrong } = await open();
    const rows = Array.from({ length: 100_000 }, (_, row) => `c${row % 5000},${(row * 7919) % 104_729}`);
    await drop(page, 'many.csv', `candidate,loss\n${rows.join('\n')}`);
    await page.waitForSelector('.answer');
    expect(await page.textContent('#said')).toBe('many.csv: 5,000 candidates x 20 replicates, 100,000 trainings.');
    expect(wrong).toEqual([]);
    await page.close();
  });

  test('fits a phone', async () => {
    const { page } = await open('', 'dark', 390);
    await page.click('[data-example="rates"]');
    await page.waitForSelector('.answer');
    const width = () => page.evaluate('document.documentElement.scrollWidth');
    expect(await width()).toBeLessThanOrEqual(390);
    await page.click('nav a[href="#plan"]');
    await page.click('#plan-form [type=submit]');
    await page.waitForSelector('.answer');
    expect(await width()).toBeLessThanOrEqual(390);
    expect(await axeFindings(page)).toEqual([]);
    await page.close();
  });
});
