/**
 * @file Does what CONTRIBUTING.md says, all of it in one copy of the tree: puts the files of `files` in place and adds the lines that
 * `recipes.json` names, builds once, and runs the tests beside this file there, and those that must hold for anything that is added.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = fileURLToPath(new URL('../..', import.meta.url));
// Not in the folder for temporary files: Vite takes a "#" in its path for the start of a fragment.
mkdirSync(join(home, 'coverage'), { recursive: true });
const copy = mkdtempSync(join(home, 'coverage/recipes-'));
const LEFT_OUT = ['.git', 'node_modules', 'dist', 'coverage', 'runs'];

try {
  for (const name of readdirSync(home)) {
    if (!LEFT_OUT.includes(name)) cpSync(join(home, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(home, 'node_modules'), join(copy, 'node_modules'), 'dir');
  cpSync(join(home, 'test/recipes/files'), copy, { recursive: true });
  const recipes = JSON.parse(readFileSync(join(home, 'test/recipes/recipes.json'), 'utf8'));
  for (const { file, from, lines } of Object.values(recipes)) {
    if (from !== undefined) putInPlace(from, file);
    for (const line of lines) addLine(line);
  }
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: copy, stdio: 'inherit' });
  execFileSync(process.execPath, ['scripts/check-structure.mjs'], { cwd: copy, stdio: 'inherit' });
  const { status } = spawnSync(
    process.execPath,
    [
      join(home, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--config',
      join(copy, 'test/recipes/vitest.config.ts'),
      '--root',
      copy,
    ],
    { cwd: copy, stdio: 'inherit' },
  );
  if (process.env.CI) cpSync(join(copy, 'coverage/recipes-results.json'), join(home, 'coverage/recipes-results.json'));
  process.exitCode = status ?? 1;
} finally {
  rmSync(copy, { recursive: true, force: true });
}

/** A file that other tests have, too: it imports what lies beside its place. */
function putInPlace(from, file) {
  const imported = relative(dirname(from), dirname(file));
  writeFileSync(join(copy, file), readFileSync(join(copy, from), 'utf8').replaceAll(`'${imported}/`, "'./"));
}

/** `import` comes first in the file, `add` before the one place that says `before`. */
function addLine({ in: path, import: imported, before, add }) {
  const text = readFileSync(join(copy, path), 'utf8');
  const [head, tail, ...others] = text.split(before);
  if (tail === undefined || others.length > 0)
    throw new Error(`${path} has no place, or several, that say "${before}".`);
  const added = `${head}${add}${before}${tail}`;
  const place = added.indexOf('import ');
  const whole = imported === undefined ? added : `${added.slice(0, place)}${imported}\n${added.slice(place)}`;
  writeFileSync(join(copy, path), whole);
}
