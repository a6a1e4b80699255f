/** @file Says what a comparison of factors found: all levels first, then the pairs, then what more trials could show. */
import { type BesideBaseline, LEVEL, unbeatenIn, WHOLE_CANDIDATE } from '../../questions/common/plan/index.js';
import {
  ALPHA,
  type CompareAnalysis,
  type FactorAnalysis,
  type PairReach,
} from '../../questions/compare/plan/index.js';
import { formatQuantity, formatShare, formatValue } from '../number-text.js';
import { nameSome } from '../view/run-notices.js';
import type { StudyInput } from './study-input.js';
import {
  anotherQuestion,
  baselineText,
  capital,
  criterionOf,
  priceText,
  type StudyStep,
  type StudyWords,
  withOption,
} from './study-words.js';

export const COMPARE_WORDS: StudyWords<CompareAnalysis> = {
  title: 'one factor at a time',
  sets: ({ factors }, named) =>
    factors.flatMap((factor) =>
      factor.levels.map(({ value, candidate, distribution }) =>
        named(candidate, `${factor.name} = ${value}`, distribution),
      ),
    ),
  finding: (analysis, figure) => [...unbeatenFactors(analysis, figure), ...factorTexts(analysis)].join('. '),
  open: ({ factors }) => factors.flatMap(openTexts),
  also: ({ factors }) => factors.flatMap(spreadTexts),
  next: (analysis, input) => moreTrials(analysis, input) ?? followingQuestion(analysis, input),
  unbeaten: ({ factors }) =>
    factors.filter(isUnbeaten).flatMap(({ levels }) => levels.map(({ candidate }) => candidate)),
  pool: () => null,
};

/** More levels are counted. */
const MOST_NAMES = 6;

/** More factors are told by what they come to. */
const MOST_FACTORS = 2;

function isUnbeaten({ levels }: FactorAnalysis): boolean {
  return levels.length > 0 && levels.every(({ distribution }) => unbeatenIn(distribution.baselines) !== undefined);
}

/** Factors of which no level is better than nothing: then the best of them is nothing either. */
function unbeatenFactors({ factors }: CompareAnalysis, figure: string): string[] {
  return factors.filter(isUnbeaten).map(({ name, levels: [first] }) => {
    const beside = unbeatenIn(first?.distribution.baselines ?? []) as BesideBaseline;
    return `No level of ${name} is shown to be better than ${baselineText(beside, figure)}`;
  });
}

