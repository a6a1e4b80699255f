/**
 * @file Every InputError: bad input ends with exit status 2 and leaves each byte, and each name, as it was. What is allowed instead is
 * recorded: it changes where something else is taken.
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { InputError } from '../../src/core/index.js';
import { BASE, CASES, SELECT, write } from '../app/bad-inputs.js';
import { fileSnapshot } from '../app/file-snapshot.js';
import { errorCodes } from '../error-codes.js';

/** Codes that no command line comes to, each with the reason. A `*` stands for what is filled in. */
const OUT_OF_REACH: Readonly<Record<string, string>> = {
  'keep-git': 'versions in git and a session that is there: test/app/keep.test.ts',
  'keep-baseline-fails': 'versions in git and a session that is there: test/app/keep.test.ts',
  'keep-session': 'versions in git and a session that is there: test/app/keep.test.ts',
  'keep-submodule': 'versions in git and a session that is there: test/app/keep.test.ts',
  'keep-no-version': 'versions in git and a session that is there: test/app/keep.test.ts',
  'keep-version-gone': 'versions in git and a session that is there: test/app/keep.test.ts',
  'keep-error': 'versions in git and a session that is there: test/app/keep.test.ts',
  'no-table': 'a table in the page to try it on: test/tryout',
  'plan-number': 'numbers in the page to try it on: test/tryout',
  'empty-argument': 'said before any command is asked: bad-input.test.ts',
  'unknown-command': 'said before any command is asked: bad-input.test.ts',
  'assure-own-criterion': 'criteria that a program wrote itself; a file can only name what is known',
  'rule-needs-known-criterion': 'criteria that a program wrote itself; a file can only name what is known',
  'outside-bounds':
    'found in the loss of a training, which the log has then: test/questions/race/free-statement.test.ts',
  'input-below-minus-one': 'found in the sample of a training: a failed trial',
  'curve-tolerance': 'settings given to a study; options are refused as bad-option before',
  'no-factor': 'factors given to a study; the command line always has one',
  'trainer-start': 'what nobody raised on purpose, a RunError',
  'bad-argument': 'arguments of the functions of the library',
  'trial-not-out': 'what a program tells a race of surefoot/race: test/race',
  'wrong-data': 'what a program gives surefoot/engine: test/engine',
  'told-elsewhere': 'what a program tells a race of surefoot/race: test/race',
  'bad-limit': 'limits given to select() and createRace(); those of files and options are refused with their own words',
  'predictions-none': 'what kept predictions hold: test/app/kept-predictions.test.ts',
  'predictions-alone': 'what kept predictions hold: test/app/kept-predictions.test.ts',
  'predictions-differ': 'what kept predictions hold: test/app/kept-predictions.test.ts',
  'predictions-classes': 'what kept predictions hold: test/app/kept-predictions.test.ts',
  'abstain-share': 'asked of a model that is there: test/app/deliver.test.ts',
  'abstain-one-training': 'asked of a model that is there: test/app/deliver.test.ts',
  'predictions-set': 'runs that repeat the split: test/app/predictions.test.ts',
  'not-plain': 'values given to the library; a file holds plain values alone',
  'duplicate-candidate': 'lists of ids given to a race; an experiment refuses duplicate-candidates before',
  'search-metric': 'figures of several trainings together: src/questions/race/plan/search/search-race.test.ts',
  'known-before': 'an option of the functions of the library: test/app/known-before.test.ts',
  propose: 'what a function of the user gives: test/app/search.test.ts',
  'propose-promise': 'what a function of the user gives: test/app/search.test.ts',
  'propose-command': 'what a command of the user prints while a race goes on: test/app/propose-command.test.ts',
  'propose-failed': 'what a proposer in another language says: test/bridge/searched-bridge.test.ts',
  'space-unsearched': 'what another language opens: test/bridge/searched-bridge.test.ts',
  'propose-without-search': 'an option of the functions of the library: test/app/search.test.ts',
  'proposal-setting': 'what a function of the user gives: test/app/search.test.ts',
  'proposal-left-out': 'what a function of the user gives: test/experiment/search.test.ts',
  'race-*': 'settings given to a race; the schema of the experiment refuses them before',
  'data-levels': 'more than 100,000 categories: test/engine/datasets/columns.test.ts',
  'data-not-finite': 'values of data given to a trainer; files refuse data-not-a-number before',
  'label-out-of-range': 'class numbers of data given to a trainer; files refuse data-label before',
  'other-engine': 'run folders that another version wrote: test/app/other-engine.test.ts',
  'weights-of-other-engine': 'run folders that another version wrote: test/app/other-engine.test.ts',
  'too-deep': 'lists within lists, in files and programs: test/app/too-deep.test.ts',
  'bridge-length': 'what a program says at the bridge: src/bridge/bridge.test.ts',
  'model-changed': 'models that are not as they were written: test/app/predict.test.ts',
  'address-not-private': 'where no file can be kept from others: test/app/watch.test.ts',
  'model-without-columns': 'models of pictures and of files without columns: test/engine/network/table-model.test.ts',
  'explain-data': 'models and runs of the built-in trainer: test/app/explain.test.ts',
  'explain-keep': 'models and runs of the built-in trainer: test/app/explain.test.ts',
  'explain-metric': 'models and runs of the built-in trainer: test/app/explain.test.ts',
  'explain-open': 'models and runs of the built-in trainer: test/app/explain.test.ts',
  'explain-rows': 'models and runs of the built-in trainer: test/app/explain.test.ts',
  'explain-pictures': 'runs of the built-in trainer: test/app/final-instances.test.ts',
  'log-exists': 'a file that comes between the look into the folder and the beginning of the log',
  'log-missing': 'a file that goes between the look into the folder and the opening of the log',
  'live-damaged': 'a live.json that no run wrote: whoever watches is told on the page, and goes on',
  'function-not-here': 'a run of functions of the library as models: test/app/function-models.test.ts',
  'workers-need-trainer': 'a function of the library as trainer: test/app/workers.test.ts',
  'outcome-too-large': 'what a trial gave, of half a gigabyte and more',
  'queue-evicts': 'what a server says: test/work/transports/queue/server.test.ts',
  'queue-packages-missing': 'an installation without them: test/package.test.ts',
  'too-large-for-queue': 'what a trial gave, of 256 MiB and more: test/work/transports/queue/server.test.ts',
  'key-not-in-file': 'a key that stands in the environment: test/work/transports/queue/signed.test.ts',
  'exchange-foreign': 'a folder of another user: test/work/transports/folder.test.ts',
  'exchange-unusable': 'permissions, which a test that runs as root does not feel: test/work/transports/folder.test.ts',
  'slurm-refused': 'a Slurm that is there and says no: test/peers/slurm.test.ts',
  'machine-too-small': 'a run that is offered to a worker too small for it: test/app/worker-machine.test.ts',
  defect: 'what nobody raised on purpose, told to a program at the bridge: src/bridge/bridge.test.ts',
  'bridge-version': 'what a program says at the bridge: src/bridge/bridge.test.ts',
  'bridge-request': 'what a program says at the bridge: src/bridge/bridge.test.ts',
  'endless-grid': 'what a program asks of a space at the bridge: src/experiment/draws/draw-space.test.ts',
  'space-too-small': 'what a program asks of a space at the bridge: src/experiment/draws/draw-space.test.ts',
  'outside-space': 'what a program asks of a space at the bridge: src/experiment/draws/draw-space.test.ts',
  'draw-space': 'what a program asks of a space at the bridge: src/experiment/draws/draw-space.test.ts',
  'onnxruntime-missing': 'an installation without it: test/app/without-peers.test.ts',
};

