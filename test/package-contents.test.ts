/** @file What an installation brings: few packages, those inside of ours with their licences, and types that need none of them. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'es-module-lexer/minimal';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from './app/command-line.js';

/** Packages, ours not counted. Each is a thing to fetch, to trust and to keep up to date for everybody who installs. */
const MOST_PACKAGES = 30;

interface Locked {
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly peer?: boolean;
}

interface Declared {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

const json = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as unknown;
const { dependencies, devDependencies, peerDependencies } = json('package.json') as Declared;
const listed = (folder: string, ending: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));
const packageOf = (specifier: string) => specifier.match(/^(?:@[^/]+\/)?[^/]+/)?.[0] as string;
const isBare = (specifier: string) => !/^(?:\.|#|node:)/.test(specifier);

/** Of a module as it is run. */
function importsOf(path: string): string[] {
  return parse(readFileSync(path, 'utf8'))[0].flatMap(({ n }) => (n === undefined ? [] : [n]));
}

test(`everybody who installs gets at most ${MOST_PACKAGES} packages`, () => {
  const { packages } = json('package-lock.json') as { packages: Readonly<Record<string, Locked>> };
  const brought = Object.entries(packages).filter(
    ([path, { dev, devOptional, peer }]) => path !== '' && !dev && !devOptional && !peer,
  );
  expect(brought.map(([path]) => path)).toEqual(expect.arrayContaining(['node_modules/zod']));
  expect(brought.length).toBeLessThanOrEqual(MOST_PACKAGES);
});

test('what is run imports dependencies, optional peers and itself, nothing else', () => {
  const declared = [...Object.keys(dependencies), ...Object.keys(peerDependencies)];
  const asked = listed('dist', '.js').flatMap(importsOf).filter(isBare).map(packageOf);
  expect([...new Set(asked)].filter((name) => !declared.includes(name))).toEqual([]);
  expect(listed('dist/third-party', '.js').flatMap(importsOf).filter(isBare)).toEqual([]);
});

test.each([
  ['app', []],
  ['race', []],
  ['engine', []],
])('types of %s import those of dependencies alone', (room, besides) => {
  const seen = new Set<string>();
  const asked = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path) || !existsSync(path)) return;
    seen.add(path);
    for (const [, specifier = ''] of readFileSync(path, 'utf8').matchAll(/(?:from |import\()['"]([^'"]+)['"]/g)) {
      if (isBare(specifier)) asked.add(packageOf(specifier));
      else visit(join(dirname(path), specifier.replace(/\.js$/, '.d.ts')));
    }
  };
  visit(`dist/${room}/index.d.ts`);
  expect(seen.size).toBeGreaterThan(20);
  expect([...asked].filter((name) => name !== 'surefoot' && !(name in dependencies))).toEqual(besides);
});

test('what is inside of ours is named with its licence and with the notices of what it was made from', () => {
  const text = readFileSync('dist/THIRD-PARTY-LICENSES.txt', 'utf8');
  const sources = listed('src', '.ts').filter((path) => !/\.test\.ts$/.test(path));
  const asked = sources.flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/\bfrom '([^.#'][^']*)'/g)].map(([, specifier]) =>
      packageOf(specifier ?? ''),
    ),
  );
  const inside = [...new Set(asked)].filter((name) => name in devDependencies && !(name in peerDependencies));
  expect(inside.length).toBeGreaterThan(8);
  // What stands behind them comes along, and the race for browsers brings what is a dependency elsewhere.
  const behind = ['d3-scale', 'd3-shape', 'css-select', 'htmlparser2', 'entities', 'fzstd', 'strip-ansi', 'pure-rand'];
  for (const name of [...inside, ...behind]) {
    const { version } = json(`node_modules/${name}/package.json`) as { version: string };
    expect(text).toMatch(new RegExp(`^${name} ${version.replaceAll('.', '\\.')} \\([A-Z]`, 'm'));
  }
  for (const notice of [
    'Copyright (C) 1993 by Sun Microsystems',
    'The Go Authors',
    'The Stdlib Authors',
    'Mike Bostock',
  ])
    expect(text).toContain(notice);
});

test('what is packed is whole: documents with their pictures, no link that leads nowhere, nothing that no user needs', () => {
  const folder = temporaryFolder(onTestFinished);
  const { status, stderr } = spawnSync(process.execPath, ['scripts/release/pack.mjs', folder, 'npm'], {
    encoding: 'utf8',
  });
  expect([stderr, status]).toEqual(['', 0]);
});
