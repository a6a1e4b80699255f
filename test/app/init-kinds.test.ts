/** @file Which kinds of models `init` drafts for a table: by what Python has, and as asked for. A script stands for Python, which tests need not have. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { temporaryFolder } from './command-line.js';
import { surefootHere } from './command-line-here.js';

interface Drafted {
  readonly trainer?: unknown;
  readonly space?: { readonly layers: { readonly oneOf: readonly unknown[] } };
  readonly models?: Readonly<Record<string, { readonly trainer: unknown; readonly space: unknown }>>;
}

const BOOST = readFileSync('examples/python/boost.py', 'utf8');

/** A folder with a table of classes (`kind`) and quantities (`y`), and a Python that has these packages. */
function withPackages(packages: string): string {
  const folder = temporaryFolder(onTestFinished);
  const rows = Array.from({ length: 60 }, (_, row) => `${(row * 37) % 50},${row % 2 ? 'a' : 'b'},${row / 7}`);
  writeFileSync(join(folder, 'd.csv'), ['x,kind,y', ...rows].join('\n'));
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/python3'), `#!/bin/sh\necho '${packages}'\n`, { mode: 0o755 });
  const before = process.env.PATH;
  process.env.PATH = `${join(folder, 'bin')}${delimiter}${before}`;
  onTestFinished(() => {
    process.env.PATH = before;
  });
  return folder;
}

const init = (folder: string, target: string, ...more: readonly string[]) =>
  surefootHere(['init', 'new/e.yaml', '--data', 'd.csv', '--target', target, ...more], folder);

const draftIn = (folder: string): Drafted => parse(readFileSync(join(folder, 'new/e.yaml'), 'utf8'));

test('boosted trees race where Python has them, by a script beside the experiment', async () => {
  const folder = withPackages('numpy sklearn');
  const { status, stdout } = await init(folder, 'kind');
  expect([status, stdout]).toEqual([
    0,
    expect.stringContaining('boosted trees (`boost`), of scikit-learn by boost.py'),
  ]);
  expect(stdout).toContain(`Wrote new/e.yaml, ${join('new', 'boost.py')}, and `);
  expect(readFileSync(join(folder, 'new/boost.py'), 'utf8')).toBe(BOOST);
  const { models = {} } = draftIn(folder);
  expect(Object.entries(models).map(([name, { trainer }]) => [name, trainer])).toEqual([
    ['net', 'network'],
    ['line', 'linear'],
    ['boost', expect.objectContaining({ command: ['python3', 'boost.py'] })],
  ]);
  expect(models.line?.space).toEqual({ penalty: expect.any(Array) });
  const { status: checked, stdout: listed } = await surefootHere(['check', 'new/e.yaml'], folder);
  expect([checked, listed]).toEqual([0, expect.stringMatching(/boost max_depth=2 learning_rate=0\.05/)]);
  // The lasso is of quantities alone.
  expect((await init(folder, 'y', '--force')).status).toBe(0);
  expect(draftIn(folder).models?.line?.space).toHaveProperty('oneOf.1.mix', 1);
});

test.each(['', 'xgboost sklearn', 'numpy'])(
  'with the packages "%s" it says what is not raced, and how it would be',
  async (packages) => {
    const folder = withPackages(packages);
    const { status, stdout } = await init(folder, 'kind');
    expect([status, stdout]).toEqual([
      0,
      expect.stringMatching(
        /Boosted trees are not raced: .*:\n {2}python3 -m pip install numpy xgboost\n {2}surefoot init new\/e\.yaml --data d\.csv --target kind --kinds net,line,boost --force/,
      ),
    ]);
    expect(Object.keys(draftIn(folder).models ?? {})).toEqual(['net', 'line']);
    expect(existsSync(join(folder, 'new/boost.py'))).toBe(false);
  },
);

test('one kind alone needs no name; without linear models, networks without layers stand for them', async () => {
  const folder = withPackages('numpy xgboost');
  expect((await init(folder, 'kind', '--kinds', 'net')).status).toBe(0);
  const { trainer, space, models } = draftIn(folder);
  expect([trainer, models, space?.layers.oneOf[0]]).toEqual(['network', undefined, { value: [] }]);
  for (const kind of ['line', 'boost']) {
    expect((await init(folder, 'kind', '--kinds', kind, '--force')).status).toBe(0);
    expect((await surefootHere(['check', 'new/e.yaml'], folder)).status).toBe(0);
  }
  expect((await init(folder, 'kind', '--kinds', 'line, net', '--force')).stdout).not.toContain('not raced');
  expect(draftIn(folder).models?.net?.space).not.toHaveProperty('layers.oneOf.2');
});

test('another boost.py is never written over, and nothing else is written then', async () => {
  const folder = withPackages('numpy xgboost');
  mkdirSync(join(folder, 'new'));
  writeFileSync(join(folder, 'new/boost.py'), 'mine');
  const refused = await init(folder, 'kind', '--force');
  expect([refused.status, refused.stderr]).toEqual([2, expect.stringMatching(/boost\.py already exists, differs/)]);
  expect(readdirSync(join(folder, 'new'))).toEqual(['boost.py']);
  expect(readFileSync(join(folder, 'new/boost.py'), 'utf8')).toBe('mine');
  writeFileSync(join(folder, 'new/boost.py'), BOOST);
  expect((await init(folder, 'kind')).status).toBe(0);
});
