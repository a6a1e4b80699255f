/**
 * @file Checks that the house stands as ARCHITECTURE.md draws it: who may import whom, no cycles, pure rooms pure,
 * every file headed and of bearable size, optional packages by their one door each; and that nothing is written as this machine's locale has
 * it. Prints one line a fault and exits 1; `--root DIR` checks another tree. The borders of core, race and engine are the compiler's
 * (tsconfig): rooms on either side of one are parted here as well.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { DOORS, floorOf, importsOf, listFiles, MATRIX, PLANS, roomOf } from './rooms.mjs';

/**
 * A test sees its own room from inside: the one that its folder is named like. What else these see, all others enter by the doors, as other
 * rooms do.
 */
const SEEN_FROM_INSIDE = {
  app: ['cli'],
  browser: ['app', 'report'],
  conformance: ['app', 'cli', 'core', 'engine', 'engine/datasets', 'report', 'stats', 'work/transports', ...PLANS],
  engine: ['engine/datasets', 'trainers'],
  'package-contents.test.ts': ['app'],
  peers: ['app', 'engine', 'trainers'],
  questions: ['stats', ...PLANS],
  recipes: ['engine', 'app'],
  recorded: ['cli'],
  torture: ['work/transports'],
  trainers: ['app'],
  work: ['app'],
};

/** Folders in which a value depends on its arguments alone. Ports and errors in core only declare. */
const PURE = [
  'core',
  'stats',
  'experiment',
  ...PLANS,
  'race',
  'search',
  'engine/network/graph',
  'engine/network/onnx',
  'engine/network/layers',
  'engine/network/losses',
  'engine/network/optimizers',
  'engine/network/initializers',
  'engine/network/schedules',
  'report/answer',
  'report/progress',
  'report/race',
  'report/view',
  'report/result',
  'report/shown',
];

/** Packages that not everybody has, and the one file that imports each. */
const OPTIONAL_PACKAGES = {
  'onnxruntime-node': 'engine/network/runtime/onnxruntime.ts',
  bullmq: 'work/transports/queue/bullmq.ts',
  ioredis: 'work/transports/queue/bullmq.ts',
};

/** node: modules without effects on the outside. */
const HARMLESS_NODE_MODULES = new Set(['node:crypto', 'node:path']);

const IMPURE = [
  [/\bMath\.random\b/, 'Math.random'],
  [/\bDate\.now\b|\bnew Date\(\)/, 'the clock'],
  [/\bperformance\.now\b/, 'the clock'],
  [/\bawait\b/, 'await'],
  [/\bprocess\.(env|argv|stdout|stderr|exit|on)\b/, 'the process'],
  [/\bconsole\./, 'the console'],
];

/** What writes, orders or cuts text as the locale of the machine has it, unless a locale is named. */
const LOCALE_OF_MACHINE = /\.toLocale\w*\((?!\s*'')|\bnew Intl\.\w+\((?!\s*'')|\.localeCompare\(/;

/** From one error to where the next begins. */
const ERROR_TEXT = /\b(?:input|run)Error`((?:(?!\b(?:input|run)Error`)[\s\S])*)/g;
const WHOLE_ERROR = /^(?:[a-z0-9-]|\$\{[^}]+\})+: [\s\S]*?\n [ *]*Fix: /;

const MAX_LINES = 400;

/** Exported names that stand twice on purpose: two faces of one race, and SHA-256 where there is no Node. */
const TWICE = new Set(['createRace', 'AskedTrial', 'sha256Hex', 'sha256Bytes']);

const EXPORTED =
  /^export\s+(?:async\s+)?(?:abstract\s+)?(?:const|function\*?|class|interface|type|enum|let)\s+([\w$]+)/gm;

const rootFlag = process.argv.indexOf('--root');
const root = resolve(rootFlag === -1 ? '.' : (process.argv[rootFlag + 1] ?? '.'));
const source = join(root, 'src');
const faults = check();
for (const fault of faults) console.error(fault);
if (faults.length === 0) console.log(`structure: ${listFiles(source).length} files in order`);
process.exitCode = faults.length === 0 ? 0 : 1;

