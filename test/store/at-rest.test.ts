/** @file A log says itself whether it is whole: at rest it is one file, and a copy that lacks something is refused. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Database from 'libsql';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { LogExtent } from '../../src/core/index.js';
import {
  checkLog,
  createSqliteStore,
  glanceAtLog,
  LogTail,
  lockRun,
  openFollowedStore,
  openSqliteStore,
  salvageLog,
  WITNESSES,
} from '../../src/evidence/log/index.js';
import { sampleDecision, sampleHeader, sampleOutcome, sampleTrial } from './sample-log.js';
import { temporaryFolder } from './temporary-folder.js';

const WRITER = fileURLToPath(new URL('fixtures/append-for-ever.mjs', import.meta.url));
const MAIN = 'log.sqlite';
const WAL = 'log.sqlite-wal';

/** A run folder whose writer was killed, and how many outcomes it had been told of. */
async function killedRun(least = 20): Promise<{ folder: string; told: number }> {
  const folder = temporaryFolder();
  const child: ChildProcess = spawn(process.execPath, [WRITER, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  const ended = once(child, 'close');
  child.stdout?.setEncoding('utf8').on('data', (more: string) => {
    text += more;
    if (text.split('\n').length > least) child.kill('SIGKILL');
  });
  await ended;
  return { folder, told: text.split('\n').length - 1 };
}

function copyOf(folder: string, names: readonly string[]): string {
  const copy = temporaryFolder();
  for (const name of names) copyFileSync(join(folder, name), join(copy, name));
  return copy;
}

/**
 * What `sqlite3 log.sqlite ".backup copy"` makes of a log that a run has open: all pages of the moment in one file, whose header is the
 * original's but for the counts of changes, which begin anew.
 */
function backupOf(folder: string): string {
  const backup = copyOf(folder, [MAIN, WAL]);
  const path = join(backup, MAIN);
  const header = readFileSync(path).subarray(0, 100);
  // Closing the last connection moves the WAL into the file.
  const connection = new Database(path);
  connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  connection.close();
  const bytes = readFileSync(path);
  header.copy(bytes, 60, 60, 64);
  for (const count of [CHANGES, TABLE_CHANGES, CHANGES_AGAIN]) bytes.writeUInt32BE(1, count);
  rmSync(`${path}-wal`, { force: true });
  rmSync(`${path}-shm`, { force: true });
  writeFileSync(path, bytes);
  return backup;
}

/** Where the header of an SQLite file has them. */
const CHANGES = 24;
const TABLE_CHANGES = 40;
const CHANGES_AGAIN = 92;

function lossesIn(folder: string): number[] {
  const store = openSqliteStore(join(folder, MAIN), { readOnly: true });
  const losses = store.outcomes().map(({ loss }) => loss);
  store.close();
  return losses;
}

function contentsOf(folder: string): Map<string, string> {
  return new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString('base64')]));
}

function writeWitness(folder: string, file: string, log: LogExtent | undefined): void {
  writeFileSync(join(folder, file), JSON.stringify({ format: 'surefoot-result', version: 2, log }, undefined, 2));
}

/** Every way of reading a log. */
const READINGS: readonly (readonly [string, (path: string) => unknown])[] = [
  ['for a report', (path) => openSqliteStore(path, { readOnly: true }).close()],
  ['for a resume', (path) => openSqliteStore(path).close()],
  ['for a page that follows', (path) => openFollowedStore(path)],
  ['for a status', (path) => new LogTail(path).news()],
  ['for a glance', (path) => glanceAtLog(path)],
];

function filledRun(outcomes: number): { folder: string; extent: LogExtent | undefined } {
  const folder = temporaryFolder();
  const store = createSqliteStore(join(folder, MAIN), sampleHeader);
  const question = store.ask({ header: sampleHeader });
  for (let index = 0; index < outcomes; index++) question.append([sampleOutcome(index)]);
  const extent = store.extent();
  store.close();
  return { folder, extent };
}

