/** @file A search that is asked and told from Python: the asks of `createRace`, proposers, what is known before, and what is refused. */
import { expect, onTestFinished, test } from 'vitest';
import { createRace } from '../../dist/app/index.js';
import { temporaryFolder } from '../app/command-line.js';
import { jsonOf } from './python-script.js';

const FIT = `
import json
import surefoot as sf
space = sf.Space(lr=sf.log(1e-4, 1e-1), units=sf.integer(8, 64), act=["relu", "tanh"])
def fit(config, init, **_): return config["lr"] + abs(config["units"] - 30) / 60 + init % 1000 / 5000 + (config["act"] == "tanh")
rows = [dict(lr=0.01 * (i + 1), units=8 + i, act="relu", loss=0.3 + i / 10) for i in range(12)]
looks = []
def propose(state):
    looks.append(state)
    return space.draw(2, seed=state.trainings)
options = dict(search={"prior": "full", "refine": True, "audit": 4}, criterion="mean", final_trials=2, budget=90, seed=5)
def told(race, most=1000):
    for t in race:
        if len(race.trials) == most: break
        race.tell(t, fit(t.config, **t.seeds))
    return race
def trials(race): return [[one["candidate"], one["replicate"], one["loss"]] for one in (race.trials if isinstance(race.trials, list) else race.trials.to_dict("records"))]
`;

test('sf.Race of a Space is createRace of it', async () => {
  const script = `${FIT}
race = told(sf.Race(space, **options))
print(json.dumps([trials(race), race.result.winner.id, race.result.search["proposed"], str(race.result)]))
`;
  const [trials, winner, proposed, said] = jsonOf<[unknown[], string, number, string]>(
    script,
    temporaryFolder(onTestFinished),
  );
  const race = await createRace({
    experiment: {
      ...{ name: 'e', trainer: { command: ['-'] }, seed: 5, budget: { trials: 90 } },
      space: {
        lr: { range: [1e-4, 1e-1], scale: 'log' },
        units: { range: [8, 64], integer: true },
        act: { oneOf: [{ value: 'relu' }, { value: 'tanh' }] },
      },
      search: { prior: 'full', refine: true, audit: 4 },
      race: { criterion: 'mean', finalTrials: 2 },
    },
  });
  const same: unknown[] = [];
  for (let [trial] = race.ask(1); trial; [trial] = race.ask(1)) {
    const { lr, units, act } = trial.configuration as unknown as { lr: number; units: number; act: string };
    const loss = lr + Math.abs(units - 30) / 60 + (trial.seeds.init % 1000) / 5000 + (act === 'tanh' ? 1 : 0);
    race.tell(trial.id, loss);
    same.push([trial.candidate, trial.replicate, loss]);
  }
  expect(trials).toEqual(same);
  const { winner: picked, search } = await race.result();
  expect([winner, proposed]).toEqual([picked?.candidate, search?.proposed]);
  expect(said).toMatch(
    /the best mean of the loss of \S+ drawn and proposed \(95 %, if candidates with like settings train alike; by \d drawn at random at most \S+ % of the space is better\)\.$/m,
  );
  expect(said).toMatch(/own .*trainings .*; of the [\d,]+ not tried they say nothing\./m);
  expect(said).toMatch(/Of \d random candidates .* of the space has \(95 %\)\./m);
});

test('sf.select and sf.Race ask a proposer alike, and decide alike', () => {
  const script = `${FIT}
race = told(sf.Race(space, propose=propose, from_=rows, **options))
asked, looks[:] = [(one.trainings, one.most, [[t.config, t.trainings, t.estimate] for t in one.tried]) for one in looks], []
run = sf.select(lambda config, seeds: fit(config, seeds.init), space, propose=propose, from_=rows, workers=1, progress=False, check_seeds=False, **options)
same = [(one.trainings, one.most, [[t.config, t.trainings, t.estimate] for t in one.tried]) for one in looks]
rows_of = lambda table: sorted([row[name] for name in ("candidate", "loss", "phase", "seed.init")] for row in (table if isinstance(table, list) else table.to_dict("records")))
print(json.dumps([len(asked) > 1, asked == same, rows_of(run.trials) == rows_of(race.trials), run.winner == race.result.winner, run.rivals == race.result.rivals, run.record["decisions"] == race.result.record["decisions"], run.search["proposed"] == race.result.search["proposed"]]))
`;
  expect(jsonOf(script, temporaryFolder(onTestFinished))).toEqual(Array(7).fill(true));
});

