/** @file Says what a comparison of factors found: all levels first, then the pairs, then what more trials could show. */
import { baselineWords } from '../../core/index.js';
import { unbeatenIn, WHOLE_CANDIDATE } from '../../questions/common/plan/index.js';
import {
  ALPHA,
  type CompareAnalysis,
  type FactorAnalysis,
  type PairReach,
} from '../../questions/compare/plan/index.js';
import { formatQuantity, formatValue } from '../number-text.js';
import { nameSome } from '../view/run-notices.js';
import type { StudyInput } from './study-input.js';
import { criterionOf, type StudyWords, withTrials } from './study-words.js';

export const COMPARE_WORDS: StudyWords<CompareAnalysis> = {
  title: 'one factor at a time',
  sets: ({ factors }, named) =>
    factors.flatMap((factor) =>
      factor.levels.map(({ value, candidate, distribution }) =>
        named(candidate, `${factor.name} = ${value}`, distribution),
      ),
    ),
  finding: (analysis, figure) => [...unbeatenFactors(analysis, figure), compareHeadline(analysis)].join('; '),
  pool: () => null,
  powerNotices: reachNotices,
};

/** More levels are counted. */
const MOST_NAMES = 6;

/** Factors of which no level is better than nothing: then the best of them is nothing either. */
function unbeatenFactors({ factors }: CompareAnalysis, figure: string): string[] {
  return factors.flatMap(({ name, levels }) => {
    const unbeaten = levels.map(({ distribution }) => unbeatenIn(distribution.baselines));
    const [first] = unbeaten;
    if (first === undefined || unbeaten.includes(undefined)) return [];
    return `No level of ${name} is shown to be better than ${baselineWords(first)} (${figure} ${formatValue(first.value)})`;
  });
}

/** One part a factor, no full stop at its end. */
function compareHeadline({ factors }: CompareAnalysis): string {
  return factors
    .map((factor) => {
      const [finding, ...rest] = [
        findingText(factor),
        ...bestText(factor),
        ...pairsText(factor),
        ...spreadText(factor),
      ];
      return [finding.slice(0, 1).toUpperCase() + finding.slice(1), ...rest].join('; ');
    })
    .join('. ');
}

/** `the 8 levels of depth`, `the 8 candidates`. */
function levelsText({ name, levels }: Pick<FactorAnalysis, 'name' | 'levels'>): string {
  const count = levels.length === 2 ? 'two' : String(levels.length);
  return name === WHOLE_CANDIDATE ? `the ${count} candidates` : `the ${count} levels of ${name}`;
}

/** What the test of all levels says; of two levels that is the test of the pair. */
function findingText(factor: FactorAnalysis): string {
  const { name, verdict, pairs, levels, overall } = factor;
  const subject = levelsText(factor);
  if (levels.length < 2) return loneText(name, levels);
  const test = levels.length > 2 ? overallText(overall) : pairText(pairs[0]);
  switch (verdict.finding) {
    case 'differ':
      return `${subject} differ${test}`;
    case 'not-shown':
      return `no difference between ${subject} is shown${test}`;
    case 'out-of-reach':
      return `${formatQuantity(verdict.reach?.replicates ?? 0, 'training')} of each cannot show whether ${subject} differ${test}`;
    case 'untested':
      return `${subject} have fewer than two replicates in common, so that nothing can be tested`;
  }
}

/** Where the others never worked. */
function loneText(name: string, [only]: FactorAnalysis['levels']): string {
  const levels = name === WHOLE_CANDIDATE ? 'candidates' : `levels of ${name}`;
  return only === undefined
    ? `none of the ${levels} worked`
    : `of the ${levels} only ${only.value} worked, so that nothing can be compared`;
}

function overallText(overall: FactorAnalysis['overall']): string {
  return overall === null ? '' : ` (Friedman ${pValueText(overall.pValue)})`;
}

function pairText(pair: FactorAnalysis['pairs'][number] | undefined): string {
  return pair === undefined ? '' : ` (Wilcoxon ${pValueText(pair.location.adjusted)})`;
}