let scratch = '';
let cli: typeof import('../../src/cli/program.js');
let exitStatusOf: typeof import('../../src/cli/exit-status.js').exitStatusOfError;
const home = process.cwd();

/** The built command line, in this process: what it throws, or what it left as exit status. */
async function run(args: readonly string[]): Promise<unknown> {
  const [name, ...rest] = args;
  const program = cli.createProgram().configureOutput({ writeOut: () => {}, writeErr: () => {} });
  const command = cli.COMMANDS.find((listed) => listed.name === name);
  (await command?.load())?.(program);
  try {
    await program.parseAsync([name as string, ...rest], { from: 'user' });
    return process.exitCode;
  } catch (error) {
    return error;
  } finally {
    process.exitCode = undefined;
  }
}

beforeAll(async () => {
  const built = (name: string) => import(pathToFileURL(resolve('dist/cli', name)).href);
  cli = await built('program.js');
  ({ exitStatusOfError: exitStatusOf } = await built('exit-status.js'));
  scratch = realpathSync(mkdtempSync(join(tmpdir(), 'surefoot-every-')));
  const base = join(scratch, 'base');
  mkdirSync(base);
  write(BASE)(base);
  process.chdir(base);
  expect(await run([...SELECT, '--workers', '1'])).toBe(0);
});

afterAll(() => {
  process.chdir(home);
  rmSync(scratch, { recursive: true, force: true });
});

test.each(Object.entries(CASES))('%s', async (code, { args, prepare }) => {
  const folder = join(scratch, code);
  mkdirSync(folder, { mode: 0o700 });
  process.chdir(folder);
  const undo = prepare?.(folder, join(scratch, 'base'));
  const before = fileSnapshot(folder);
  const error = await run(args);
  const after = fileSnapshot(folder);
  undo?.();
  expect(error).toMatchObject({ name: 'InputError', code });
  expect(after).toEqual(before);
  expect(error).toMatchObject({ message: expect.stringMatching(/\nFix: /) });
  const { allowed } = error as InputError;
  // How much memory there is differs from machine to machine.
  expect(`${exitStatusOf(error)}: ${allowed?.replace(/[\d.]+ [MGT]B of memory/, 'memory')}`).toMatchSnapshot();
});

test('every code of an InputError has its case, or the reason why it has none', () => {
  const found = new Set(
    errorCodes(join(home, 'src')).flatMap(({ code, kind = 'InputError' }) => (kind === 'InputError' ? [code] : [])),
  );
  const known = [...Object.keys(CASES), ...Object.keys(OUT_OF_REACH)];
  const isCovered = (code: string) =>
    known.includes(code) ||
    (code.includes('*') && known.some((name) => name.startsWith(code.slice(0, code.indexOf('*')))));
  expect([...found].filter((code) => !isCovered(code))).toEqual([]);
  // What is no code any more goes from the lists, too.
  expect(Object.keys(OUT_OF_REACH).filter((code) => !found.has(code))).toEqual([]);
});
