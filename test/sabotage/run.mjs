/**
 * @file Makes each small wrong edit of `rooms` in a copy of the tree, builds it, and asks the tests: what they do not notice is printed, and
 * in the last line how many of how many survived. `--only ROOM` and `--id ROOM/NAME` choose, `--nearest N` says how many files of tests are
 * asked, `--limit SECONDS` how long, and `--check` only whether every edit still applies. It takes hours.
 */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { transformSync } from 'rolldown/utils';
import { askedTests, importersOf } from './asked-tests.mjs';
import { apply, faultsOf, faultsOfList, readEdits } from './edits.mjs';

const home = fileURLToPath(new URL('../..', import.meta.url));
const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    id: { type: 'string', multiple: true },
    nearest: { type: 'string', default: '40' },
    limit: { type: 'string', default: '600' },
    check: { type: 'boolean', default: false },
  },
});
const all = readEdits();
const faults = [...faultsOf(all, home), ...(values.check ? faultsOfList(all) : [])];
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exit(1);
if (values.check) process.exit(0);

const edits = chosen();

const LEFT_OUT = ['.git', 'node_modules', 'dist', 'coverage', 'runs'];
/** Bundled, not compiled file by file. */
const BUNDLED = /^src\/(browser|race|bridge)\//;
/** Those of `npm test` are asked, others where an edit names them; and none that replaces modules of the sources: what is built is run. */
const alone = readFileSync(join(home, 'test/alone.ts'), 'utf8');
const isLeftOut = (path) =>
  /^test\/(browser|machines|torture|peers|recipes|queue|sabotage)\//.test(path) || alone.includes(`'${path}'`);
const long = readFileSync(join(home, 'vitest.config.ts'), 'utf8').match(/const LONG = \[([^\]]*)\]/)?.[1] ?? '';
const isLong = (path) => long.includes(`'${path.replace(/.*\/|\.test\.ts$/g, '')}'`);

mkdirSync(join(home, 'coverage'), { recursive: true });
const copy = mkdtempSync(join(home, 'coverage/sabotage-'));
let endChild = () => {};
process.on('exit', () => {
  endChild();
  rmSync(copy, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));
copyTree();
build();
const importers = importersOf(copy);
const survivors = [];
const noticing = new Set();
for (const edit of edits) {
  const tests = askedTests(edit, importers, { most: Number(values.nearest), isLong, isLeftOut });
  const began = Date.now();
  const undo = sabotage(edit);
  let found;
  try {
    found = await ask(tests);
  } finally {
    undo();
  }
  // What never ends is noticed, where the same tests end in the same time without the edit.
  const isSlow = found?.hung === true && (await ask(tests))?.hung === true;
  if (isSlow) found = undefined;
  if (found?.test !== undefined) noticing.add(found.test);
  if (found === undefined) survivors.push(edit);
  const seconds = `${((Date.now() - began) / 1000).toFixed(1)} s`;
  const slow = isSlow ? `, which do not end in ${values.limit} s without it either` : '';
  const by = found === undefined ? `SURVIVED ${tests.length} files of tests${slow}: ${edit.wrong}` : found.words;
  console.log(`${edit.name} (${edit.about}), ${seconds}: ${by}`);
}

// A test that fails without an edit, too, has noticed nothing.
const broken = await ask([...noticing].sort());
if (broken !== undefined) console.log(`\nWithout any edit: ${broken.words}`);
console.log('\nsurvived of edits, by room and by what they are about:');
for (const key of ['room', 'about'])
  for (const value of new Set(edits.map((edit) => edit[key]))) {
    const count = (list) => list.filter((edit) => edit[key] === value).length;
    console.log(`  ${value}: ${count(survivors)} of ${count(edits)}`);
  }
for (const { name, file, wrong, why } of survivors)
  console.log(`${name} in ${file}: ${wrong}${why === undefined ? '' : ` (${why})`}`);
console.log(`${survivors.length} of ${edits.length} survived`);
process.exitCode = survivors.length === 0 && broken === undefined ? 0 : 1;

/** Those that are named, in that order, or all of a room. */
function chosen() {
  const names = values.id ?? all.filter(({ room }) => values.only?.includes(room) ?? true).map(({ name }) => name);
  const found = names.map((wanted) => all.find(({ name }) => name === wanted));
  if (found.length > 0 && !found.includes(undefined)) return found;
  const rooms = [...new Set(all.map(({ room }) => room))].join(', ');
  console.error(
    `No edit is ${names[found.indexOf(undefined)] ?? `in ${values.only}`}. Allowed: ROOM/NAME; rooms are ${rooms}.`,
  );
  process.exit(2);
}

function copyTree() {
  for (const name of readdirSync(home))
    if (!LEFT_OUT.includes(name)) cpSync(join(home, name), join(copy, name), { recursive: true });
  // Each package by itself: what the compiler remembers in node_modules/.cache is of this tree.
  mkdirSync(join(copy, 'node_modules'));
  for (const name of readdirSync(join(home, 'node_modules')))
    if (!/^\.(cache|vite)/.test(name)) symlinkSync(join(home, 'node_modules', name), join(copy, 'node_modules', name));
}

function build() {
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: copy, stdio: 'inherit' });
}

