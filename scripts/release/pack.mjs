/**
 * @file Packs what is published, and looks into it: `node scripts/release/pack.mjs FOLDER` after a build makes the npm package, the wheel and the source
 * archive of Python in FOLDER, and ends with 1 where one of them lacks something, has something that no user needs, or has a link that
 * leads nowhere in it. `FOLDER npm` leaves Python out, and `FOLDER python` the other.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, normalize, resolve } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { linkFaults } from '../links.mjs';

/** Beside what `exports`, `bin` and the documents lead to. */
const IN_NPM = [
  ...['LICENSE', 'CHANGELOG.md', 'CITATION.cff', 'SECURITY.md', 'dist/THIRD-PARTY-LICENSES.txt'],
  // The source `digits` reads it.
  'examples/digits.npz',
];
const IN_WHEEL = ['bridge.mjs', 'py.typed', 'CITATION.cff', 'THIRD-PARTY-LICENSES.txt'].map(
  (name) => `surefoot/${name}`,
);
const UNNEEDED =
  /\.(?:map|tsbuildinfo|pyc|log|test\.[\w.]+)$|(?<!\.d)\.ts$|(?:^|\/)(?:\.|__pycache__\/|node_modules\/|coverage\/)/;

const [out, only] = process.argv.slice(2);
if (out === undefined || ![undefined, 'npm', 'python'].includes(only)) {
  console.error('Usage: node scripts/release/pack.mjs FOLDER [npm | python]');
  process.exit(2);
}
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
mkdirSync(out, { recursive: true });
const faults = [
  ...(only === 'python' ? [] : checkNpm(packNpm())),
  ...(only === 'npm' ? [] : packPython().flatMap(checkPython)),
];
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;

function packNpm() {
  const [{ filename }] = JSON.parse(
    run('npm', ['pack', '--json', '--ignore-scripts', '--offline', '--pack-destination', resolve(out)]),
  );
  return join(out, filename);
}

function packPython() {
  const script = `import sys; sys.dont_write_bytecode = True; sys.path.insert(0, "clients/python/build_backend")
import surefoot_build as backend; print(backend.build_wheel(sys.argv[1])); print(backend.build_sdist(sys.argv[1]))`;
  const names = run('python3', ['-c', script, out]).trim().split('\n');
  return names.map((name) => join(out, name));
}

function checkNpm(path) {
  return unpacked(path, 'package', (folder, files) => {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const named = [manifest.types, manifest.exports, manifest.bin, manifest.imports].flatMap(textsIn);
    const pictures = [...readFileSync(join(folder, 'README.md'), 'utf8').matchAll(/\bsrc="([^"]+)"/g)];
    return [
      ...missing(path, files, [...IN_NPM, ...named.map(normalize)]),
      ...(pictures.length > 0 ? [] : [`${path}: README.md shows no picture`]),
      ...linkFaults(
        folder,
        files.filter((name) => name.endsWith('.md')),
      ).map((fault) => `${path}: ${fault}`),
    ];
  });
}

function checkPython(path) {
  if (path.endsWith('.tar.gz')) {
    const base = basename(path, '.tar.gz');
    const needed = [
      'LICENSE',
      'README.md',
      'PKG-INFO',
      'pyproject.toml',
      'build_backend/surefoot_build.py',
      ...IN_WHEEL,
    ];
    return unpacked(path, base, (_, files) => missing(path, files, needed));
  }
  const held = unzipSync(readFileSync(path));
  const files = Object.keys(held);
  const information = `surefoot-${version}.dist-info`;
  const text = strFromU8(held[`${information}/METADATA`] ?? new Uint8Array());
  const readme = readFileSync('clients/python/README.md', 'utf8');
  // A relative link of it leads nowhere on the page of the package.
  const relative = [...readme.matchAll(/\]\((?!https:)([^)]*)\)/g)].map(([, link]) => `${path}: README.md -> ${link}`);
  return [
    ...surplus(path, files),
    ...missing(path, files, [...IN_WHEEL, `${information}/licenses/LICENSE`, `${information}/RECORD`]),
    ...(text.includes(`\nVersion: ${version}\n`) ? [] : [`${path}: METADATA has not the version ${version}`]),
    ...(text.endsWith(`\n\n${readme}`) ? [] : [`${path}: METADATA is without README.md`]),
    ...relative,
  ];
}

/** What `check` finds in an archive, and what is in it beside the needed. */
function unpacked(path, base, check) {
  const folder = mkdtempSync(join(tmpdir(), 'surefoot-packed-'));
  try {
    run('tar', ['-xzf', path, '-C', folder]);
    const home = join(folder, base);
    const entries = readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const files = entries.map(({ parentPath, name }) => join(parentPath, name).slice(home.length + 1));
    const bytes = files.reduce((sum, name) => sum + statSync(join(home, name)).size, 0);
    console.log(`${path}: ${files.length} files, ${mb(statSync(path).size)}, ${mb(bytes)} unpacked`);
    return [...surplus(path, files), ...check(home, files)];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function surplus(path, files) {
  return files.filter((name) => UNNEEDED.test(name)).map((name) => `${path}: ${name} is needed by no user`);
}

function missing(path, files, needed) {
  return needed.filter((name) => !files.includes(name)).map((name) => `${path}: ${name} is missing`);
}

function textsIn(value) {
  if (typeof value === 'string') return [value];
  return Object.values(value).flatMap(textsIn);
}

function mb(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function run(command, args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}\n${stderr}`);
  return stdout;
}
