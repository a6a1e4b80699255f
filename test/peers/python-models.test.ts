/** @file Several functions of Python in one race: each with its own settings, code and processes, and what is refused beside them. */
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../app/command-line.js';
import { missingFor } from './debian-python.js';
import { jsonOf } from './python-script.js';

const withoutCloudpickle = missingFor('cloudpickle');
const OPTIONS = 'workers=2, progress=False, max_replicates=4, final_trials=2, failures={"retries": 0}, out="run"';

/** `offset` is a value that `near` captures. */
const raced = (offset: number, more: string) => `
import json, os, sys
import surefoot as sf
offset = ${offset}
def near(k, width, seed):
    assert type(width) is tuple, width
    return k + offset + seed % 1000 / 5000
def far(config, trial):
    assert list(config) == ["depth"], config
    return 10 + config["depth"]
CANDIDATES = {"near": [dict(k=1, width=(1, 2)), dict(k=2, width=(1, 2))], "far": {"depth": [1, 2]}}
def asked(**more):
    try: r = sf.select({"near": near, "far": far}, CANDIDATES, **{**dict(${OPTIONS}), **more})
    except sf.InputError as error: return str(error)
    told = r.record
    return {"winner": [r.winner.label, r.winner.config], "typed": type(r.winner.config["near"]["width"]).__name__,
      "labels": sorted(one["label"] for one in told["candidates"]), "files": sorted(told["code"]["files"]), "failed": len(r.never_worked), "used": told["trials"]["used"]}
${more}
`;

interface Told {
  readonly winner: readonly [string, object];
  readonly labels: readonly string[];
  readonly files: readonly string[];
  readonly typed: string;
  readonly failed: number;
  readonly used: number;
}

test('two functions race: labels by model and settings, values as given, each known by its own code', () => {
  const folder = temporaryFolder(onTestFinished);
  const [first, again] = jsonOf<[Told, Told]>(raced(0, 'print(json.dumps([asked(), asked()]))'), folder);
  expect(first).toMatchObject({
    winner: ['near k=1', { near: { k: 1, width: [1, 2] } }],
    labels: ['far depth=1', 'far depth=2', 'near k=1', 'near k=2'],
    typed: 'tuple',
    failed: 0,
    files: [
      'far: models/far/captured/function',
      'far: trainer',
      'near: models/near/captured/function',
      'near: models/near/captured/function.offset',
      'near: trainer',
    ],
  });
  expect(again).toEqual(first);
  // What one of them captures has changed: the same trainings would be of other code, and only of its own.
  const refused = jsonOf<string>(raced(0.5, 'print(json.dumps(asked(max_replicates=6)))'), folder);
  expect(refused).toContain('near: near.offset');
  expect(refused).not.toContain('far');
  const accepted = jsonOf<Told>(
    raced(0.5, 'print(json.dumps(asked(max_replicates=6, accept_changed_code=True)))'),
    folder,
  );
  expect(accepted.winner[0]).toBe('near k=1');
});

const THREADED = `
import threading, time
threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
`;

test.skipIf(withoutCloudpickle !== '')(
  `where this process cannot be copied each is sent by itself, and a study takes several, too${withoutCloudpickle}`,
  () => {
    const study = `
r = sf.measure({"near": near, "far": far}, CANDIDATES, vary=["init"], trials=3, crossed="none", workers=1, progress=False)
labels = sorted(set(row["label"] for row in (r.trials.to_dict("records") if hasattr(r.trials, "to_dict") else r.trials)))
print(json.dumps([asked(), labels]), flush=True)
os._exit(0)
`;
    const [told, labels] = jsonOf<[Told, string[]]>(raced(0, THREADED + study), temporaryFolder(onTestFinished));
    expect(told).toMatchObject({ winner: ['near k=1', { near: { k: 1, width: [1, 2] } }], typed: 'tuple', failed: 0 });
    expect(labels).toEqual(['far depth=1', 'far depth=2', 'near k=1', 'near k=2']);
  },
);

test('a search draws of each, and a proposal goes by the name of its function', () => {
  const script = `
import json
import surefoot as sf
def near(k, seed): return k + seed % 100 / 1e5
def far(depth, seed): return depth + 3 + seed % 100 / 1e5
def propose(state):
    return [{"near": {"k": 0.001}}, {"near": {"j": 1}}, {"none": {"k": 1}}]
r = sf.select({"near": near, "far": far}, {"near": sf.Space(k=sf.uniform(0.01, 1.0)), "far": {"depth": {"range": [1, 2]}}},
  search={"prior": "full", "refine": True, "audit": 4}, propose=propose, budget=160, workers=2, progress=False, final_trials=2)
print(json.dumps([r.winner.config, sorted(set(one.label.split(" ")[0] for one in r.candidates))]))
`;
  const [winner, models] = jsonOf<[object, string[]]>(script, temporaryFolder(onTestFinished));
  expect(winner).toEqual({ near: { k: 0.001 } });
  expect(models).toEqual(['far', 'near']);
});

test('what cannot be raced is refused in a few words, before anything is trained', () => {
  const script = `
import json
import surefoot as sf
def f(k): raise SystemExit("it was trained")
def told(train, candidates, **options):
    try: sf.select(train, candidates, progress=False, **options)
    except sf.InputError as error: return f"{error.code}: {error}"
    return "nothing"
A, AB = {"k": [1, 2]}, {"a": {"k": [1, 2]}, "b": {"k": [1]}}
print(json.dumps({
  "a name": told({"a.b": f}, {"a.b": A}),
  "no function": told({"a": f, "b": 3}, AB),
  "no functions": told({}, {}),
  "other names": told({"a": f, "c": f}, AB),
  "a list": told({"a": f}, [{"k": 1}]),
  "no candidates": told({"a": f}, None),
  "a setting": told({"a": f, "b": lambda j: 1}, AB),
  "data": told({"a": f, "b": f}, AB, data="x.csv"),
  "inspect": told({"a": f, "b": f}, AB, inspect=lambda k: {"parameters": k}),
  "gpus": told({"a": f, "b": f}, AB, gpus="all"),
  "a space": told({"a": f, "b": f}, {"a": sf.Space(k=[1, 2]), "b": A}),
  "by the engine": told({"a": f, "b": f}, AB, max_replicates=-1),
  "unknown": told({"a": f, "b": f}, AB, space=AB),
}))
`;
  const told = jsonOf<Record<string, string>>(script, temporaryFolder(onTestFinished));
  const says: Readonly<Record<string, RegExp>> = {
    'a name': /^model-name: train has 'a\.b' as the name of a function/,
    'no function': /^train-no-function: train\['b'\] is the int 3, not a function/,
    'no functions': /^bad-candidates: .*none/,
    'other names': /^bad-candidates: train has functions by name, 'a', 'c', and candidates has 'a', 'b'\./,
    'a list': /^bad-candidates: /,
    'no candidates': /^bad-candidates: .*candidates has None/,
    'a setting': /^train-parameter: <lambda> has a parameter "j"/,
    data: /^several-functions: data stands beside several functions: the losses/,
    inspect: /^several-functions: inspect/,
    gpus: /^several-functions: gpus/,
    'a space': /^space-undrawn: /,
    'by the engine': /^refused: the call: `max_replicates` is -1/,
    unknown: /^unknown-option: select takes no option 'space'/,
  };
  expect(Object.keys(told)).toEqual(Object.keys(says));
  for (const [what, text] of Object.entries(says)) expect(told[what], what).toMatch(text);
});
