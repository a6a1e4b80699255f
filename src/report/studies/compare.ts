/** @file A comparison of factors: its sentence for each verdict, what is open, its tables, and what to do next. */
import { type BesideBaseline, LEVEL, unbeatenIn, WHOLE_CANDIDATE } from '../../questions/common/plan/index.js';
import { ALPHA, type CompareAnalysis, type FactorAnalysis } from '../../questions/compare/plan/index.js';
import { formatP, formatQuantity, formatShare, formatValue } from '../number-text.js';
import type { Table } from '../table/table.js';
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

export const COMPARE_SHOWN: StudyWords<CompareAnalysis> = {
  title: 'one factor at a time',
  sets: ({ factors }, named) =>
    factors.flatMap(({ name, levels }) =>
      levels.map(({ value, candidate, distribution }) => named(candidate, `${name} = ${value}`, distribution)),
    ),
  tables: ({ analysis: { factors } }) => [factorTable(factors), ...factors.map(pairTable)],
  finding: ({ factors }, figure) =>
    [
      ...factors.filter(isUnbeaten).map((factor) => unbeatenText(factor, figure)),
      ...(factors.length <= MOST_FACTORS ? factors.map(verdictText) : [countsText(factors)]),
    ].join('. '),
  open: ({ factors }) => factors.flatMap(openTexts),
  next: (analysis, input) => moreTrainings(analysis, input) ?? followingQuestion(analysis, input),
  unbeaten: ({ factors }) =>
    factors.filter(isUnbeaten).flatMap(({ levels }) => levels.map(({ candidate }) => candidate)),
  pool: () => null,
};

/** More levels are counted, and more factors are told by what they come to. */
const MOST_NAMES = 6;
const MOST_FACTORS = 2;

/** One row a factor. */
export function factorTable(factors: readonly FactorAnalysis[]): Table<FactorAnalysis> {
  const apart = ({ pairs }: FactorAnalysis, count: number) =>
    pairs.length === 0 ? null : `${count} of ${pairs.length}`;
  return {
    id: 'factors',
    caption: 'Factors',
    note: `p: Friedman's test of all levels, or Wilcoxon's of two. Pairs and spreads apart: below p ${ALPHA} by Wilcoxon's and Levene's tests, corrected over all pairs (Holm).`,
    columns: [
      { key: 'factor', of: ({ name }) => name },
      { key: 'levels', unit: 'count', of: ({ levels }) => levels.length },
      { key: 'p', unit: 'p', of: pOf },
      { key: 'finding', of: ({ verdict }) => FINDINGS[verdict.finding] },
      { key: 'best', label: 'best median', of: ({ verdict }) => nameSome(verdict.best, MOST_NAMES) || null },
      { key: 'value', unit: 'value', of: bestMedian },
      { key: 'apart', label: 'pairs apart', of: (factor) => apart(factor, factor.verdict.separated), spare: 1 },
      { key: 'spreads', label: 'spreads apart', of: (factor) => apart(factor, factor.verdict.spreadsApart), spare: 2 },
    ],
    rows: factors,
  };
}

const FINDINGS: Readonly<Record<FactorAnalysis['verdict']['finding'], string>> = {
  differ: 'differ',
  'not-shown': 'not shown',
  'out-of-reach': 'too few trainings',
  untested: 'too few in common',
};

