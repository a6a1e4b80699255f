/** @file Functions that Python gives to be trained: how they are called, what they may give back, how they get to workers. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../app/command-line.js';
import { missingFor } from './debian-python.js';
import { jsonOf, runPython } from './python-script.js';

const SMALL = 'workers=1, progress=False, max_replicates=2, final_trials=0, failures={"retries": 0}';
const withoutNumpy = missingFor('numpy');
const withoutCloudpickle = missingFor('cloudpickle');

test.skipIf(withoutNumpy !== '')(
  `what a function gives back is a loss, or a failure that says what it was${withoutNumpy}`,
  () => {
    const script = `
import json, sys
sys.modules["pandas"] = None
import numpy as np, surefoot as sf
GIVEN = dict(number=1.0, numpy=np.float32(2), array=np.array([3.0]), metrics={"loss": 4, "metrics": {"a": np.int64(5)}, "b": np.float32(0.5)},
  nothing=None, pair=(1, 2), text="low", several=np.ones(3), truth=True, lossless={"accuracy": 1}, bare={"loss": None})
def train(kind, seed):
    if kind == "raises": raise KeyError("depth")
    if kind == "nan": return float("nan")
    return GIVEN[kind]
r = sf.select(train, [{"kind": kind} for kind in [*GIVEN, "raises", "nan"]], ${SMALL})
told = {row["label"]: [row["status"], str(row["loss"]), row["failure"].split("\\\\n")[0], row["a"], row["b"]] for row in r.trials}
print(json.dumps({"told": told, "never": [one.config["kind"] for one in r.never_worked], "winner": r.winner.config}))
`;
    const { told, never, winner } = jsonOf<{ told: Record<string, unknown[]>; never: string[]; winner: object }>(
      script,
      temporaryFolder(onTestFinished),
    );
    expect(winner).toEqual({ kind: 'number' });
    expect(told).toMatchObject({
      number: ['completed', '1', '', null, null],
      numpy: ['completed', '2', '', null, null],
      array: ['completed', '3', '', null, null],
      metrics: ['completed', '4', '', 5, 0.5],
      nan: ['diverged', 'inf', expect.any(String), null, null],
    });
    const failures = {
      nothing: 'exception: It returned None, which is not a number.',
      pair: 'exception: It returned the tuple (1, 2), which is not a number.',
      text: "exception: It returned the str 'low', which is not a number.",
      several: 'exception: It returned a ndarray of shape (3,), which is not a number.',
      truth: 'exception: It returned the bool True, which is not a number.',
      lossless: `exception: It returned a dict without "loss", with 'accuracy' in it.`,
      bare: 'exception: Its "loss" is None, which is not a number.',
      raises: "exception: KeyError: 'depth'",
    };
    expect([...never].sort()).toEqual(Object.keys(failures).sort());
    for (const [kind, text] of Object.entries(failures)) expect(told[kind]?.[2]).toContain(text);
  },
);

test('where every training diverges there is a result, which has no winner', () => {
  const script = `
import json, surefoot as sf
def train(x, seed): return float("inf")
r = sf.select(train, [{"x": 1}, {"x": 2}], ${SMALL})
print(json.dumps({"winner": r.winner, "headline": r.statement}))
`;
  const { winner, headline } = jsonOf<{ winner: null; headline: string }>(script, temporaryFolder(onTestFinished));
  expect(winner).toBeNull();
  expect(headline).toContain('every training diverged');
});

test('parameters are filled by their names, with the very values of a configuration', () => {
  const script = `
import json, surefoot as sf
def plain(width, rate, seed):
    assert type(rate) is float and type(width) is tuple, (rate, width)
    return rate + seed % 2
def given(config, seeds, sample, trial):
    assert trial["replicate"] == trial["streams"]["init"] and seeds["init"] == seeds.init and sample.size == 0
    return config["rate"] + seeds.init % 2
def rest(rate, /, *, seed, **settings):
    assert list(settings) == ["width"], settings
    return rate + seed % 2
configs = [{"rate": 1.0, "width": (1, 2)}, {"rate": 2.0, "width": (3,)}]
tables = [sf.select(train, configs, name="same", ${SMALL})._table_text.split("\\r\\n") for train in (plain, given, rest)]
print(json.dumps([[row.split(",")[:10] for row in table[1:]] for table in tables]))
`;
  const [plain, given, rest] = jsonOf<string[][][]>(script, temporaryFolder(onTestFinished));
  expect(plain?.length).toBeGreaterThan(2);
  expect([given, rest]).toEqual([plain, plain]);
});

test('what cannot be used is refused in a few words, before anything is trained', () => {
  const script = `
import json, sys, surefoot as sf
def train(rate, seed): raise SystemExit("it was trained")
class Odd:
    def __call__(self, rate): return rate
A, B = {"rate": 1}, {"rate": 2}
def told(act):
    try:
        act()
        return "nothing"
    except sf.InputError as error:
        return str(error)
select = lambda *given, **options: told(lambda: sf.select(*given, progress=False, **options))
print(json.dumps({
  "no function": select(3, [A, B]),
  "no setting": select(train, [{"rate": 1, "act": "relu"}, B]),
  "of a space": select(train, {"rate": [1, 2], "act": ["relu"]}),
  "no parameter": select(lambda depth: 1, [A, B]),
  "reserved": select(train, [{"rate": 1, "seed": 1}, B]),
  "not finite": select(train, [{"rate": float("inf")}, B]),
  "not plain": select(train, [{"rate": {"f": train}}, B]),
  "too large": select(train, [{"rate": 2**60}, B]),
  "no list": select(train, "grid"),
  "none": select(train, []),
  "no candidates": select(train),
  "unknown": select(train, [A, B], tolerence=1),
  "by the engine": select(train, [A, B], max_replicates=-1),
  "twice": select(train, [A, A]),
  "workers": select(train, [A, B], workers=0),
  "file": select("no.yaml", out="x"),
  "beside a file": select("no.yaml", [A], criterion="mean"),
  "files": select(train, [A, B], files=["no/*.csv"]),
  "engine": select(train, [A, B], engine="/no/surefoot"),
  "another program": select(train, [A, B], engine="true"),
  "no run": told(lambda: sf.load_run("nowhere")),
  "no losses": told(lambda: sf.replay([])),
}))
`;
  const folder = temporaryFolder(onTestFinished);
  const told = jsonOf<Record<string, string>>(script, folder);
  expect(told).toMatchObject({
    'no function': expect.stringMatching(/^train is the int 3, not a function\./),
    'no setting': expect.stringMatching(
      /^train takes no setting "act": candidates that differ in it would train alike/,
    ),
    'of a space': expect.stringMatching(/^train takes no setting "act"/),
    'no parameter': expect.stringMatching(
      /^<lambda> has a parameter "depth", which is not a setting of the candidate rate=1/,
    ),
    reserved: expect.stringMatching(/^The setting "seed" has the name of a parameter/),
    'not finite': expect.stringMatching(/^candidates\[0\]\.rate: 'inf' is not a finite number/),
    'not plain': expect.stringMatching(/^candidates\[0\]\.rate\.f: '<function train/),
    'too large': expect.stringMatching(/^candidates\[0\]\.rate: '\d+' is a whole number beyond/),
    'no list': expect.stringMatching(/^candidates is 'grid'/),
    none: expect.stringMatching(/^candidates is empty/),
    'no candidates': expect.stringMatching(/^There are no candidates/),
    unknown: expect.stringMatching(
      /^select takes no option 'tolerence'\.\nAllowed: criterion, [\s\S]*Did you mean tolerance\?/,
    ),
    'by the engine': expect.stringMatching(/^the call: `max_replicates` is -1[\s\S]*Allowed: at least 1/),
    twice: expect.stringMatching(/^Two candidates are the same/),
    workers: expect.stringMatching(/^workers is "0"/),
    file: expect.stringMatching(/^The experiment file no\.yaml cannot be read/),
    'beside a file': expect.stringMatching(/^candidates, criterion stands beside the experiment file/),
    files: expect.stringMatching(/^files: "no\/\*\.csv" matches no file/),
    engine: expect.stringMatching(/^There is no program \/no\/surefoot\.\nFix: Install it: npm install surefoot/),
    'another program': expect.stringMatching(/is not surefoot: it tells no version/),
    'no run': expect.stringMatching(/^nowhere has no result\.json/),
    'no losses': expect.stringMatching(/^losses is a list without rows/),
  });
});

const THREADED = `
import threading, time
threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
`;

test(`a function gets to workers as it can: copied, imported, or by cloudpickle${withoutCloudpickle}`, () => {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(
    join(folder, 'training.py'),
    'import os, helper\ndef train(rate): return {"loss": rate, "own": os.getpid()}\n',
  );
  writeFileSync(join(folder, 'helper.py'), '');
  const ask = (name: string) => `
r = sf.select(${name}, [{"rate": 1}, {"rate": 2}], ${SMALL})
told.append([sorted(r.record["code"]["files"]), r.winner.config, sorted(set(float(row["loss"]) for row in rows(r)))])
`;
  const head = `
import json, os, sys
sys.modules["pandas"] = None
import surefoot as sf
from training import train
rows = lambda r: r.trials
offset, told = 5, []
def outer(more):
    return lambda rate: rate + offset + more
`;
  const tail = 'print(json.dumps(told))\nos._exit(0)\n';
  const copied = jsonOf<unknown[]>(`${head}${ask('outer(1)')}${tail}`, folder);
  expect(copied).toEqual([
    [['captured/function', 'captured/function.more', 'captured/function.offset'], { rate: 1 }, [7, 8]],
  ]);
  const imported = jsonOf<unknown[]>(`${head}${THREADED}${ask('train')}${tail}`, folder);
  expect(imported).toEqual([
    [['captured/function', 'captured/modules/helper.py', 'captured/modules/training.py'], { rate: 1 }, [1, 2]],
  ]);
  const refused = runPython(
    `${head}sys.modules["cloudpickle"] = sys.modules["joblib"] = None\n${THREADED}
try: sf.select(outer(1), [{"rate": 1}, {"rate": 2}])
except sf.InputError as error: print(error, flush=True)
${tail}`,
    folder,
  );
  expect(refused.stdout).toMatch(
    /^<lambda> cannot be sent .* since 1 other thread is running, .*\n.*\nFix: Put it into a file and import it \(from training import train\), or install cloudpickle\./,
  );
  if (withoutCloudpickle !== '') return;
  const pickled = jsonOf<unknown[]>(`${head}${THREADED}${ask('outer(1)')}${tail}`, folder);
  expect(pickled).toEqual(copied);
});

test('a training that ends its process, or leaves others behind, fails or goes on alone', () => {
  const script = `
import json, os, signal, subprocess, sys, time
sys.modules["pandas"] = None
import surefoot as sf
def train(kind, seed, trial):
    print("printed", kind)
    if kind == "exits": os._exit(7)
    if kind == "says": sys.exit("no more")
    if kind == "killed": os.kill(os.getpid(), signal.SIGSEGV)
    if kind == "leaves":
        left = subprocess.Popen(["sleep", "1000"])
        return {"loss": 2, "left": left.pid}
    return 1
r = sf.select(train, [{"kind": kind} for kind in ("works", "exits", "says", "killed", "leaves")], ${SMALL})
told = {row["label"]: [row["status"], row["failure"].split("\\n")[:2]] for row in r.trials}
left = [int(row["left"]) for row in r.trials if row["left"]]
def runs(pid):
    try: return open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError: return False
# They are killed when their training's process is, which takes a moment.
until = time.monotonic() + 30
while any(map(runs, left)) and time.monotonic() < until: time.sleep(0.05)
told["left"] = [len(left) > 0, any(map(runs, left))]
told["versions"] = sorted(name for name in r.record["code"]["versions"] if name in ("Python", "surefoot"))
print(json.dumps(told))
`;
  expect(jsonOf(script, temporaryFolder(onTestFinished))).toEqual({
    works: ['completed', ['']],
    exits: ['failed', ['exit-code: It ended with exit code 7.', 'printed exits']],
    says: ['failed', ['exit-code: It ended with exit code 1.', 'printed says']],
    killed: ['failed', ['signal: It was ended by SIGSEGV.', 'printed killed']],
    leaves: ['completed', ['']],
    left: [true, false],
    versions: ['Python', 'surefoot'],
  });
});

test('a module that was edited after its import is not trained with', () => {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(join(folder, 'training.py'), 'def train(rate): return rate\n');
  const script = `
import json, os, sys
import surefoot as sf
from training import train
with open("training.py", "w") as file: file.write("# Another comment.\\ndef train(rate): return rate\\n")
told = [sf.select(train, [{"rate": 1}, {"rate": 2}], ${SMALL}).winner.config]
with open("training.py", "w") as file: file.write("def train(rate): return -rate\\n")
try: sf.select(train, [{"rate": 1}, {"rate": 2}], ${SMALL})
except sf.InputError as error: told.append(error.what)
print(json.dumps(told))
`;
  expect(jsonOf(script, folder)).toEqual([
    { rate: 1 },
    expect.stringMatching(
      /training\.py has changed since it was imported: this process would train with the old code\.$/,
    ),
  ]);
});

test('a function that takes its seed alone never varies its examples, which is said once', () => {
  const script = `
import surefoot as sf
def alone(x, seed): return x + seed % 100 / 1000
def drawn(x, seed, seeds): return x + seed % 100 / 1000
for train in (alone, alone, drawn): sf.select(train, [{"x": 1}, {"x": 2}], workers=1, max_replicates=2, final_trials=0)
def silent(x, seed): return x
sf.select(silent, [{"x": 1}, {"x": 2}], ${SMALL})
`;
  const { stderr } = runPython(script, temporaryFolder(onTestFinished));
  const said = stderr.split('\n').filter((line) => line.includes('takes `seed` alone'));
  expect(said).toEqual([
    expect.stringMatching(
      /^surefoot: alone takes `seed` alone: .* take `seeds` and draw by seeds\.sample; or take `sample` and name data=/,
    ),
  ]);
});

test('what was written for files and command lines is said in the words of a call', () => {
  const said = [
    [
      'Name the metric, `race: { metric: accuracy }`, or remove `direction`.',
      'Name the metric, `metric="accuracy"`, or remove `direction`.',
    ],
    ['maxReplicates: 2 is too few', 'max_replicates: 2 is too few'],
    ['write `failures: { action: worst }` in the experiment', 'write `failures={"action": "worst"}` in the call'],
    ['`race: { maxReplicates: 20, rule: { name: halving } }`', '`max_replicates=20, rule={"name": "halving"}`'],
    ['`require: { loss: { q3: { within: 5 % } } }`', '`require={"loss": {"q3": {"within": "5 %"}}}`'],
    ['`race.finalTrials` is -1', '`final_trials` is -1'],
    ['of `{ a: [b` nothing is plain', 'of `{ a: [b` nothing is plain'],
    ['`surefoot select e.yaml --max-replicates 3`', '`surefoot select e.yaml --max-replicates 3`'],
  ];
  const script = `
import json
from surefoot._python_words import in_python
print(json.dumps([in_python(text, {}) for text in json.loads(${JSON.stringify(JSON.stringify(said.map(([text]) => text)))})]))
`;
  expect(jsonOf(script, temporaryFolder(onTestFinished))).toEqual(said.map(([, text]) => text));
});
