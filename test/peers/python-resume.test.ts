/** @file Runs of functions that are interrupted, gone on with, changed, and asked again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../app/command-line.js';
import { until } from '../until.js';
import { PYTHON } from './debian-python.js';
import { jsonOf, PACKAGE_ENVIRONMENT, runPython } from './python-script.js';

const SMALL = 'workers=1, max_replicates=2, final_trials=0, out="run"';

/** Asks about a function whose code is `body`, after `before`; gives the trials of all stretches, or the error. */
const asked = (before: string, body: string, options = '') => `
import json, os, sys
sys.modules["pandas"] = None
import surefoot as sf
${before}
def train(rate, seed):
${body}
try:
    r = sf.select(train, [{"rate": 1}, {"rate": 2}], ${SMALL}${options})
    print(json.dumps([r.record["trials"]["used"], len(r.record["stretches"]), r.record["code"]["changed"]]))
except sf.InputError as error:
    print(json.dumps(str(error)))
`;
const BODY = '    return rate + scale * (seed % 2)';

test('what a function captures is a part of its code: changed values and code are found, comments are not', () => {
  const folder = temporaryFolder(onTestFinished);
  const first = asked('scale = 1', BODY);
  expect(jsonOf(first, folder)).toEqual([4, 1, []]);
  // Nothing is trained anew: comments and formatting are no code.
  const formatted = asked('# The scale.\nscale = 1', '    # Adds up.\n    return (rate +\n        scale * (seed % 2))');
  expect(jsonOf(formatted, folder)).toEqual([4, 1, []]);
  expect(jsonOf<string>(asked('scale = 2', BODY), folder)).toMatch(
    /^The trainer's code has changed since the 5 finished trainings in .*run: train\.scale\.\n[\s\S]*accept_changed_code=True[\s\S]*fresh=True/,
  );
  expect(jsonOf<string>(asked('scale = 1', `${BODY} + 0`), folder)).toMatch(/run: train\.\n/);
  expect(jsonOf(asked('scale = 2', BODY, ', accept_changed_code=True'), folder)).toEqual([4, 1, []]);
});

test('arrays count by content, modules of the user by their file', () => {
  const folder = temporaryFolder(onTestFinished);
  const helper = join(folder, 'helper.py');
  writeFileSync(helper, 'SCALE = 1\n');
  const script = asked(
    'import helper, array\ntable = array.array("d", [1, 2])',
    '    return rate + helper.SCALE * table[seed % 2]',
  );
  expect(jsonOf(script, folder)).toEqual([4, 1, []]);
  expect(jsonOf<string>(script.replace('[1, 2]', '[1, 3]'), folder)).toMatch(/run: train\.table\.\n/);
  writeFileSync(helper, 'SCALE = 2\n');
  expect(jsonOf<string>(script, folder)).toMatch(/run: helper\.py\.\n/);
});

/** Trains each candidate once, and does not go on before the file `hold` is gone. */
const SLOW = `
import os, time
import surefoot as sf
def train(x, seed, trial):
    while trial["replicate"] > 0 and os.path.exists("hold"): time.sleep(0.01)
    return x + seed % 7
try:
    r = sf.select(train, [{"x": i / 10} for i in range(6)], tolerance=0, workers=2, out="run", max_replicates=3, final_trials=0, check_seeds=False)
    print(r.record["trials"]["failed"], len(r.record["stretches"]), flush=True)
except KeyboardInterrupt:
    print("interrupted", flush=True)
except sf.InputError as error:
    print(error, flush=True)
`;

/** In the environment of a process, and of all that it starts. */
const MARK = 'SUREFOOT_TEST_FOLDER';

/** Starts the slow script, and waits until it holds. */
async function started(folder: string): Promise<ChildProcess & { readonly printed: () => string }> {
  writeFileSync(join(folder, 'slow.py'), SLOW);
  writeFileSync(join(folder, 'hold'), '');
  const child = spawn(PYTHON, ['slow.py'], {
    cwd: folder,
    env: { ...PACKAGE_ENVIRONMENT, [MARK]: folder },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await until(() => trialsDone(folder) === 6);
  return Object.assign(child, { printed: () => text });
}

function trialsDone(folder: string): number {
  const live = join(folder, 'run/live.json');
  if (!existsSync(live)) return 0;
  const { progress } = JSON.parse(readFileSync(live, 'utf8')) as { progress?: { trials: { done: number } } };
  return progress?.trials.done ?? 0;
}

const ended = (child: ChildProcess) => new Promise((resolve) => child.on('exit', resolve));

test('Ctrl-C leaves a run that the same call goes on with, and a second process is told of the first', async () => {
  const folder = temporaryFolder(onTestFinished);
  const first = await started(folder);
  expect(runPython(SLOW, folder).stdout).toMatch(
    /^The run folder .* is in use by process \d+ .*\nAllowed: one process at a time/,
  );
  first.kill('SIGINT');
  await ended(first);
  expect(first.printed()).toBe('interrupted\n');
  rmSync(join(folder, 'hold'));
  expect(runPython(SLOW, folder).stdout).toBe('0 2\n');
});

test.skipIf(process.platform !== 'linux')(
  'when the process that called is killed, all that it started ends',
  async () => {
    const folder = temporaryFolder(onTestFinished);
    const first = await started(folder);
    first.kill('SIGKILL');
    await ended(first);
    await until(() => processesIn(folder) === 0);
    rmSync(join(folder, 'hold'));
    expect(runPython(SLOW, folder).stdout).toBe('0 2\n');
  },
);

/** How many processes carry the mark of this folder. */
function processesIn(folder: string): number {
  const found = readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return readFileSync(`/proc/${name}/environ`, 'utf8').includes(`${MARK}=${folder}\0`);
    } catch {
      return false;
    }
  });
  return found.length;
}