/** Sentences without full stops. */
function factorTexts({ factors }: CompareAnalysis): string[] {
  if (factors.length <= MOST_FACTORS) {
    return factors.map((factor) =>
      capital(
        [
          findingText(factor),
          ...(factor.verdict.finding === 'differ' && factor.levels.length > 1 ? [bestText(factor)] : []),
          ...pairsText(factor),
        ].join('; '),
      ),
    );
  }
  const named = (wanted: FactorAnalysis['verdict']['finding']) =>
    factors.filter(({ verdict }) => verdict.finding === wanted);
  const names = (some: readonly FactorAnalysis[]) =>
    nameSome(
      some.map(({ name }) => name),
      MOST_NAMES,
    );
  const differing = named('differ').map((factor) => `${factor.name} (${bestText(factor)})`);
  const parts = [
    differing.length === 0
      ? `None of ${factors.length} factors is shown to make a difference`
      : `${differing.length} of ${factors.length} factors ${differing.length === 1 ? 'makes' : 'make'} a difference: ${nameSome(differing, MOST_NAMES)}`,
    ...[named('not-shown')].flatMap((some) =>
      some.length === 0 || differing.length === 0 ? [] : [`not shown for ${names(some)}`],
    ),
    ...[[...named('out-of-reach'), ...named('untested')]].flatMap((some) =>
      some.length === 0 ? [] : [`too few trainings to tell for ${names(some)}`],
    ),
  ];
  return [parts.join('; ')];
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

/** `best median: k=1 (1.115)`; of levels that are shown to differ, since nobody else is called the best. */
function bestText({ verdict: { best }, levels }: FactorAnalysis): string {
  const level = levels.find(({ value }) => value === best[0]);
  const median = level && criterionOf(level.distribution, 'median');
  if (!median) return 'no level has a finite median';
  const whose = `${nameSome(best, MOST_NAMES)}${best.length > 1 ? ' together' : ''}`;
  return `best median: ${whose} (${formatValue(median.value)})`;
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
  if (reach.smallest >= ALPHA || finding === 'not-shown' || separated === 0) return [];
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

function spreadTexts({ name, verdict: { spreadsApart }, pairs, levels }: FactorAnalysis): string[] {
  if (spreadsApart === 0) return [];
  if (levels.length === 2) return [`The spreads of ${levelsText({ name, levels })} differ (Levene).`];
  const of = formatQuantity(pairs.length, 'pair');
  return [`Spreads differ in ${spreadsApart} of ${of} of ${levelsText({ name, levels })} (Levene, Holm's correction).`];
}

/** What the tests of a factor leave open, with the smallest p-value that they can have. */
function openTexts({ name, verdict, pairs, levels }: FactorAnalysis): string[] {
  const { reach, finding, separated } = verdict;
  if (reach === null) return [];
  if (reach.smallest >= ALPHA) return [`${outOfReachText(reach)}.`];
  if (finding === 'differ' && separated === 0)
    return [`No single pair of ${levelsText({ name, levels })} is told apart.`];
  const widest = widestShift(pairs);
  if (finding !== 'not-shown' || widest === null) return [];
  return [
    `Between ${levelsText({ name, levels })} differences up to ${formatValue(widest, 2)} remain possible (${formatShare(LEVEL)}).`,
  ];
}

/** The largest difference that the intervals of all pairs leave; null where one has none. */
function widestShift(pairs: FactorAnalysis['pairs']): number | null {
  const ends = pairs.map(({ shift: { interval } }) =>
    'reason' in interval ? Number.POSITIVE_INFINITY : Math.max(Math.abs(interval.low), Math.abs(interval.high)),
  );
  const widest = Math.max(...ends);
  return Number.isFinite(widest) ? widest : null;
}

/** The conclusion of the figure of pairs. */
export function differencesText(factor: FactorAnalysis): string {
  const { verdict, pairs, name } = factor;
  const { separated, reach } = verdict;
  if (reach !== null && reach.smallest >= ALPHA) return `${outOfReachText(reach)}.`;
  if (separated === 0) return `No single difference between the levels of ${name} is significant.`;
  return `${separated} of ${formatQuantity(pairs.length, 'difference')} between the levels of ${name} ${separated === 1 ? 'is' : 'are'} significant.`;
}

/** With how many trials the pairs could be told apart; trainings that failed will be missing again. */
function moreTrials({ factors }: CompareAnalysis, input: StudyInput): StudyStep | null {
  const { plan, command, header } = input;
  const short = factors.flatMap(({ verdict: { reach } }) => (reach !== null && reach.smallest >= ALPHA ? [reach] : []));
  if (short.length === 0) return null;
  const trials = Math.max(...short.map((reach) => Number(plan.trials) + reach.enough - reach.replicates));
  const price = priceText(header.candidates.length * (trials - Number(plan.trials)), input);
  return {
    command: command === null ? null : withOption(command, ['--trials'], trials),
    why: `${trials} trainings of each are the fewest that can separate pairs: ${price}`,
    needsMore: true,
  };
}

/** Of what differs: where levels meet those of other settings. Where nothing is shown: what finer differences take. */
function followingQuestion({ factors }: CompareAnalysis, input: StudyInput): StudyStep | null {
  const { plan, command, header } = input;
  const differing = factors.filter(({ verdict }) => verdict.finding === 'differ');
  if (differing.length > 0) {
    const ownLevels = differing.filter(({ name }) => command?.includes(`${name}=`)).map(({ name }) => name);
    const first =
      ownLevels.length === 0 ? '' : `With these levels of ${nameSome(ownLevels, MOST_NAMES)} in the experiment: `;
    return {
      command: anotherQuestion(command, 'select', []),
      why: capital(`${first}races all candidates, since a level may do otherwise beside other settings`),
    };
  }
  if (!factors.some(({ verdict }) => verdict.finding === 'not-shown')) return null;
  const trials = Number(plan.trials);
  return {
    command: command === null ? null : withOption(command, ['--trials'], 2 * trials),
    why: `Twice the trainings tell smaller differences: ${priceText(header.candidates.length * trials, input)}`,
    needsMore: true,
  };
}
