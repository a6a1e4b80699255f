/** @file The site: it is built without a network, its links lead somewhere, it asks for nothing else, and its search answers what users ask. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { parseHTML } from 'linkedom';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFindings, browserPath, newPage, openBrowser } from '../browser/browser.js';

const hasPackages = existsSync('site/node_modules/vitepress');
const without = hasPackages ? '' : ' (skipped: npm ci --prefix site --ignore-scripts)';
const DIST = 'site/dist';
/** In every process of Node: a connection to the network is an error that names where it goes. */
const OFFLINE = `import net from 'node:net';
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...all) {
  const [to] = all.flat();
  if (to?.path === undefined) throw new Error('A connection to ' + JSON.stringify(to));
  return connect.apply(this, all);
};`;
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
};

describe.skipIf(!hasPackages)(`the site${without}`, () => {
  beforeAll(() => {
    const env = { ...process.env, NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(OFFLINE)}"` };
    const { status, stderr } = spawnSync('node', ['site/build.mjs'], { env, encoding: 'utf8' });
    expect(stderr.includes('dead link') ? stderr : '').toBe('');
    expect(status).toBe(0);
  });

  test('every link, picture and place leads somewhere', () => {
    const pages = new Map(
      readdirSync(DIST, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.html') && name !== '404.html')
        .map((name) => [`/${name.replaceAll('\\', '/')}`, parseHTML(readFileSync(join(DIST, name), 'utf8')).document]),
    );
    const wrong: string[] = [];
    for (const [page, document] of pages) {
      for (const element of document.querySelectorAll('[href], [src], source[srcset]')) {
        const target = ['href', 'src', 'srcset'].map((name) => element.getAttribute(name)).find((value) => value) ?? '';
        if (/^(?:mailto|data):/.test(target)) continue;
        if (/^https?:/.test(target)) {
          // Links for people; nothing that a page loads.
          if (element.localName !== 'a') wrong.push(`${page} loads ${target}`);
          continue;
        }
        const { pathname, hash } = new URL(target, `http://site${page}`);
        const file = [pathname, `${pathname}.html`, `${pathname}index.html`].find(
          (name) => extname(name) && existsSync(join(DIST, name)),
        );
        if (file === undefined) wrong.push(`${page} -> ${target}`);
        else if (hash !== '' && pages.get(file)?.getElementById(decodeURIComponent(hash.slice(1))) === null)
          wrong.push(`${page} -> ${target}: no such place`);
      }
    }
    expect(pages.size).toBeGreaterThan(35);
    expect(wrong).toEqual([]);
  });

  describe.skipIf(browserPath === undefined)('in a browser', () => {
    let server: Server;
    let browser: Browser;
    let base: string;
    const asked: string[] = [];
    beforeAll(async () => {
      server = createServer(({ url = '/' }, response) => {
        const { pathname } = new URL(url, 'http://site');
        const path = join(DIST, pathname.endsWith('/') ? `${pathname}index.html` : decodeURIComponent(pathname));
        const file = existsSync(path) && extname(path) !== '' ? path : `${path}.html`;
        if (!existsSync(file)) return void response.writeHead(404).end();
        response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'text/plain' }).end(readFileSync(file));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      browser = await openBrowser();
    });
    afterAll(async () => {
      await browser.close();
      server.close();
    });

    async function open(path: string, colorScheme: 'light' | 'dark' = 'light', width = 1280): Promise<Page> {
      const page = await newPage(browser, { viewport: { width, height: 900 }, colorScheme });
      page.on('request', (request) => asked.push(request.url()));
      await page.goto(`${base}${path}`);
      return page;
    }

    test.each([
      ['/', 'light', 1280],
      ['/', 'dark', 390],
      ['/start', 'dark', 1280],
      ['/method', 'light', 390],
      ['/gallery', 'dark', 390],
      ['/settings', 'light', 390],
      ['/coming-from/', 'light', 390],
      ['/api/race', 'light', 390],
      ['/api/python', 'dark', 390],
    ] as const)('%s, %s, %i pixels wide: for everybody', async (path, scheme, width) => {
      const page = await open(path, scheme, width);
      expect(await axeFindings(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      await page.close();
    });

    test('its search answers what users ask, in the first three hits', async () => {
      const questions = JSON.parse(readFileSync('site/questions.json', 'utf8')) as Record<string, readonly string[]>;
      expect(Object.keys(questions).length).toBeGreaterThanOrEqual(20);
      const page = await open('/');
      await page.click('.VPNavBarSearch button');
      await page.waitForSelector('.search-input');
      const missed: string[] = [];
      for (const [question, answers] of Object.entries(questions)) {
        await page.fill('.search-input', '');
        await page.waitForSelector('.result', { state: 'detached' });
        await page.fill('.search-input', question);
        await page.waitForSelector('.result');
        const hits = await page.$$eval('.result', (all) =>
          all.slice(0, 3).map((one) => one.getAttribute('href') ?? ''),
        );
        const names = hits.map(
          (hit) => hit.replace(/(?:\.html)?(?:#.*)?$/, '').replace(/^\/(.*?)\/?$/, '$1') || 'index',
        );
        if (!names.some((name) => answers.includes(name))) missed.push(`${question}: ${hits.join(', ')}`);
      }
      expect(missed).toEqual([]);
      await page.close();
    });

    test('leads to the page to try it on', async () => {
      const page = await open('/start');
      await page.click('.VPNavBarMenu a[href$="try.html"]');
      await page.waitForSelector('#table-form');
      await page.close();
    });

    test('asks nobody else', () => {
      expect(asked.filter((url) => !url.startsWith(base) && !url.startsWith('data:'))).toEqual([]);
    });
  });
});
