/** @file `recheck` of Python: a full run of the best that another search has found, from studies, tables and files; what it says, and what it refuses. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../app/command-line.js';
import { until } from '../until.js';
import { missingFor, PYTHON } from './debian-python.js';
import { jsonOf, PACKAGE_ENVIRONMENT, runPython } from './python-script.js';

/** As much of Optuna's as `recheck` sees: a study of these trials, of a parameter and its value. */
const STUDY = `
import json, sys
sys.modules["pandas"] = None
from types import SimpleNamespace as Some
import surefoot as sf
def study_of(trials, direction="MINIMIZE", name="spring"):
    ended = [Some(params=params, value=value, state=Some(name=state)) for params, value, state in trials]
    return Some(study_name=name, directions=[Some(name=direction)], trials=ended)
def complete(**values):
    return [(dict(x=x), value, "COMPLETE") for x, value in enumerate(values["of"])]
SMALL = dict(criterion="mean", workers=1, max_replicates=3, final_trials=1, progress=False)
`;

test('60 trials: the lucky best is found out, in the words of the command, on pages and in LaTeX', () => {
  const script = `${STUDY}
import random
random.seed(5)
def objective(trial):
    x = trial.suggest_float("x", 0, 1)
    trial.report(x, 0)
    assert not trial.should_prune()
    return 1 + x + 0.3 * random.random() + (trial.suggest_categorical("kind", ["a", "b"]) == "b")
trials = [(dict(x=x / 60, kind="ab"[x % 2]), 1 + x / 60 + (x % 2), "COMPLETE") for x in range(60)]
trials[30] = (trials[30][0], 0.9, "COMPLETE")
r = sf.recheck(study_of(trials), objective, top=8, tolerance=0.02, workers=2, budget=120, out="run")
best = r.record["recheck"]["best"]
print(json.dumps([r.text, [r.winner.config["x"] < 0.2, r.winner.config["kind"]], len(r.candidates), best["place"], best["reached"], r.to_latex().count("tabular"), "race-strip" in r.figures(), "spring" in r.report().text]))
`;
  const folder = temporaryFolder(onTestFinished);
  const [text, winner, candidates, place, reached, ...shown] = jsonOf<
    [string, unknown, number, number, number, ...unknown[]]
  >(script, folder);
  expect(text.replaceAll(/\s+/g, ' ')).toMatch(
    /Before The best in spring, x=0\.5, is number 8 of 8 here \((behind|out)\)\. None of its 3 trainings here reached its 0\.900 \(median here 1\.\d+\)\. The best here was number \d in spring;/,
  );
  expect([winner, candidates, place, reached]).toEqual([[true, 'a'], 8, 8, 0]);
  expect(shown).toEqual([4, true, true]);
});

test('what was found comes from studies and tables, by their values; objectives take a trial or settings', () => {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(join(folder, 'trials.csv'), 'x,accuracy,note\n1,0.5,a\n2,0.7,b\n3,,c\n');
  const script = `${STUDY}
inf = float("inf")
lucky = [dict(x=0, loss=0.1), dict(x=1, loss=0.3), dict(x=0, loss=0.9), dict(x=2, loss=0.2), dict(x=2, loss=inf), dict(x=3, loss=0.4), dict(x=1, loss=float("nan"))]
def asked(found, objective=lambda x, seed: x + seed % 2, score=None, **more):
    r = sf.recheck(found, objective, **{**SMALL, **more})
    rows = r.record["recheck"]["candidates"]
    configs = {one.id: one.config for one in r.candidates}
    assert (r.record["direction"], r.record["metric"]) == (("minimize", None) if score is None else ("maximize", score))
    return [r.record["recheck"]["source"], *([configs[row["candidate"]]["x"], row["value"]] for row in rows)]
class Objective:
    def __init__(self, more): self.more = more
    def __call__(self, t): return t.suggest_int("x", 0, 9) + self.more + t.seeds["init"] % 2
shape = [(dict(x=x, shape=(x, 1), **{"net.reg": None}), x, "COMPLETE") for x in range(3)]
def strict(trial):
    assert trial.params["shape"] == (trial.params["x"], 1) and trial.params["net.reg"] is None, trial.params
    return trial.suggest_float("x", 0, 1)
print(json.dumps([
    asked(lucky, top=2), asked(lucky), asked(study_of(complete(of=[3, 2, 1]) + [(dict(x=9), None, "FAIL"), (dict(x=8), 0.1, "PRUNED")]), Objective(1)),
    asked(study_of(shape, name="no-name-1"), strict, check_seeds=False)[0], asked({"source": "trials.csv", "value": "accuracy", "direction": "minimize", "ignore": ["note"]}),
    asked(study_of(complete(of=[3, 2, 1]), "MAXIMIZE"), score="score"), asked({"source": "trials.csv", "value": "accuracy", "direction": "maximize", "ignore": ["note"]}, score="accuracy"),
]))
`;
  expect(jsonOf(script, folder)).toEqual([
    ['a table of trials', [1, 0.3], [3, 0.4]],
    ['a table of trials', [1, 0.3], [3, 0.4], [0, 0.5]],
    ['spring', [2, 1], [1, 2], [0, 3]],
    'an Optuna study',
    ['trials.csv', [1, 0.5], [2, 0.7]],
    ['spring', [0, 3], [1, 2], [2, 1]],
    ['trials.csv', [2, 0.7], [1, 0.5]],
  ]);
});

