/** @file One run folder, many questions: what is there is used, what is missing is trained, and every question stays. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'libsql';
import { expect, onTestFinished, test } from 'vitest';
import { takeExperimentValue } from '../../src/app/ask/experiment-source.js';
import { reportQuestion } from '../../src/app/conclude/report-question.js';
import { knownIn, openRunLog } from '../../src/app/folder/logged-run.js';
import { checkRun, salvageRun } from '../../src/app/folder/mend-run.js';
import { curve, select } from '../../src/app/index.js';
import { prepare, QUESTIONS } from '../../src/app/questions/questions.js';
import { type PlanRunEvent, runQuestion } from '../../src/app/run/run-question.js';
import { type JsonObject, RunError } from '../../src/core/index.js';
import type { TrainFunction } from '../../src/trainers/index.js';
import { temporaryFolder } from './command-line.js';
import { surefootHere as surefoot } from './command-line-here.js';
import { flipBit } from './flip-bit.js';

const RACE = { warmup: 3, rule: 'halving', finalTrials: 8 };

function experimentOf(candidates: number, race: JsonObject = {}) {
  return {
    name: 'made-up',
    space: { x: Array.from({ length: candidates }, (_, index) => index) },
    race: { ...RACE, ...race },
    seed: 3,
  };
}

/** A run folder with a trainer that keeps count of what it trained. */
function laboratory() {
  const out = join(temporaryFolder(onTestFinished), 'run');
  const trained: string[] = [];
  const trainer: TrainFunction = (configuration, { streams }) => {
    trained.push(JSON.stringify([configuration, streams]));
    return 1 + Number(configuration.x) / 10 + ((streams.init * 7919) % 13) / 100;
  };
  /** Candidates and settings of the race; gives the result, what was trained for it, and what was told. */
  const ask = async (candidates: number, race?: JsonObject) => {
    const before = trained.length;
    const events: PlanRunEvent[] = [];
    const onEvent = (event: PlanRunEvent) => void events.push(event);
    const { result } = await select({ experiment: experimentOf(candidates, race), trainer, out, onEvent });
    return { result, trained: trained.slice(before), events };
  };
  return { out, trainer, trained, ask };
}

