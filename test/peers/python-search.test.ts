/** @file A search from Python: what is known before it, of every kind that Python has, and a proposer of the user's own. */
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../app/command-line.js';
import { missingFor } from './debian-python.js';
import { jsonOf } from './python-script.js';

const SEARCH = `
import json
import surefoot as sf
def train(lr, units, seed): return 1 + lr + units / 100 + seed % 100 / 1000
space = sf.Space(lr=sf.log(1e-4, 1e-1), units=sf.integer(8, 64))
options = dict(search={"prior": "full", "refine": True, "audit": 1}, criterion="mean", final_trials=0, workers=1, budget=48, progress=False)
def refusal(**more):
    try:
        sf.select(train, space, **{**options, **more})
    except Exception as error:
        return f"{type(error).__name__} {error}"
rows = [dict(lr=0.01 * (i + 1), units=8 + i, loss=0.3 + i / 10) for i in range(12)]
`;

test('from_ takes rows, runs and results; a resume knows rows again without writing of them', () => {
  const script = `${SEARCH}
old = sf.select(train, space, **{**options, "budget": 20, "out": "old"})
scores = {"trials": [{**row, "loss": -row["loss"]} for row in rows], "value": "loss", "direction": "minimize", "name": "other"}
first = sf.select(train, space, from_=[old, rows, scores], out="new", **options)
again = sf.select(train, space, from_=[old, rows, scores], out="new", **options)
print(json.dumps([first.record["search"]["from"], first.record["trials"]["takenOver"], again.record["log"] == first.record["log"]]))
`;
  expect(jsonOf(script, temporaryFolder(onTestFinished))).toMatchObject([
    [
      { source: 'a table of trials', configurations: 12 },
      { source: 'other', configurations: 12 },
    ],
    [{ from: 'train', trials: 19 }],
    true,
  ]);
});

test.skipIf(missingFor('optuna') !== '')(
  `from_ takes a study of Optuna, by which its sampler proposes, too${missingFor('optuna')}`,
  () => {
    const script = `${SEARCH}
import optuna
optuna.logging.set_verbosity(optuna.logging.WARNING)
from optuna.distributions import FloatDistribution, IntDistribution
study = optuna.create_study(study_name="spring", sampler=optuna.samplers.RandomSampler(seed=1))
study.optimize(lambda trial: trial.suggest_float("lr", 1e-4, 1e-1, log=True) + trial.suggest_int("units", 8, 64) / 100, n_trials=12)
settings = {"lr": FloatDistribution(1e-4, 1e-1, log=True), "units": IntDistribution(8, 64)}
looks = []
def propose(state):
    looks.append(state)
    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=state.trainings))
    for one in state.tried:
        study.add_trial(optuna.trial.create_trial(params=one.config, distributions=settings, value=one.estimate))
    return [study.ask(settings).params for _ in range(2)]
asked = lambda: sf.select(train, space, from_=study, propose=propose, out="run", **options)
record = asked().record
before = len(looks)
asked()
estimates = [one.estimate for one in looks[0].tried]
def unnamed():
    one = optuna.create_study()
    one.add_trials(study.trials)
    return one
first, again = [sf.select(train, space, from_=unnamed(), out="unnamed", **options).record for _ in range(2)]
print(json.dumps([record["search"]["from"][0]["source"], record["search"]["proposed"] >= 2, before > 0, len(looks) == before, estimates == sorted(estimates),
    first["search"]["from"][0]["source"], again["log"] == first["log"]]))
`;
    const result = jsonOf(script, temporaryFolder(onTestFinished));
    expect(result).toEqual(['spring', true, true, true, true, 'an Optuna study', true]);
  },
);

