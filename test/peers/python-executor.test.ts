/** @file Functions of Python that an executor of the caller's trains: pools, joblib's, Dask's; what it loses; and the GPU that a training sees without one. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../app/command-line.js';
import { missingFor } from './debian-python.js';
import { jsonOf } from './python-script.js';

const HEAD = `
import json, os, sys, threading, time
sys.modules["pandas"] = None
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
import surefoot as sf
def train(x, seeds, trial):
    trial.report(0, 5.0)
    return {"loss": x + seeds.init % 100 / 1000, "pid": os.getpid()}
configs = [{"x": 1}, {"x": 2}, {"x": 3}]
options = dict(max_replicates=4, final_trials=2, progress=False, name="same")
def told(r): return [r.winner.config, r.winner.value, r.record["trials"]["used"], r.verdict]
def pids(r): return sorted({int(row["pid"]) for row in r.trials if row["pid"]})
`;
const WHOLE = `if __name__ == "__main__":
    expected = told(sf.select(train, configs, workers=2, **options))
`;

test('threads and processes train what own processes train', () => {
  const script = `${HEAD}
${WHOLE}
    with ThreadPoolExecutor(2) as pool:
        r = sf.select(train, configs, executor=pool, **options)
        assert told(r) == expected and pids(r) == [os.getpid()]
    with ProcessPoolExecutor(2) as pool:
        r = sf.select(train, configs, executor=pool, out="run", **options)
        own = pool.submit(os.getpid).result()
        assert told(r) == expected and len(pids(r)) == 2 and own in pids(r) and os.getpid() not in pids(r), (told(r), expected)
        assert ",0,5\\r\\n" in open("run/epochs.csv", newline="").read()
    print(json.dumps(expected[0]))
`;
  expect(jsonOf(script, temporaryFolder(onTestFinished))).toEqual({ x: 1 });
});

const withoutJoblib = missingFor('joblib');
test.skipIf(withoutJoblib !== '')(`joblib trains what own processes train${withoutJoblib}`, () => {
  const script = `${HEAD}
from joblib.externals.loky import get_reusable_executor
${WHOLE}
    offset = 0
    r = sf.select(lambda x, seeds: train(x + offset, seeds, type("", (), {"report": lambda *_: None})()), configs, executor=get_reusable_executor(max_workers=2), **options)
    assert told(r) == expected and os.getpid() not in pids(r)
    print(json.dumps(expected[0]))
`;
  expect(jsonOf(script, temporaryFolder(onTestFinished))).toEqual({ x: 1 });
});

const withoutDask = missingFor('distributed');
test.skipIf(withoutDask !== '')(`Dask trains what own processes train${withoutDask}`, () => {
  const script = `${HEAD}
from dask.distributed import Client
${WHOLE}
    with Client(n_workers=2, threads_per_worker=1, dashboard_address=None) as client:
        r = sf.select(train, configs, executor=client, **options)
    assert told(r) == expected and os.getpid() not in pids(r)
    print(json.dumps(expected[0]))
`;
  expect(jsonOf(script, temporaryFolder(onTestFinished))).toEqual({ x: 1 });
});

test('what an executor loses is one training that failed, and one that takes no more ends the run', () => {
  const script = `${HEAD}
class Losing:
    "Loses the third call, and has an end."
    def __init__(self, pool, lost, last=10**6):
        self.pool, self.lost, self.last, self.count = pool, lost, last, 0
    def submit(self, function, *arguments):
        self.count += 1
        if self.count >= self.last: raise RuntimeError("cannot schedule new futures after shutdown")
        if self.count != 3: return self.pool.submit(function, *arguments)
        future = Future()
        self.lost(future)
        return future
def failed(r): return [row["failure"].split("\\n")[0] for row in r.trials if row["status"] == "failed"]
def slow(x, seeds):
    if x == 2: time.sleep(60)
    return x + seeds.init % 100 / 1000
once = dict(failures={"retries": 0}, workers=2, **options)
with ThreadPoolExecutor(2) as pool:
    cancelled = failed(sf.select(train, configs, executor=Losing(pool, Future.cancel), **once))
    broken = failed(sf.select(train, configs, executor=Losing(pool, lambda one: one.set_exception(EOFError("the worker has gone"))), **once))
    try: sf.select(train, configs, executor=Losing(pool, Future.cancel, 5), out="run", **once)
    except sf.RunError as error: ended = str(error)
    again = sf.select(train, configs, executor=pool, out="run", **once)
hanging = ThreadPoolExecutor(2)
timeout = sf.select(slow, configs, executor=hanging, timeout_seconds=1, **{**once, "max_replicates": 2})
raising = sf.select(lambda x, seeds: {}["depth"] if x == 2 else x, configs, executor=ThreadPoolExecutor(1), **once)
def refused(**more):
    try: sf.select(train, configs, **{**options, **more})
    except sf.InputError as error: return str(error).split("\\n")[0]
print(json.dumps({
  "cancelled": cancelled, "broken": broken, "ended": ended, "again": [again.winner.config, again.record["trials"]["completed"] > 2],
  "timeout": [one["failures"][0]["kind"] for one in timeout.record["neverWorked"]], "raising": [one["failures"][0]["message"] for one in raising.record["neverWorked"]],
  "refused": [refused(executor=3), refused(executor=ThreadPoolExecutor(1), resources={"gpus": 1})],
}))
sys.stdout.flush()
os._exit(0)
`;
  expect(jsonOf(script, temporaryFolder(onTestFinished))).toEqual({
    cancelled: [expect.stringMatching(/^exception: The executor lost it: CancelledError/)],
    broken: ['exception: The executor lost it: EOFError: the worker has gone'],
    ended: expect.stringMatching(
      /^The executor takes no more trainings: RuntimeError: cannot schedule new futures after shutdown\.\nFix: Make another one/,
    ),
    again: [{ x: 1 }, true],
    timeout: ['timeout'],
    raising: ["KeyError: 'depth'"],
    refused: [
      'executor is the int 3, which submits nothing.',
      'resources stands beside executor, which says itself where a training runs.',
    ],
  });
});

test('a training that takes a GPU sees one alone', () => {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(
    join(folder, 'nvidia-smi'),
    '#!/bin/sh\necho "GPU 0: A (UUID: GPU-a)"\necho "GPU 1: B (UUID: GPU-b)"\n',
    { mode: 0o755 },
  );
  const script = `${HEAD}
def seen(x, seeds):
    time.sleep(0.05)
    with open("seen.txt", "a") as file: print(os.environ["CUDA_VISIBLE_DEVICES"], file=file)
    return x
os.environ["PATH"] = f"{os.getcwd()}{os.pathsep}{os.environ['PATH']}"
os.environ.pop("CUDA_VISIBLE_DEVICES", None)
sf.select(seen, configs, resources={"gpus": 1}, workers=2, **options)
print(json.dumps(sorted(set(open("seen.txt").read().split()))))
`;
  expect(jsonOf(script, folder)).toEqual(['GPU-a', 'GPU-b']);
});
