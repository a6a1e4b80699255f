/** @file A damaged log is rescued: whatever can be read is there in the new one, under numbers that fit, and it resumes. */
import { join } from 'node:path';
import Database from 'libsql';
import { expect, onTestFinished, test } from 'vitest';
import { openRunLog } from '../../src/app/folder/logged-run.js';
import { salvageRun } from '../../src/app/folder/mend-run.js';
import { select } from '../../src/app/index.js';
import { createSqliteStore, openSqliteStore, salvageLog } from '../../src/evidence/log/index.js';
import type { TrainFunction } from '../../src/trainers/index.js';
import { sampleDecision, sampleHead, sampleHeader, sampleOutcome, sampleTrial } from '../evidence/log/sample-log.js';
import { temporaryFolder } from './command-line.js';
import { flipBit } from './flip-bit.js';

/** Flips a bit of the row, wherever the file has it. */
function damage(log: string, table: string, sequence: number): void {
  const connection = new Database(log);
  const query = `SELECT content FROM ${table} WHERE sequence = ?`;
  const [content] = connection.prepare(query).raw().get([sequence]) as [string];
  connection.close();
  flipBit(log, content);
}

/** Question 1 asks a and b, question 2 c and d; each has a trial of its second candidate, with a code of its own. */
function damageable() {
  const path = join(temporaryFolder(onTestFinished), 'log.sqlite');
  const store = createSqliteStore(path, sampleHead);
  for (const [index, ids] of [
    ['a', 'b'],
    ['c', 'd'],
  ].entries()) {
    const candidates = ids.map((id) => ({ id, label: `the ${id}`, configuration: { id } }));
    const question = store.ask({ header: { ...sampleHeader, candidates } });
    question.beginStretch({ startedAt: `202${index}-01-01`, workers: 1, environment: {} })(9);
    const code = store.recordCode({ files: { 't.js': `hash ${index}` } });
    question.append([sampleOutcome(0, { trial: sampleTrial(0, ids[1]), code })]);
    question.appendDecision({ ...sampleDecision, incumbent: ids[1] as string });
    question.notice('warning', `about ${ids.join()}`);
    question.conclude({ key: 'k', at: '2026', status: 'decided', headline: `${ids[1]} is it`, content: {} });
  }
  store.close();
  return { path, target: `${path}.rescued` };
}

/** What the rescued log says, question by question. */
function rescued({ path, target }: ReturnType<typeof damageable>) {
  salvageLog(path, target, []);
  const store = openSqliteStore(target, { readOnly: true });
  const questions = store.questions().map((question) => {
    const outcomes = question.outcomes();
    return {
      candidates: question.header.candidates.map(({ id, label }) => `${id}: ${label}`),
      trials: outcomes.map(({ trial }) => trial.candidate),
      codes: outcomes.map(({ code }) => (code === undefined ? null : store.codes()[code - 1])),
      decided: question.decisions().map(({ incumbent }) => incumbent),
      stretches: question.stretches().map(({ startedAt, seconds }) => `${startedAt}: ${seconds}`),
      notices: question.notices().map(({ text }) => text),
      headline: question.conclusion()?.headline,
    };
  });
  const all = {
    candidates: store.candidates().map(({ id }) => id),
    trials: store.outcomes().map(({ trial }) => trial.candidate),
  };
  store.close();
  return { questions, all };
}

const SECOND = {
  candidates: ['c: the c', 'd: the d'],
  trials: ['d'],
  codes: [{ files: { 't.js': 'hash 1' } }],
  decided: ['d'],
  stretches: ['2021-01-01: 9'],
  headline: 'd is it',
};

test('everything that can be read is taken over', () => {
  const { questions, all } = rescued(damageable());
  expect(questions).toHaveLength(2);
  expect(questions[1]).toMatchObject({
    ...SECOND,
    notices: ['about c,d', '2 trainings were rescued from a damaged log'],
  });
  expect(questions[0]?.decided).toEqual(['b']);
  expect(all).toEqual({ candidates: ['a', 'b', 'c', 'd'], trials: ['b', 'd'] });
});

test('a candidate that is lost takes its questions along, and nothing else', () => {
  const log = damageable();
  damage(log.path, 'candidate', 1);
  const { questions, all } = rescued(log);
  expect(questions).toHaveLength(1);
  expect(questions[0]).toMatchObject(SECOND);
  expect(all).toEqual({ candidates: ['b', 'c', 'd'], trials: ['b', 'd'] });
});

test('a code, a stretch or a question that is lost is not taken for another', () => {
  const log = damageable();
  for (const table of ['code', 'question']) damage(log.path, table, 1);
  const { questions, all } = rescued(log);
  expect(questions).toHaveLength(1);
  expect(questions[0]).toMatchObject(SECOND);
  expect(all.trials).toEqual(['b', 'd']);
  const store = openSqliteStore(log.target, { readOnly: true });
  expect(store.outcomes().map(({ code }) => code)).toEqual([undefined, 1]);
  store.close();
});

test('a race goes on though decisions and outcomes are lost, and a trainer is not exact', async () => {
  const out = join(temporaryFolder(onTestFinished), 'run');
  const experiment = {
    name: 'made-up',
    space: { x: Array.from({ length: 8 }, (_, index) => index) },
    race: { rule: 'halving', warmup: 3, finalTrials: 4 },
  };
  const trainer: TrainFunction = ({ x }) => Number(x) + Math.random();
  const { result } = await select({ experiment, trainer, out });
  expect(result.decisions.length).toBeGreaterThan(2);
  damage(join(out, 'log.sqlite'), 'decision', 1);
  damage(join(out, 'log.sqlite'), 'outcome', 2);
  const target = `${out}-rescued`;
  const { begun } = result.trials;
  const share = `${begun - 1} of the ${begun} outcomes that live.json counts`;
  expect(salvageRun(out, target)).toEqual({ trials: begun - 1, share });
  const store = openRunLog(target);
  expect(store.questions().map((question) => question.decisions().length)).toEqual([result.decisions.length - 1]);
  expect(store.notices().at(-1)?.text).toBe(`${begun - 1} trainings were rescued from a damaged log: ${share}`);
  store.close();
  const again = await select({ experiment, trainer, out: target });
  expect(again.status).toBe('decided');
  expect(again.result.decisions.map(({ round }) => round)).toEqual(result.decisions.map(({ round }) => round));
});
