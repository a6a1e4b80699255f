/** @file Generated races asked and told from Python, and what its answer tells of each candidate. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { FRESH_FROM } from '../../src/questions/race/plan/index.js';
import { drawnRace, endingOf, type RecordedTraining } from './generated-runs.js';
import type { Told } from './outlets.js';

export const HAS_PYTHON = spawnSync('python3', ['-c', 'import sys; assert sys.version_info >= (3, 8)']).status === 0;

/** The environment in which Python finds this package. */
export const PYTHON = {
  ...process.env,
  PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
  PYTHONPATH: resolve('clients/python'),
  PYTHONDONTWRITEBYTECODE: '1',
  SUREFOOT_ENGINE: resolve('dist/cli/main.js'),
};

/** A training by its candidate and place, `failed` or a loss; NaN by name. */
const SCRIPT = `
import json, sys
import surefoot as sf
told = []
for drawn in json.load(open("races.json")):
    options = drawn["race"]
    race = sf.Race([{"x": x} for x in range(drawn["candidates"])], criterion=options["criterion"], tolerance=options["tolerance"],
        max_replicates=options["maxReplicates"], final_trials=options["finalTrials"], collapse=options["collapse"]["above"],
        reliability=options.get("reliability"), seed=drawn["seed"])
    made = []
    for trial in race:
        loss = drawn["losses"][trial.config["x"]]["%d" % trial.replicate]
        made.append([trial.config["x"], trial.replicate])
        race.tell(trial, RuntimeError("out of memory") if loss == "failed" else float(loss))
    answer = race.result
    told.append({"seed": drawn["seed"], "made": made, "text": str(answer), "html": answer._repr_html_(), "verdict": answer.verdict, "ties": len(answer.ties), "setAside": answer.set_aside, "candidates": [
        {"x": one.config["x"], "id": one.id, "fresh": len(one.fresh), "losses": len(one.losses), "begun": one.begun, "failed": one.failed, "collapsed": one.collapsed,
         "value": None if one.value is None else str(one.value), "interval": None if one.interval is None else [str(end) for end in one.interval]}
        for one in answer.candidates]})
print(json.dumps(told))
`;

interface Answered {
  readonly seed: number;
  readonly made: readonly (readonly [x: number, replicate: number])[];
  readonly verdict: string | null;
  readonly ties: number;
  readonly text: string;
  /** As notebooks show it. */
  readonly html: string;
  readonly setAside: { readonly candidates: number; readonly meaning?: string } | null;
  readonly candidates: readonly {
    readonly x: number;
    readonly id: string;
    readonly fresh: number;
    readonly begun: number;
    readonly failed: number;
    readonly collapsed: number;
    readonly value: string | null;
    readonly interval: readonly [string, string] | null;
  }[];
}

export interface PythonRun extends Pick<Answered, 'seed' | 'verdict' | 'ties' | 'text' | 'html' | 'setAside'> {
  readonly trainings: readonly RecordedTraining[];
  readonly told: readonly (Told & Pick<Answered['candidates'][number], 'id'>)[];
}

/** Python writes `inf`. */
const number = (text: string): number => (/inf/.test(text) ? Number.POSITIVE_INFINITY : Number(text));

/** All of them in one process. */
export function askedFromPython(seeds: readonly number[], folder: string): readonly PythonRun[] {
  const drawn = seeds.map((seed) => {
    const { trainers, race } = drawnRace(seed);
    const places = [...Array(20).keys()].flatMap((place) => [place, FRESH_FROM + place]);
    const more = [...Array(400).keys()].map((place) => FRESH_FROM + 20 + place);
    const losses = trainers.map((_, x) =>
      Object.fromEntries(
        [...places, ...more].map((replicate) => {
          const { ending, loss } = endingOf(trainers, seed, x, replicate);
          return [replicate, ending === 'failed' ? 'failed' : String(loss)];
        }),
      ),
    );
    return { seed, race, candidates: trainers.length, losses };
  });
  writeFileSync(join(folder, 'races.json'), JSON.stringify(drawn));
  writeFileSync(join(folder, 'asked.py'), SCRIPT);
  const { stdout, stderr, status } = spawnSync('python3', ['asked.py'], {
    cwd: folder,
    env: PYTHON,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(stderr);
  return (JSON.parse(stdout) as readonly Answered[]).map((one) => {
    const { trainers } = drawnRace(one.seed);
    return {
      ...one,
      trainings: one.made.map(([x, replicate]) => ({
        ...{ x, replicate, isFresh: replicate >= FRESH_FROM },
        ...endingOf(trainers, one.seed, x, replicate),
      })),
      told: one.candidates.map(({ x, id, fresh, begun, failed, collapsed, value, interval }) => {
        const isFresh = fresh > 0 || one.made.some(([own, replicate]) => own === x && replicate >= FRESH_FROM);
        return {
          ...{ x, id, from: isFresh ? ('fresh' as const) : ('race' as const), begun, failed, collapsed },
          ...(value === null ? {} : { value: number(value) }),
          ...(interval === null ? {} : { interval: [number(interval[0]), number(interval[1])] as const }),
        };
      }),
    };
  });
}