/** The surest first: of 30 levels there are 435. */
export function pairTable({ name, pairs }: FactorAnalysis): Table<FactorAnalysis['pairs'][number]> {
  return {
    id: `pairs-${name}`,
    caption: `Pairs of levels of ${name}`,
    note: "First less second on the replicates that both have (Hodges and Lehmann's shift; Wilcoxon's signed ranks), then the ratio of standard deviations (Levene about medians). p by Holm over all pairs; effects are Cliff's delta, −1 to 1.",
    columns: [
      { key: 'first', of: ({ first }) => first },
      { key: 'second', of: ({ second }) => second },
      { key: 'replicates', unit: 'count', of: (pair) => pair.pairs },
      { key: 'difference', unit: 'value', of: ({ shift }) => shift.value, interval: ({ shift }) => shift.interval },
      { key: 'p', unit: 'p', of: ({ location }) => location.adjusted },
      { key: 'effect', unit: 'hundredths', of: ({ effect }) => effect },
      { key: 'spreads', unit: 'ratio', of: ({ spreadRatio }) => spreadRatio, spare: 1 },
      { key: 'p of spreads', unit: 'p', of: ({ spread }) => spread.adjusted, spare: 1 },
      { key: 'effect of spreads', unit: 'hundredths', of: ({ spreadEffect }) => spreadEffect, spare: 2 },
    ],
    rows: pairs.toSorted((a, b) => a.location.adjusted - b.location.adjusted),
  };
}

/** Then the best of the levels is nothing either. */
function isUnbeaten({ levels }: FactorAnalysis): boolean {
  return levels.length > 0 && levels.every(({ distribution }) => unbeatenIn(distribution.baselines) !== undefined);
}

function unbeatenText({ name, levels: [first] }: FactorAnalysis, figure: string): string {
  const beside = unbeatenIn(first?.distribution.baselines ?? []) as BesideBaseline;
  return `No level of ${name} is shown to be better than ${baselineText(beside, figure)}`;
}

/** A sentence without full stop, by what the test of all levels says; of two levels that is the test of the pair. */
function verdictText(factor: FactorAnalysis): string {
  const { name, verdict, levels } = factor;
  const all = name === WHOLE_CANDIDATE ? 'candidates' : `levels of ${name}`;
  const [only] = levels;
  if (only === undefined) return `None of the ${all} worked`;
  if (levels.length < 2) return `Of the ${all} only ${only.value} worked, so that nothing can be compared`;
  const subject = levelsText(factor);
  switch (verdict.finding) {
    case 'differ':
      return `${capital(subject)} differ${testText(factor)}; ${bestText(factor)}${aheadText(factor)}${spreadText(factor)}`;
    case 'not-shown':
      return `No difference between ${subject} is shown${testText(factor)}${spreadText(factor)}`;
    case 'out-of-reach':
      return `${formatQuantity(verdict.reach?.replicates ?? 0, 'training')} of each cannot show whether ${subject} differ${testText(factor)}`;
    case 'untested':
      return `${capital(subject)} have fewer than two replicates in common, so that nothing can be tested`;
  }
}

/** Of many factors. */
function countsText(factors: readonly FactorAnalysis[]): string {
  const found = (...wanted: readonly FactorAnalysis['verdict']['finding'][]) =>
    factors.filter(({ verdict }) => wanted.includes(verdict.finding));
  const differing = found('differ').map((factor) => `${factor.name} (${bestText(factor)})`);
  const untold = found('out-of-reach', 'untested').map(({ name }) => name);
  const told =
    differing.length === 0
      ? `None of ${factors.length} factors is shown to make a difference`
      : `${differing.length} of ${factors.length} factors make a difference: ${nameSome(differing, MOST_NAMES)}`;
  const wobbling = factors.filter(({ verdict }) => verdict.spreadsApart > 0).map(({ name }) => name);
  const spreads =
    wobbling.length === 0
      ? '; no spreads are shown to differ'
      : `; spreads differ by ${nameSome(wobbling, MOST_NAMES)}`;
  return `${told}${spreads}${untold.length === 0 ? '' : `; too few trainings to tell for ${nameSome(untold, MOST_NAMES)}`}`;
}

/** `the 8 levels of depth`, `the 8 candidates`. */
function levelsText({ name, levels }: FactorAnalysis): string {
  const count = levels.length === 2 ? 'two' : String(levels.length);
  return name === WHOLE_CANDIDATE ? `the ${count} candidates` : `the ${count} levels of ${name}`;
}