/** Puts the edit into what is built, and gives what takes it out again. One file of its own needs no compiler: only its types go. */
function sabotage(edit) {
  const undo = apply(edit, copy);
  const built = join(copy, edit.file.replace(/^src/, 'dist').replace(/ts$/, 'js'));
  if (BUNDLED.test(edit.file)) {
    build();
    return () => {
      undo();
      build();
    };
  }
  const before = readFileSync(built);
  const { code, errors } = transformSync(edit.file, readFileSync(join(copy, edit.file), 'utf8'), { lang: 'ts' });
  if (errors.length > 0) throw new Error(`${edit.name} is not TypeScript any more: ${errors[0].message}`);
  writeFileSync(built, code);
  return () => {
    undo();
    writeFileSync(built, before);
  };
}

/** What fails first, or undefined. */
function ask(tests) {
  const results = join(copy, 'coverage/sabotage.json');
  rmSync(results, { force: true });
  const vitest = join(home, 'node_modules/vitest/vitest.mjs');
  const args = [vitest, 'run', '--config', 'test/sabotage/vitest.config.ts', '--bail', '1'];
  const child = spawn(process.execPath, args, {
    cwd: copy,
    env: { ...process.env, SABOTAGED_TESTS: tests.join('\n') },
    stdio: ['ignore', 'ignore', 'pipe'],
    // With all that its tests start, so that nothing outlives its time.
    detached: true,
  });
  endChild = () => process.kill(-child.pid, 'SIGKILL');
  let said = '';
  child.stderr.on('data', (bytes) => {
    said = `${said}${bytes}`.slice(0, 2000);
  });
  return new Promise((resolve) => {
    let hung = false;
    const timer = setTimeout(() => {
      hung = true;
      endChild();
    }, Number(values.limit) * 1000);
    child.on('close', (status) => {
      clearTimeout(timer);
      endChild = () => {};
      if (hung) resolve({ hung, words: `does not end in ${values.limit} s` });
      else resolve(status === 0 ? undefined : failure(results, said));
    });
  });
}

function failure(results, said) {
  let files = [];
  try {
    files = JSON.parse(readFileSync(results, 'utf8')).testResults;
  } catch {
    // It ended before it could write: what it said is all there is.
  }
  const file = files.find(({ status }) => status === 'failed');
  if (file === undefined) return { words: `tests end badly: ${said.trim().split('\n')[0]}` };
  const test = relative(copy, file.name);
  const failed = file.assertionResults.find(({ status }) => status === 'failed');
  return { test, words: `${test}: ${failed?.fullName ?? file.message.split('\n')[0]}` };
}