/** `p < 0.001`, `p = 0.032`. */
function pValueText(pValue: number): string {
  return pValue < 0.001 ? 'p < 0.001' : `p = ${formatValue(pValue, 2)}`;
}

/** Nobody is called the best where no difference is shown. */
function bestText(factor: FactorAnalysis): string[] {
  const { verdict, levels } = factor;
  if (verdict.finding !== 'differ') return [];
  const { best } = verdict;
  if (best.length === 0) return ['no level has a finite median'];
  const median = criterionOf(
    (levels.find(({ value }) => value === best[0]) as (typeof levels)[number]).distribution,
    'median',
  );
  const whose = `${nameSome(best, MOST_NAMES)}${best.length > 1 ? ' together' : ''}`;
  return [`best median: ${whose}${median === null ? '' : ` (${formatValue(median.value)})`}`];
}

/** What single pairs add to the test of all levels: nothing where there is one pair alone. */
function pairsText({ verdict, pairs, levels }: FactorAnalysis): string[] {
  const { reach, best, worse, separated, finding } = verdict;
  if (reach === null || finding === 'out-of-reach') return [];
  if (levels.length === 2) {
    return separated > 0 && best.length === 1 && worse.length === 0
      ? ['their paired differences say the opposite']
      : [];
  }
  if (reach.smallest >= ALPHA) return [outOfReachText(reach)];
  if (finding === 'not-shown') return [];
  if (separated === 0) return ['no single pair differs significantly'];
  const of = `${separated} of ${formatQuantity(pairs.length, 'pair')} ${separated === 1 ? 'differs' : 'differ'} significantly`;
  if (worse.length === 0) return [of];
  const rest = levels.length - best.length;
  return [
    `shown to be better than ${worse.length === rest ? 'each of the others' : nameSome(worse, MOST_NAMES)} (${of})`,
  ];
}

function outOfReachText({ replicates, smallest }: PairReach): string {
  return `${formatQuantity(replicates, 'training')} of each cannot separate single pairs (smallest possible p after correction: ${formatValue(smallest, 2)})`;
}

function spreadText({ verdict: { spreadsApart }, pairs, levels }: FactorAnalysis): string[] {
  if (spreadsApart === 0) return [];
  return [
    levels.length === 2
      ? 'their spreads differ'
      : `spreads differ in ${spreadsApart} of ${formatQuantity(pairs.length, 'pair')}`,
  ];
}

/** The conclusion of the figure of pairs. */
export function differencesText(factor: FactorAnalysis): string {
  const { verdict, pairs, name } = factor;
  const { separated, reach } = verdict;
  if (reach !== null && reach.smallest >= ALPHA) return `${outOfReachText(reach)}.`;
  if (separated === 0) return `No single difference between the levels of ${name} is significant.`;
  return `${separated} of ${formatQuantity(pairs.length, 'difference')} between the levels of ${name} ${separated === 1 ? 'is' : 'are'} significant.`;
}

/** Of a finished study: with how many trials its pairs could be told apart, and how to have them. */
function reachNotices({ factors }: CompareAnalysis, { status, plan, command }: StudyInput): string[] {
  if (status !== 'exhausted' && status !== 'decided') return [];
  const short = factors.flatMap(({ name, pairs, verdict: { reach } }) =>
    reach !== null && reach.smallest >= ALPHA ? [{ name, pairs: pairs.length, reach }] : [],
  );
  if (short.length === 0) return [];
  // Trainings that failed will be missing again.
  const trials = Math.max(...short.map(({ reach }) => Number(plan.trials) + reach.enough - reach.replicates));
  const parts = short.map(
    ({ name, pairs, reach: { replicates, smallest, enough } }) =>
      `${name}: ${formatQuantity(pairs, 'pair')}, smallest possible p after Holm's correction ${formatValue(smallest, 2)} with ${replicates} trainings of each; below ${ALPHA} from ${enough} on`,
  );
  const run = command === null ? `Set trials to ${trials}` : `Run: ${withTrials(command, trials)}`;
  return [`Too few trials to separate single pairs. ${parts.join('. ')}. ${run} (the smallest number that can).`];
}
