/** @file Debian's Chromium for tests of pages, where there is one. */
import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { WAIT_MS } from '../hang-guard.js';

const PLACES = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Undefined where the machine has no browser. */
export const browserPath = PLACES.find((place) => place !== undefined && existsSync(place));

/** Why tests are skipped, for their names. */
export const withoutBrowser = browserPath === undefined ? ' (skipped: no Chromium on this machine)' : '';

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    timeout: WAIT_MS,
    ...(browserPath === undefined ? {} : { executablePath: browserPath }),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  });
}

/** What keeps somebody from using a page as it stands, by axe's rules: the rule and the first element of each. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run({ resultTypes: ['violations'] }),
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
}

/** A page that waits for what it is asked for as long as a busy machine takes. */
export async function newPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await browser.newPage(options);
  page.setDefaultTimeout(WAIT_MS);
  return page;
}
