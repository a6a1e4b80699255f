/**
 * @file Does what CONTRIBUTING.md says, all of it in one copy of the tree: puts the files of `files` in place and adds the lines that
 * `recipes.json` names, builds once, and runs the tests beside this file there and those of `npm test`, but of rooms
 * without lists. With `--each` every change is done alone, and
 * tried by the suites that go over lists.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = fileURLToPath(new URL('../..', import.meta.url));
const LEFT_OUT = ['.git', 'node_modules', 'dist', 'coverage', 'runs'];
/** Rooms in which no list stands: the tree itself has tried them. */
const WITHOUT_LISTS = ['bench', 'evidence', 'paper', 'release', 'sabotage', 'tryout'];
const recipes = JSON.parse(readFileSync(join(home, 'test/recipes/recipes.json'), 'utf8'));

if (process.argv.includes('--each')) {
  const failed = Object.entries(recipes).flatMap(([name, recipe]) =>
    tryAll([recipe], ['test/conformance']) === 0 ? [] : [name],
  );
  if (failed.length > 0) console.error(`Alone these fail: ${failed.join(', ')}`);
  process.exitCode = failed.length === 0 ? 0 : 1;
} else {
  const others = WITHOUT_LISTS.flatMap((room) => ['--exclude', `test/${room}/**`]);
  process.exitCode = tryAll(
    Object.values(recipes),
    ['--config', 'test/recipes/vitest.config.ts'],
    ['--mode', 'built', ...others],
  );
}

/** In a copy of the tree with these; the largest status of the runs of tests. */
function tryAll(tried, ...runs) {
  // Not in the folder for temporary files: Vite takes a "#" in its path for the start of a fragment.
  mkdirSync(join(home, 'coverage'), { recursive: true });
  const copy = mkdtempSync(join(home, 'coverage/recipes-'));
  try {
    for (const name of readdirSync(home)) {
      if (!LEFT_OUT.includes(name)) cpSync(join(home, name), join(copy, name), { recursive: true });
    }
    symlinkSync(join(home, 'node_modules'), join(copy, 'node_modules'), 'dir');
    for (const { file, also = [], from, lines } of tried) {
      for (const path of [file, ...also]) putInPlace(copy, path, from);
      for (const line of lines) addLine(copy, line);
    }
    const run = (command, ...args) => execFileSync(command, args, { cwd: copy, stdio: 'inherit' });
    const vitest = (args) =>
      spawnSync(process.execPath, [join(home, 'node_modules/vitest/vitest.mjs'), 'run', '--root', copy, ...args], {
        cwd: copy,
        stdio: 'inherit',
      }).status ?? 1;
    run('npm', 'run', '--silent', 'build');
    run(process.execPath, 'scripts/check-structure.mjs');
    // What is told of lists is written anew, as CONTRIBUTING.md says.
    run(process.execPath, 'scripts/settings-page.mjs');
    vitest(['test/recorded', 'test/golden', 'test/cli/every-input-error', '-u']);
    const status = Math.max(...runs.map(vitest));
    for (const name of ['recipes', 'test'].map((one) => `${one}-results.json`)) {
      const results = join(copy, 'coverage', name);
      if (existsSync(results)) cpSync(results, join(home, 'coverage', `recipes-${name}`));
    }
    return status;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** From `files`; or a file that other tests have, too: it imports what lies beside its place. */
function putInPlace(copy, file, from) {
  const own = join(home, 'test/recipes/files', file);
  mkdirSync(dirname(join(copy, file)), { recursive: true });
  if (from !== undefined) {
    const imported = relative(dirname(from), dirname(file));
    writeFileSync(join(copy, file), readFileSync(join(copy, from), 'utf8').replaceAll(`'${imported}/`, "'./"));
  } else if (existsSync(own)) cpSync(own, join(copy, file));
}

/** `import` comes first in the file, `add` before the one place that says `before`. */
function addLine(copy, { in: path, import: imported, before, add }) {
  const text = readFileSync(join(copy, path), 'utf8');
  const [head, tail, ...others] = text.split(before);
  if (tail === undefined || others.length > 0)
    throw new Error(`${path} has no place, or several, that say "${before}".`);
  const added = `${head}${add}${before}${tail}`;
  const place = added.indexOf('import ');
  const whole = imported === undefined ? added : `${added.slice(0, place)}${imported}\n${added.slice(place)}`;
  writeFileSync(join(copy, path), whole);
}
