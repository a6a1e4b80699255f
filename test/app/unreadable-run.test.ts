/** @file A run that this user cannot read is no run that is missing: every command says what stands in the way, and ends with 2. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openWatchSource } from '../../src/app/watch/open-source.js';
import { createSqliteStore } from '../../src/evidence/log/index.js';
import { sampleHeader, sampleOutcome } from '../store/sample-log.js';
import { CLI, type CommandResult, temporaryFolder } from './command-line.js';
import { surefootHere } from './command-line-here.js';

/** A folder with a finished run in `runs/one`, and an experiment. */
function folderWithRun(): string {
  const folder = temporaryFolder(onTestFinished);
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
  ['check-log', 'runs/one'],
  ['check-log', 'runs/one', '--salvage', 'rescued'],
  ['log', 'runs/one'],
  ['status', 'runs/one'],
  ['report', 'runs/one'],
  ['report', '--compare', 'runs/one', 'runs/one', '--out', 'page.html'],
  ['replay', 'runs/one'],
  ['export', 'runs/one'],
  ['explain', 'runs/one'],
  ['watch', 'runs/one'],
  ['forget-trial', 'runs/one', 'a', '--reason', 'why'],
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

/** Root may read everything, unless it gives that right away first. */
const isRoot = process.getuid?.() === 0;
const WITHOUT_RIGHTS = ['--bounding-set', '-dac_override,-dac_read_search'];
const mayGiveAway = isRoot && spawnSync('setpriv', [...WITHOUT_RIGHTS, 'true']).status === 0;

test.skipIf(isRoot && !mayGiveAway).each(COMMANDS.map((args) => [args.join(' '), args] as const))(
  `a folder that is closed to its user${isRoot && !mayGiveAway ? ' (skipped: root may read everything, and setpriv is missing)' : ''}: %s`,
  async (_, args) => {
    const folder = folderWithRun();
    chmodSync(join(folder, 'runs/one'), 0);
    onTestFinished(() => chmodSync(join(folder, 'runs/one'), 0o700));
    expectRefused(isRoot ? asOrdinaryUser(args, folder) : await surefootHere(args, folder));
  },
);

function asOrdinaryUser(args: readonly string[], cwd: string): CommandResult {
  return spawnSync('setpriv', [...WITHOUT_RIGHTS, process.execPath, CLI, ...args], { cwd, encoding: 'utf8' });
}

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