describe('a run that was killed', () => {
  it('is whole together with its WAL, and readers leave both as they are', async () => {
    const { folder, told } = await killedRun();
    const before = contentsOf(folder);
    expect(lossesIn(folder).length).toBeGreaterThanOrEqual(told);
    const { damages, outcomes } = checkLog(join(folder, MAIN));
    expect([damages, outcomes.length]).toEqual([[], lossesIn(folder).length]);
    for (const [, read] of READINGS.filter(([name]) => name !== 'for a resume')) read(join(folder, MAIN));
    expect(contentsOf(folder)).toEqual(before);
    expect(lossesIn(copyOf(folder, [MAIN, WAL]))).toEqual(lossesIn(folder));
  });

  it('is refused as incomplete by every reading where its main file was copied alone', async () => {
    const { folder } = await killedRun();
    const copy = copyOf(folder, [MAIN]);
    for (const [name, read] of READINGS) {
      expect(() => read(join(copy, MAIN)), name).toThrow(expect.objectContaining({ code: 'log-incomplete' }));
    }
    expect(checkLog(join(copy, MAIN)).damages).toContainEqual(expect.stringContaining('without log.sqlite-wal'));
    expect(readdirSync(copy)).toEqual([MAIN]);
  });

  it('is whole where SQLite made a backup of it, by every reading', async () => {
    const { folder } = await killedRun();
    const losses = lossesIn(folder);
    const backup = backupOf(folder);
    expect(lossesIn(backup)).toEqual(losses);
    expect(checkLog(join(backup, MAIN)).damages).toEqual([]);
    expect(readdirSync(backup)).toEqual([MAIN]);
    for (const [, read] of READINGS) read(join(backup, MAIN));
    expect(lossesIn(backup)).toEqual(losses);
  });

  it('is one file once the next one has taken it over', async () => {
    const { folder, told } = await killedRun();
    const losses = lossesIn(folder);
    const lock = lockRun(folder);
    const store = openSqliteStore(join(folder, MAIN));
    expect(readdirSync(folder).sort()).toEqual(['.lock', MAIN]);
    store.close();
    lock.release();
    expect(losses.length).toBeGreaterThanOrEqual(told);
    expect(lossesIn(copyOf(folder, [MAIN]))).toEqual(losses);
  });

  it('is damaged where a committed page of its WAL is not what was written', async () => {
    const { folder } = await killedRun(40);
    const losses = lossesIn(folder);
    const bytes = readFileSync(join(folder, WAL));
    for (let part = 1; part < 8; part++) {
      const flipped = Buffer.from(bytes);
      const at = Math.floor((bytes.length * part) / 10);
      flipped[at] = (flipped[at] as number) ^ 4;
      const copy = copyOf(folder, [MAIN, WAL]);
      writeFileSync(join(copy, WAL), flipped);
      expect(() => lossesIn(copy)).toThrow(expect.objectContaining({ code: 'log-damaged' }));
      expect(checkLog(join(copy, MAIN)).damages).toContainEqual(expect.stringContaining('log.sqlite-wal'));
      const target = join(temporaryFolder(), MAIN);
      salvageLog(join(copy, MAIN), target, []);
      // What was flipped is one page, and pages of a WAL hold many rows more than once.
      expect(lossesIn(join(target, '..')).length).toBeGreaterThan(losses.length - 5);
    }
  });
});

describe('files beside a log that say how far it goes', () => {
  it.each(WITNESSES)('%s: fewer or other outcomes are damage', (file) => {
    const { folder, extent } = filledRun(5);
    const refused = { code: 'log-damaged', message: expect.stringContaining(file) };
    writeWitness(folder, file, extent);
    expect(lossesIn(folder)).toHaveLength(5);
    for (const [outcomes, other] of [
      [3, filledRun(3).folder],
      [5, filledRun(6).folder],
    ] as const) {
      const copy = copyOf(folder, [file]);
      copyFileSync(join(other, MAIN), join(copy, MAIN));
      if (outcomes === 5) {
        // More than was told, but not the same.
        writeWitness(copy, file, { outcomes: 5, chain: '0123456789abc' });
      }
      for (const [, read] of READINGS) expect(() => read(join(copy, MAIN))).toThrow(expect.objectContaining(refused));
      expect(checkLog(join(copy, MAIN)).damages).toContainEqual(expect.stringContaining(file));
    }
  });

  it('tell a rescue how many outcomes there were, by the one that counts the most', () => {
    const { folder, extent } = filledRun(3);
    const share = () => salvageLog(join(folder, MAIN), join(temporaryFolder(), MAIN), []).share;
    expect(share()).toBeUndefined();
    writeWitness(folder, 'live.json', { outcomes: 2, chain: '0123456789abc' });
    expect(share()).toBe('all of the 2 outcomes that live.json counts');
    writeWitness(folder, 'result.json', { outcomes: 53, chain: '0123456789abc' });
    expect(share()).toBe('3 of the 53 outcomes that result.json counts');
    for (const file of ['live.json', 'result.json']) writeWitness(folder, file, extent);
    const store = openSqliteStore(join(folder, MAIN));
    store.forget(sampleTrial(1), 'the disk was full');
    store.close();
    expect(share()).toBe('all of the 2 outcomes that live.json counts');
  });

  it('a log may hold more than was told', () => {
    const { extent } = filledRun(3);
    const { folder } = filledRun(6);
    writeWitness(folder, 'live.json', extent);
    expect(lossesIn(folder)).toHaveLength(6);
  });
});