function check() {
  const found = [];
  const edges = new Map();
  for (const path of listFiles(source)) {
    const name = relative(source, path);
    const text = readFileSync(path, 'utf8');
    const room = roomOf(name);
    const isTest = name.endsWith('.test.ts');
    const lines = text.split('\n').length - 1;
    if (room === undefined) found.push(`src/${name}: lies in no room; rooms are ${Object.keys(MATRIX).join(', ')}`);
    if (!/^(#!.*\n)?\/\*\*[\s\S]*?@file\b/.test(text)) found.push(`src/${name}: no @file header`);
    if (lines > MAX_LINES) found.push(`src/${name}: ${lines} lines, at most ${MAX_LINES}`);
    if (isTest) continue;
    for (const [, told] of text.matchAll(ERROR_TEXT))
      if (!WHOLE_ERROR.test(told))
        found.push(`src/${name}: an error without its code or its fix: ${told.slice(0, 80)}`);
    const imports = importsOf(text);
    edges.set(name, new Set());
    for (const target of imports.filter((one) => one.startsWith('.'))) {
      const imported = relative(source, resolve(dirname(path), target.replace(/\.js$/, '.ts')));
      edges.get(name).add(imported);
      const other = roomOf(imported);
      if (other === room && floorOf(imported, room) > floorOf(name, room))
        found.push(`src/${name}: may not import ${imported}, which stands above it`);
      if (other === undefined || other === room) continue;
      if (!(MATRIX[room] ?? []).includes(other)) found.push(`src/${name}: ${room} may not import ${other}`);
      if (isInside(imported, other)) found.push(`src/${name}: ${pastTheDoor(imported, other)}`);
    }
    for (const [optional, keeper] of Object.entries(OPTIONAL_PACKAGES)) {
      if (imports.includes(optional) && name !== keeper)
        found.push(`src/${name}: imports ${optional} past ${keeper}, which keeps it to itself`);
    }
    if (PURE.some((place) => name.startsWith(`${place}/`))) {
      for (const module of imports) {
        if (module.startsWith('node:') && !HARMLESS_NODE_MODULES.has(module))
          found.push(`src/${name}: pure, yet imports ${module}`);
        if (module === 'libsql') found.push(`src/${name}: pure, yet imports ${module}`);
      }
      const code = withoutCommentsAndStrings(text);
      for (const [pattern, what] of IMPURE) if (pattern.test(code)) found.push(`src/${name}: pure, yet uses ${what}`);
    }
  }
  return [
    ...found,
    ...doubledNames(),
    ...cyclesOf(edges),
    ...testsInside(),
    ...importedPrograms(),
    ...unnamedLocales(),
  ];
}

/** One word, one thing, in the whole house. */
function doubledNames() {
  const places = new Map();
  for (const path of listFiles(source).filter((one) => !one.endsWith('.test.ts'))) {
    const names = new Set([...readFileSync(path, 'utf8').matchAll(EXPORTED)].map(([, name]) => name));
    for (const name of names) places.set(name, [...(places.get(name) ?? []), `src/${relative(source, path)}`]);
  }
  return [...places]
    .filter(([name, files]) => files.length > 1 && !TWICE.has(name))
    .map(([name, files]) => `${files.join(' and ')} both export ${name}: one word, one thing`);
}

function isInside(imported, room) {
  return !(DOORS[room] ?? ['index.ts']).some((door) => imported === `${room}/${door}`);
}

function pastTheDoor(imported, room) {
  const doors = DOORS[room] ?? ['index.ts'];
  return `reaches into ${room} past its ${doors.length > 6 ? 'doors in rooms.mjs' : doors.join(' or ')} (${imported})`;
}

/** Tests that would have to change with the inside of a room that is not theirs. */
function testsInside() {
  const tests = join(root, 'test');
  if (!existsSync(tests)) return [];
  return listFiles(tests).flatMap((path) => {
    const place = relative(tests, path);
    const others = SEEN_FROM_INSIDE[place.split('/')[0]] ?? [];
    return importsOf(readFileSync(path, 'utf8')).flatMap((target) => {
      const imported = relative(source, resolve(dirname(path), target.replace(/\.js$/, '.ts')));
      const room = roomOf(imported);
      if (
        !target.startsWith('.') ||
        room === undefined ||
        place.startsWith(`${room}/`) ||
        others.includes(room) ||
        !isInside(imported, room)
      )
        return [];
      return [`${relative(root, path)}: ${pastTheDoor(imported, room)}`];
    });
  });
}

/** A file that is started as a process acts on whoever imports it: in a test it ends the tests' own process. */
function importedPrograms() {
  const files = listFiles(source).filter((path) => !path.endsWith('.test.ts'));
  const programs = new Set(
    files.flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/new URL\('([^']+)\.js', import\.meta\.url\)/g)].map(([, target]) =>
        resolve(dirname(path), `${target}.ts`),
      ),
    ),
  );
  const tests = existsSync(join(root, 'test')) ? listFiles(join(root, 'test')) : [];
  return [...listFiles(source), ...tests].flatMap((path) =>
    importsOf(readFileSync(path, 'utf8'))
      .map((target) => resolve(dirname(path), target.replace(/\.js$/, '.ts')))
      .filter((imported) => programs.has(imported))
      .map((imported) => `${relative(root, path)}: imports ${relative(root, imported)}, which is started as a process`),
  );
}

/** In everything that is run, tests and scripts as well. */
function unnamedLocales() {
  const folders = ['src', 'test', 'scripts', 'bench']
    .map((name) => join(root, name))
    .filter((path) => existsSync(path));
  return folders.flatMap((folder) =>
    listFiles(folder, /\.m?[jt]s$/).flatMap((path) => {
      const [call] = LOCALE_OF_MACHINE.exec(withoutCommentsAndStrings(readFileSync(path, 'utf8'))) ?? [];
      return call === undefined ? [] : [`${relative(root, path)}: ${call} depends on the machine's locale; name one`];
    }),
  );
}

function withoutCommentsAndStrings(text) {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''")
    .replace(/(^|\s)\/\/.*$/gm, '');
}

function cyclesOf(edges) {
  const state = new Map();
  const found = [];
  const visit = (name, path) => {
    if (state.get(name) === 'done') return;
    if (state.get(name) === 'open') {
      found.push(`import cycle: ${[...path.slice(path.indexOf(name)), name].map((one) => `src/${one}`).join(' -> ')}`);
      return;
    }
    state.set(name, 'open');
    for (const next of edges.get(name) ?? []) visit(next, [...path, name]);
    state.set(name, 'done');
  };
  for (const name of edges.keys()) visit(name, []);
  return found;
}
