/** @file `require` of Python with a function that tells untrained how large a candidate is: whom it leaves out, and what is refused. */
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../app/command-line.js';
import { jsonOf } from './python-script.js';

const SIZED = `
import json
import surefoot as sf
def train(width, seed): return 1 / width + seed % 100 / 10000
options = dict(criterion="mean", final_trials=0, workers=1, seed=1, progress=False, require={"parameters": {"below": 50}})
`;

test('leaves out who breaks a bound, also of those that are drawn, join and are proposed', () => {
  const script = `${SIZED}
def raced(candidates, inspect, **more):
    r = sf.select(train, candidates, inspect=inspect, **{**options, **more})
    return sorted(c["configuration"]["width"] for c in r.record["candidates"]), sorted({t["config.width"] for t in map(dict, r.trials if isinstance(r.trials, list) else r.trials.to_dict("records"))})
listed, _ = raced([dict(width=w) for w in (1, 2, 10, 20)], lambda width: {"parameters": 4 * width}, budget=12)
search = dict(search={"prior": "full", "refine": True, "audit": 4}, propose=lambda state: [{"width": 7.123456}], budget=40)
found, tried = raced(sf.Space(width=sf.uniform(1, 20)), lambda config: {"parameters": 4 * config["width"]}, **search)
told = []
def wide(state):
    told.extend(state.refused)
    return [{"width": 15}]
raced(sf.Space(width=sf.uniform(1, 20)), lambda width: {"parameters": 4 * width}, **{**search, "propose": wide})
broken = told[0].why.splitlines()[0]
print(json.dumps([listed, len(found) > 20, max(found), max(map(float, tried)), 7.123456 in found, broken]))
`;
  const [listed, many, largest, trained, joined, broken] = jsonOf<unknown[]>(script, temporaryFolder(onTestFinished));
  expect([listed, many, joined]).toEqual([[1, 2, 10], true, true]);
  expect(largest).toBeLessThan(12.5);
  expect(trained).toBeLessThan(12.5);
  expect(broken).toBe('A configuration that was proposed breaks `parameters.below`: {"width":15}');
});

test('is asked here, where threads run, for a candidate as it was given; the same call goes on', () => {
  const script = `${SIZED}
import threading
stop = threading.Event()
threading.Thread(target=stop.wait, daemon=True).start()
asked = []
def inspect(shape):
    asked.append(shape)
    return {"parameters": shape[0] * shape[1]}
def by_shape(shape, seed): return 1 / shape[0] + seed % 100 / 10000
candidates = [dict(shape=(2, w)) for w in (2, 4, 40)]
once = sf.select(by_shape, candidates, inspect=inspect, out="run", **options, budget=9)
more = once.extend([dict(shape=(2, 5)), dict(shape=(2, 50))])
print(json.dumps([[type(one).__name__ for one in asked], [len(one.record["candidates"]) for one in (once, more)]]))
`;
  expect(jsonOf(script, temporaryFolder(onTestFinished))).toEqual([Array.from({ length: 8 }, () => 'tuple'), [2, 3]]);
});

test('what it cannot tell is one error in the words of Python, and nothing is trained', () => {
  const script = `${SIZED}
def refusal(inspect, train=lambda width: 1 / 0):
    try: sf.select(train, [dict(width=w) for w in (1, 2)] if callable(train) else None, **{**(options if callable(train) else {}), "inspect": inspect})
    except Exception as error: return f"{type(error).__name__} {error}"
async def later(width): return {"parameters": 1}
def boom(width): raise ValueError("boom")
told = [None, lambda width: 12, lambda width: None, lambda width: {"parameters": float("nan")}, lambda width: {"parameters": "many"}]
told += [lambda height: {"parameters": 1}, boom, 5, later, lambda width: {"parameters": 60 * width}]
print(json.dumps([*map(refusal, told), refusal(boom, "experiment.yaml")]))
`;
  const folder = temporaryFolder(onTestFinished);
  const gave = (what: string) =>
    expect.stringMatching(
      new RegExp(
        `^InputError inspect gave ${what} for \\{'width': 1\\}, which does not say how many parameters it has`,
      ),
    );
  expect(jsonOf(script, folder)).toEqual([
    expect.stringMatching(/^InputError require has parameters, and nothing tells how many .*Fix: Add inspect=/s),
    ...['the int 12', 'None', "the dict \\{'parameters': nan\\}", "the dict \\{'parameters': 'many'\\}"].map(gave),
    expect.stringMatching(/^TypeError .*missing 1 required positional argument: 'height'/),
    'ValueError boom',
    expect.stringContaining('InputError inspect is the int 5.'),
    expect.stringContaining('InputError inspect is an async function: nobody waits for it.'),
    expect.stringContaining('(parameters.below 2), which have 60 to 120 parameters.'),
    expect.stringContaining('InputError inspect stands beside the experiment file experiment.yaml.'),
  ]);
});