const withoutOptuna = missingFor('optuna');
test.skipIf(withoutOptuna !== '')(`studies of a storage are read by their place${withoutOptuna}`, () => {
  const script = `${STUDY}
import os, optuna
optuna.logging.set_verbosity(optuna.logging.ERROR)
def objective(trial): return trial.suggest_int("x", 0, 3) + trial.number / 100
for name in ("spring", "fall"):
    study = optuna.create_study(storage="sqlite:///study.db", study_name=name, sampler=optuna.samplers.RandomSampler(seed=1))
    study.optimize(objective, n_trials=8)
def told(found):
    try:
        return sf.recheck(found, objective, **SMALL, check_seeds=False).record["recheck"]["source"]
    except sf.InputError as error: return error.what
journal = optuna.create_study(storage=optuna.storages.JournalStorage(optuna.storages.journal.JournalFileBackend("journal.log")), study_name="logged")
journal.optimize(objective, n_trials=5)
places = ["journal.log", "study.db", {"source": "study.db", "study": "fall"}, {"source": "sqlite:///study.db", "study": "winter"}, "sqlite:///none.db", "none://me:secret@there/db"]
print(json.dumps([told(place) for place in (study, *places)]))
`;
  expect(jsonOf(script, temporaryFolder(onTestFinished))).toEqual([
    'fall',
    'journal.log',
    'study.db has 2 studies.',
    'study.db',
    "study.db has 2 studies, and none is called 'winter'.",
    'sqlite:///none.db cannot be read: there is no such file.',
    expect.stringMatching(/^none:\/\/\.\.\.@there\/db cannot be read: Optuna says /),
  ]);
});

test('what cannot be raced is one clear message, and nothing is trained', () => {
  const script = `${STUDY}
good = study_of(complete(of=[3, 2, 1]))
class Gone:
    directions = ["MINIMIZE"]
    @property
    def trials(self): raise OSError("unable to open database file")
two = Some(directions=[Some(name="MINIMIZE")] * 2, trials=[])
def never(trial): open("trained", "w")
def told(*args, **more):
    try: return sf.recheck(*args, **{**SMALL, **more})
    except sf.InputError as error: return error.what
print(json.dumps([
    told(study_of([]), never), told(study_of([(dict(x=1), None, "FAIL"), (dict(x=1), 2, "PRUNED"), (dict(x=2), None, "FAIL")]), never), told(study_of(complete(of=[1])), never),
    told(two, never), told(Gone(), never), told(5, never), told([dict(x=1)], never), told([dict(x=1, mse=2)], never, value="rmse"), told("none.csv", never),
    told({"source": "t.csv", "rows": 3}, never), told([dict(x=1, accuracy=2)], never, value="accuracy"), told(good, 5), told(good, lambda x, y: x), told(good, lambda y, kind: y), told(good, never, top=1), told(good, never, draw=3),
]))
`;
  const folder = temporaryFolder(onTestFinished);
  expect(jsonOf(script, folder)).toEqual([
    'No trial of spring has ended with a value; it has no trials.',
    'No trial of spring has ended with a value: 2 failed, 1 pruned.',
    'spring has one configuration with a finite value, which leaves nothing to compare.',
    'The study has 2 objectives, and a race goes by one.',
    'The trials of the study cannot be read: OSError: unable to open database file.',
    'What was found is of the type int.',
    'No column of the table is known to hold values.',
    "The table has no column 'rmse'.",
    'none.csv cannot be read: there is no such file.',
    "What is known is a dict with 'source', 'rows'.",
    'The table does not say whether a smaller or a larger "accuracy" is better.',
    'train is the int 5, not a function.',
    '<lambda> has a parameter "y", which is not a setting of the candidate x=2.',
    '<lambda> has a parameter "y", which is not a setting of the candidate x=2.',
    'top is "1".',
    'draw stands beside what was found, which is raced as it is.',
  ]);
  expect(existsSync(join(folder, 'trained'))).toBe(false);
});

