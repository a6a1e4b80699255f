/**
 * @file The published elimination by tests: every rival is tested against the incumbent, and p < alpha alone decides.
 * Two-sided by default, uncorrected by default, as published; one-sided tests ask whether the rival is worse.
 */
import {
  type Alternative,
  adjustPValues,
  CORRECTIONS,
  type Correction,
  type TwoSampleTest,
} from '../../../../stats/index.js';
import {
  type Contest,
  defineRule,
  type Finding,
  type RuleBody,
  type RuleDefinition,
  type RuleFamily,
} from '../rule.js';
import { choiceOption, numberOption, RANGES, type ValuesOf } from '../rule-options.js';

/** Options every test has. */
export const TEST_OPTIONS = {
  alpha: numberOption('tests: a rival leaves when p < alpha', RANGES.between, 0.05),
  sided: choiceOption('tests: does the rival differ (two), or is it worse (one)?', ['two', 'one']),
  correction: choiceOption('tests: correction over the rivals of one decision', CORRECTIONS),
};
type TestOptions = ValuesOf<typeof TEST_OPTIONS>;

/** Two samples of the same size between which a test sees the largest difference it can see. */
export type ExtremeSamples = (trials: number) => readonly [worse: readonly number[], better: readonly number[]];

interface IncumbentTest {
  readonly paired: boolean;
  readonly minimumTrials: number;
  readonly test: TwoSampleTest;
  /** For a test of means, which infinite losses leave undefined: the rank test that answers in its place. */
  readonly onRanks?: TwoSampleTest;
  /** Absent where p-values can be as small as you like. */
  readonly extreme?: ExtremeSamples;
}

/** What is found of a rival with an infinite loss where the incumbent has none and the test cannot weigh it. */
export const DIVERGED_RIVAL = { statistic: Number.POSITIVE_INFINITY, pValue: 0, reason: 'divergence' } as const;

export function incumbentTestRule(
  about: Pick<RuleDefinition<typeof TEST_OPTIONS>, 'name' | 'aliases' | 'fits'>,
  test: IncumbentTest,
): RuleFamily {
  return defineRule({ ...about, options: TEST_OPTIONS, build: (options) => judgeByTest(test, options) });
}

export function judgeByTest(test: IncumbentTest, { alpha, sided, correction }: TestOptions): RuleBody {
  const alternative = alternativeOf(sided);
  return {
    minimumTrials: test.minimumTrials,
    paired: test.paired,
    significance: {
      alpha,
      ...correctionName(correction),
      smallestPValue: (trials, candidates) => {
        if (test.extreme === undefined) return 0;
        const { pValue } = test.test(...test.extreme(trials), alternative);
        return smallestAdjusted(pValue, correction, candidates - 1);
      },
    },
    judge: (contest) =>
      judgeRivals(contest, alpha, correction, (place) => testRival(test, contest, contest.losses(place), alternative)),
  };
}

export function alternativeOf(sided: TestOptions['sided']): Alternative {
  return sided === 'one' ? 'greater' : 'two-sided';
}

/** Findings for all places from the tests of the rivals: corrected together, compared with alpha. */
export function judgeRivals(
  contest: Contest,
  alpha: number,
  correction: Correction,
  testAt: (place: number) => Omit<Finding, 'leaves'> & { readonly pValue: number },
): readonly Finding[] {
  const rivals = Array.from({ length: contest.values.length - 1 }, (_, rival) => testAt(rival + 1));
  const adjusted = adjustPValues(
    rivals.map(({ pValue }) => pValue),
    correction,
  );
  const findings = rivals.map((result, rival): Finding => {
    const pValue = adjusted[rival] as number;
    return { ...result, pValue, leaves: pValue < alpha };
  });
  return [{ leaves: false }, ...findings];
}

export function correctionName(correction: Correction): { readonly correction?: string } {
  return correction === 'none' ? {} : { correction };
}

/** All rivals at the smallest p-value is the best case for Benjamini-Hochberg, which then corrects nothing. */
function smallestAdjusted(pValue: number, correction: Correction, rivals: number): number {
  return correction === 'holm' ? Math.min(1, pValue * rivals) : pValue;
}

/**
 * Tests of means on infinite losses: a rival with one has an infinite mean, which is worse than any finite one beyond
 * doubt (p 0, reason `divergence`); where the incumbent has one too, ranks decide (reason `tested-on-ranks`).
 */
function testRival(
  { test, onRanks }: IncumbentTest,
  contest: Contest,
  rival: Float64Array,
  alternative: Alternative,
): Omit<Finding, 'leaves'> & { readonly pValue: number } {
  const incumbent = contest.losses(0);
  if (onRanks === undefined) return test(rival, incumbent, alternative);
  if (incumbent.includes(Number.POSITIVE_INFINITY)) {
    return { ...onRanks(rival, incumbent, alternative), reason: 'tested-on-ranks' };
  }
  if (rival.includes(Number.POSITIVE_INFINITY)) {
    return DIVERGED_RIVAL;
  }
  return test(rival, incumbent, alternative);
}
