/** @file Candidates all of whose trainings fail: compared with nobody, asked for no longer than it takes to know, in every race. */
import { expect, it } from 'vitest';
import { type Decision, type Failure, Fold, type Outcome, randomFrom, type Trial } from '../../../src/core/index.js';
import { type FailureOf, parseRule, planRace, type Race } from '../../../src/questions/race/plan/index.js';
import { parseCriterion } from '../../../src/stats/index.js';
import { outcomeOf } from './outcomes.js';

const NAMES = Array.from({ length: 12 }, (_, index) => `c${String(index).padStart(2, '0')}`);

/** What comes of a trial: a loss, or why there is none. */
type Answer = (candidate: string, replicate: number) => number | Failure;

const lossOf = (candidate: string, replicate: number): number =>
  Number(candidate.slice(1)) / 5 + randomFrom('never-worked', candidate, replicate).normal() / 10;

const keyError = (setting: string): Failure => ({
  kind: 'exit-code',
  message: `It ended with exit code 1.\n  File "train.py", line 6, in train\nKeyError: '${setting}'`,
});

/** The last four never work. */
const broken: Answer = (candidate, replicate) =>
  candidate >= 'c08' ? keyError('depth') : lossOf(candidate, replicate);

function raceOf(rule: string, criterion: string, failureOf?: FailureOf): Race {
  const settings = { candidates: NAMES, criterion: parseCriterion(criterion), rule: parseRule(rule), finalTrials: 0 };
  return planRace(settings, undefined, failureOf);
}

function run(race: Race, answer: Answer, { limit = Number.POSITIVE_INFINITY, lastFirst = false } = {}) {
  const fold = new Fold(race, limit);
  const decisions: Decision[] = [];
  const asked: Trial[] = [];
  let open: { number: number; outcome: Outcome }[] = [];
  for (;;) {
    const progress = fold.advance();
    decisions.push(...progress.decisions);
    open = open.filter(({ number }) => !progress.abandoned.includes(number));
    for (const { number, ask } of progress.slots) {
      asked.push(ask);
      const given = answer(ask.candidate, ask.streams.init);
      const outcome: Outcome =
        typeof given === 'number'
          ? outcomeOf(ask, given)
          : { ...outcomeOf(ask, Number.POSITIVE_INFINITY), status: 'failed', failure: given };
      open.push({ number, outcome });
    }
    if (fold.end !== undefined) break;
    const next = lastFirst ? open.pop() : open.shift();
    if (next !== undefined) fold.settle(next.number, next.outcome);
  }
  const countOf = (candidate: string) => asked.filter((trial) => trial.candidate === candidate).length;
  return { decisions, asked, countOf, answer: race.answer(fold.state), standings: race.standings(fold.state) };
}

const apart = ['c08', 'c09', 'c10', 'c11'];

it.each([
  ['default', 'q3'],
  ['default', 'mean'],
  ['strict', 'median'],
  ['fast', 'q3'],
  ['default', 'std'],
  ['halving', 'q3'],
])('%s by %s: they are no rivals, and nobody is compared with them', (rule, criterion) => {
  const { answer, countOf, standings } = run(raceOf(rule, criterion), broken);
  expect(answer?.verdict).not.toBe('stopped');
  expect(answer?.neverWorked).toEqual(apart);
  const named = [...(answer?.rivals ?? []).map(({ candidate }) => candidate), ...(answer?.set ?? [])];
  for (const id of apart) expect(named).not.toContain(id);
  expect(answer?.rivals).toHaveLength(7);
  for (const { candidate, losses, criterion: value } of standings) {
    if (apart.includes(candidate)) expect([losses.length, value]).toEqual([0, null]);
  }
  // Two failures say it; a third may be asked for before they are there.
  for (const id of apart) if (rule !== 'halving' && criterion !== 'std') expect(countOf(id)).toBeLessThanOrEqual(3);
});

