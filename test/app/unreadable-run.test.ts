/** @file A run that this user cannot read is no run that is missing: every command says what stands in the way, and ends with 2. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openWatchSource } from '../../src/app/serve/start-watch.js';
import { createSqliteStore } from '../../src/evidence/log/index.js';
import { sampleHeader, sampleOutcome } from '../evidence/log/sample-log.js';
import { type CommandResult, temporaryFolder } from './command-line.js';
import { surefootHere } from './command-line-here.js';

/** A folder with a finished run in `runs/one`, and an experiment. */
function folderWithRun(onEnd: (cleanUp: () => void) => void = onTestFinished): string {
  const folder = temporaryFolder(onEnd);
  const run = join(folder, 'runs/one');
  mkdirSync(run, { recursive: true });
  const store = createSqliteStore(join(run, 'log.sqlite'), sampleHeader);
  store.ask({ header: sampleHeader }).append([sampleOutcome(0)]);
  store.close();
  writeFileSync(join(folder, 't.mjs'), 'export default ({ x }) => x;\n');
  writeFileSync(join(folder, 'e.yaml'), 'name: e\ntrainer: { module: ./t.mjs }\nspace: { x: [1, 2] }\n');
  return folder;
}

const COMMANDS: readonly (readonly string[])[] = [
  ['log', 'runs/one', '--check'],
  ['log', 'runs/one', '--salvage', 'rescued'],
  ['log', 'runs/one'],
  ['status', 'runs/one'],
  ['report', 'runs/one'],
  ['report', '--compare', 'runs/one', 'runs/one'],
  ['replay', 'runs/one'],
  ['export', 'runs/one'],
  ['explain', 'runs/one'],
  ['watch', 'runs/one'],
  ['log', 'runs/one', 'a', '--forget', 'why'],
  ['select', 'e.yaml', '--out', 'runs/one', '--quiet'],
  ['select', 'e.yaml', '--out', 'runs/one', '--quiet', '--fresh'],
];

/** What keeps everybody from a run, whatever their rights: links that lead to themselves. */
const HINDRANCES: Readonly<Record<string, (run: string) => void>> = {
  'its log is a link to itself': (run) => loop(join(run, 'log.sqlite')),
  'what says how far it went is a link to itself': (run) => loop(join(run, 'live.json'), false),
};

function loop(path: string, isThere = true): void {
  if (isThere) renameSync(path, `${path}.away`);
  symlinkSync(path, path);
}

function expectRefused({ status, stdout, stderr }: CommandResult): void {
  expect({ status, stdout, stderr }).toEqual({ status: 2, stdout: '', stderr: expect.any(String) });
  expect(stderr.replaceAll('\\', '/')).toMatch(/^surefoot: The log runs\/one\/log\.sqlite could not be opened: /);
}

test.each(Object.keys(HINDRANCES).flatMap((name) => COMMANDS.map((args) => [name, args.join(' '), args] as const)))(
  '%s: %s',
  async (name, _, args) => {
    const folder = folderWithRun();
    HINDRANCES[name]?.(join(folder, 'runs/one'));
    expectRefused(await surefootHere(args, folder));
  },
);

const PROGRAM = pathToFileURL(resolve('dist/cli/program.js')).href;

/** Root may read everything, unless it gives that right away first. */
const isRoot = process.getuid?.() === 0;
const WITHOUT_RIGHTS = ['--bounding-set', '-dac_override,-dac_read_search'];
const mayGiveAway = isRoot && spawnSync('setpriv', [...WITHOUT_RIGHTS, 'true']).status === 0;

/** Each command by itself, one after the other in one process: `\0` ends what each has said, and its status stands before that. */
const EACH = `
const { runProgram } = await import(process.argv[1]);
for (const { folder, args } of JSON.parse(process.argv[2])) {
  process.chdir(folder);
  process.exitCode = 0;
  await runProgram(args);
  process.stderr.write(process.exitCode + '\\0');
  process.stdout.write('\\0');
}
process.exitCode = 0;`;

describe.skipIf(isRoot && !mayGiveAway)(
  `a folder that is closed to its user${isRoot && !mayGiveAway ? ' (skipped: root may read everything, and setpriv is missing)' : ''}`,
  () => {
    let asked: readonly { readonly folder: string; readonly args: readonly string[] }[];
    let answers: readonly CommandResult[];
    beforeAll(() => {
      const cleanUps: (() => void)[] = [];
      asked = COMMANDS.map((args) => ({ args, folder: folderWithRun((cleanUp) => cleanUps.push(cleanUp)) }));
      const setRights = (rights: number) => {
        for (const { folder } of asked) chmodSync(join(folder, 'runs/one'), rights);
      };
      setRights(0);
      const program = [process.execPath, '--input-type=module', '-e', EACH, PROGRAM, JSON.stringify(asked)];
      const [command, ...rest] = isRoot ? ['setpriv', ...WITHOUT_RIGHTS, ...program] : program;
      const { status, stdout, stderr } = spawnSync(command as string, rest, { encoding: 'utf8' });
      setRights(0o700);
      expect([status, stderr]).toEqual([0, expect.any(String)]);
      const [said, errors] = [stdout.split('\0'), stderr.split('\0')];
      answers = COMMANDS.map((_, place) => {
        const error = errors[place] ?? '';
        return { status: Number(error.at(-1)), stdout: said[place] ?? '', stderr: error.slice(0, -1) };
      });
      return () => {
        for (const cleanUp of cleanUps) cleanUp();
      };
    });

    test.each(COMMANDS.map((args, place) => [args.join(' '), place] as const))('%s', (_, place) => {
      expectRefused(answers[place] as CommandResult);
    });
  },
);

test('one among others is listed with what stands in its way', () => {
  const folder = folderWithRun();
  const runs = join(folder, 'runs');
  mkdirSync(join(runs, 'two'));
  loop(join(runs, 'two', 'log.sqlite'), false);
  const source = openWatchSource(runs);
  const listed = source.runs().map(({ name, state, stateText }) => `${name}: ${state}: ${stateText}`);
  expect(listed).toEqual([
    expect.stringMatching(/^sample: /),
    expect.stringMatching(/^two: unreadable: .* could not be opened: /),
  ]);
  source.close();
});

test.skipIf(process.platform === 'win32').each(COMMANDS.map((args) => [args.join(' '), args] as const))(
  'nobody waits for a pipe in place of a log: %s',
  async (_, args) => {
    const folder = folderWithRun();
    const log = join(folder, 'runs/one/log.sqlite');
    renameSync(log, `${log}.away`);
    execFileSync('mkfifo', [log]);
    const { status, stderr } = await surefootHere(args, folder);
    expect([status, stderr]).toEqual([2, expect.stringContaining('(it is a pipe, not a file)')]);
  },
);
