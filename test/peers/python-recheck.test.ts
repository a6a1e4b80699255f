/** @file What `recheck` of Python takes: trials of one configuration joined, files by their paths, and what these do not tell beside them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../app/command-line.js';
import { jsonOf } from './python-script.js';

test('trials of one configuration count by their mean; what diverged takes no part', () => {
  const script = `
import json
import surefoot as sf
inf = float("inf")
lucky = [dict(x=0, loss=0.1), dict(x=1, loss=0.3), dict(x=0, loss=0.9), dict(x=2, loss=0.2), dict(x=2, loss=inf), dict(x=3, loss=0.4), dict(x=1, loss=float("nan"))]
print(json.dumps([[one["x"] for one in sf.recheck(given, top=top, **more).configs] for given, top, more in (
    (lucky, 2, {}), (lucky, 12, {}), (lucky, 12, {"direction": "maximize"}),
    ({"trials": lucky, "direction": "maximize"}, 2, {}),
)]))
`;
  expect(jsonOf(script, temporaryFolder(onTestFinished))).toEqual([
    [1, 3],
    [1, 3, 0],
    [0, 3, 1],
    [0, 3],
  ]);
});

/** As much of Optuna as reads a storage. */
const OPTUNA = `
from types import SimpleNamespace as Some
def get_all_study_names(storage):
    assert storage == "sqlite:///study.db", storage
    return ["spring", "fall"]
def load_study(study_name, storage):
    trials = [Some(params={"x": x}, value=-x, state=Some(name="COMPLETE")) for x in range(5)]
    return Some(study_name=study_name, directions=[Some(name="MAXIMIZE")], trials=trials)
`;

test('files are read by their paths, with what they do not tell beside them', () => {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(join(folder, 'optuna.py'), OPTUNA);
  writeFileSync(join(folder, 'study.db'), 'SQLite format 3\0');
  writeFileSync(join(folder, 'trials.csv'), 'x,accuracy,note\n1,0.5,a\n2,0.7,b\n3,,c\n');
  const script = `
import json
import surefoot as sf
def told(given, **more):
    try: return sf.recheck(given, top=2, **more).configs
    except sf.InputError as error: return error.what
table = {"source": "trials.csv", "value": "accuracy", "direction": "maximize", "ignore": ["note"]}
space = sf.Space(x=sf.uniform(0, 9))
race = sf.Race(space, search={"prior": "full"}, from_=[{"source": "study.db", "study": "fall"}, table], budget=40)
for t in race: race.tell(t, t.config["x"] + t.seeds["init"] % 100 / 100)
known = race.result.search["from"]
print(json.dumps([told({"source": "study.db", "study": "fall"}), told({"source": "sqlite:///study.db", "study": "fall"}), told(table),
    told("study.db"), told({"source": "study.db", "study": "winter"}), told({"source": "trials.csv", "value": "accuracy"}), told([dict(x=1, val_rmse=2), dict(x=2, val_rmse=1)], value="val_rmse"), told("none.csv"), told("."), told({"source": "trials.csv", "rows": 3}), [one["source"] for one in known]]))
`;
  expect(jsonOf(script, folder)).toEqual([
    [{ x: 0 }, { x: 1 }],
    [{ x: 0 }, { x: 1 }],
    [{ x: 2 }, { x: 1 }],
    'study.db has 2 studies.',
    "study.db has 2 studies, and none is called 'winter'.",
    'The table does not say whether a smaller or a larger "accuracy" is better.',
    [{ x: 2 }, { x: 1 }],
    'none.csv cannot be read: there is no such file.',
    '. is a folder, no table.',
    "found is a dict with 'source', 'rows'.",
    ['study.db', 'trials.csv'],
  ]);
});
