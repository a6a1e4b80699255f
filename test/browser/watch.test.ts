/** @file A race that goes on, in a real browser: decisions appear, what a reader did stays, and only who may looks. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWatch } from '../../dist/app/serve/open-watch.js';
import { LogTail } from '../../src/evidence/log/index.js';
import { CLI, temporaryFolder } from '../app/command-line.js';
import { axeFindings, browserPath, newPage, openBrowser, withoutBrowser } from './browser.js';

const EXPERIMENT = `
name: watched
trainer: { module: ./trainer.mjs, checkSeeds: false }
space: { x: [1, 2, 3, 4, 5, 6] }
race: { rule: halving, warmup: 2, criterion: mean, finalTrials: 2000 }
budget: { trials: 5000 }
`;
/** Each trial takes long enough to be seen, and says how it is doing. */
const TRAINER = `
export default async ({ x }, { seeds, report }) => {
  for (let epoch = 1; epoch <= 6; epoch++) {
    report(x / epoch);
    await new Promise((done) => setTimeout(done, 60));
  }
  return x + (seeds.init % 100) / 500;
};
`;

describe.skipIf(browserPath === undefined)(`surefoot watch in a browser${withoutBrowser}`, () => {
  const cleanUps: (() => void)[] = [];
  let browser: Browser;
  let folder = '';
  let run: ChildProcess;
  let ended: Promise<number | null>;
  let watching: Awaited<ReturnType<typeof openWatch>>;
  let page: Page;
  const troubles: string[] = [];

  beforeAll(async () => {
    const scratch = temporaryFolder((cleanUp) => cleanUps.push(cleanUp));
    writeFileSync(join(scratch, 'e.yaml'), EXPERIMENT);
    writeFileSync(join(scratch, 'trainer.mjs'), TRAINER);
    folder = join(scratch, 'runs', 'watched');
    run = spawn(process.execPath, [CLI, 'select', 'e.yaml', '--workers', '2', '--quiet'], {
      cwd: scratch,
      stdio: 'ignore',
    });
    ended = new Promise((done) => run.on('exit', done));
    browser = await openBrowser();
    page = await newPage(browser, { viewport: { width: 390, height: 900 } });
    page.on('console', (message) => troubles.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => troubles.push(error.message));
    while (!existsSync(join(folder, 'live.json'))) await sleep(20);
    watching = await openWatch(folder, { host: '127.0.0.1', port: 0, isOpen: false });
    await page.goto(watching.address);
  });
  afterAll(async () => {
    run.kill('SIGKILL');
    await watching.close();
    await browser.close();
    for (const cleanUp of cleanUps) cleanUp();
  });

  test('decisions and trainings come onto the page by themselves; what was opened stays open', async () => {
    const tail = new LogTail(join(folder, 'log.sqlite'));
    const decisions = () => tail.news()?.question?.decisions.length ?? 0;
    await page.getByText('Running').first().waitFor();
    // There from the first page on: other sections come as the race goes on.
    await page.locator('#details details').first().waitFor({ state: 'attached' });
    await page.evaluate("document.querySelector('#details details').open = true");
    const shown = async () =>
      Number(
        await page.locator('[data-decision-number]').first().getAttribute('data-decision-number', { timeout: 100 }),
      );
    let known = 0;
    while (known === 0) {
      known = decisions();
      await sleep(10);
    }
    await expect.poll(() => shown().catch(() => 0), { interval: 20 }).toBeGreaterThanOrEqual(known);
    // The page itself follows: its race says the same.
    await expect.poll(() => page.locator('main').textContent()).toMatch(/The race goes on/);
    expect(await page.evaluate("document.querySelector('#details details').open")).toBe(true);
    expect(await page.locator('.live-running svg path').first().getAttribute('d')).toMatch(/^M/);
    // Each training that has ended is a dot, and the page says which training its figures stand at.
    const counts = async () => {
      const texts = await page.locator('.board-rows .board-count').allTextContents();
      return texts.reduce((sum, text) => sum + Number.parseInt(text, 10), 0);
    };
    await expect.poll(counts).toBeGreaterThan(12);
    await expect
      .poll(async () => [await page.locator('.board-dots circle').count(), await counts()])
      .toSatisfy(([dots, told]) => dots === told);
    await expect.poll(() => page.locator('.live-as-of').textContent()).toMatch(/^Figures: as of training \d+/);
    expect(await page.locator('[data-status=leader]').count()).toBe(1);
    expect(await axeFindings(page)).toEqual([]);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  });

  test('strangers get nothing', async () => {
    const { port } = new URL(watching.address);
    const own = `http://127.0.0.1:${port}`;
    const answer = (headers: Record<string, string>, path = '/') => statusOf({ port, headers, path });
    expect(await answer({ host: 'evil.example' })).toBe(403);
    expect(await answer({ host: `127.0.0.1:${port}`, origin: 'http://evil.example' })).toBe(403);
    // Another user of this machine, or another browser.
    expect(await answer({ host: `localhost:${port}` })).toBe(403);
    expect(await answer({ host: `localhost:${port}`, origin: own }, '/events')).toBe(403);
    const other = await newPage(browser);
    expect((await other.goto(own))?.status()).toBe(403);
    await other.close();
  });

  test('a code opens one browser, also from a link of another site, and a cookie after that', async () => {
    const open = await openWatch(folder, { host: '0.0.0.0', port: 0, isOpen: false });
    const elsewhere = createServer((_, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(`<a href="http://127.0.0.1:${port}${path}">the run</a>`);
    });
    const { port, search } = new URL(open.address);
    const path = `/${search}`;
    try {
      await new Promise<void>((done) => elsewhere.listen(0, '127.0.0.1', done));
      const headers = { host: `127.0.0.1:${port}` };
      expect(await statusOf({ port, headers, path: '/' })).toBe(403);
      expect(await statusOf({ port, headers, path: '/?code=0' })).toBe(403);
      expect(await statusOf({ port, headers: { host: `evil.example:${port}` }, path })).toBe(403);
      const visitor = await newPage(browser);
      await visitor.goto(`http://localhost:${(elsewhere.address() as { port: number }).port}/`);
      await visitor.getByText('the run').click();
      await visitor.getByText('Running').first().waitFor();
      expect(new URL(visitor.url()).search).toBe('');
      expect((await visitor.reload())?.status()).toBe(200);
      const [cookie] = await visitor.context().cookies();
      expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
      expect(await statusOf({ port, headers, path })).toBe(403);
      await visitor.close();
    } finally {
      elsewhere.close();
      elsewhere.closeAllConnections();
      await open.close();
    }
  });

  test('the list of runs has it, and that it was stopped comes onto the page', async () => {
    mkdirSync(join(folder, '..', 'empty'), { recursive: true });
    const list = await openWatch(join(folder, '..'), { host: '127.0.0.1', port: 0, isOpen: true });
    try {
      const listed = await newPage(browser);
      await listed.goto(list.address);
      await listed.getByRole('link', { name: 'watched' }).click();
      await listed.getByText('Running').first().waitFor();
      expect(new URL(listed.url()).pathname).toBe('/run/watched');
      await listed.close();
    } finally {
      await list.close();
    }
    expect(await page.locator('.live-head button, .live-head input, .live-head form').count()).toBe(0);
    run.kill('SIGINT');
    expect(await ended).toBe(130);
    await page.getByText('Interrupted', { exact: true }).waitFor();
    // Before anything has come of a trial the server says so, and the page comes by itself.
    expect(troubles.filter((text) => !/status of 503/.test(text))).toEqual([]);
  });
});

interface Asked {
  readonly port: string;
  readonly headers: Record<string, string>;
  readonly path: string;
}

function statusOf({ port, headers, path }: Asked): Promise<number | undefined> {
  return new Promise((done, fail) => {
    const asked = request({ host: '127.0.0.1', port, path, headers }, (response) => {
      response.resume();
      done(response.statusCode);
    });
    asked.on('error', fail);
    asked.end();
  });
}
