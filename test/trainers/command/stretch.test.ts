/** @file What a stretch of work may end: its own processes, and those of a dead one that say so themselves; nobody else's. */
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { JsonObject } from '../../../src/core/index.js';
import { openSqliteStore } from '../../../src/evidence/log/index.js';
import { bootId, pidNamespace, startTicks } from '../../../src/trainers/command/process-tree.js';
import { closeStretch, createCommandTrainer, openStretch } from '../../../src/trainers/index.js';
import { surefoot, temporaryFolder } from '../../app/command-line.js';
import { TEST_MS } from '../../hang-guard.js';
import { isAlive } from '../../torture/run-torture.js';
import { until } from '../../until.js';

const linux = process.platform === 'linux';
const TOKEN = '0123456789abcdef0123456789abcdef';
/** No process has this number. */
const DEAD = { pid: 2 ** 22 + 1, startTicks: 1 };

/** A process that sleeps, with this in its environment. */
function bystander(environment: Readonly<Record<string, string>>): ChildProcess {
  const child = spawn('sleep', ['600'], { env: { ...process.env, ...environment }, stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

const nameOf = (owner: typeof DEAD) => ({
  [`SUREFOOT_STRETCH_${TOKEN}`]: `${bootId()}/${owner.pid}/${owner.startTicks}`,
});

const record = (owner: typeof DEAD, more: JsonObject = {}) =>
  JSON.stringify({
    token: TOKEN,
    host: hostname(),
    bootId: bootId(),
    pidNamespace: pidNamespace('self'),
    owner,
    ...more,
  });

/** Opens a stretch where `written` lies as the record of the one before. */
async function openAfter(written: string): Promise<string[]> {
  const path = join(temporaryFolder(onTestFinished), '.mark');
  writeFileSync(path, written);
  const notices: string[] = [];
  await closeStretch(await openStretch(path, (text) => notices.push(text)));
  expect(existsSync(path)).toBe(false);
  return notices;
}

describe.skipIf(!linux)(`a record${linux ? '' : ' (skipped: finds processes by /proc, which only Linux has)'}`, () => {
  test.each([
    '',
    ':',
    '/usr/sbin',
    '=',
    '{}',
    'null',
    '[1',
    JSON.stringify({ token: '' }),
    record(DEAD, { token: '../../../etc' }),
  ])('that is %j ends nobody and is told of', async (written) => {
    const someone = bystander(nameOf(DEAD));
    expect(await openAfter(written)).toEqual([expect.stringMatching(/not the record of an earlier run/)]);
    expect(isAlive(someone.pid as number)).toBe(true);
  });

  test('of a dead stretch ends what says that it belongs to it', async () => {
    const leftover = bystander(nameOf(DEAD));
    const ended = new Promise((resolve) => leftover.on('exit', (_, signal) => resolve(signal)));
    expect(await openAfter(record(DEAD))).toEqual([]);
    expect(await ended).toBe('SIGKILL');
  });

  test('that lies about its owner ends nobody: processes name their owner themselves', async () => {
    const own = { pid: process.pid, startTicks: startTicks(process.pid) as number };
    const someone = bystander(nameOf(own));
    expect(await openAfter(record(DEAD))).toEqual([]);
    expect(await openAfter(record(own))).toEqual([]);
    expect(isAlive(someone.pid as number)).toBe(true);
  });

  test.each([
    ['another machine', record(DEAD, { host: 'elsewhere' }), DEAD],
    ['another start of the machine', record(DEAD, { bootId: 'another' }), DEAD],
    ['another container', record(DEAD, { pidNamespace: 'pid:[1]' }), DEAD],
    [
      'an owner that started later than what is left',
      record({ ...DEAD, startTicks: 2 ** 50 }),
      { ...DEAD, startTicks: 2 ** 50 },
    ],
  ])('of %s ends nobody', async (_, written, owner) => {
    const someone = bystander(nameOf(owner));
    expect(await openAfter(written)).toEqual([]);
    expect(isAlive(someone.pid as number)).toBe(true);
  });

  test('whose token is only a part of what somebody has in the environment ends nobody', async () => {
    const [[name, value]] = Object.entries(nameOf(DEAD)) as [[string, string]];
    const someone = bystander({ [name]: `${value}0`, [`X${name}`]: value });
    expect(await openAfter(record(DEAD))).toEqual([]);
    expect(isAlive(someone.pid as number)).toBe(true);
  });
});

test('a stretch clears its own folders and no others, and a closed trainer makes none', async () => {
  const open = async () => {
    const stretch = await openStretch();
    const trainer = await createCommandTrainer(
      {
        ...{ command: ['true'], protocol: 'one-shot', pass: 'json-file', sample: { by: 'seed' }, environment: {} },
        ...{ limits: {}, startMs: TEST_MS, workingFolder: tmpdir(), stretch, place: 0 },
      },
      new AbortController().signal,
    );
    const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith(stretch.folderPrefix)).length;
    return { stretch, trainer, left };
  };
  const [one, other] = [await open(), await open()];
  expect([one.left(), other.left()]).toEqual([1, 1]);
  await closeStretch(one.stretch);
  expect([one.left(), other.left()]).toEqual([0, 1]);
  await other.trainer.close?.();
  const streams = { init: 0, sample: 0, order: 0, noise: 0 };
  const trial = { candidate: 'c', streams, fidelity: { sampleSize: 0 }, repeat: 0 };
  const context = { experimentSeed: 1, report: () => {}, signal: new AbortController().signal };
  await expect(other.trainer.train({ id: 'c', label: 'c', configuration: {} }, trial, context)).rejects.toThrow();
  expect(other.left()).toBe(0);
});

/** An experiment in a folder of the test's own; its commands write their process ids into `pids`. */
function write(trainer: JsonObject, more: JsonObject = {}): string {
  const folder = temporaryFolder(onTestFinished);
  mkdirSync(join(folder, 'pids'));
  const race = { rule: 'halving', warmup: 2, criterion: 'median', finalTrials: 4 };
  const experiment = {
    name: 'run',
    trainer,
    space: { x: [1, 2] },
    race,
    workers: 2,
    failures: { retries: 0 },
    ...more,
  };
  writeFileSync(join(folder, 'e.yaml'), JSON.stringify(experiment));
  return folder;
}

const pidsIn = (folder: string) => readdirSync(join(folder, 'pids')).map(Number);

test.skipIf(!linux)('a copy of a running folder leaves the original alone', async () => {
  const shell = 'touch pids/$$; sleep 0.4; echo {configuration.x}.{replicate}';
  const folder = write({ command: { shell }, checkSeeds: false });
  const original = surefoot(['select', 'e.yaml', '-o', 'a', '--quiet'], folder);
  await until(() => pidsIn(folder).length >= 3);
  // Folders of trials come and go while it is copied, and so does the journal, without which the log may be half of one.
  const stays = (path: string) => !/\.(lock|sock)$|\/artifacts\//.test(path);
  await until(() => {
    try {
      rmSync(join(folder, 'b'), { recursive: true, force: true });
      cpSync(join(folder, 'a'), join(folder, 'b'), { recursive: true, filter: stays });
      return true;
    } catch {
      return false;
    }
  });
  const copy = await surefoot(['select', 'e.yaml', '-o', 'b', '--quiet'], folder);
  expect([copy.status, copy.stderr]).toEqual([0, '']);
  const { status, stderr } = await original;
  expect([status, stderr]).toEqual([0, '']);
  for (const name of ['a', 'b']) {
    const store = openSqliteStore(join(folder, name, 'log.sqlite'), { readOnly: true });
    expect(store.outcomes().map(({ status: one }) => one)).toEqual(Array(store.outcomes().length).fill('completed'));
    store.close();
  }
});

const MODULE = `
import { existsSync, writeFileSync } from 'node:fs';
export default ({ x }, { seeds }) => {
  writeFileSync(new URL('./pids/' + process.pid, import.meta.url), '');
  // Nothing but a signal ends this.
  while (!existsSync(new URL('./go', import.meta.url)));
  return x + (seeds.init % 10) / 100;
};`;

test.skipIf(!linux)(
  'module workers in the middle of a long training are ended by the resume of a killed run',
  async () => {
    const folder = write({ module: './train.mjs' });
    writeFileSync(join(folder, 'train.mjs'), MODULE);
    const killed = await surefoot(['select', 'e.yaml', '--quiet'], folder, async (child) => {
      await until(() => pidsIn(folder).length === 2);
      child.kill('SIGKILL');
    });
    expect(killed.status).toBeNull();
    const orphans = pidsIn(folder);
    expect(orphans.filter(isAlive)).toHaveLength(2);
    const resumed = surefoot(['select', 'e.yaml', '--quiet'], folder, async () => {
      await until(() => !orphans.some(isAlive));
      writeFileSync(join(folder, 'go'), '');
    });
    const { status, stderr } = await resumed;
    expect([status, stderr]).toEqual([0, '']);
    expect(readFileSync(join(folder, 'runs/run/result.json'), 'utf8')).toMatch(/"status": "decided"/);
  },
);
