/** @file Debian's Chromium for tests of pages, where there is one. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Undefined where the machine has no browser. */
export const browserPath = PLACES.find((place) => place !== undefined && existsSync(place));

/** Why tests are skipped, for their names. */
export const withoutBrowser = browserPath === undefined ? ' (skipped: no Chromium on this machine)' : '';

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    ...(browserPath === undefined ? {} : { executablePath: browserPath }),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  });
}
