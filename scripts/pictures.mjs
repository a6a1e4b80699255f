/**
 * @file Makes docs/gallery.md and its pictures, one for each command, from small runs of examples/: `node scripts/pictures.mjs` after a build.
 * Needs Chromium. Runs are kept in runs/pictures (`--fresh` trains them again), pictures in two themes in docs/pictures.
 *
 *   node scripts/pictures.mjs [--only select,watch] [--fresh]
 */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { GALLERY } from './pictures/gallery.mjs';

const { values: flags } = parseArgs({
  options: { only: { type: 'string' }, fresh: { type: 'boolean', default: false } },
});
const only = flags.only?.split(',');
const CLI = resolve('dist/cli/main.js');
/** A reader's folder is imitated here, so that pages show commands as readers type them. */
const FOLDER = 'runs/pictures';
const PICTURES = 'docs/pictures';
const THEMES = ['light', 'dark'];
/** Narrow enough to be read in a page of text. */
const VIEW = { viewport: { width: 1024, height: 720 }, deviceScaleFactor: 1.5, reducedMotion: 'reduce' };
const MOST_BYTES = 150_000;
const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

if (flags.fresh) rmSync(FOLDER, { recursive: true, force: true });
cpSync('examples', join(FOLDER, 'examples'), { recursive: true });
mkdirSync(PICTURES, { recursive: true });
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
for (const entry of GALLERY) {
  if (only !== undefined && !only.includes(entry.name)) continue;
  for (const command of entry.commands) run(command);
  const served = entry.serve === undefined ? undefined : await serve(entry.serve);
  const address = served?.address ?? pathToFileURL(resolve(FOLDER, entry.page)).href;
  // At once: what is watched goes on.
  await Promise.all(THEMES.map((theme) => photograph(entry, address, theme)));
  served?.end();
}
await browser.close();
writeFileSync('docs/gallery.md', galleryText());

/** A question that was answered before is answered from its log. */
function run(command) {
  const { status, stderr } = spawnSync(process.execPath, [CLI, ...command], { cwd: FOLDER, encoding: 'utf8' });
  // 3 and 4 are answers, too.
  if (![0, 3, 4].includes(status)) throw new Error(`${command.join(' ')} ended with ${status}: ${stderr}`);
}

/** Starts a run anew and watches it; the address once `trainings` have ended. */
async function serve({ folder, command, watch, trainings }) {
  const path = join(FOLDER, folder);
  rmSync(path, { recursive: true, force: true });
  const running = spawn(process.execPath, [CLI, ...command], { cwd: FOLDER, stdio: 'ignore' });
  const watching = spawn(process.execPath, [CLI, ...watch], { cwd: FOLDER, stdio: ['ignore', 'pipe', 'inherit'] });
  const address = await new Promise((found) => {
    watching.stdout.on('data', (text) => {
      const [match] = /http:\/\/\S+/.exec(text) ?? [];
      if (match !== undefined) found(match);
    });
  });
  while (!existsSync(join(path, 'live.json'))) await pause(100);
  const ended = () => JSON.parse(readFileSync(join(path, 'live.json'), 'utf8')).progress?.trials.done ?? 0;
  while (ended() < trainings) await pause(200);
  const end = () => {
    for (const one of [watching, running]) one.kill('SIGINT');
  };
  return { address, end };
}

/** `part`: of the page, such as `#reliance`; without it its first screen. */
async function photograph({ name, part = '' }, address, theme) {
  const page = await browser.newPage({ ...VIEW, colorScheme: theme });
  await page.goto(`${address}${part}`);
  await pause(2000);
  const png = await page.screenshot();
  await page.close();
  const bytes = await toWebp(png);
  writeFileSync(join(PICTURES, fileOf(name, theme)), bytes);
  console.log(fileOf(name, theme), bytes.length);
}

/** Half the size of PNG, at the best quality that keeps the limit; the browser is what can write it. */
async function toWebp(png) {
  const page = await browser.newPage();
  const source = `data:image/png;base64,${png.toString('base64')}`;
  const tries = await page.evaluate(async (url) => {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width, image.height];
    canvas.getContext('2d').drawImage(image, 0, 0);
    return [0.9, 0.8, 0.7, 0.6, 0.5].map((quality) => canvas.toDataURL('image/webp', quality));
  }, source);
  await page.close();
  const all = tries.map((url) => Buffer.from(url.split(',')[1], 'base64'));
  return all.find(({ length }) => length <= MOST_BYTES) ?? all.at(-1);
}

function pause(ms) {
  return new Promise((done) => setTimeout(done, ms));
}

function fileOf(name, theme) {
  return `gallery-${name}-${theme}.webp`;
}

function galleryText() {
  const place = (name, theme) => `pictures/${fileOf(name, theme)}`;
  const sections = GALLERY.map(({ name, says, shown }) =>
    [
      `## ${name}`,
      says,
      `<picture><source media="(prefers-color-scheme: dark)" srcset="${place(name, 'dark')}"><img alt="The page of surefoot ${name}." src="${place(name, 'light')}"></picture>`,
      `\`\`\`sh\n${shown}\n\`\`\``,
    ].join('\n\n'),
  );
  return `${['# Gallery', 'What each command shows first, in small runs of the experiments in `examples`. `node scripts/pictures.mjs` makes this page and its pictures.', ...sections].join('\n\n')}\n`;
}
