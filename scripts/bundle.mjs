/**
 * @file Bundles what runs in browsers: src/browser into dist/browser/page-script.js, one script for every page; src/browser/watch into
 * dist/browser/watch-script.js, which keeps pages of runs that go on at their time; and
 * src/race into dist/race/bundle.js, the module `surefoot/race`.
 */
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/** Where there is no Node. */
const plainSha256 = {
  name: 'plain-sha256',
  resolveId: (source) =>
    source === './sha256.js' ? fileURLToPath(new URL('../src/race/sha256-plain.ts', import.meta.url)) : null,
};

await bundle('src/browser/main.ts', { file: 'dist/browser/page-script.js', format: 'iife' });
await bundle('src/browser/watch/main.ts', { file: 'dist/browser/watch-script.js', format: 'iife' });
await bundle('src/race/index.ts', { file: 'dist/race/bundle.js', format: 'esm' }, [plainSha256]);

async function bundle(input, output, plugins = []) {
  const built = await rolldown({ input, platform: 'browser', plugins, onLog: refuse });
  await built.write({ ...output, minify: true, sourcemap: false });
  await built.close();
}

/** An import that is not there, or of Node's, would be found by users only. */
function refuse(level, log) {
  if (level === 'warn') throw new Error(log.message);
}
