/** @file What a race that searches claims: whatever its end, its prior and its audit, nothing is claimed of who was never tried without what is assumed. */
import { describe, expect, test } from 'vitest';
import { type Outcome, randomFrom } from '../../src/core/index.js';
import type { RaceAnswer } from '../../src/questions/race/plan/index.js';
import { buildReportView, type ReportInput } from '../../src/report/index.js';
import { simulateRun } from './simulated-run.js';

const ASSUMED = 'if candidates with like settings train alike';
const loss = (candidate: number, init: number): number =>
  0.2 + 0.05 * candidate + 0.01 * randomFrom('search-claims', candidate, init).normal();
const race = (changes: { readonly trials?: number } = {}): ReportInput =>
  simulateRun({
    candidates: 6,
    rule: { name: 'default', tolerance: 0.02 },
    ...{ maxReplicates: 8, finalTrials: 0, search: { prior: 'full', isDrawn: false, audit: 2 } },
    loss: (candidate, { streams: { init } }) => loss(candidate, init),
    changes: { final: null, modelFile: null },
    ...changes,
  });
const answerOf = (
  input: ReportInput,
  change: Partial<RaceAnswer>,
  search: Partial<NonNullable<RaceAnswer['search']>>,
) => {
  const { answer } = input;
  if (answer?.search === undefined || answer.tolerance === null) throw new Error('the race has no answer');
  return buildReportView({
    ...input,
    answer: { ...answer, bound: 0.015, ...change, search: { ...answer.search, candidates: 600, ...search } },
  });
};

const made = race();
const [first, ...others] = made.answer?.set ?? [];
const AUDITS = {
  'no audit': null,
  'an audit that finds none': { drawn: 60, tried: 60, open: 0, atMost: 0.0523 },
  'an audit that finds some': { drawn: 60, tried: 60, open: 2, atMost: 0.12 },
} as const;
const ENDS = {
  decided: ['decided', 0, /^Decided at 95 %, .*: none of all 600 has a q3 of the loss lower by more than 0\.020\./],
  tied: [
    'tied',
    5,
    /^Tied: these \d+ cannot be told apart \(95 %, .*: one is within 0\.020 of the best q3 of the loss\)/,
  ],
  'stopped by a budget': [
    'stopped',
    5,
    /^Stopped: within 0\.015 of the best q3 of the loss of all 600 \(95 %, .*\)\.$/,
  ],
} as const;

describe.each(Object.entries(ENDS))('%s', (_, [verdict, untriedOpen, sentence]) => {
  describe.each(['guarded', 'full'] as const)('with a %s prior', (prior) => {
    test.each(Object.entries(AUDITS))('and %s', (__, audit) => {
      const { answer, headline } = answerOf(made, { verdict }, { prior, audit, untriedOpen });
      const { claim, shown } = answer;
      const grounds = shown.facts.filter(({ label }) => label === 'Tried' || label === 'Audit');
      expect([first !== undefined, others.length]).toEqual([true, 0]);
      expect(claim.kind).toBe(verdict);
      expect(claim.sentence).toMatch(sentence);
      expect(claim.sentence).toContain(ASSUMED);
      expect(headline).toContain(ASSUMED);
      expect(grounds.map(({ label }) => label)).toEqual(audit === null ? ['Tried'] : ['Tried', 'Audit']);
      expect(grounds[0]?.text).toContain('of the 594 not tried they say nothing');
      const found = audit?.open === 0 ? 'none has' : '2 may have';
      if (audit !== null)
        expect(grounds[1]?.text).toContain(
          `Of 60 random candidates ${found} a q3 of the loss lower by more than 0.020`,
        );
    });
  });
});

test('a bound without an end is none', () => {
  const { claim } = answerOf(made, { verdict: 'stopped', bound: Number.POSITIVE_INFINITY }, {}).answer;
  expect(claim.sentence).toBe('Stopped: how far it is from the best is not known yet.');
});

test('of the only one that was tried it is said that others were not', () => {
  const one = race({ trials: 1 });
  expect(answerOf(one, {}, {}).answer.claim.sentence).toBe(
    'The only candidate tried: there is nothing to compare it with.',
  );
});

test('of one that was killed before its first training was done it is said that nobody is chosen, and not that all failed', () => {
  const { answer: _, ...stopped } = {
    ...made,
    status: 'interrupted',
    outcomes: [],
    standings: [],
    decisions: [],
  } as const;
  const sentenceOf = (unused: readonly Outcome[]) =>
    buildReportView({ ...stopped, beside: { unused, seedCheck: 0, forModels: 0, again: 0, budget: null } }).answer.claim
      .sentence;
  expect(sentenceOf(made.outcomes.slice(1, 4))).toBe('Nothing is chosen: its first training is not done yet.');
  expect(sentenceOf([])).toBe('Nothing is chosen: nothing was trained yet.');
});