describe('bytes that are no text', () => {
  it('are told as damage, wherever they are', () => {
    const folder = temporaryFolder();
    const path = join(folder, MAIN);
    const store = createSqliteStore(path, sampleHeader);
    const question = store.ask({ header: sampleHeader });
    question.append([sampleOutcome(0)]);
    question.appendDecision(sampleDecision);
    question.notice('warning', 'said to people');
    store.close();
    const bytes = readFileSync(path);
    for (const text of ['pepper', '"accuracy"', 'halving', 'said to people', 'race']) {
      const flipped = Buffer.from(bytes);
      for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1))
        flipped[at] = (flipped[at] as number) ^ 0x80;
      const copy = join(temporaryFolder(), MAIN);
      writeFileSync(copy, flipped);
      expect(() => openSqliteStore(copy, { readOnly: true })).toThrow(expect.objectContaining({ code: 'log-damaged' }));
      expect(checkLog(copy).damages).not.toEqual([]);
    }
  });
});

describe('a definition of a table that is damaged', () => {
  it.each(['content TEXT', 'chain INTEGER'])('is found by a check where nothing can be read: %s', (text) => {
    const { folder } = filledRun(3);
    const path = join(folder, MAIN);
    const bytes = readFileSync(path);
    for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) bytes[at] = 'x'.charCodeAt(0);
    writeFileSync(path, bytes);
    expect(() => lossesIn(folder)).toThrow(expect.objectContaining({ code: 'log-damaged' }));
    expect(checkLog(path).damages).not.toEqual([]);
    const target = join(temporaryFolder(), MAIN);
    expect(salvageLog(path, target, [])).toEqual({ trials: 3, share: undefined });
  });
});

describe('an outcome that was forgotten', () => {
  it('makes room for another, and what was decided with it counts no longer', async () => {
    const folder = temporaryFolder();
    mkdirSync(folder, { recursive: true });
    const path = join(folder, MAIN);
    const store = createSqliteStore(path, sampleHeader);
    const question = store.ask({ header: sampleHeader });
    question.append([sampleOutcome(0), sampleOutcome(1)]);
    question.appendDecision(sampleDecision);
    question.conclude({ key: 'k', at: '2025-01-01T00:00:00.000Z', status: 'decided', headline: 'h', content: {} });
    store.forget(sampleTrial(1), 'the disk was full');
    const views = () => [store, openSqliteStore(path, { readOnly: true })];
    for (const view of views()) {
      expect(view.outcomes()).toEqual([sampleOutcome(0)]);
      const [asked] = view.questions();
      expect([asked?.decisions(), asked?.conclusion(), asked?.forgotten()]).toMatchObject([
        [],
        undefined,
        [{ candidate: 'a', reason: 'the disk was full' }],
      ]);
      expect(asked?.notices()).toMatchObject([{ kind: 'forgotten', text: expect.stringContaining('disk was full') }]);
    }
    question.append([sampleOutcome(1, { loss: 7 })]);
    question.appendDecision({ ...sampleDecision, round: 9 });
    for (const view of views()) {
      expect(view.outcomes().map(({ loss }) => loss)).toEqual([0.1, 7]);
      expect(view.questions()[0]?.decisions()).toMatchObject([{ round: 9 }]);
    }
    expect(() => store.forget(sampleTrial(5), 'never there')).toThrow(RangeError);
    // A connection that was closed lets the file go in a later turn, and closing waits for that.
    await setImmediate();
    store.close();
    expect(checkLog(path)).toMatchObject({ damages: [], rows: { outcome: 2, forgotten: 1 } });
  });
});
