/** @file The Python package: its names, its types, and what a helper beside a script that hides it says. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../app/command-line.js';
import { missingFor, PYTHON } from './debian-python.js';
import { jsonOf } from './python-script.js';

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

test('wheel and source archive have what they need, licence and citation among it, and nothing else', () => {
  const { status, stderr } = spawnSync(
    'node',
    ['scripts/release/pack.mjs', temporaryFolder(onTestFinished), 'python'],
    {
      encoding: 'utf8',
    },
  );
  expect([stderr, status]).toEqual(['', 0]);
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

test.skipIf(withoutMypy !== '')(
  `a keyword that is misspelt, or of another type, is an error before anything runs${withoutMypy}`,
  () => {
    const folder = temporaryFolder(onTestFinished);
    writeFileSync(
      join(folder, 'typed.py'),
      `import surefoot as sf
def train(x: int) -> float: return 0.1
sf.select(train, [{"x": 1}], workers=2, budget=30, out="run", reliability=0.9)
sf.select(train, [{"x": 1}], tolerence=3)
sf.measure(train, [{"x": 1}], workers="2")
def hear(training: sf.Training) -> None: print(training.loss, training.los)
sf.select(train, [{"x": 1}], on_trial=hear, on_decision=lambda one: print(one.leader), progress=False)
sf.select(train, [{"x": 1}], on_decision=hear)
`,
    );
    const args = [
      '-m',
      'mypy',
      '--strict',
      '--cache-dir',
      folder,
      '--follow-imports',
      'silent',
      join(folder, 'typed.py'),
    ];
    const { stdout } = spawnSync(PYTHON, args, { cwd: HOME, encoding: 'utf8' });
    const lines = stdout.split('\n').filter((line) => line.includes('typed.py:'));
    expect(lines).toEqual([
      expect.stringMatching(
        /:4: error: Unexpected keyword argument "tolerence" for "select"; did you mean "tolerance"\?/,
      ),
      expect.stringMatching(/:5: error: Argument "workers" to "measure" has incompatible type "str"/),
      expect.stringMatching(/:6: error: "Training" has no attribute "los"/),
      expect.stringMatching(/:8: error: Argument "on_decision" to "select" has incompatible type/),
    ]);
  },
);

test('help lists all that a function takes, and what it does not take is refused with all of it and the nearest', () => {
  const script = `
import json
import surefoot as sf
def refused(ask, **options):
    try: ask(lambda x: x, [{"x": 1}], **options)
    except sf.InputError as error: return [error.code, error.fix, len(error.allowed.split(", ")), all(f"\`{name}\`" in ask.__doc__ for name in error.allowed.split(", ")[-12:])]
print(json.dumps([refused(sf.select, n_jobs=2), refused(sf.select, n_trials=2), refused(sf.select, tolerence=2), refused(sf.measure, random_state=2), refused(sf.measure, ahead=1)]))
`;
  const [jobs, trials, tolerance, state, ahead] = jsonOf<unknown[][]>(script, temporaryFolder(onTestFinished));
  expect([jobs, trials, tolerance, state].map((one) => one?.[1])).toEqual([
    'Did you mean workers?',
    'Did you mean budget?',
    'Did you mean tolerance?',
    'Did you mean seed?',
  ]);
  expect([jobs?.slice(2), ahead?.slice(2)]).toEqual([
    [49, true],
    [39, true],
  ]);
});