test('a proposer may ask for draws; a race goes on from its file without asking it again', () => {
  const script = `${FIT}
whole = told(sf.Race(space, propose=propose, from_=[rows, {"trials": rows, "name": "spring"}], **options))
count = len(looks)
half = told(sf.Race(space, propose=propose, from_=[rows, {"trials": rows, "name": "spring"}], **options), 50)
before = len(looks)
half.save("race.json")
loaded = sf.Race.load("race.json", propose=propose)
asked_again = len(looks) - before
known = [one["source"] for one in loaded.result.search["from"]]
joined = [one for one in loaded.configs if one in [c for look in looks for c in space.draw(2, seed=look.trainings)]]
print(json.dumps([trials(told(loaded)) == trials(whole), count > 1, asked_again, known, len(joined) > 1, [type(one).__name__ for one in looks[0].tried[:1]]]))
`;
  expect(jsonOf(script, temporaryFolder(onTestFinished))).toEqual([
    true,
    true,
    0,
    ['a table of trials', 'spring'],
    true,
    ['Tried'],
  ]);
});

test('a run of ours is known before, of a space with alternatives that have settings of their own', () => {
  const script = `${FIT}
space = sf.Space(lr=sf.log(1e-4, 1e-1), opt=sf.one_of(dict(name="sgd", m=[0, 0.9]), dict(name="adam")))
def train(lr, opt, seed): return lr + (opt["name"] == "sgd") + seed % 100 / 1000
old = sf.select(train, space, draw=15, workers=1, budget=40, progress=False, out="old")
race = sf.Race(space, search={"prior": "full"}, from_=[old, "old"], budget=60, criterion="median")
for t in race: race.tell(t, train(**t.config, seed=t.seeds["init"]))
print(json.dumps([[one["source"] for one in race.result.search["from"]], race.result.winner.config["opt"]]))
`;
  expect(jsonOf(script, temporaryFolder(onTestFinished))).toEqual([['old', 'old (2)'], { name: 'adam' }]);
});

test('what a proposer raises leaves the race whole', () => {
  const script = `${FIT}
calm = told(sf.Race(space, propose=propose, **options))
broken = []
def moody(state):
    if state.trainings not in broken:
        broken.append(state.trainings)
        raise ValueError(f"no {state.trainings}")
    return propose(state)
race = sf.Race(space, propose=moody, **options)
errors = []
while race.status == "running":
    try: told(race)
    except ValueError as error: errors.append(str(error))
def curious(state): return [race_of_its_own.result]
race_of_its_own = sf.Race(space, propose=curious, **options)
try: told(race_of_its_own)
except sf.InputError as error: busy = error.code
why = []
def misspelt(state):
    why.append([one.why for one in state.refused])
    return [{"lr": 0.01, "unit": 9, "act": "relu"}]
slip = told(sf.Race(space, propose=misspelt, **options))
count = slip.result.search["refused"]
print(json.dumps([trials(race) == trials(calm), errors == [f"no {one}" for one in broken], len(errors) > 1, busy, slip.status, count == len(why),
    f" {count} proposed configurations were refused." in str(slip.result), why[0], why[1]]))
`;
  expect(jsonOf(script, temporaryFolder(onTestFinished))).toEqual([
    ...[true, true, true, 'race-busy', 'budget', true, true],
    [],
    [expect.stringContaining('has `unit`, which is no setting of the space')],
  ]);
});

test('what cannot be searched is refused in a sentence', () => {
  const script = `${FIT}
def refusal(configs, **options):
    try: sf.Race(configs, **options)
    except sf.InputError as error: return error.what
full = {"prior": "full"}
race = sf.Race(space, search=full, propose=propose)
race.save("race.json")
def load(**options):
    try: sf.Race.load("race.json", **options)
    except sf.InputError as error: return error.what
print(json.dumps([
    refusal(space), refusal(space, search={"prior": "none"}), refusal([{"x": 1}, {"x": 2}], search=full, from_=rows),
    refusal(space, search={"prio": "full"}), refusal(space, search=full, propose=5), refusal(space, search=full, from_="study.db"),
    refusal(space, search=full, from_=[dict(foo=1, loss=2)]), refusal(sf.Space(x=[1, 2, 3]), search=full, propose=propose), load(),
    refusal(space, search="full"), refusal(sf.Space(x=1), search=full), refusal(space, search=full, from_=race.result),
]))
`;
  expect(jsonOf(script, temporaryFolder(onTestFinished))).toEqual([
    'configs is a space, and nothing says how it is searched.',
    'configs is a space, and nothing says how it is searched.',
    'search, from_ stands beside a list of candidates, all of which are raced.',
    'open: unknown key `search.prio`.',
    'propose is the int 5.',
    'study.db cannot be read: there is no such file.',
    expect.stringContaining('"foo" is no setting'),
    expect.stringContaining('no candidate can join this race'),
    'The race of race.json has a proposer.',
    "search is the str 'full'.",
    'candidates: there is only one.',
    'What was found is of the type RaceAnswer.',
  ]);
});