it('decides the same, whatever order outcomes arrive in', () => {
  const [inOrder, lastFirst] = [false, true].map((late) => run(raceOf('default', 'q3'), broken, { lastFirst: late }));
  expect(lastFirst?.asked).toEqual(inOrder?.asked);
  expect(lastFirst?.decisions).toEqual(inOrder?.decisions);
  expect(lastFirst?.answer).toEqual(inOrder?.answer);
});

it('compares who works as if the others were not there', () => {
  const { answer } = run(raceOf('default', 'mean'), broken);
  const all = run(raceOf('default', 'mean'), lossOf);
  expect(answer?.winner).toBe(all.answer?.winner);
  expect(Number.isFinite(answer?.bound)).toBe(true);
});

it('keeps the decisions of a published rule, bit for bit, and corrects for fewer', () => {
  const [before, now] = [
    run(
      raceOf('halving', 'q3', () => undefined),
      broken,
    ),
    run(raceOf('halving', 'q3'), broken),
  ];
  expect(now.decisions).toEqual(before.decisions);
  expect(now.asked).toEqual(before.asked);
  expect(before.answer?.rivals).toHaveLength(11);
  expect(now.answer?.rivals).toHaveLength(7);
});

it('counts failures as the worst once a training works', () => {
  const twice: Answer = (candidate, replicate) =>
    candidate === 'c00' && replicate === 0 ? keyError('depth') : lossOf(candidate, replicate);
  const { answer, standings } = run(raceOf('default', 'q3'), twice);
  expect(answer?.neverWorked).toEqual([]);
  const own = standings.find(({ candidate }) => candidate === 'c00');
  expect(own?.losses[0]).toBe(Number.POSITIVE_INFINITY);
});

it('does not give up at two where somebody who works fails like that too', () => {
  const machine: Failure = { kind: 'lost-worker', message: 'The worker ended.' };
  const shared: Answer = (candidate, replicate) => {
    if (candidate === 'c11' || (candidate === 'c00' && replicate === 0)) return machine;
    return lossOf(candidate, replicate);
  };
  const alone: Answer = (candidate, replicate) => (candidate === 'c11' ? machine : lossOf(candidate, replicate));
  const [together, own] = [run(raceOf('default', 'q3'), shared), run(raceOf('default', 'q3'), alone)];
  expect(together.countOf('c11')).toBeGreaterThan(own.countOf('c11'));
  expect([together.answer?.neverWorked, own.answer?.neverWorked]).toEqual([['c11'], ['c11']]);
});

it('takes failures for one kind whatever numbers they name, and others for others', () => {
  const numbered: Answer = (candidate, replicate) =>
    candidate === 'c11'
      ? { kind: 'exception', message: `Error: out of range: ${replicate + 17}` }
      : lossOf(candidate, replicate);
  const different: Answer = (candidate, replicate) =>
    candidate === 'c11' ? keyError('abcdefghijklmnopqrst'.charAt(replicate)) : lossOf(candidate, replicate);
  const [one, many] = [run(raceOf('default', 'q3'), numbered), run(raceOf('default', 'q3'), different)];
  expect(one.countOf('c11')).toBeLessThanOrEqual(3);
  expect(many.countOf('c11')).toBeGreaterThan(one.countOf('c11'));
});

it('takes divergence for what it is: an outcome, and worse', () => {
  const diverging: Answer = (candidate, replicate) =>
    candidate === 'c11' ? Number.POSITIVE_INFINITY : lossOf(candidate, replicate);
  const { answer } = run(raceOf('default', 'q3'), diverging);
  expect(answer?.neverWorked).toEqual([]);
  expect(answer?.rivals.find(({ candidate }) => candidate === 'c11')?.standing).toBe('worse');
});

it('says so of a race that was cut, and waits for nobody', () => {
  const { answer } = run(raceOf('default', 'q3'), broken, { limit: 31 });
  expect(answer?.verdict).toBe('stopped');
  expect(answer?.neverWorked).toEqual(apart);
  for (const id of apart) expect(answer?.set).not.toContain(id);
});
