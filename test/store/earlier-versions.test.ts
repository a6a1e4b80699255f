/**
 * @file Logs of the format before this one: read as they are, asked the same again, and added to; older ones are refused. The files were written by
 * those versions, and what they hold was read by Python (`scripts/reference/old-logs.py`).
 */
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32, gunzipSync } from 'node:zlib';
import Database from 'libsql';
import { expect, it } from 'vitest';
import { type Decision, type Outcome, type Question, readNumber, type Store, trialKey } from '../../src/core/index.js';
import { checkLog, lockRun, openSqliteStore } from '../../src/evidence/log/index.js';
import { examples } from '../examples.js';
import { temporaryFolder } from './temporary-folder.js';

interface Held {
  readonly version: number;
  readonly outcomes: readonly (readonly [key: string, status: string, loss: number | string, seconds: number])[];
  readonly decisions: readonly Decision[];
}

const FIXTURES = 'test/store/fixtures/old-logs';
const NAMES = ['2-first', '2-codes'];

function oldLog(name: string): { readonly path: string; readonly held: Held } {
  const path = join(temporaryFolder(), 'log.sqlite');
  writeFileSync(path, gunzipSync(readFileSync(join(FIXTURES, `${name}.sqlite.gz`))));
  return { path, held: JSON.parse(readFileSync(join(FIXTURES, `${name}.json`), 'utf8')) as Held };
}

function holds(store: Store, { outcomes, decisions }: Held): Question {
  const question = store.newestQuestion() as Question;
  const read = store.outcomes().map(({ trial, status, loss, seconds }) => [trialKey(trial), status, loss, seconds]);
  const losses = (loss: number | string) => (typeof loss === 'string' ? readNumber(loss) : loss);
  expect(read).toEqual(outcomes.map(([key, status, loss, seconds]) => [key, status, losses(loss), seconds]));
  expect(question.decisions()).toEqual(decisions);
  expect(question.header.candidates.map(({ configuration }) => configuration.x)).toEqual([1, 2, 3, 4, 5]);
  return question;
}

it.each(NAMES)('a log of format %s is read as it is', (name) => {
  const { path, held } = oldLog(name);
  const store = openSqliteStore(path, { readOnly: true });
  holds(store, held);
  store.close();
});

it.each(NAMES)('a log of format %s is asked the same question again, and takes more', (name) => {
  const { path, held } = oldLog(name);
  const first = openSqliteStore(path);
  const { header } = holds(first, held);
  const again = first.ask({ header });
  expect(again.number).toBe(1);
  const [known] = again.outcomes();
  if (known === undefined) throw new Error('There are outcomes.');
  const more = { ...known, trial: { ...known.trial, repeat: 1 } };
  expect(() => again.append([known])).toThrow();
  again.append([more]);
  first.close();
  const second = openSqliteStore(path, { readOnly: true });
  const { loss, status, seconds } = more;
  holds(second, { ...held, outcomes: [...held.outcomes, [trialKey(more.trial), status, loss, seconds]] });
  second.close();
});

it('a log of version 1 is refused and stays as it is', () => {
  const { path } = oldLog('1');
  const before = readFileSync(path);
  for (const readOnly of [true, false]) {
    expect(() => openSqliteStore(path, { readOnly })).toThrow(
      expect.objectContaining({ code: 'older-log', message: expect.stringMatching(/version 1(.|\n)*commit 19f62f2/) }),
    );
  }
  expect(readFileSync(path)).toEqual(before);
  expect(readdirSync(dirname(path))).toEqual(['log.sqlite']);
});

it('the log of before stays beside the new one, to the byte', () => {
  const { path, held } = oldLog('2-codes');
  const before = readFileSync(path);
  const store = openSqliteStore(path);
  const question = holds(store, held);
  question.notice('warning', 'not worth a change of the file');
  expect(readFileSync(path)).toEqual(before);
  question.appendDecision({ ...(question.decisions().at(-1) as Decision), round: 99 });
  store.close();
  expect(readdirSync(dirname(path)).sort()).toEqual(['log.sqlite', 'log.sqlite.v2']);
  expect(readFileSync(`${path}.v2`)).toEqual(before);
  const reopened = openSqliteStore(path, { readOnly: true });
  expect(reopened.claims()).toContain('log.sqlite.v2');
  reopened.close();
});

/** What version 2 leaves in the folder after each of these many more outcomes, as a kill at that moment would: main file and WAL. */
function* killedVersion2(kills: number): Generator<{ folder: string; outcomes: number }> {
  const { path, held } = oldLog('2-codes');
  const connection = new Database(path);
  connection.exec('PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 7');
  const [row] = connection.prepare('SELECT * FROM outcome ORDER BY sequence').raw().all([]) as (string | number)[][];
  if (row === undefined) throw new Error('There are outcomes.');
  const insert = connection.prepare(
    `INSERT INTO outcome VALUES (NULL, ${row
      .slice(1)
      .map(() => '?')
      .join(', ')})`,
  );
  const columns = row.slice(1, -1);
  for (let more = 1; more <= kills; more++) {
    columns[1] = `i${1000 + more},s0,o0,n0|0x0|0`;
    insert.run([...columns, crc32(JSON.stringify(columns))]);
    const folder = temporaryFolder();
    for (const name of ['log.sqlite', 'log.sqlite-wal']) copyFileSync(join(dirname(path), name), join(folder, name));
    yield { folder, outcomes: held.outcomes.length + more };
  }
  connection.close();
}

/** Beyond a checkpoint of its WAL, which comes every 7 pages. */
const KILLS = examples(15, 50);

it(`runs of version 2 that were killed at ${KILLS} moments keep all outcomes when they go on`, () => {
  for (const { folder, outcomes } of killedVersion2(KILLS)) {
    const path = join(folder, 'log.sqlite');
    const lock = lockRun(folder);
    const store = openSqliteStore(path);
    const before = store.outcomes();
    expect(before).toHaveLength(outcomes);
    const question = store.newestQuestion() as Question;
    const [first] = before as [Outcome];
    const more = { ...first, trial: { ...first.trial, repeat: 5 } };
    question.append([more]);
    store.close();
    lock.release();
    expect(readdirSync(folder).sort()).toEqual(['.lock', 'log.sqlite', 'log.sqlite.v2']);
    const after = openSqliteStore(path, { readOnly: true });
    expect(after.outcomes()).toEqual([...before, more]);
    after.close();
    const kept = openSqliteStore(`${path}.v2`, { readOnly: true });
    expect(kept.outcomes()).toEqual(before);
    kept.close();
    expect(checkLog(path).damages).toEqual([]);
  }
});
