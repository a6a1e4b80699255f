/** @file Logs of version 1 are read as they are, and replaced by a log of today when something is written. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import type { Question } from '../../src/core/index.js';
import { openSqliteStore } from '../../src/store/index.js';
import { type OldLog, writeOldLog } from './old-log.js';
import { sampleDecision, sampleFailure, sampleHeader, sampleOutcome } from './sample-log.js';
import { temporaryFolder } from './temporary-folder.js';

const { salt: _, ...header } = sampleHeader;
const outcomes = [sampleOutcome(0), sampleOutcome(1, sampleFailure), sampleOutcome(2, { artifacts: { w: 'x/w' } })];
const ORDINARY: OldLog = { header, outcomes, decisions: [sampleDecision] };

function oldLog(log: OldLog = ORDINARY): string {
  const path = join(temporaryFolder(), 'log.sqlite');
  writeOldLog(path, log);
  return path;
}

function read(path: string) {
  const store = openSqliteStore(path, { readOnly: true });
  const question = store.newestQuestion() as Question;
  const { header: asked } = question;
  store.close();
  return {
    header: asked,
    outcomes: question.outcomes(),
    decisions: question.decisions(),
    stretches: store.stretches(),
  };
}

it('is read with all that it holds, and left as it is', () => {
  const path = oldLog();
  const before = readFileSync(path);
  expect(read(path)).toMatchObject({ header, outcomes, decisions: [sampleDecision], stretches: [{ seconds: 12.5 }] });
  const store = openSqliteStore(path);
  store.ask({ header }).notice('warning', 'not worth a change of the file');
  store.close();
  expect(readFileSync(path)).toEqual(before);
});

it('makes room for a log of today at the first outcome, and stays beside it', () => {
  const path = oldLog();
  const before = readFileSync(path);
  const store = openSqliteStore(path);
  const question = store.ask({ header });
  expect(question.number).toBe(1);
  question.append([sampleOutcome(1), sampleOutcome(3)]);
  store.close();
  expect(readdirSync(dirname(path)).sort()).toEqual(['log.sqlite', 'log.sqlite.v1']);
  expect(readFileSync(`${path}.v1`)).toEqual(before);
  const expected = [outcomes[0], outcomes[2], sampleOutcome(1), sampleOutcome(3)];
  expect(read(path)).toMatchObject({ header, outcomes: expected, decisions: [sampleDecision] });
  const reopened = openSqliteStore(path, { readOnly: true });
  expect(reopened.claims()).toContain('log.sqlite.v1');
  expect(reopened.notices()).toMatchObject([{ kind: 'migrated', text: expect.stringContaining('cannot be verified') }]);
  reopened.close();
});

it('loses trials that were stopped early, what was decided from them, and the setting', () => {
  const stopped = sampleOutcome(1, { status: 'stopped' as never, loss: Number.POSITIVE_INFINITY });
  const path = oldLog({
    header: { ...header, plan: { ...header.plan, earlyStop: { after: 1 } } },
    outcomes: [sampleOutcome(0), stopped, sampleOutcome(2)],
    decisions: [
      sampleDecision,
      { ...sampleDecision, round: 4, evidence: [{ candidate: 'a', n: 3, reason: 'stopped' }] },
      { ...sampleDecision, round: 5 },
    ],
  });
  const left = { header, outcomes: [sampleOutcome(0), sampleOutcome(2)], decisions: [sampleDecision] };
  expect(read(path)).toMatchObject(left);
  const store = openSqliteStore(path);
  store.ask({ header }).append([sampleOutcome(1)]);
  store.close();
  expect(read(path).outcomes).toEqual([...left.outcomes, sampleOutcome(1)]);
});
