/** @file A race by one figure in which losses are required: who is shown to be beyond cannot win, and what is said of who does. */
import { expect, test } from 'vitest';
import { Fold, type Outcome, randomFrom, type Trial } from '../../../src/core/index.js';
import {
  type AdaptiveRule,
  lossRequirement,
  parseRule,
  planRace,
  planRequired,
  type RequirementAnswer,
} from '../../../src/questions/race/plan/index.js';
import { parseCriterion } from '../../../src/stats/index.js';

const IDS = ['poor', 'good', 'best', 'fair'];
/** Means of loss, and of what is raced: the poor one is the best by that. */
const LOSSES: Readonly<Record<string, number>> = { poor: 2, good: 1.01, best: 1, fair: 1.02 };
const RACED: Readonly<Record<string, number>> = { poor: 0.1, good: 0.3, best: 0.6, fair: 0.9 };

function outcomeOf(trial: Trial): Outcome {
  const { candidate, streams } = trial;
  const random = randomFrom('requirement', candidate, streams.init);
  const loss = (LOSSES[candidate] as number) + 0.01 * random.normal();
  const raced = (RACED[candidate] as number) + 0.03 * random.normal();
  return { trial, status: 'completed', loss, metrics: { raced }, lossPerEpoch: [], seconds: 0 };
}

const DEFAULT = parseRule('default') as AdaptiveRule;

function raced(within: string | undefined, slice = 1) {
  const criterion = parseCriterion('mean');
  const lossOf = ({ loss }: Outcome) => loss;
  const admission =
    within === undefined
      ? undefined
      : lossRequirement({ candidates: IDS, criterion: parseCriterion('q3'), within, lossOf, seed: 1 });
  const settings = { candidates: IDS, criterion, rule: DEFAULT, finalTrials: 0, seed: 1 };
  const figureOf = ({ metrics }: Outcome) => metrics.raced as number;
  const race =
    admission === undefined ? planRace(settings, figureOf) : planRequired({ ...settings, admission }, figureOf);
  const fold = new Fold(race);
  const waiting: { number: number; ask: Trial }[] = [];
  while (fold.end === undefined) {
    waiting.push(...fold.advance().slots);
    // Answered in slices, the last first.
    for (const { number, ask } of waiting.splice(0, slice).reverse()) fold.settle(number, outcomeOf(ask));
  }
  return { answer: race.answer(fold.state), trials: race.trials(fold.state) };
}

test('without it the candidate wins that has the best of what is raced', () => {
  const { answer } = raced(undefined);
  expect(answer?.winner).toBe('poor');
  expect(answer?.requirement).toBeUndefined();
});

test('with it the best of those wins whose losses are within it, and it is said whether that is shown', () => {
  const { answer } = raced('5 %');
  expect(answer).toMatchObject({ winner: 'good', verdict: 'decided' });
  const told = answer?.requirement as RequirementAnswer;
  expect(told).toMatchObject({ criterion: 'q3', within: '5 %', beyond: ['poor'], isShown: true });
  expect(told.value).toBeCloseTo(1.0167, 1);
  expect(told.atMost).toBeLessThan(0.05 * told.bestValue);
  const rival = answer?.rivals.find(({ candidate }) => candidate === 'poor');
  expect(rival?.interval).toMatchObject({ reason: 'its q3 of the loss is worse than required' });
  expect(rival?.standing).toMatch(/worse|behind/);
});

test('what few trainings cannot tell is not shown, and excludes nobody', () => {
  const told = raced('0.2 %').answer?.requirement as RequirementAnswer;
  expect(told.beyond).toContain('poor');
  expect(told.isShown).toBe(false);
});

test('it is the same however outcomes come', () => {
  expect(raced('5 %', 3)).toEqual(raced('5 %'));
});
