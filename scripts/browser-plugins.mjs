/** @file What bundles for browsers have in the place of what is Node's, or too long: plugins of the bundler. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What every bundle is built by. How long it takes is no fault: a loaded machine builds the same. A warning is one: users would find the import that is not there, or is Node's. */
export const STRICTLY = {
  checks: { bundlerTimings: false },
  onLog: (level, log) => {
    if (level === 'warn') throw new Error(log.message);
  },
};

/** Where there is no Node. */
export const plainSha256 = {
  name: 'plain-sha256',
  resolveId: (source) =>
    source === './sha256.js' ? fileURLToPath(new URL('../src/race/sha256-plain.ts', import.meta.url)) : null,
};

/** One line does in engines of today what stdlib has a dozen modules for, with messages and substitutes of their own. */
const LINES = {
  '@stdlib/utils-define-nonenumerable-read-only-property':
    'module.exports = (object, name, value) => void Object.defineProperty(object, name, { value });',
  '@stdlib/assert-is-little-endian': 'module.exports = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;',
  '@stdlib/assert-has-generator-support': 'module.exports = () => true;',
  ...Object.fromEntries(
    ['Float64Array', 'Uint32Array', 'Uint16Array', 'Uint8Array'].map((name) => [
      `@stdlib/array-${name.replace('Array', '').toLowerCase()}`,
      `module.exports = ${name};`,
    ]),
  ),
};
/** For engines without generators. */
const NEVER_TAKEN = /continued-fraction.lib.basic\.js$/;
/** All that are finite, which is 4 kB of digits. */
const FACTORIALS = /factorial.lib.factorials\.json$/;
const factorials =
  'let factorial = 1n; module.exports = Array.from({ length: 171 }, (_, n) => Number((factorial *= BigInt(n || 1))));';
const pathOf = (source) => resolve(`${source.replace('/', '-')}.cjs`);
export const plainLines = {
  name: 'plain-lines',
  resolveId: (source) => (source in LINES ? pathOf(source) : null),
  load: (id) => {
    if (NEVER_TAKEN.test(id)) return 'module.exports = null;';
    if (FACTORIALS.test(id)) return { code: factorials, moduleType: 'js' };
    return LINES[Object.keys(LINES).find((source) => id === pathOf(source))] ?? null;
  },
};
