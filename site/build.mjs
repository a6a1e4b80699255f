/**
 * @file Builds the site into site/dist: the documents of the repository as they stand, the reference of the API, and the page to try it on.
 * `npm run site` runs it after a build; its packages come from `npm ci --prefix site`. Nothing is asked of the network.
 */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Pages of Surefoot itself. */
const LIVE = [
  ['race', 'A race: sixteen settings of a function, its losses made up'],
  ['replay', 'A replay: 48 digit networks, which rule would have chosen what'],
];

const root = fileURLToPath(new URL('..', import.meta.url));
const site = join(root, 'site');
process.chdir(root);
if (!existsSync(join(site, 'node_modules/vitepress'))) {
  console.error('The packages of the site are not installed.\nFix: npm ci --prefix site --ignore-scripts');
  process.exit(2);
}

// The bundler finds its packages from where the pages lie: they are laid out inside of this folder.
const content = join(site, 'content');
rmSync(content, { recursive: true, force: true });
for (const name of ['README.md', 'CHANGELOG.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs']) {
  mkdirSync(content, { recursive: true });
  cpSync(join(root, name), join(content, name), { recursive: true });
}
run('node_modules/.bin/typedoc', ['--options', 'typedoc.json']);
const api = join(content, 'api');
for (const [module, name] of [
  ['app', 'surefoot'],
  ['race', 'surefoot/race'],
  ['engine', 'surefoot/engine'],
]) {
  const text = readFileSync(join(api, `${module}.md`), 'utf8')
    .replace(/^# .*/, `# API of \`${name}\``)
    .replaceAll('(app.md', '(surefoot.md');
  rmSync(join(api, `${module}.md`));
  writeFileSync(join(api, `${module === 'app' ? 'surefoot' : module}.md`), text);
}
rmSync(join(api, 'index.md'));
writeFileSync(join(api, 'python.md'), run('/usr/bin/env', ['python3', join(site, 'python-api.py')], 'pipe'));
const base = process.env.SITE_BASE ?? '/';
const live = LIVE.map(([name, words]) => `- <a href="${base}live/${name}.html" target="_self">${words}</a>`);
appendFileSync(
  join(content, 'docs/gallery.md'),
  `\n## Live pages\n\nMade with this site, and whole: they sort, filter and open.\n\n${live.join('\n')}\n`,
);
run('node_modules/.bin/vitepress', ['build', '.']);
await makeLivePages();
const { tryoutPage } = await import('../scripts/tryout-page.mjs');
writeFileSync(join(site, 'dist/try.html'), await tryoutPage());

/** By the table of an example, and by a function whose losses are made up. */
async function makeLivePages() {
  const folder = mkdtempSync(join(tmpdir(), 'surefoot-live-'));
  const { select } = await import('../dist/app/index.js');
  const table = join(root, 'src/tryout/examples/digits.csv');
  const replay = ['replay', table, '--orders', '50', '--out', join(folder, 'replay')];
  run(process.execPath, [join(root, 'dist/cli/main.js'), ...replay], 'pipe');
  const space = { width: [16, 32, 64, 128], rate: [0.001, 0.003, 0.01, 0.03] };
  await select({
    experiment: { name: 'made-up-losses', space, race: { tolerance: 0.02 } },
    trainer: madeUpLoss,
    out: join(folder, 'race'),
  });
  mkdirSync(join(site, 'dist/live'));
  for (const [name] of LIVE) cpSync(join(folder, name, 'report.html'), join(site, `dist/live/${name}.html`));
  rmSync(folder, { recursive: true });
}

/** Wide ones are better; the largest rate is best, and varies most. */
function madeUpLoss({ width, rate }, { seeds }) {
  const between = ((seeds.init % 1009) + (seeds.sample % 1009)) / 1009 - 1;
  return 0.2 + 2 / width + 0.05 * Math.abs(Math.log10(rate / 0.01)) + between * 4 * Math.sqrt(rate) * 0.3;
}

/** What it prints, where that is a `pipe`. Every locale gives one site: typedoc lowers anchors by the reader's, where I may lose its dot. */
function run(program, args, printed = 'inherit') {
  const path = isAbsolute(program) ? program : join(site, program);
  const { status, error, stdout } = spawnSync(path, args, {
    cwd: site,
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
    stdio: ['ignore', printed, 'inherit'],
    encoding: 'utf8',
  });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
  return stdout;
}