test('another criterion, rule or warm-up of the same candidates uses what is there', async () => {
  const { ask, out } = laboratory();
  const first = await ask(8);
  expect(first.trained.length).toBeGreaterThan(30);
  for (const race of [{ criterion: 'mean' }, { warmup: 2 }, { finalTrials: 5 }]) {
    expect([race, (await ask(8, race)).trained]).toEqual([race, []]);
  }
  const larger = await ask(8, { warmup: 4 });
  // Those that left lack the fourth replicate; fresh trials are there.
  expect(larger.trained.length).toBeLessThanOrEqual(8);
  for (const text of larger.trained) expect(text).toMatch(/"init":[3-7]\b/);
  const rows = openRunLog(out).questions();
  expect(rows.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
});

test('only candidates that join are trained, and it is said what is there', async () => {
  const { ask } = laboratory();
  await ask(8);
  const { trained, events, result } = await ask(10);
  // The warm-up takes them alone; half of ten go on where half of eight did.
  const warmup = trained.filter((text) => /"init":[012]\b/.test(text));
  expect(warmup).toHaveLength(6);
  for (const text of warmup) expect(text).toMatch(/"x":[89]\b/);
  expect(events).toContainEqual({ kind: 'evidence', there: result.trials.used - trained.length, atLeast: 6 });
  expect((await ask(6)).trained).toEqual([]);
});

test('a study after a race trains no trial twice', async () => {
  const { ask, out, trainer, trained } = laboratory();
  await ask(4);
  const before = trained.length;
  const asked = { figure: 'loss', factors: ['x'], trials: 5 };
  const use = { train: trainer, known: knownIn(out) };
  const prepared = await prepare(QUESTIONS.compare, takeExperimentValue(experimentOf(4)), asked, use);
  const signal = new AbortController().signal;
  const { status } = await runQuestion(prepared, { folder: out, signal, onEvent: () => {} });
  expect(status).toBe('exhausted');
  const [raced, studied] = [new Set(trained.slice(0, before)), trained.slice(before)];
  expect(studied.filter((trial) => raced.has(trial))).toEqual([]);
  expect(studied.length).toBeLessThan(4 * 2 + 1);
  expect(openRunLog(out).outcomes()).toHaveLength(before + studied.length);
  const { stdout } = await surefoot(['status', out], '.');
  expect(stdout).toMatch(
    /^1 {2}select, 4 candidates, \d+ trainings: decided, [\s\S]*^2 {2}compare, [^:]*: finished, asked /m,
  );
  expect(stdout.split('\n').filter((line) => line.length > 80 && !line.includes(' $ '))).toEqual([]);
});

test('an earlier question is answered again from the log, under names with its number', async () => {
  const { ask, out } = laboratory();
  await ask(8);
  const filesOf = (number: string) =>
    [`result${number}.json`, `trials${number}.csv`, `report${number}.html`].map((name) =>
      readFileSync(join(out, name), 'utf8'),
    );
  const before = filesOf('');
  await ask(6, { criterion: 'median' });
  const newest = filesOf('');
  expect(newest[0]).not.toBe(before[0]);
  const { report } = await reportQuestion(out, 1);
  expect(report.status).toBe('decided');
  // The log has gone on since, and pages are linked.
  const same = (text: string) =>
    text
      .replace(/"log": \{[^}]*\}/, '')
      .replace(/<nav id="answers".*?<\/nav>/, '')
      .replaceAll(/-1(?=\.(?:html|json|csv)\b)/g, '');
  expect(filesOf('-1').map(same)).toEqual(before.map(same));
  expect(filesOf('').map(same)).toEqual(newest.map(same));
  expect(filesOf('')[2]).toContain('<a href="report-1.html">the race (question 1)</a>');
  expect(filesOf('-1')[2]).toContain('<a href="report.html">the race</a>');
  const listed = await surefoot(['status', out, '--json'], '.');
  expect(JSON.parse(listed.stdout)).toMatchObject([
    {
      question: 1,
      kind: 'select',
      candidates: 8,
      status: 'decided',
      files: ['report-1.html', 'result-1.json', 'trials-1.csv'],
    },
    { question: 2, candidates: 6, status: 'decided', files: ['report.html', 'result.json', 'trials.csv'] },
  ]);
  // What was asked last stays so.
  expect((await reportQuestion(out)).report.record).toMatchObject({ question: 2 });
  await expect(reportQuestion(out, 3)).rejects.toThrow(/no question 3.*1 to 2/s);
});

test('warnings are part of the log: the result has them, and a re-run repeats them', async () => {
  const out = join(temporaryFolder(onTestFinished), 'run');
  const warningsOf = async () => {
    const warnings: string[] = [];
    const onEvent = (event: PlanRunEvent) => void (event.kind === 'warning' && warnings.push(event.text));
    const { result } = await select({ experiment: experimentOf(3), trainer: (x) => Number(x.x), out, onEvent });
    return [warnings, result.notices.map(({ text }) => text)];
  };
  const [first, second] = [await warningsOf(), await warningsOf()];
  expect(first?.[0]).toEqual([
    expect.stringMatching(/seeds change nothing: candidate \w+ has given exactly the same loss [2-5] times/),
  ]);
  expect(first?.[1]).toEqual(first?.[0]);
  expect(second).toEqual(first);
  expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('The seeds change nothing');
});