test('what cannot be known before, or proposed, is refused in the words of Python', () => {
  const script = `${SEARCH}
async def later(state): return []
def boom(state): raise ValueError("boom")
print(json.dumps([
    refusal(from_=[]), refusal(from_=[dict(lr=0.1, units=9, value=2)]), refusal(from_=[dict(foo=1, loss=2)]), refusal(from_="nothere"),
    refusal(propose=later), refusal(propose=boom), refusal(propose=lambda state: 5),
]))
`;
  const told = jsonOf<readonly string[]>(script, temporaryFolder(onTestFinished));
  expect(told).toEqual([
    expect.stringContaining('InputError from_ is empty.'),
    expect.stringContaining('InputError The table does not say whether a smaller or a larger "value" is better.'),
    expect.stringContaining('InputError a table of trials: "foo" is no setting of the experiment\'s space'),
    expect.stringContaining('InputError nothere cannot be read: there is no such file.'),
    expect.stringContaining('InputError propose is an async function: a search does not wait for it.'),
    'ValueError boom',
    expect.stringContaining('InputError propose gave the int 5.'),
  ]);
});

test('of what is proposed, that with which train cannot be called is refused alone, and told at the next look', () => {
  const script = `${SEARCH}
told = []
def propose(state):
    told.extend(state.refused)
    return [{"lr": 0.1}, {"lr": 0.0123456, "units": 9}, {"lr": 0.1, "units": 9, "rate": 2}]
r = sf.select(train, space, propose=propose, **options)
print(json.dumps([r.record["trials"]["used"], r.record["search"]["refused"] == len(told) + 2, [one.config for one in told[:2]], [one.why.split("\\n")[0] for one in told[:2]],
    any(one["configuration"]["lr"] == 0.0123456 for one in r.record["candidates"])]))
`;
  expect(jsonOf<unknown[]>(script, temporaryFolder(onTestFinished))).toEqual([
    47,
    true,
    [{ lr: 0.1 }, { lr: 0.1, units: 9, rate: 2 }],
    [
      expect.stringContaining('train has a parameter "units", which is not a setting of the candidate lr=0.1.'),
      expect.stringMatching(/rate/),
    ],
    true,
  ]);
});

test('options with their values are told as Python takes them', () => {
  const script = `${SEARCH}
with open("two.csv", "w") as file: file.write("lr,units,values_0,values_1\\n0.1,8,1,2\\n")
print(json.dumps([refusal(from_=[dict(foo=1, bar="x", loss=2)]), refusal(from_="two.csv")]))
`;
  const told = jsonOf<readonly string[]>(script, temporaryFolder(onTestFinished));
  expect(told).toEqual([
    expect.stringContaining('rename the column, or leave it out: `ignore=["foo", "bar"]`.'),
    expect.stringContaining('Fix: Write its trials as a table and name one: `value="values_0", direction="minimize"`.'),
  ]);
});

test('what a run says before it trains is shown, and an error after it is told alone', () => {
  const script = `${SEARCH}
import contextlib, io
told = io.StringIO()
with contextlib.redirect_stderr(told):
    error = refusal(from_=rows, progress=True, propose=lambda state: [5])
print(json.dumps([told.getvalue(), error]))
`;
  const [told, error] = jsonOf<[string, string]>(script, temporaryFolder(onTestFinished));
  expect(told).toMatch(/^surefoot: a table of trials counts as a prior: it says where to look first$/m);
  expect(error).toMatch(/^InputError propose gave the list \[5\]\./);
});

test('Ctrl-C while a proposer is asked ends the run, and the same call goes on', () => {
  const script = `${SEARCH}
import os, signal
signal.alarm(300)                    # of a run that waits forever
looks = []
def propose(state):
    looks.append(state.trainings)
    if len(looks) == 1: os.kill(os.getpid(), signal.SIGINT)
    return []
def told():
    try: return len(sf.select(train, space, propose=propose, out="run", **options).trials)
    except KeyboardInterrupt: return "interrupted"
print(json.dumps([told(), told(), len(set(looks)) == len(looks) - 1]))
`;
  expect(jsonOf(script, temporaryFolder(onTestFinished))).toEqual(['interrupted', 47, true]);
});
