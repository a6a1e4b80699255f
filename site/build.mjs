/**
 * @file Builds the site into site/dist: the documents of the repository as they stand, the reference of the API, and the page to try it on.
 * `npm run site` runs it after a build; its packages come from `npm ci --prefix site`. Nothing is asked of the network.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';

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
for (const name of ['README.md', 'CHANGELOG.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'docs']) {
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
run('node_modules/.bin/vitepress', ['build', '.']);
const { tryoutPage } = await import('../scripts/tryout-page.mjs');
writeFileSync(join(site, 'dist/try.html'), await tryoutPage());

/** What it prints, where that is a `pipe`. */
function run(program, args, printed = 'inherit') {
  const path = isAbsolute(program) ? program : join(site, program);
  const { status, error, stdout } = spawnSync(path, args, {
    cwd: site,
    stdio: ['ignore', printed, 'inherit'],
    encoding: 'utf8',
  });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
  return stdout;
}
