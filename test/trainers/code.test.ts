/** @file The user's code: found along its imports, below the experiment's folder, and seen to change. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { InputError } from '../../src/core/index.js';
import { type CodeSpec, watchCode } from '../../src/trainers/index.js';
import { temporaryFolder } from '../app/command-line.js';

type Files = Readonly<Record<string, string>>;

/** A folder with these files, and one beside it. */
function write(files: Files): string {
  const folder = join(temporaryFolder(onTestFinished), 'inside');
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

async function found(
  files: Files,
  command: readonly string[] | { readonly shell: string },
  more: Partial<CodeSpec> = {},
) {
  const { watch } = await watchCode({ folder: write(files), start: { command }, ...more });
  return Object.keys(watch.state.files);
}

const PYTHON = {
  't.py': 'import os, numpy, helper\nfrom lib.loss import q3\nfrom lib import deep\n',
  'helper.py': 'import json\n',
  'unused.py': '',
  'json/__init__.py': '',
  'lib/__init__.py': '',
  'lib/loss.py': 'from . import base\nfrom .. import nothing\n',
  'lib/base.py': 'from .deep.down import x\n',
  'lib/deep/__init__.py': '',
  'lib/deep/down.py': '',
  'space/of/names.py': '',
};
const OF_T = [
  'helper.py',
  'json/__init__.py',
  'lib/__init__.py',
  'lib/base.py',
  'lib/deep/__init__.py',
  'lib/deep/down.py',
  'lib/loss.py',
  't.py',
];

test.each<[string, readonly string[] | { readonly shell: string }]>([
  ['a script', ['python3', '-u', 't.py']],
  ['a script by its path', ['/usr/bin/python3', './t.py', '--depth', '3']],
  ['a line for a shell', { shell: 'OMP_NUM_THREADS=1 python3 t.py | tail -1 > out.txt' }],
  ['a shell in a command', ['bash', '-c', 'cd lib; cd ..; exec "python3" t.py']],
  ['a module', ['python3', '-m', 't']],
])('what %s of Python imports', async (_, command) => {
  expect(await found(PYTHON, command)).toEqual(OF_T);
});

test('Python looks beside the script, in PYTHONPATH, and nowhere else', async () => {
  const files = { 'src/t.py': 'import a, b, c', 'src/a.py': '', 'b.py': '', 'other/c.py': '' };
  expect(await found(files, ['python3', 'src/t.py'], { environment: { PYTHONPATH: 'other' } })).toEqual([
    ...['other/c.py', 'src/a.py', 'src/t.py'],
  ]);
  expect(await found(files, { shell: 'cd src && PYTHONPATH=.. python3 t.py' })).toEqual([
    'b.py',
    'src/a.py',
    'src/t.py',
  ]);
});

test('packages that are run, without files of their own, compiled, and named by their folder', async () => {
  const files = {
    'p/__main__.py': 'import fast, space.of.names',
    'p/__init__.py': '',
    'fast.cpython-311.so': '',
    'p/fast.py': '',
    'space/of/names.py': '',
  };
  expect(await found(files, ['python3', '-m', 'p'])).toEqual([
    'fast.cpython-311.so',
    'p/__init__.py',
    'p/__main__.py',
    'space/of/names.py',
  ]);
  expect(await found(files, ['python3', 'p'])).toEqual(['p/__main__.py', 'p/fast.py']);
});

test('a command that is the source itself', async () => {
  expect(await found(PYTHON, ['python3', '-c', 'from lib import base'])).toEqual([
    'lib/__init__.py',
    'lib/base.py',
    'lib/deep/__init__.py',
    'lib/deep/down.py',
  ]);
  expect(await found({ 'a.mjs': '' }, ['node', '--input-type=module', '-e', "import './a.mjs'"])).toEqual(['a.mjs']);
});

test('a shell script leads on, and what it names as data is known', async () => {
  const files = {
    'run.sh': 'python3 t.py --data data.csv # old.py',
    't.py': 'import a',
    'a.py': '',
    'data.csv': '1',
    'old.py': '',
  };
  expect(await found(files, ['bash', 'run.sh'])).toEqual(['a.py', 'data.csv', 'run.sh', 't.py']);
});

test('JavaScript and TypeScript: endings, folders, packages of its own, none that are installed', async () => {
  const files = {
    't.mjs':
      "import { a } from './a.js';\nimport 'installed';\nimport own from 'own';\nimport '#inner/x';\nexport * from './lib/index.js';",
    'a.ts': "import './b';\nimport data from './data.json';",
    'b.ts': '',
    'data.json': '{}',
    'lib/index.js': "const c = require('./c'); require('./folder')",
    'lib/c.cjs': '',
    'lib/c.js': '',
    'lib/folder/package.json': '{ "main": "main.js" }',
    'lib/folder/main.js': "import('../../late.mjs'); new Worker(new URL('./worker.js', import.meta.url))",
    'lib/folder/worker.js': '',
    'late.mjs': "import './t.mjs'",
    'package.json': '{ "type": "module", "imports": { "#inner/*": "./inner/*.mjs" } }',
    'inner/x.mjs': '',
    'node_modules/installed/index.js': "import '../../a.js'",
    'packages/own/index.js': '',
    'unused.js': '',
  };
  const folder = write(files);
  symlinkSync('../packages/own', join(folder, 'node_modules/own'));
  const expected = [
    'a.ts',
    'b.ts',
    'data.json',
    'inner/x.mjs',
    'late.mjs',
    'lib/c.js',
    'lib/folder/main.js',
    'lib/folder/worker.js',
    'lib/index.js',
    'packages/own/index.js',
    't.mjs',
  ];
  for (const start of [{ command: ['node', 't.mjs'] }, { module: join(folder, 't.mjs') }]) {
    const { watch } = await watchCode({ folder, start });
    expect(Object.keys(watch.state.files)).toEqual(expected);
  }
});

test('interpreters and installed programs are no code, a compiled program is', async () => {
  const folder = write({ '.venv/pyvenv.cfg': '', '.venv/bin/trainer': '', train: '\0', 'conf.yaml': '' });
  for (const name of ['train', '.venv/bin/trainer']) chmodSync(join(folder, name), 0o755);
  symlinkSync('/usr/bin/env', join(folder, '.venv/bin/python3'));
  const of = async (command: string[]) =>
    Object.keys((await watchCode({ folder, start: { command } })).watch.state.files);
  expect(await of(['.venv/bin/python3', '--config=conf.yaml'])).toEqual(['conf.yaml']);
  expect(await of(['.venv/bin/trainer'])).toEqual([]);
  expect(await of(['/usr/bin/env', './train'])).toEqual(['train']);
});

test('a script outside of the folder brings what lies beside it', async () => {
  const folder = write({ 'e.yaml': '' });
  writeFileSync(join(folder, '../t.py'), 'import a');
  writeFileSync(join(folder, '../a.py'), '');
  const { watch, folders } = await watchCode({ folder, start: { command: ['python3', '../t.py'] } });
  expect(Object.keys(watch.state.files)).toEqual(['../a.py', '../t.py']);
  expect(folders).toContain(dirname(folder));
});

test('patterns add files and leave files out', async () => {
  const files = {
    't.R': '',
    'lib/a.R': '',
    'lib/b.R': '',
    'lib/old/c.R': '',
    'data/x.bin': '',
    'node_modules/x.R': '',
  };
  const of = (...patterns: string[]) => found(files, ['Rscript', 't.R'], { files: patterns });
  expect(await of('**/*.R')).toEqual(['lib/a.R', 'lib/b.R', 'lib/old/c.R', 't.R']);
  expect(await of('lib', 'data/x.bin', '!lib/old', '!**/b.R')).toEqual(['data/x.bin', 'lib/a.R', 't.R']);
  await expect(of('lib/*.r', 'gone')).rejects.toThrow(InputError);
});

test('a change of content is seen once per look, a touch is none; files that are gone or new are none', async () => {
  const folder = write({ 't.py': 'import a, b', 'a.py': 'x = 1', 'b.py': '', 'log.txt': '' });
  const { watch } = await watchCode({ folder, start: { command: ['python3', 't.py', '--log', 'log.txt'] } });
  expect(Object.keys(watch.state.files)).toEqual(['a.py', 'b.py', 'log.txt', 't.py']);
  expect(watch.look()).toEqual([]);
  utimesSync(join(folder, 'a.py'), 1, 1);
  rmSync(join(folder, 'b.py'));
  writeFileSync(join(folder, 'c.py'), '');
  writeFileSync(join(folder, 'log.txt'), 'what the training wrote');
  expect(watch.look()).toEqual([]);
  // A write within the same millisecond and of the same size.
  writeFileSync(join(folder, 'a.py'), 'x = 2');
  utimesSync(join(folder, 'a.py'), 1, 1);
  expect(watch.look()).toEqual(['a.py']);
});

test('another comment is a change, whatever tells of it', async () => {
  const folder = write({ 't.py': 'x = 1\n', 'u.py': 'y = 1\n' });
  const path = join(folder, 't.py');
  const start = { command: { shell: 'python3 t.py; python3 u.py' } };
  const { watch } = await watchCode({ folder, start });
  const { files } = watch.state;
  const told = (hash: string) => watch.take({ files: { [path]: hash }, versions: {} });
  expect([told(hashOf(folder, 't.py')), told('elsewhere')]).toEqual([[], ['t.py']]);
  writeFileSync(path, 'x = 1  # so\n');
  expect([told(hashOf(folder, 't.py')), watch.look()]).toEqual([['t.py'], ['t.py']]);
  expect((await watchCode({ folder, start })).watch.changedSince(files)).toEqual(['t.py']);
});

test('what an earlier stretch knew is compared by content alone', async () => {
  const folder = write({ 't.py': '', 'lazy.py': 'x = 1' });
  const start = { command: ['python3', 't.py'] };
  const first = (await watchCode({ folder, start })).watch;
  first.take({ files: { [join(folder, 'lazy.py')]: hashOf(folder, 'lazy.py') }, versions: { Python: '3.11.2' } });
  const { files, versions } = first.state;
  expect([Object.keys(files), versions]).toEqual([['lazy.py', 't.py'], { Python: '3.11.2' }]);
  const second = (await watchCode({ folder, start })).watch;
  expect(second.changedSince({ ...files, 'gone.py': 'x' })).toEqual([]);
  writeFileSync(join(folder, 'lazy.py'), 'x = 2');
  const third = (await watchCode({ folder, start })).watch;
  expect(third.changedSince(files)).toEqual(['lazy.py']);
});

test('what a training has loaded joins, unless it was another content than is known', async () => {
  const folder = write({ 't.py': '', 'a.py': '', '.venv/lib/site-packages/x.py': '', 'made/m.py': '' });
  const { watch } = await watchCode({ folder, start: { command: ['python3', 't.py'] }, files: ['!made'] });
  const loaded = (name: string, hash = hashOf(folder, name)) =>
    watch.take({ files: { [join(folder, name)]: hash }, versions: {} });
  const before = watch.state;
  expect(loaded('t.py')).toEqual([]);
  expect(watch.state).toBe(before);
  expect(loaded('a.py', 'of yesterday')).toEqual([]);
  expect(watch.look()).toEqual(['a.py']);
  expect(loaded('t.py', 'other')).toEqual(['t.py']);
  for (const name of ['.venv/lib/site-packages/x.py', 'made/m.py', '../beside.py'])
    expect(loaded(name, 'x')).toEqual([]);
  expect(Object.keys(watch.state.files)).toEqual(['a.py', 't.py']);
});

test('the Python of a command is asked for the versions of what it imports', async () => {
  const folder = write({
    't.py': 'import numpy.linalg, helper\nfrom sklearn import svm\nfrom . import x',
    'helper.py': 'import json',
    python3: '#!/bin/sh\nshift 2; echo "{\\"versions\\": {\\"asked\\": \\"$PWD $*\\"}}"',
    python2: '#!/bin/sh\nexit 1',
  });
  const asked = async (interpreter: string) => {
    chmodSync(join(folder, interpreter), 0o755);
    const command = ['nice', `./${interpreter}`, 't.py'];
    const { learnVersions, watch } = await watchCode({ folder, start: { command } });
    expect(Object.keys(watch.state.files)).toEqual(['helper.py', 't.py']);
    await learnVersions?.();
    return watch.state.versions;
  };
  expect(await asked('python3')).toEqual({ asked: `${folder} numpy sklearn json` });
  expect(await asked('python2')).toEqual({});
});

test('very many files, and very large ones, are said not to be looked at in full', async () => {
  const folder = write({ 't.py': '' });
  execFileSync('truncate', ['-s', '20M', 'model.bin'], { cwd: folder });
  const { watch, notices } = await watchCode({ folder, start: { command: ['python3', 't.py'] }, files: ['*.bin'] });
  expect(watch.state.files['model.bin']).toBe('20971520 bytes');
  expect(notices).toEqual([expect.stringMatching(/larger than 16 MiB only the size.*model\.bin/)]);
});

function hashOf(folder: string, name: string): string {
  return execFileSync('sha256sum', [name], { cwd: folder, encoding: 'utf8' }).slice(0, 64);
}
