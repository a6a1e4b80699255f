/** @file The list of runs in a real browser: it renews itself, and what a reader has typed, ticked, chosen and scrolled to stays. */
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWatch } from '../../dist/app/serve/open-watch.js';
import { select } from '../../src/app/index.js';
import { temporaryFolder } from '../app/command-line.js';
import { browserPath, newPage, openBrowser, withoutBrowser } from './browser.js';

const FOLDER_NAMES = Array.from({ length: 30 }, (_, index) => `run ${index + 11}`);

describe.skipIf(browserPath === undefined)(`the list of surefoot watch in a browser${withoutBrowser}`, () => {
  const cleanUps: (() => void)[] = [];
  let browser: Browser;
  let runs = '';
  let watching: Awaited<ReturnType<typeof openWatch>>;

  const add = (name: string) => cpSync(join(runs, 'run 50'), join(runs, name), { recursive: true });
  const spoil = (name: string) => writeFileSync(join(runs, name, 'log.sqlite'), 'no log, but long enough to look at');

  beforeAll(async () => {
    runs = temporaryFolder((cleanUp) => cleanUps.push(cleanUp));
    await select({
      experiment: { name: 'race', space: { x: [1, 2] }, race: { finalTrials: 3 }, seed: 1 },
      trainer: ({ x }, { seeds }) => x + (seeds.init % 100) / 300,
      out: join(runs, 'run 50'),
      workers: 1,
    });
    for (const name of FOLDER_NAMES) add(name);
    browser = await openBrowser();
    watching = await openWatch(runs, { host: '127.0.0.1', port: 0, isOpen: true });
  });
  afterAll(async () => {
    await watching?.close();
    await browser?.close();
    for (const cleanUp of cleanUps) cleanUp();
  });

  test('runs come, change and go by themselves; search, filter, ticks, focus and scroll stay', async () => {
    const page = await newPage(browser, { viewport: { width: 900, height: 500 } });
    const troubles: string[] = [];
    page.on('console', (message) => troubles.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => troubles.push(error.message));
    const address = `${watching.address}?sort=run&search=run`;
    await page.goto(address);
    expect(await page.locator('thead th').allTextContents()).toContain('claim');
    const names = () => page.locator('.runs .name a').allTextContents();
    expect(await names()).toEqual([...FOLDER_NAMES, 'run 50']);

    const ticked = () =>
      page.locator('.runs input').evaluateAll((boxes) => {
        return (boxes as unknown as { value: string; checked: boolean }[]).flatMap((box) =>
          box.checked ? [box.value] : [],
        );
      });
    await page.getByLabel('compare run 30').check();
    await page.getByLabel('compare run 31').check();
    await page.getByLabel('search').fill('half a wo');
    await page.locator('select').selectOption('ended');
    const link = page.getByRole('link', { name: 'run 31' });
    await link.focus();
    const top = async () => (await link.boundingBox())?.y ?? Number.NaN;
    expect(await page.evaluate<number>('scrollY')).toBeGreaterThan(0);
    const before = await top();

    add('run 2');
    spoil('run 31');
    rmSync(join(runs, 'run 12'), { recursive: true });
    rmSync(join(runs, 'run 13'), { recursive: true });
    await expect.poll(names).toEqual(['run 2', 'run 11', ...FOLDER_NAMES.slice(3), 'run 50']);
    expect(await page.locator('tr', { has: link }).locator('.state').getAttribute('data-state')).toBe('unreadable');
    expect(await page.locator('select').textContent()).toMatch(/all states \(30\).*unreadable \(1\)/);
    expect(await ticked()).toEqual(['run 30', 'run 31']);
    expect(await page.getByLabel('search').inputValue()).toBe('half a wo');
    expect(await page.locator('select').inputValue()).toBe('ended');
    expect(await link.evaluate('document.activeElement.textContent')).toBe('run 31');
    expect(Math.abs((await top()) - before)).toBeLessThan(2);
    expect(page.url()).toBe(address);
    expect(troubles).toEqual([]);
    await page.close();
  });

  test('a list to which nothing fits shows the first run that does, and one without its server says so', async () => {
    const own = await openWatch(runs, { host: '127.0.0.1', port: 0, isOpen: true });
    const page = await newPage(browser);
    await page.goto(`${own.address}?search=later`);
    await page.getByText('No run fits.').waitFor();
    add('later');
    await page.getByRole('link', { name: 'later' }).waitFor();
    rmSync(join(runs, 'later'), { recursive: true });
    await page.getByText('No run fits.').waitFor();
    await own.close();
    await page.getByText('The server of this list does not answer').waitFor();
    await page.close();
  });

  test('the code leaves the address, and what is searched stays; without scripts the list is whole', async () => {
    const open = await openWatch(runs, { host: '0.0.0.0', port: 0, isOpen: false });
    try {
      const { port, search } = new URL(open.address);
      const page = await newPage(browser);
      await page.goto(`http://127.0.0.1:${port}/${search}&search=run`);
      await page.waitForURL(({ search: now }) => now === '?search=run');
      expect(await page.locator('.runs tr').count()).toBeGreaterThan(20);
      await page.close();
      const still = await newPage(browser, { javaScriptEnabled: false });
      await still.goto(watching.address);
      expect(await still.locator('.runs tr').count()).toBeGreaterThan(20);
      expect(await still.locator('#runs button').count()).toBe(1);
      await still.close();
    } finally {
      await open.close();
    }
  });
});
