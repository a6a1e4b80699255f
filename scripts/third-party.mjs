/**
 * @file Packages that come inside of this one. What brings packages of its own and only computes is put into dist/third-party,
 * cut down to what is asked of it, so that an installation is a few packages and not hundreds; the compiled modules are pointed
 * there. What is native, talks to a network, or is one package anyhow stays a dependency.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parse } from 'es-module-lexer/minimal';

/** By name or scope; devDependencies, each. */
const INSIDE = ['@observablehq/plot', '@stdlib/', 'hyparquet-compressors', 'linkedom', 'npyjs', 'string-width'];

/** linkedom asks for the native package canvas, and draws no pixels where there is none. */
const withoutCanvas = {
  name: 'without-canvas',
  resolveId: (source, importer) => (source === 'canvas' ? join(dirname(importer), 'canvas-shim.cjs') : null),
};

/** Points the modules of `dist` to its folder third-party; gives the input of rolldown and the plugins that fill that folder. */
export function pointToThirdParties(dist) {
  const asked = new Map();
  for (const path of modulesIn(dist)) {
    const text = readFileSync(path, 'utf8');
    let pointed = '';
    let end = 0;
    for (const { n: name, s: start, e: stop, ss: statement } of parse(text)[0]) {
      if (name === undefined || !INSIDE.some((one) => name.startsWith(one))) continue;
      asked.set(name, new Set([...(asked.get(name) ?? []), ...namesIn(text.slice(statement, start))]));
      pointed += text.slice(end, start) + relative(dirname(path), join(dist, 'third-party', `${fileOf(name)}.js`));
      end = stop;
    }
    if (end > 0) writeFileSync(path, pointed + text.slice(end));
  }
  if (asked.size === 0) throw new Error('These modules are pointed there already: npm run build compiles them anew.');
  const doors = new Map([...asked].map(([name, names]) => [resolve(`${fileOf(name)}.mjs`), doorTo(name, names)]));
  const asItIsAsked = {
    name: 'as-it-is-asked',
    resolveId: (source, importer) => (importer === undefined ? resolve(`${source}.mjs`) : null),
    load: (id) => doors.get(id) ?? null,
  };
  return {
    input: [...asked.keys()].map(fileOf),
    plugins: [asItIsAsked, withoutCanvas],
  };
}

function modulesIn(dist) {
  const names = readdirSync(dist, { recursive: true });
  return names
    .filter((name) => name.endsWith('.js') && !name.startsWith('third-party'))
    .map((name) => join(dist, name));
}

function fileOf(name) {
  return name.replace('@', '').replaceAll('/', '-');
}

/** Exported names that an import or export takes, as `import one, { two as three }`; `*` for all. */
function namesIn(statement) {
  if (/\*/.test(statement)) return ['*'];
  const [, alone, braced = ''] = statement.match(/^(?:import|export)\s*([\w$]+)?[\s,]*(?:\{([^}]*)\})?/);
  const names = braced.split(',').flatMap((one) => one.trim().split(' ')[0] || []);
  return alone === undefined ? names : ['default', ...names];
}

function doorTo(name, names) {
  const from = `from '${name}';`;
  return names.has('*') ? `export * ${from}` : `export { ${[...names].join(', ')} } ${from}`;
}
