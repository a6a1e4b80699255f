/** @file Tests of reading JavaScript's imports. */
import { expect, test } from 'vitest';
import { javascriptImports } from './find-code.js';

test.each<[string, string, string[]]>([
  [
    'every kind of import',
    "import a, { b } from './a.js';\nimport './b.mjs';\nexport * from './c.js';\nconst d = await import('./d.js');",
    ['./a.js', './b.mjs', './c.js', './d.js'],
  ],
  ['require', "const a = require('./a'); const b = require(`../b.json`)", ['./a', '../b.json']],
  ['a file of a worker', "new Worker(new URL('./worker.js', import.meta.url))", ['./worker.js']],
  ['types of TypeScript', "import type { A } from './types.js';\nconst x: number = 3;\nenum E { A }", ['./types.js']],
  ['the same twice', "import './a.js';\nawait import('./a.js');", ['./a.js']],
  ['with a computed name', `await import(name); require(\`./\${name}\`); await import(\`./\${name}.js\`)`, []],
  [
    'in a comment, a string, a regular expression',
    "// import './a.js'\nconst b = \"import './b.js'\"; const c = /import('.\\/c')/;",
    [],
  ],
  ['in a source that is no JavaScript', "import a from './a';\nconst x = <p>it's</p>;\nimport('./b'", ['./a', './b']],
])('%s', async (_, source, expected) => {
  expect(await javascriptImports(source)).toEqual(expected);
});
