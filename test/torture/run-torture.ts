/** @file Races over the torture trainer, and everything that must be true of one afterwards, whatever went wrong in it. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Database from 'libsql';
import { expect } from 'vitest';
import { type Decision, Fold, type Outcome, seedsOf, trialKey } from '../../src/core/index.js';
import { openSqliteStore } from '../../src/evidence/log/index.js';
import { parseRule, planRace } from '../../src/questions/race/plan/index.js';
import { parseCriterion } from '../../src/stats/index.js';
import { surefoot } from '../app/command-line.js';
import { withTimeEnough } from '../until.js';
import { behaviourOf, lossOf } from './torture-trainer.mjs';

export interface Torture {
  readonly folder: string;
  readonly protocol: 'one-shot' | 'long-lived';
  readonly candidates: number;
  readonly warmup: number;
  /** To begin with: on a machine that needs longer for what ends by itself, it is raised. */
  readonly timeoutSeconds: number;
}

export const TRAINER = resolve('test/torture/torture-trainer.mjs');

/** Runs the race and checks it; gives how often each behaviour occurred. */
export function torture({ timeoutSeconds, folder, ...given }: Torture) {
  return withTimeEnough(timeoutSeconds, (seconds) =>
    raceThrough({ ...given, folder: join(folder, `${seconds}`), timeoutSeconds: seconds }),
  );
}

/** Undefined where what would have ended by itself was timed out. */
async function raceThrough({ folder, protocol, candidates, warmup, timeoutSeconds }: Torture) {
  const left = join(folder, 'left');
  mkdirSync(left, { recursive: true });
  const experiment = {
    name: 'torture',
    trainer: { command: [process.execPath, TRAINER, left], protocol, timeoutSeconds, environment: traceOf(left) },
    space: { x: Array.from({ length: candidates }, (_, index) => index / 4) },
    race: { rule: 'halving', warmup, criterion: 'median', finalTrials: warmup + 10 },
    failures: { retries: 0 },
    workers: 4,
    seed: 3,
  };
  writeFileSync(join(folder, 'torture.yaml'), JSON.stringify(experiment));
  const { status, stderr } = await surefoot(['select', 'torture.yaml', '--quiet'], folder);
  expect([status, stderr]).toEqual([0, '']);

  const run = join(folder, 'runs/torture');
  const store = openSqliteStore(join(run, 'log.sqlite'), { readOnly: true });
  const outcomes = store.outcomes();
  const decisions = store.newestQuestion()?.decisions();
  const { seed } = store.head;
  const named = store.candidates();
  store.close();

  const rows = new Database(join(run, 'log.sqlite'))
    .prepare('SELECT candidate || setting FROM outcome')
    .raw()
    .all() as [string][];
  expect(rows).toHaveLength(outcomes.length);
  expect(new Set(rows.flat()).size).toBe(outcomes.length);
  expect(
    replay(
      named.map(({ id }) => id),
      warmup,
      outcomes,
    ),
  ).toEqual(decisions);

  const counts: Record<string, number> = {};
  const configurations = new Map(named.map(({ id, configuration }) => [id, configuration]));
  for (const outcome of outcomes) {
    const configuration = configurations.get(outcome.trial.candidate) as { x: number };
    const told = { configuration, seeds: seedsOf(outcome.trial, seed) };
    const behaviour = behaviourOf(told);
    counts[behaviour] = (counts[behaviour] ?? 0) + 1;
    const expected = EXPECTED[protocol](behaviour, lossOf(told));
    if (outcome.status === 'timed-out' && !expected.includes(summarise(outcome))) return undefined;
    expect(expected.map((summary) => `${behaviour}: ${summary}`)).toContain(`${behaviour}: ${summarise(outcome)}`);
  }
  expect(survivors(left)).toEqual([]);
  return { trials: outcomes.length, counts, leftBehind: readdirSync(left).length };
}

function summarise({ status, loss, failure }: Outcome): string {
  return failure === undefined ? `${status} ${loss}` : `${status} ${failure.kind}`;
}

const FAILED: Readonly<Record<string, string>> = {
  'exit-1': 'failed exit-code',
  killed: 'failed signal',
  hang: 'timed-out timeout',
  'fork-and-hang': 'timed-out timeout',
  'double-fork-and-hang': 'timed-out timeout',
  'half-json': 'failed no-loss',
  'invalid-utf-8': 'failed no-loss',
  'two-losses': 'failed no-loss',
  'close-stdout': 'failed no-loss',
  'progress-bar': 'failed no-loss',
  blob: 'diverged Infinity',
  'huge-object': 'failed no-loss',
  'pipe-result': 'failed no-loss',
  'endless-result': 'failed no-loss',
  nan: 'diverged Infinity',
  infinity: 'diverged Infinity',
};

/** A command that stays is asked on when a trial of it printed no answer: that trial ends by its timeout. */
const LONG_LIVED: Readonly<Record<string, string>> = {
  'half-json': 'timed-out timeout',
  'invalid-utf-8': 'timed-out timeout',
  'progress-bar': 'timed-out timeout',
  'text-id': 'failed no-loss',
  'pipe-result': 'fine',
  'endless-result': 'fine',
};

const EXPECTED = {
  'one-shot': (behaviour: string, loss: number) => [FAILED[behaviour] ?? `completed ${loss}`],
  'long-lived': (behaviour: string, loss: number) => {
    // The first of two answers counts; the second is to nobody's question.
    if (behaviour === 'two-losses') return [`completed ${loss}`];
    const named = LONG_LIVED[behaviour] ?? FAILED[behaviour] ?? 'fine';
    const failed = named === 'fine' ? `completed ${loss}` : named;
    // A child that an earlier trial of this process left behind may hold the output open.
    return ['close-stdout', 'flood', 'blob', 'huge-object'].includes(behaviour)
      ? [failed, 'timed-out timeout']
      : [failed];
  },
};

/** The decisions that follow from the outcomes of a log, in whatever order they arrived. */
function replay(candidates: readonly string[], warmup: number, outcomes: readonly Outcome[]): Decision[] {
  const byTrial = new Map(outcomes.map((outcome) => [trialKey(outcome.trial), outcome]));
  const race = planRace({
    candidates,
    criterion: parseCriterion('median'),
    rule: parseRule('halving'),
    warmup,
    finalTrials: warmup + 10,
  });
  const fold = new Fold(race);
  const decisions: Decision[] = [];
  while (fold.end === undefined) {
    const progress = fold.advance();
    decisions.push(...progress.decisions);
    for (const { number, ask } of progress.slots) fold.settle(number, byTrial.get(trialKey(ask)) as Outcome);
  }
  return decisions;
}

/** For the environment of a trainer, by which a test finds what it started. */
export function traceOf(left: string): Readonly<Record<string, string>> {
  return { TORTURE_FOLDER: left };
}

/** Processes that a trainer left and that are still there: by the ids they wrote down, and by {@link traceOf}. */
export function survivors(left: string): string[] {
  const alive = readdirSync(left).filter((pid) => isAlive(Number(pid)));
  const traced = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && environmentOf(pid).includes(left));
  return [...alive, ...traced];
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    return '';
  }
}

export function isAlive(pid: number): boolean {
  try {
    // A dead process that nobody has collected yet still has its number, and no command line.
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1') !== '';
  } catch {
    return false;
  }
}
