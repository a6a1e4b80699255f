/** @file What a run of Python shows and tells while it goes on: in a file, on a terminal, to functions of the caller. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../app/command-line.js';
import { jsonOf, runPython } from './python-script.js';

const HEAD = `
import json, os, sys, time, surefoot as sf
from surefoot import _progress
_progress.FIRST_SECONDS = _progress.EVERY_SECONDS = 1
def train(x, seeds, trial):
    time.sleep(0.25)
    for epoch in range(3): trial.report(epoch, x + epoch)
    if x == 3: return float("nan")
    if x == 4: raise ValueError("no 4")
    return {"loss": x + seeds.init % 100 / 1000, "extra": trial["replicate"]}
configs = [{"x": x} for x in (1, 2, 3, 4)]
options = dict(max_replicates=3, final_trials=2, workers=2, failures={"retries": 0}, out="run")
`;
const NOTE = /^\[\d.* s\] (?:race|fresh): \d+ .*$/;

test('functions of the caller hear of each training and each decision; what they raise ends the run, which goes on', () => {
  const folder = temporaryFolder(onTestFinished);
  const script = `${HEAD}
heard = []
def enough(training):
    heard.append(training)
    if len(heard) == 3: raise LookupError("enough")
told = []
ended = {**options, "out": "ended"}
try: sf.select(train, configs, progress=False, on_trial=enough, **ended)
except LookupError as error: told.append(str(error))
told.append(sf.select(train, configs, progress=False, **ended).winner.config)
heard.clear()
decisions = []
r = sf.select(train, configs, progress=False, on_trial=heard.append, on_decision=decisions.append, **options)
trainings = {one.id: one for one in heard}
assert all(type(one) is sf.Training for one in heard) and all(type(one) is sf.Decision for one in decisions)
by = {one.config["x"]: one for one in heard}
print(json.dumps({
  "told": told, "twice": len(heard) - len(trainings), "all": len(trainings) == r.record["trials"]["begun"] - r.record["trials"]["seedCheck"],
  "completed": [by[1].status, by[1].label, by[1].failure, by[1].metrics["extra"] == by[1].replicate, by[1].loss >= 1, by[1].seconds > 0, sorted(by[1].seeds)],
  "diverged": [by[3].status, str(by[3].loss)], "failed": [by[4].status, by[4].loss, by[4].failure.split("\\n")[0]],
  "decided": decisions[-1].leader == r.winner.id and decisions[-1].survivors[0] == r.winner.id,
}))
`;
  expect(jsonOf(script, folder)).toEqual({
    told: ['enough', { x: 1 }],
    twice: 0,
    all: true,
    completed: ['completed', 'x=1', null, true, true, true, ['init', 'noise', 'order', 'sample']],
    diverged: ['diverged', 'inf'],
    failed: ['failed', null, 'exception: ValueError: no 4'],
    decided: true,
  });
  const epochs = readFileSync(join(folder, 'run/epochs.csv'), 'utf8');
  expect(epochs).toContain(',2,3');
});

test('lines in a file, one that is renewed on a terminal, and nothing where nothing is asked for', () => {
  const folder = temporaryFolder(onTestFinished);
  const call = `sf.select(train, configs, fresh=True, **options)\n`;
  const { stderr } = runPython(`${HEAD}${call}`, folder);
  const notes = stderr.split('\n').filter((line) => line.startsWith('['));
  expect(notes.length).toBeGreaterThan(0);
  for (const line of notes) expect(line).toMatch(NOTE);
  expect(stderr).not.toContain('\r');

  writeFileSync(join(folder, 'on_terminal.py'), `${HEAD}${call}`);
  const seen = jsonOf<string>(
    `
import json, os, pty, sys
told = b""
def read(descriptor):
    global told
    piece = os.read(descriptor, 4096)
    told += piece
    return b""
pty.spawn([sys.executable, "on_terminal.py"], read)
print(json.dumps(told.decode()))
`,
    folder,
    { TERM: 'xterm' },
  );
  const renewed = seen.split('\r\u001b[2K').filter((line) => NOTE.test(line.split('\r')[0] ?? ''));
  expect(renewed.length).toBeGreaterThan(0);

  expect(runPython(`${HEAD}sf.select(train, configs, fresh=True, progress=False, **options)\n`, folder).stderr).toBe(
    '',
  );
});
