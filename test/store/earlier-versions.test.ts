/**
 * @file Logs of every format that was ever written: read as they are, asked the same again, and added to. The files were written by
 * those versions, and what they hold was read by Python (`scripts/reference/old-logs.py`).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { type Decision, type Question, readNumber, type Store, trialKey } from '../../src/core/index.js';
import { openSqliteStore } from '../../src/store/index.js';
import { temporaryFolder } from './temporary-folder.js';

interface Held {
  readonly version: number;
  readonly outcomes: readonly (readonly [key: string, status: string, loss: number | string, seconds: number])[];
  readonly decisions: readonly Decision[];
}

const FIXTURES = 'test/store/fixtures/old-logs';
const NAMES = ['1-stops', '1', '2-first', '2-codes'];

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