test('a candidate that diverges with some seeds alone is changed by its seeds', async () => {
  const { result } = await select({
    experiment: experimentOf(2),
    trainer: ({ x }, { streams }) => (streams.init % 2 === 0 ? Number(x) : Number.POSITIVE_INFINITY),
    workers: 1,
  });
  expect(result.trials.diverged).toBeGreaterThan(0);
  expect(result.trials.completed).toBeGreaterThan(8);
  expect(result.notices.map(({ text }) => text).filter((text) => text.includes('seeds change nothing'))).toEqual([]);
});

test('equal losses of equal seeds at several sizes do not accuse the seeds', async () => {
  const { record } = await curve({
    experiment: experimentOf(1),
    trainer: ({ x }, { seeds }) => Number(x) + seeds.init / 2 ** 31,
    sizes: [10, 20, 40, 80, 160, 320],
    trials: 6,
    workers: 1,
  });
  expect(record.notices.filter(({ text }) => text.includes('seeds'))).toEqual([]);
});

test('a folder that is removed ends the run at the next outcome', async () => {
  const { out } = laboratory();
  let trained = 0;
  // Slower than outcomes are grouped: nothing but the log can end this run.
  const trainer: TrainFunction = async () => {
    await sleep(10);
    if (++trained === 5) rmSync(out, { recursive: true });
    return 1;
  };
  const run = select({ experiment: experimentOf(8), trainer, out, workers: 1 });
  await expect(run).rejects.toThrow(/log.sqlite is gone/);
  await expect(run).rejects.toThrow(RunError);
  expect(trained).toBeLessThan(8);
});

function runSql(log: string, statements: string): void {
  const connection = new Database(log);
  connection.exec(statements);
  connection.close();
}

test('a changed loss is found, by a resume and by a check, and all others are rescued', async () => {
  const { ask, out } = laboratory();
  const { result } = await ask(4);
  expect(checkRun(out)).toMatchObject({
    damages: [],
    rows: { outcome: result.trials.begun, question: 1 },
  });
  const connection = new Database(join(out, 'log.sqlite'));
  const [content] = connection.prepare('SELECT content FROM outcome WHERE sequence = 4').raw().get([]) as [string];
  connection.close();
  flipBit(join(out, 'log.sqlite'), content);
  await expect(ask(4)).rejects.toThrow(/damaged: row 4 of table outcome: its checksum.*--salvage/s);
  expect(checkRun(out).damages).toEqual([expect.stringMatching(/^row 4 of table outcome/)]);
  const rescued = `${out}-rescued`;
  expect(salvageRun(out, rescued).trials).toBe(result.trials.begun - 1);
  const again = laboratory();
  const resumed = await select({ experiment: experimentOf(4), trainer: again.trainer, out: rescued });
  expect(resumed.result.winner).toEqual(result.winner);
  expect(resumed.result.decisions).toEqual(result.decisions);
});

test.each([
  ['a zeroed page', (log: string) => writeFileSync(log, readFileSync(log).fill(0, 4096 * 6, 4096 * 7)), /damaged/],
  ['a missing table', (log: string) => runSql(log, 'DROP TABLE decision'), /damaged: no such table/],
  [
    'broken JSON',
    (log: string) => runSql(log, "DROP TRIGGER head_refuses_update; UPDATE head SET content = '{'"),
    /damaged/,
  ],
])('%s is told in one message', async (_, spoil, message) => {
  const { ask, out } = laboratory();
  await ask(4);
  spoil(join(out, 'log.sqlite'));
  await expect(ask(4)).rejects.toThrow(message);
  expect(checkRun(out).damages.length).toBeGreaterThan(0);
});

test.each([
  ['garbage', (lock: string) => writeFileSync(lock, 'garbage '.repeat(100))],
  ['a folder', (lock: string) => mkdirSync(lock)],
])('a lock that is %s is told in one message', async (_, spoil) => {
  const { ask, out } = laboratory();
  mkdirSync(out);
  spoil(join(out, '.lock'));
  await expect(ask(4)).rejects.toThrow(/is not a lock file of Surefoot/);
});
