/** @file Runs that Python asks for, beside those of the command line and of the library; and what their results give. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { select } from '../../src/app/index.js';
import { parseResult } from '../../src/report/index.js';
import { surefoot, temporaryFolder } from '../app/command-line.js';
import { missingFor, PYTHON } from './debian-python.js';
import { jsonOf } from './python-script.js';

const LOSS = 'config["x"] + (seeds.init % 1000) / 1000 + (seeds.sample % 7) / 100';
const CANDIDATES = [{ x: 0 }, { x: 0.1 }, { x: 0.25 }, { x: 0.5 }];
const RACE = { criterion: 'q3', tolerance: 0.05, maxReplicates: 12, finalTrials: 4 };

/** What does not depend on who asked, nor on the time that it took. */
function foundIn(folder: string) {
  const result = parseResult(readFileSync(join(folder, 'result.json'), 'utf8'));
  const { verdict, tolerance, bound, survivors, decisions, candidates, members } = result;
  const rows = readFileSync(join(folder, 'trials.csv'), 'utf8')
    .split('\r\n')
    .map((row) => row.split(','));
  const seconds = rows[0]?.indexOf('seconds');
  const trials = rows.map((row) => row.filter((_, index) => index !== seconds));
  return {
    winner: result.winner?.candidate,
    verdict,
    tolerance,
    bound,
    survivors,
    decisions,
    candidates,
    members,
    trials,
  };
}

test('the same race by a file with a command, by a function of Python and by one of JavaScript has the same trials and decisions', async () => {
  const folder = temporaryFolder(onTestFinished);
  const experiment = { name: 'peers', space: CANDIDATES, race: RACE, seed: 3 };
  writeFileSync(
    join(folder, 'train.py'),
    `from surefoot import trainer\n@trainer\ndef train(config, seeds): return ${LOSS}\n`,
  );
  const trainer = { command: [PYTHON, 'train.py'], protocol: 'long-lived' };
  writeFileSync(join(folder, 'peers.yaml'), JSON.stringify({ ...experiment, trainer }));
  expect(
    await surefoot(['select', 'peers.yaml', '--quiet', '--workers', '1', '--out', 'by-file'], folder),
  ).toMatchObject({ status: 0 });
  const script = `
import surefoot as sf
def train(config, seeds): return ${LOSS}
options = dict(criterion="q3", tolerance=0.05, max_replicates=12, final_trials=4, seed=3, progress=False)
sf.select(train, ${JSON.stringify(CANDIDATES)}, workers=2, out="by-function", **options)
sf.select("peers.yaml", workers=2, out="by-path", progress=False)
print("true")
`;
  jsonOf(script, folder);
  const out = join(folder, 'by-javascript');
  await select({
    experiment,
    out,
    workers: 1,
    trainer: ({ x }, { seeds }) => Number(x) + (seeds.init % 1000) / 1000 + (seeds.sample % 7) / 100,
  });
  const byFile = foundIn(join(folder, 'by-file'));
  expect(byFile.decisions.length).toBeGreaterThan(1);
  for (const other of ['by-function', 'by-path', 'by-javascript']) expect(foundIn(join(folder, other))).toEqual(byFile);
});

