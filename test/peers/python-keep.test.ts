/** @file `sf.keep`: two functions of Python, alone and in the loop of docs/python.md, and what is refused. */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../app/command-line.js';
import { PYTHON } from './debian-python.js';
import { jsonOf } from './python-script.js';

const TRAIN = `
import json, random
import surefoot as sf
def train(seed, gain=0.0):
    return 1 - gain + random.gauss(0, 0.02)
def better(seeds):
    return train(seeds.init, 0.3)
def refused(*given, **more):
    try: return sf.keep(*given, **more).verdict
    except sf.InputError as error: return error.what
`;

test('a gain is kept, with the trainings that the next question uses again', () => {
  const script = `${TRAIN}
first = sf.keep(train, better)
then = sf.keep(better, lambda seed: train(seed, 0.1), known=first)
score = sf.keep(lambda seed: -train(seed), lambda seed: -train(seed, 0.3), direction="maximize")
print(json.dumps([first.verdict, first.sure in ("real", "likely"), first.interval[0] < 0.3 < first.interval[1], then.verdict, then.kept,
    then.baseline[: len(first.candidate)] == first.candidate, then.standing == then.baseline, len(then.candidate), score.verdict, str(first)[:17]]))
`;
  expect(jsonOf(script, temporaryFolder(onTestFinished))).toEqual([
    ...['keep', true, true, 'discard', false],
    ...[true, true, 1, 'keep', 'Keep, the gain is'],
  ]);
});

test('what raises has failed, and what cannot be asked is refused', () => {
  const script = `${TRAIN}
def broken(seed): raise ValueError("no data")
print(json.dumps([refused(train, broken), refused(broken, train), refused(train, better, error=0.9), refused(train, 3),
    refused(train, better, known=3), refused(train, lambda seed, rate: 1), refused(train, lambda seed: "a"), refused(train, lambda seed, sample: 1),
    sf.keep(train, broken).failure, str(sf.keep(train, broken)).splitlines()[-1], sf.keep(train, better).failure]))
`;
  expect(jsonOf(script, temporaryFolder(onTestFinished))).toEqual([
    'discard',
    'No training of the baseline, broken, came out: ValueError: no data.',
    'The error is 0.9.',
    'train is the int 3, not a function.',
    'known is a int.',
    '<lambda> has a parameter "rate", which is not given to it.',
    "The loss is the str 'a'.",
    '<lambda> has a parameter "sample", which is not given to it.',
    ...['ValueError: no data', "The candidate's first failure: ValueError: no data", null],
  ]);
});

test('the loop of docs/python.md runs', () => {
  const [, loop = ''] =
    /## Keep or discard[\s\S]*?```python\n([\s\S]*?)```/.exec(readFileSync('docs/python.md', 'utf8')) ?? [];
  const script = `${TRAIN}
def worse(seed): return train(seed, -0.3)
changes = [worse, better]
${loop}
print(json.dumps(best.__name__))
`;
  expect(jsonOf(script, temporaryFolder(onTestFinished))).toBe('better');
});

test('the loop of docs/keep.md runs', () => {
  const folder = temporaryFolder(onTestFinished);
  const [, loop = ''] =
    /The same in Python:[\s\S]*?```python\n([\s\S]*?)```/.exec(readFileSync('docs/keep.md', 'utf8')) ?? [];
  expect(loop.trimEnd().split('\n').length).toBeLessThanOrEqual(10);
  mkdirSync(join(folder, 'programs'));
  for (const [name, begins] of [
    ['surefoot', `'${process.execPath}' '${resolve('dist/cli/main.js')}'`],
    ['python3', `'${PYTHON}'`],
  ] as const) {
    writeFileSync(join(folder, 'programs', name), `#!/bin/sh\nexec ${begins} "$@"\n`);
    chmodSync(join(folder, 'programs', name), 0o755);
  }
  const script = `
import json, os, subprocess, sys
os.environ["PATH"] = os.path.abspath("programs") + os.pathsep + os.environ["PATH"]
os.mkdir("code")
os.chdir("code")
def write(gain):
    open("train.py", "w").write("import random, sys; random.seed(sys.argv[2]); print('val_loss:', 1 - " + str(gain) + " + random.gauss(0, 0.02))")
write(0)
open(".gitignore", "w").write("runs/")
for name in ("init -q .", "config user.name someone", "config user.email someone@localhost", "add .", "commit -qm first"):
    subprocess.run(["git", *name.split()], check=True)
gains = iter((-0.3, 0.5))
def edit(path): write(next(gains))
${loop.replace('range(20)', 'range(2)')}
print(json.dumps(subprocess.run(["git", "log", "--format=%s"], stdout=subprocess.PIPE, text=True).stdout))
`;
  expect(jsonOf(script, folder)).toBe('kept\nfirst\n');
});
