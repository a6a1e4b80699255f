/** @file `sf.keep`: two functions of Python, alone and in the loop of docs/python.md, and what is refused. */
import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../app/command-line.js';
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
    refused(train, better, known=3), refused(train, lambda seed, rate: 1), refused(train, lambda seed: "a")]))
`;
  expect(jsonOf(script, temporaryFolder(onTestFinished))).toEqual([
    'discard',
    'No training of the baseline, broken, came out: ValueError: no data.',
    'The error is 0.9.',
    'train is the int 3, not a function.',
    'known is a int.',
    expect.stringContaining('has a parameter "rate"'),
    "The loss is the str 'a'.",
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
