/** @file A log says itself whether it is whole: at rest it is one file, and a copy that lacks something is refused. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Database from 'libsql';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { LogExtent } from '../../../src/core/index.js';
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
} from '../../../src/evidence/log/index.js';
import { sampleDecision, sampleHeader, sampleOutcome, sampleTrial } from './sample-log.js';
import { temporaryFolder } from './temporary-folder.js';

const WRITER = fileURLToPath(new URL('fixtures/append-for-ever.mjs', import.meta.url));
const MAIN = 'log.sqlite';
const WAL = 'log.sqlite-wal';

/** A run folder whose writer was killed, and how many outcomes it had been told of. */
async function killedRun(least = 20, epochs = 0): Promise<{ folder: string; told: number }> {
  const folder = temporaryFolder();
  const child: ChildProcess = spawn(process.execPath, [WRITER, folder, 'leave', String(epochs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
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
 * What SQLite makes of a log that a run has left open when any program has looked into it, and by `sqlite3 log.sqlite ".backup copy"`: all
 * pages of the moment in one file. It moves the WAL into the file as its last connection closes.
 */
function lookedInto(folder: string): string {
  const copy = copyOf(folder, [MAIN, WAL]);
  const path = join(copy, MAIN);
  const connection = new Database(path);
  connection.exec('SELECT count(*) FROM outcome');
  connection.close();
  expect(readdirSync(copy)).toEqual([MAIN]);
  return copy;
}

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

  // Of the second one most has been moved into the main file: 4 MiB are moved at a time.
  it.each([
    [20, 0],
    [150, 3000],
  ])('is refused as incomplete by every reading where its main file was copied alone: %i outcomes', async (...run) => {
    const { folder } = await killedRun(...run);
    const copy = copyOf(folder, [MAIN]);
    for (const [name, read] of READINGS) {
      expect(() => read(join(copy, MAIN)), name).toThrow(expect.objectContaining({ code: 'log-incomplete' }));
    }
    expect(checkLog(join(copy, MAIN)).damages).toContainEqual(expect.stringContaining('without log.sqlite-wal'));
    expect(readdirSync(copy)).toEqual([MAIN]);
  });

  it.each([
    [20, 0],
    [150, 3000],
  ])('is whole where another program has looked into it, by every reading: %i outcomes', async (...run) => {
    const { folder } = await killedRun(...run);
    const losses = lossesIn(folder);
    const alone = lookedInto(folder);
    expect(lossesIn(alone)).toEqual(losses);
    expect(checkLog(join(alone, MAIN)).damages).toEqual([]);
    for (const [, read] of READINGS) read(join(alone, MAIN));
    expect(lossesIn(alone)).toEqual(losses);
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

/** What a file beside a log says of it: what its run had told when it ended, or before. */
function told(extent: LogExtent | undefined, changes: Partial<LogExtent> = {}): LogExtent {
  if (extent === undefined) throw new Error('A log in a file has an extent.');
  return { ...extent, ...changes };
}

describe('files beside a log that say how far it goes', () => {
  it.each(WITNESSES)('%s: less or something else is damage', (file) => {
    const { folder, extent } = filledRun(5);
    writeWitness(folder, file, extent);
    expect(lossesIn(folder)).toHaveLength(5);
    for (const changes of [
      { outcomes: 6 },
      { decisions: 1 },
      { conclusions: 1 },
      { outcomes: 4 },
      { chain: '0123456789abc' },
    ]) {
      const copy = copyOf(folder, [MAIN]);
      writeWitness(copy, file, told(extent, changes));
      const refused = { code: 'log-damaged', message: expect.stringContaining(file) };
      for (const [, read] of READINGS) expect(() => read(join(copy, MAIN))).toThrow(expect.objectContaining(refused));
      expect(checkLog(join(copy, MAIN)).damages).toContainEqual(expect.stringContaining(file));
    }
  });

  it.each(WITNESSES)("%s: another run's log is refused as such", (file) => {
    const { folder, extent } = filledRun(5);
    for (const outcomes of [0, 6]) {
      const copy = copyOf(filledRun(outcomes).folder, [MAIN]);
      for (const said of [told(extent), told(filledRun(0).extent)]) {
        writeWitness(copy, file, said);
        const refused = {
          code: 'log-foreign',
          message: expect.stringContaining(`${file} beside it tells of another log`),
        };
        for (const [, read] of READINGS) expect(() => read(join(copy, MAIN))).toThrow(expect.objectContaining(refused));
        expect(checkLog(join(copy, MAIN)).damages).toContainEqual(expect.stringContaining(file));
      }
    }
    expect(lossesIn(folder)).toHaveLength(5);
  });

  it('tell a rescue how many outcomes there were, by the one that counts the most', () => {
    const { folder, extent } = filledRun(3);
    const share = () => salvageLog(join(folder, MAIN), join(temporaryFolder(), MAIN), []).share;
    expect(share()).toBeUndefined();
    writeWitness(folder, 'live.json', told(extent, { outcomes: 2 }));
    expect(share()).toBe('all of the 2 outcomes that live.json counts');
    writeWitness(folder, 'result.json', told(extent, { outcomes: 53 }));
    expect(share()).toBe('3 of the 53 outcomes that result.json counts');
    for (const file of ['live.json', 'result.json']) writeWitness(folder, file, extent);
    const store = openSqliteStore(join(folder, MAIN));
    store.forget(sampleTrial(1), 'the disk was full');
    store.close();
    expect(share()).toBe('all of the 2 outcomes that live.json counts');
  });

  it('a log may hold more than was told', async () => {
    const { folder, extent } = filledRun(3);
    const store = openSqliteStore(join(folder, MAIN));
    const question = store.ask({ header: sampleHeader });
    question.append([sampleOutcome(3)]);
    question.appendDecision(sampleDecision);
    const later = store.extent();
    question.append([sampleOutcome(4)]);
    await setImmediate();
    store.close();
    for (const said of [extent, later]) {
      writeWitness(folder, 'live.json', said);
      expect(lossesIn(folder)).toHaveLength(5);
    }
  });

  it('prove a log whole whose WAL is gone, where its run has said at its end how far it went', () => {
    const { folder, extent } = filledRun(5);
    const path = join(folder, MAIN);
    const bytes = readFileSync(path);
    // As the main file of a log that is open: it says so, and that it has a WAL.
    bytes.writeUInt32BE(bytes.readUInt32BE(60) + OPEN, 60);
    bytes.fill(2, 18, 20);
    writeFileSync(path, bytes);
    const isWhole = (state: string, log: LogExtent): boolean => {
      writeFileSync(join(folder, 'live.json'), JSON.stringify({ log, state }));
      const read = READINGS.filter(([name]) => name !== 'for a resume').map(([, reading]) => {
        try {
          reading(path);
          return 'whole';
        } catch (error) {
          return (error as { readonly code?: string }).code;
        }
      });
      const isSound = checkLog(path).damages.length === 0;
      expect(new Set(read)).toEqual(new Set([isSound ? 'whole' : 'log-incomplete']));
      return isSound;
    };
    expect(isWhole('ended', told(extent))).toBe(true);
    expect(isWhole('running', told(extent))).toBe(false);
    expect(isWhole('ended', told(extent, { outcomes: 4 }))).toBe(false);
    expect(isWhole('ended', told(extent, { chain: '0123456789abc' }))).toBe(false);
  });
});

/** Added to SQLite's `user_version` of a log that is open. */
const OPEN = 256;

describe('a WAL', () => {
  it('of another run is refused as such, beside that log at rest and beside one that was left open', async () => {
    const { folder } = await killedRun();
    const atRest = filledRun(3).folder;
    const open = (await killedRun(60)).folder;
    for (const other of [atRest, open]) {
      const mixed = copyOf(folder, [WAL]);
      copyFileSync(join(other, MAIN), join(mixed, MAIN));
      const before = contentsOf(mixed);
      for (const [name, read] of READINGS)
        expect(() => read(join(mixed, MAIN)), name).toThrow(
          expect.objectContaining({ code: 'log-foreign', message: expect.stringContaining('log.sqlite-wal') }),
        );
      expect(checkLog(join(mixed, MAIN)).damages).toContainEqual(expect.stringContaining('it is of another log'));
      expect(contentsOf(mixed)).toEqual(before);
      const target = join(temporaryFolder(), MAIN);
      salvageLog(join(mixed, MAIN), target, []);
      const losses = other === atRest ? lossesIn(atRest) : [];
      expect(lossesIn(join(target, '..'))).toEqual(losses);
    }
  });

  it('with nothing in it is none', async () => {
    const { folder } = await killedRun();
    writeFileSync(join(folder, WAL), '');
    for (const [, read] of READINGS)
      expect(() => read(join(folder, MAIN))).toThrow(expect.objectContaining({ code: 'log-incomplete' }));
  });
});

describe('decisions and conclusions', () => {
  it.each(['decision', 'conclusion'])('belong to their log as outcomes do: a %s', (table) => {
    const run = () => {
      const folder = temporaryFolder();
      const store = createSqliteStore(join(folder, MAIN), sampleHeader);
      const question = store.ask({ header: sampleHeader });
      for (let index = 0; index < 3; index++) {
        question.append([sampleOutcome(index)]);
        question.appendDecision({ ...sampleDecision, round: index });
      }
      question.conclude({ key: 'k', at: '2025-01-01T00:00:00.000Z', status: 'decided', headline: 'h', content: {} });
      store.close();
      return join(folder, MAIN);
    };
    const changes = {
      'as another log had it': `INSERT INTO ${table} SELECT * FROM other.${table}`,
      'without its last': `INSERT INTO ${table} SELECT * FROM other.${table} WHERE sequence < (SELECT max(sequence) FROM other.${table})`,
    };
    for (const [name, change] of Object.entries(changes)) {
      const path = run();
      const other = name.startsWith('as') ? run() : join(copyOf(join(path, '..'), [MAIN]), MAIN);
      const connection = new Database(path);
      connection.exec(`ATTACH '${other.replaceAll("'", "''")}' AS other; DROP TRIGGER ${table}_refuses_delete;
        DELETE FROM ${table}; ${change}`);
      connection.close();
      const isSeen = name.startsWith('as') || table === 'decision';
      const read = () => openSqliteStore(path, { readOnly: true }).close();
      if (isSeen) expect(read, name).toThrow(expect.objectContaining({ code: 'log-damaged' }));
      expect(checkLog(path).damages.length > 0, name).toBe(isSeen);
    }
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