function pOf({ overall, pairs, levels }: FactorAnalysis): number | null {
  return (levels.length > 2 ? overall?.pValue : pairs[0]?.location.adjusted) ?? null;
}

function testText(factor: FactorAnalysis): string {
  const p = pOf(factor);
  if (p === null) return '';
  return ` (${factor.levels.length > 2 ? 'Friedman' : 'Wilcoxon'} p ${pText(p)})`;
}

function pText(p: number): string {
  return p < 0.001 ? formatP(p) : `= ${formatValue(p, 2)}`;
}

function bestMedian({ verdict: { best }, levels }: FactorAnalysis): number | null {
  const level = levels.find(({ value }) => value === best[0]);
  return (level && criterionOf(level.distribution, 'median')?.value) ?? null;
}

/** `best median: k=1 (1.115)`. */
function bestText(factor: FactorAnalysis): string {
  const { best } = factor.verdict;
  const median = bestMedian(factor);
  if (median === null) return 'no level has a finite median';
  return `best median: ${nameSome(best, MOST_NAMES)}${best.length > 1 ? ' together' : ''} (${formatValue(median)})`;
}

/** Whether levels differ in how far their losses spread, which is another question than which is better. */
function spreadText({ pairs, verdict: { spreadsApart } }: FactorAnalysis): string {
  const [pair] = pairs;
  if (pair === undefined) return '';
  if (spreadsApart === 0)
    return pairs.length === 1 ? '; no difference in spread is shown' : '; no two spreads are shown to differ';
  if (pairs.length > 1) return `; spreads differ in ${spreadsApart} of ${pairs.length} pairs`;
  const { first, second, spreadRatio, spread } = pair;
  const [wide, narrow] = (spreadRatio ?? 1) > 1 ? [first, second] : [second, first];
  const times = spreadRatio === null ? '' : ` ${formatValue(Math.max(spreadRatio, 1 / spreadRatio), 2)} times`;
  return `; ${wide} spreads${times} as far as ${narrow} (Levene p ${pText(spread.adjusted)})`;
}

/** What the best is shown to be better than, by its pairs; that these say the opposite. */
function aheadText({ verdict: { best, worse, separated }, levels }: FactorAnalysis): string {
  if (worse.length === 0) {
    return levels.length === 2 && separated > 0 && best.length === 1
      ? '; their paired differences say the opposite'
      : '';
  }
  if (levels.length === 2) return '';
  const isAll = worse.length === levels.length - best.length;
  return `, shown to be better than ${isAll ? 'each of the others' : nameSome(worse, MOST_NAMES)}`;
}

/** What the tests of a factor leave open, with the smallest p-value that they can have. */
function openTexts(factor: FactorAnalysis): string[] {
  const { verdict, pairs } = factor;
  const { reach, finding, separated } = verdict;
  if (reach === null) return [];
  if (reach.smallest >= ALPHA)
    return [
      `${formatQuantity(reach.replicates, 'training')} of each cannot separate single pairs (smallest possible p after correction: ${formatValue(reach.smallest, 2)}).`,
    ];
  if (finding === 'differ' && separated === 0) return [`No single pair of ${levelsText(factor)} is told apart.`];
  const ends = pairs.flatMap(({ shift: { interval } }) =>
    'reason' in interval ? [Number.POSITIVE_INFINITY] : [Math.abs(interval.low), Math.abs(interval.high)],
  );
  const widest = Math.max(...ends);
  if (finding !== 'not-shown' || !Number.isFinite(widest)) return [];
  return [
    `Between ${levelsText(factor)} differences up to ${formatValue(widest, 2)} remain possible (${formatShare(LEVEL)}).`,
  ];
}

/** With how many trainings the pairs could be told apart; those that failed will be missing again. */
function moreTrainings({ factors }: CompareAnalysis, input: StudyInput): StudyStep | null {
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
