/** @file The Python package: its names, its types, and what a helper beside a script that hides it says. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../app/command-line.js';
import { missingFor, PYTHON } from './debian-python.js';

const HOME = resolve('clients/python');

function python(script: string, folder = temporaryFolder(onTestFinished)) {
  writeFileSync(join(folder, 'script.py'), script);
  const env = { ...process.env, PYTHONPATH: HOME, PYTHONDONTWRITEBYTECODE: '1' };
  return spawnSync(PYTHON, ['script.py'], { cwd: folder, env, encoding: 'utf8' });
}

test('every name of the package is one that the helper beside a script knows to be missing', () => {
  const script = `
import surefoot
from surefoot import _public, _trainer
assert sorted(_public.__all__) == sorted(_trainer.IN_PACKAGE), set(_public.__all__) ^ set(_trainer.IN_PACKAGE)
for name in surefoot.__all__: assert getattr(surefoot, name).__doc__, name
print(surefoot.__version__)
`;
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(python(script)).toMatchObject({ stderr: '', stdout: `${version}\n` });
});

test('a helper beside the script says that it hides the package', () => {
  const folder = temporaryFolder(onTestFinished);
  copyFileSync(join(HOME, 'surefoot/_trainer.py'), join(folder, 'surefoot.py'));
  const hidden = python('from surefoot import trainer, InputError', folder);
  expect(hidden.stderr).toMatch(/surefoot\.py is the helper for trainers alone, and hides the package surefoot/);
  expect(python('from surefoot import nonsense', folder).stderr).toMatch(/cannot import name 'nonsense'/);
  expect(python('import surefoot; print(hasattr(surefoot, "nonsense"))', folder).stdout).toBe('False\n');
});

test('a trainer is served without loading the rest of the package', () => {
  const script = `
import sys
from surefoot import trainer
print([name for name in sys.modules if name.startswith("surefoot.")])
`;
  expect(python(script).stdout).toBe("['surefoot._trainer', 'surefoot._version']\n");
});

test('is written for Python 3.9', () => {
  const files = ['surefoot', 'build_backend'].flatMap((folder) =>
    readdirSync(join(HOME, folder)).flatMap((name) => (name.endsWith('.py') ? [join(HOME, folder, name)] : [])),
  );
  const script = `import ast, sys\nfor path in ${JSON.stringify(files)}: ast.parse(open(path).read(), path, feature_version=(3, 9))`;
  expect(python(script)).toMatchObject({ status: 0, stderr: '' });
});

const withoutMypy = missingFor('mypy');
test.skipIf(withoutMypy !== '')(`its types hold, strictly${withoutMypy}`, () => {
  const cache = temporaryFolder(onTestFinished);
  const args = ['-m', 'mypy', '--strict', '--python-version', '3.9', '--cache-dir', cache];
  const { stdout } = spawnSync(PYTHON, [...args, 'surefoot', 'build_backend'], { cwd: HOME, encoding: 'utf8' });
  expect(stdout).toMatch(/^Success: no issues found/);
});
