/**
 * @file Bundles what runs in browsers: src/browser into dist/browser/page-script.js, one script for every page; src/browser/watch into
 * dist/browser/watch-script.js and list-script.js, which keep pages of runs that go on, and lists of runs, at their time; and
 * src/race into dist/race/bundle.js, the module `surefoot/race`; src/bridge with the race into dist/bridge/bridge.mjs, one file for Node that
 * the Python package carries. Then the packages that come inside of this one, into dist/third-party;
 * the licences of all that is bundled, into dist/THIRD-PARTY-LICENSES.txt, and a hash of all of it into dist/build.txt.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rolldown } from 'rolldown';
import { plainLines, plainSha256, STRICTLY } from './browser-plugins.mjs';
import { licensesOf } from './licenses.mjs';
import { pointToThirdParties } from './third-party.mjs';

const NOTICE = '/*! Surefoot, Apache-2.0; the licences of what is inside: THIRD-PARTY-LICENSES.txt of the package */';
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const bundled = new Set();
await bundle({ input: 'src/browser/main.ts' }, { file: 'dist/browser/page-script.js', format: 'iife' });
await bundle({ input: 'src/browser/watch/main.ts' }, { file: 'dist/browser/watch-script.js', format: 'iife' });
await bundle({ input: 'src/browser/watch/list.ts' }, { file: 'dist/browser/list-script.js', format: 'iife' });
// Modules of these rooms do nothing but declare: those of which nothing is used are left out.
await bundle(
  { input: 'src/race/index.ts', plugins: [plainSha256, plainLines], treeshake: { moduleSideEffects: false } },
  {
    file: 'dist/race/bundle.js',
    format: 'esm',
    // Each of 336 modules repeated its licence here.
    comments: false,
    postBanner: NOTICE,
  },
);
await bundle(
  {
    ...{
      input: 'src/bridge/main.ts',
      platform: 'node',
      treeshake: { moduleSideEffects: ['src/bridge/main.ts'].map((p) => resolve(p)) },
    },
    transform: { define: { SUREFOOT_VERSION: JSON.stringify(version) } },
  },
  { file: 'dist/bridge/bridge.mjs', format: 'esm', comments: false, postBanner: NOTICE },
);
await bundle(
  { ...pointToThirdParties('dist'), platform: 'node' },
  {
    dir: 'dist/third-party',
    format: 'esm',
    cleanDir: true,
    chunkFileNames: '[name].js',
    comments: false,
    codeSplitting: { groups: [{ name: 'stdlib', test: /@stdlib/ }] },
  },
);
writeFileSync('dist/THIRD-PARTY-LICENSES.txt', licensesOf(bundled));
writeFileSync('dist/build.txt', markOf('dist'));

/** The same for the same build, so that what another one made is told apart. */
function markOf(folder) {
  const hash = createHash('sha256');
  const names = readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('js'))
    .sort();
  for (const name of names) hash.update(name).update(readFileSync(join(folder, name)));
  return hash.digest('hex').slice(0, 16);
}

async function bundle(input, output) {
  const built = await rolldown({ platform: 'browser', ...input, ...STRICTLY });
  const { output: parts } = await built.write({ ...output, minify: true, sourcemap: false });
  for (const { modules } of parts)
    for (const [path, { renderedLength }] of Object.entries(modules ?? {})) if (renderedLength > 0) bundled.add(path);
  await built.close();
}
