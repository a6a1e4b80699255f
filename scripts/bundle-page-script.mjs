/** @file Bundles src/browser into dist/browser/page-script.js: one script without imports, for every page. */
import { rolldown } from 'rolldown';

const bundle = await rolldown({ input: 'src/browser/main.ts', platform: 'browser' });
await bundle.write({ file: 'dist/browser/page-script.js', format: 'iife', minify: true, sourcemap: false });
await bundle.close();
