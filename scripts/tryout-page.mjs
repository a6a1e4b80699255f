/**
 * @file Builds the page to try it on, src/tryout, as one HTML file that needs nothing else: `node scripts/tryout-page.mjs FILE`, after a build.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { contentPolicy, PAGE_STYLE } from '../dist/report/frame.js';
import { plainLines, plainSha256, STRICTLY } from './browser-plugins.mjs';

/** Of Node and for Node, with what stands in for each. */
const STAND_INS = ['node:crypto', 'node:zlib', 'node:path', 'linkedom'];
const standIns = {
  name: 'stand-ins',
  resolveId: (source) =>
    STAND_INS.includes(source)
      ? fileURLToPath(new URL(`../src/tryout/stand-ins/${source.replace('node:', '')}.ts`, import.meta.url))
      : null,
};

/** The page as UTF-8 text. */
export async function tryoutPage() {
  const built = await rolldown({
    input: 'src/tryout/main.ts',
    platform: 'browser',
    plugins: [plainSha256, plainLines, standIns],
    moduleTypes: { '.csv': 'text' },
    treeshake: { moduleSideEffects: (id) => /src.(tryout|browser).main\.ts$/.test(id) },
    ...STRICTLY,
  });
  const { output } = await built.generate({ format: 'iife', minify: true, comments: false });
  await built.close();
  // In a page its end would be the script's.
  const script = output[0].code.replaceAll('</script', '<\\/script');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy([script], false)}">
<title>Try Surefoot</title>
<meta name="description" content="Drop a table of losses: which rule would have chosen what, after how many trainings. Nothing leaves the page.">
<style>${PAGE_STYLE}</style>
</head>
<body>
<main><noscript><p>This page races in the browser: it needs JavaScript.</p></noscript></main>
<script>${script}</script>
</body>
</html>
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = process.argv[2] ?? 'site/dist/try.html';
  const page = await tryoutPage();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, page);
  console.log(`${file}: ${Math.round(page.length / 1024)} kB`);
}