describe('what results give', () => {
  let folder = '';
  beforeAll(() => {
    let cleanUp = (): void => {};
    folder = temporaryFolder((remove) => {
      cleanUp = remove;
    });
    return cleanUp;
  });

  const HEAD = `
import json, sys
import surefoot as sf
def train(x, act, seeds, sample):
    if act == "bad": raise ValueError("no act")
    loss = x + (seeds.init % 100) / 1000 + (seeds.sample % 100) / 1000 + 3 / (sample.size or 900) ** 0.5
    return {"loss": loss, "accuracy": 1 - x} if act == "relu" else loss
configs = [dict(x=x / 10, act=act) for x in range(2) for act in ("relu", "tanh")]
options = dict(workers=2, progress=False)
`;

  test('a race of candidates drawn from a space: those that the space itself draws; more of them go on', () => {
    const script = `
import json
import surefoot as sf
def train(lr, act, opt, layers, seeds): return abs(lr - 0.01) + (act == "tanh") + (seeds.init % 100) / 1000
space = sf.Space(lr=sf.log(1e-5, 1e-1), act=["relu", "tanh"], opt=sf.one_of(dict(name="adam"), dict(name="sgd", m=[0, 0.9])), layers=[(64,), (64, sf.integer(1, 8, step=7))])
options = dict(max_replicates=2, final_trials=0, progress=False, workers=2)
listed = lambda r: sorted(json.dumps(one["configuration"], sort_keys=True) for one in r.record["candidates"])
r = sf.select(train, space, draw=6, out="drawn", seed=5, **options)
more = sf.select(train, space, draw=8, out="drawn", seed=5, **options)
itself = sorted(json.dumps(one, sort_keys=True) for one in space.draw(6, seed=5))
in_dict = sf.select(train, dict(lr=sf.log(1e-5, 1e-1), act=["relu", "tanh"], opt="adam", layers=3), draw=4, require=None, **options)
told = []
for bad in (lambda: sf.select(train, space, **options), lambda: sf.select(train, dict(lr=sf.log(1, 2), act="relu", opt=1, layers=1), search={"prior": "none"}, **options), lambda: more.extend([dict(lr=1)])):
    try: bad()
    except sf.InputError as error: told.append(str(error).splitlines()[0])
print(json.dumps([listed(r) == itself, set(listed(r)) < set(listed(more)), len(more.candidates), len(in_dict.candidates), told]))
`;
    expect(jsonOf(script, folder)).toEqual([
      true,
      true,
      8,
      4,
      [
        'candidates is a space, and nothing says how many candidates are drawn.',
        expect.stringContaining('`space.lr` is the range { range: [1, 2], scale: '),
        'The candidates of this race are a space.',
      ],
    ]);
  });

  test('a race: winner, trials, who never worked, more candidates, another criterion, tables, figures', () => {
    const script = `${HEAD}
r = sf.select(train, [*configs, dict(x=0, act="bad")], tolerance=0.05, out="race", final_trials=4, **options)
rows = r.trials if isinstance(r.trials, list) else r.trials.to_dict("records")
first = rows[0]
median, more = r.with_criterion("median"), r.extend([dict(x=0.05, act="elu"), configs[0]])
figures = r.figures()
print(json.dumps({
  "verdict": r.verdict, "config": r.winner.config, "never": r.never_worked[0].config,
  "columns": [first[name] for name in ("config.x", "config.act", "phase", "accuracy", "status")], "seeded": first["seed.init"] > 0,
  "criteria": [one.record["criterion"]["name"] for one in (r, median, more)], "used": [one.record["trials"]["used"] for one in (r, median)],
  "counts": [len(r.candidates), len(more.candidates)], "latex": r.to_latex()[:13], "markdown": "| candidate |" in r.to_markdown(),
  "medianTable": "median in race" in median.to_latex(),
  "strip": figures["race-strip"][:4], "html": [text in r._repr_html_() for text in (f"{figures['race-strip']}</div>", "never worked", f"<p>{r.winner.label} ({r.winner.id}). Decided at 95 %: none of the 4 that worked has a")],
  "commands": [line.strip() for line in str(r).splitlines() if "surefoot report" in line], "loaded": sf.load_run("race").statement == more.statement,
  "page": r.report().text[:15].lower(), "again": sf.load_run("race").winner.config, "replayed": sf.replay(r, criterion="median").winner.config,
}))
`;
    expect(jsonOf(script, folder)).toEqual({
      verdict: 'decided',
      config: { x: 0, act: 'relu' },
      never: { x: 0, act: 'bad' },
      columns: [0, 'relu', 'race', 1, 'completed'],
      seeded: true,
      criteria: ['q3', 'median', 'q3'],
      used: [expect.any(Number), expect.any(Number)],
      counts: [5, 6],
      latex: '\\begin{table}',
      markdown: true,
      medianTable: true,
      strip: '<svg',
      html: [true, true, true],
      commands: [expect.stringMatching(/^Details +surefoot report .*race'? --long$/)],
      loaded: true,
      page: '<!doctype html>',
      again: { x: 0, act: 'relu' },
      replayed: { x: 0, act: 'relu' },
    });
  });

  test('studies: each asks its question of the function', () => {
    const script = `${HEAD}
pair = configs[:2]
found = [
  sf.measure(train, pair, vary=["init", "sample"], trials=3, crossed=[2, 2], out="studies", **options),
  sf.curve(train, pair[:1], sizes=[100, 400], trials=4, out="studies", **options),
  sf.compare(train, configs, factors={"act": ["relu", "tanh"]}, trials=4, out="studies", **options),
  sf.couple(train, pair, factors=["act"], sizes=[100, 400], crossed=[2, 2], out="studies", **options),
  sf.assure(train, configs[0], share=0.6, below=2, out="studies", **options),
]
losses = {"candidate": ["a", "a", "a", "b", "b", "b"], "replicate": [0, 1, 2, 0, 1, 2], "loss": [1, 1.1, 1.2, 2, float("inf"), 2.2]}
print(json.dumps([[one.kind, one.status, one.verdict, len(one.statement) > 20] for one in found] + [found[-1].to_latex()[:13], "<table>" in (shown := found[-1]._repr_html_()) and "<svg" in shown, sf.replay(losses).winner.id]))
`;
    expect(jsonOf(script, folder)).toEqual([
      ['measure', 'finished', null, true],
      ['curve', 'finished', null, true],
      ['compare', 'finished', null, true],
      ['couple', 'finished', null, true],
      ['assure', 'finished', 'holds', true],
      '\\begin{table}',
      true,
      'a',
    ]);
  });

  const withoutPandas = missingFor('pandas', 'matplotlib');
  test.skipIf(withoutPandas !== '')(`DataFrames and drawings${withoutPandas}`, () => {
    const script = `${HEAD}
import matplotlib
matplotlib.use("Agg")
r = sf.select(train, configs, tolerance=0.05, out="frames", final_trials=4, **options)
by = r.trials[r.trials.phase == "fresh"].groupby("config.act").loss.count()
axes = r.plot()
axes.figure.savefig("plot.png")
frame = r.trials.rename(columns={"init": "replicate"})[["candidate", "replicate", "loss"]]
print(json.dumps([by.to_dict(), str(r.trials.accuracy.dtype), [text.get_text() for text in axes.get_yticklabels()][0], sf.replay(frame).winner.label]))
`;
    expect(jsonOf(script, folder)).toEqual([{ relu: 4 }, 'float64', 'x=0 relu', expect.any(String)]);
  });

  test('an engine of another version, or one that has changed midway, is one sentence', () => {
    writeFileSync(join(folder, 'other'), '#!/bin/sh\necho 9.9.9\n', { mode: 0o755 });
    const script = `${HEAD}
from surefoot import _request
told = []
def refused(act):
    try: act()
    except sf.InputError as error: told.append(error.what)
refused(lambda: sf.select(train, configs, engine="./other"))
r = sf.select(train, configs[:2], max_replicates=2, final_trials=0, **options)
find = _request.find_engine
_request.find_engine = lambda given: find(given)._replace(version="9.9.9")
refused(lambda: r.extend(configs))
print(json.dumps(told))
`;
    expect(jsonOf(script, folder)).toEqual([
      expect.stringMatching(/^The engine .*other is surefoot 9\.9\.9, and this package is \d/),
      expect.stringMatching(/^The engine is surefoot 9\.9\.9 now, and \d.* has trained so far\./),
    ]);
  });
});
