/** @file `surefoot/race` as a browser gets it: one small module without Node's, with the same answer as in Node. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { browserPath, newPage, openBrowser, withoutBrowser } from './browser.js';

const path = new URL('../../dist/race/bundle.js', import.meta.url);
const source = readFileSync(path, 'utf8');

test('is below 84 kB, compressed, and imports nothing', () => {
  expect(gzipSync(source).length).toBeLessThan(84_000);
  expect(source).not.toMatch(/\bimport\b\s*[("'{*]|\bfrom\s*["']|node:/);
});

test('its errors have the names that are documented', async () => {
  const { createRace } = (await import(/* @vite-ignore */ path.href)) as typeof import('../../src/race/index.js');
  expect(() => createRace({ candidates: ['a'] })).toThrow(expect.objectContaining({ name: 'InputError' }));
});

/** In the page as well: it may name nothing from outside of it. */
function race({ createRace }: typeof import('../../src/race/index.js')): unknown {
  const open = createRace({ candidates: ['a', 'b', 'c', 'd'], seed: 3 });
  for (let [trial] = open.ask(1); trial; [trial] = open.ask(1)) {
    const worth = trial.candidate.charCodeAt(0) - 96;
    open.tell(trial.id, worth / 20 + (trial.seeds.init % 1000) / 5000);
  }
  // The last digits of powers differ between versions of V8.
  const rounded = (_: string, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(10)) : value);
  return JSON.parse(JSON.stringify({ answer: open.answer, decisions: open.decisions, told: open.told }, rounded));
}

describe.skipIf(browserPath === undefined)(`in a browser${withoutBrowser}`, () => {
  test('gives the answer that Node gives', async () => {
    const browser = await openBrowser();
    try {
      const page = await newPage(browser);
      const url = `data:text/javascript;base64,${Buffer.from(source).toString('base64')}`;
      const inPage = await page.evaluate(`import(${JSON.stringify(url)}).then(${race.toString()})`);
      expect(inPage).toEqual(race(await import(/* @vite-ignore */ path.href)));
    } finally {
      await browser.close();
    }
  });
});
