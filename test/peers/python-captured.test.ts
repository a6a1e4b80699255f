/** @file What a training function captures: told by its content, or named as what cannot be told; and runs that go on beside it. */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../app/command-line.js';
import { missingFor, PYTHON } from './debian-python.js';
import { jsonOf, PACKAGE_ENVIRONMENT, runPython } from './python-script.js';

interface Kind {
  readonly told: string;
  readonly blind_to: readonly string[];
}

/** As a process of its own tells them, whose sets have another order. */
function kinds(edit: string, hashSeed: string): Record<string, Kind> {
  const env = { ...PACKAGE_ENVIRONMENT, PYTHONHASHSEED: hashSeed, OMP_NUM_THREADS: '1' };
  const { stdout, stderr } = spawnSync(PYTHON, [resolve('test/peers/captured_kinds.py'), edit], {
    env,
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Record<string, Kind>;
}

/** Nothing tells what these hold; of all others each edit is seen. */
const BLIND = ['generator', 'lock', 'open file', 'thread'];

test('captured objects of every kind: equal in every process, and an edit is told apart, or it is said that it cannot be', () => {
  const before = kinds('plain', '1');
  expect(Object.keys(before).length).toBeGreaterThan(36);
  expect(kinds('plain', '2')).toEqual(before);
  const edited = kinds('edited', '1');
  const alike = Object.keys(before).filter((kind) => edited[kind]?.told === before[kind]?.told);
  expect(alike.sort()).toEqual(BLIND);
  const said = Object.entries(before).flatMap(([kind, { blind_to: ways }]) =>
    ways.length > 0 ? [[kind, ...ways]] : [],
  );
  expect(said).toEqual([
    ['object with a lock', 'train.kept (lock)'],
    ['lock', 'train.kept (lock)'],
    ['open file', 'train.kept (TextIOWrapper)'],
    ['generator', 'train.kept (generator)'],
    ['thread', 'train.kept (_local)'],
  ]);
});

/** A race, the same call again, more candidates, and another criterion; how many trainings each had, or the refusal. */
const raced = (before: string) => `
import json
import surefoot as sf
${before}
def train(rate, seed):
    return rate + float(weights["w"].sum()) * (seed % 2)
options = dict(workers=1, max_replicates=2, final_trials=0, check_seeds=False, progress=False, out="run")
try:
    r = sf.select(train, [{"rate": 1}, {"rate": 2}], **options)
    again = sf.select(train, [{"rate": 1}, {"rate": 2}], **options)
    more = again.extend([{"rate": 3}])
    print(json.dumps([len(one.trials) for one in (r, again, more, more.with_criterion("median"))]))
except sf.InputError as error:
    print(json.dumps(error.what))
`;
const FRAME = 'import pandas\nweights = pandas.DataFrame({"name": ["a", "b"], "w": [1.0, 2.0]})';

const withoutPandas = missingFor('pandas');
test.skipIf(withoutPandas !== '')(
  `a captured DataFrame goes on in every way, and its edit is found${withoutPandas}`,
  () => {
    const folder = temporaryFolder(onTestFinished);
    const first = runPython(raced(FRAME), folder);
    expect([first.stderr, first.stdout]).toEqual(['', '[4, 4, 6, 6]\n']);
    expect(jsonOf<string>(raced(FRAME.replace('2.0]', '3.0]')), folder)).toMatch(
      /has changed .*run: train\.weights\.$/,
    );
  },
);

test('what has no content is one line, and the run goes on', () => {
  const folder = temporaryFolder(onTestFinished);
  const held = 'import threading\nclass Held(dict):\n    pass\nclass Column:\n    def sum(self): return 3\n';
  const script = raced(`${held}weights = Held(w=Column())\nweights.lock = threading.Lock()`);
  const { stderr, stdout } = runPython(script, folder);
  expect(stdout).toBe('[4, 4, 6, 6]\n');
  const line =
    'surefoot: train captures what has no content to be told, and counts it by its name and type alone: train.weights (lock). ' +
    'To have a later call see that it has changed, make it inside train, or name its file: files=[...].\n';
  expect(stderr).toBe(line.repeat(4));
  // What can be told of the object is.
  expect(jsonOf<string>(script.replace('return 3', 'return 4'), folder)).toMatch(/run: train\.weights\.Column\.sum\.$/);
});