test('an objective that gives no number, raises or calls itself for ever fails by itself; one in five counts', () => {
  const script = `${STUDY}
good = study_of(complete(of=[3, 2, 1]))
def endless(trial): return endless(trial)
def some(trial):
    if trial.seeds["init"] % 5 == 0: raise ValueError("one in five")
    return trial.suggest_int("x", 0, 2) + trial.seeds["init"] % 100 / 100
def told(objective):
    try:
        r = sf.recheck(good, objective, **{**SMALL, "criterion": "q3", "max_replicates": 10, "final_trials": 10})
        return [r.verdict, r.winner.config, 0 < r.record["trials"]["failed"] + r.record["trials"]["diverged"]]
    except sf.RunError as error: return str(error).splitlines()[0].split("exception: ")[-1]
print(json.dumps([told(one) for one in (lambda trial: None, lambda trial: "0.3", lambda trial: [0.1, 0.2], endless, lambda trial: trial.suggest_int("depth", 0, 9), some)]))
`;
  expect(jsonOf(script, temporaryFolder(onTestFinished))).toEqual([
    expect.stringContaining('It returned None'),
    expect.stringContaining("It returned the str '0.3'"),
    expect.stringContaining('It returned the list [0.1, 0.2]'),
    expect.stringContaining('RecursionError'),
    expect.stringContaining("the objective asks for 'depth', which this candidate does not have; it has x"),
    [expect.stringMatching(/decided|tied/), expect.anything(), true],
  ]);
});

test('Ctrl-C loses nothing: the same call goes on, and trains nothing twice', async () => {
  const folder = temporaryFolder(onTestFinished);
  const script = `${STUDY}
import os, time
def objective(trial):
    with open("trained", "a") as file: file.write(f"{trial.params['x']} {trial.number}\\n")
    while trial.number > 0 and os.path.exists("hold"): time.sleep(0.01)
    return trial.suggest_int("x", 0, 9) / 10 + trial.seeds["init"] % 7
try:
    r = sf.recheck(study_of(complete(of=[3, 2, 1, 4])), objective, tolerance=0, workers=2, out="run", max_replicates=3, final_trials=0, check_seeds=False)
    print(json.dumps([r.record["trials"]["failed"], len(r.record["stretches"])]))
except KeyboardInterrupt:
    print(json.dumps("interrupted"))
`;
  writeFileSync(join(folder, 'hold'), '');
  writeFileSync(join(folder, 'first.py'), script);
  const first = spawn(PYTHON, ['first.py'], {
    cwd: folder,
    env: PACKAGE_ENVIRONMENT,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void first.kill('SIGKILL'));
  const trained = () =>
    existsSync(join(folder, 'trained')) ? readFileSync(join(folder, 'trained'), 'utf8').trim().split('\n') : [];
  await until(() => trained().length === 6);
  first.kill('SIGINT');
  await new Promise((resolve) => first.on('exit', resolve));
  rmSync(join(folder, 'hold'));
  expect(jsonOf(script, folder)).toEqual([0, 2]);
  // The two that were cut off are begun again.
  expect(trained()).toHaveLength(new Set(trained()).size + 2);
  expect(runPython(script, folder).status).toBe(0);
  expect(trained()).toHaveLength(new Set(trained()).size + 2);
});
