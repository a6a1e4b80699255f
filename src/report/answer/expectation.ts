/** @file What to expect of one more training of the winner, in words: the metric that people know, and between which values it lies; and of the model that is handed over. */
import { baselineWords, jointMeaning } from '../../core/index.js';
import { type Endings, findCriterion, lostOf } from '../../stats/index.js';
import { lossWord } from '../direction.js';
import { formatCount, formatEstimate, formatQuantity, formatShare, halfWidth } from '../number-text.js';
import { collapsedReplicates, type ToldTrainings, toldTrainings } from '../result/expected.js';
import type { Member } from '../result/members.js';
import type { Result, ResultChoice } from '../result/result-schema.js';
import { type Fact, RANKS } from '../shown/shown.js';
import type { ShownStanding } from '../standing.js';
import { criterionPhrase, examplesText } from '../view/choice-words.js';
import { countedText, endingsText, lostWord } from '../view/ending-words.js';
import { deliveredWords, metricFormat } from '../view/final-words.js';
import { capitalised, lowered, ON_SELECTION } from '../view/phrases.js';
import { requirementClause } from './requirement-words.js';

/** One training of the winner. */
export interface ExpectedTraining {
  readonly replicate: number;
  /** Of the metric; infinite where it diverged or failed. */
  readonly value: number;
  readonly collapsed: boolean;
}

/** What a model that is nearly nothing has of the same metric on the same examples. */
export interface ExpectedBaseline {
  /** `guessing by class frequencies`. */
  readonly name: string;
  readonly kind: 'trivial' | 'simple';
  readonly value: number;
  readonly text: string;
}

export interface WinnerExpectation {
  /** `accuracy`, or what is raced where there is no other: `loss`, `score`. */
  readonly metric: string;
  readonly better: 'high' | 'low' | 'zero';
  /** `on 2,000 unseen examples`; empty where nobody knows. */
  readonly on: string;
  /** `race`: of the trainings that chose it, which flatters it. */
  readonly from: 'fresh' | 'race';
  readonly trainings: readonly ExpectedTraining[];
  readonly n: number;
  /** `20 fresh trainings`, `the 14 fresh trainings that count`. */
  readonly which: string;
  /** The median. */
  readonly typical: number;
  readonly typicalText: string;
  /** `Another training on 2,000 other examples: 0.866 to 0.905 (90 %).`; null where nothing is known of that. */
  readonly rangeText: string | null;
  /** Any other value of the metric, to the same place. */
  readonly text: (value: number) => string;
  /** True for a metric of the final set. */
  readonly isFinal: boolean;
  readonly baselines: readonly ExpectedBaseline[];
  /** `6 of 20 fresh trainings failed, 1 collapsed (accuracy 0.43).`; null where all came out. It stands before any of their figures. */
  readonly endings: string | null;
  /** `Accuracy 0.888 (median) of 20 fresh trainings on 2,000 unseen examples.`, then {@link rangeText}. */
  readonly sentence: string;
  /** `a logistic model 0.874, guessing by class frequencies 0.103 (unseen)`; null where there is none. */
  readonly against: string | null;
  /** What was raced, where the metric is another: `q3 of the loss 0.398: three of four trainings lie at or below it`. */
  readonly raced: string | null;
}

/** Null where nobody is chosen or nothing of the winner's can be shown. */
export function expectationOf(
  result: Result,
  members: readonly Member[],
  standings: readonly ShownStanding[],
): WinnerExpectation | null {
  const { winner } = result;
  const member = members.find(({ standing }) => standing === 'winner');
  const standing = standings.find(({ id }) => id === winner?.candidate);
  if (winner === null || member === undefined || standing === undefined) return null;
  const collapsed = collapsedReplicates(result, member, standing);
  const told = toldTrainings(result, winner, member, standing);
  if (told === null) return null;
  const { metric, better, from, isFinal, interval, typical } = told;
  const trainings = trainingsOf(told, collapsed);
  const text = metricFormat(told.values, interval && halfWidth(interval));
  const n = trainings.length;
  const kind = from === 'fresh' ? 'fresh training' : 'race training';
  const ended = (from === 'fresh' ? member.fresh : member.race) ?? { begun: n, failed: 0, collapsed: 0, diverged: 0 };
  // Of fresh ones none of which counts the figures are those of the race.
  const lostAmong = member.fresh === null && winner.collapses?.from === 'fresh' ? winner.collapses : ended;
  const lost = lostWord(ended);
  const which = countedText({ trials: n, begun: ended.begun }, kind);
  const baselines = baselinesBeside(result, metric, isFinal, text);
  const onSelection = result.data.split.selection === undefined ? '' : ON_SELECTION;
  const on = isFinal ? `on ${examplesText(result)}` : onSelection;
  const flattered = from === 'fresh' ? '' : ' (they chose it, which flatters it)';
  const isTypical = Number.isFinite(typical);
  const isOneValue = n > 1 && lostOf(ended) === 0 && trainings.every(({ value }) => value === typical);
  const figures = !isTypical
    ? `no typical ${metric}: half or more ${lost}, of ${which}`
    : isOneValue
      ? `${metric} ${text(typical)} in each of ${which}`
      : `${metric} ${text(typical)}${n === 1 ? '' : ' (median)'} of ${which}`;
  const rangeText = isTypical
    ? rangeWords(winner, { isAnyLost: lostOf(ended) > 0, isOneValue, isOwn: onSelection === '' })
    : null;
  return {
    ...{ metric, better, on, from, trainings, n, typical, text, isFinal, baselines, which, rangeText },
    typicalText: isTypical ? text(typical) : lost,
    endings: endingsSentence(
      lostAmong,
      lostAmong === ended ? kind : 'fresh training',
      figuresText(trainings, metric, text),
    ),
    sentence: `${capitalised(figures)}${on === '' ? '' : ` ${on}`}${flattered}.${rangeText === null ? '' : ` ${rangeText}`}`,
    against: againstText(baselines, { isFinal, on }),
    raced: racedText(result, winner, metric, lost),
  };
}

/**
 * With what it covers. Those that failed or collapsed are counted before it. `isOneValue`: trainings gave one value, as those of a linear model
 * on one sample do, so that they have no range. `isOwn`: which examples a training has is the trainer's own matter.
 */
function rangeWords(
  { expected, noModel }: Pick<ResultChoice, 'expected' | 'noModel'>,
  { isAnyLost, isOneValue, isOwn }: Readonly<Record<'isAnyLost' | 'isOneValue' | 'isOwn', boolean>>,
): string | null {
  if (expected === null || expected.range === null) return null;
  const { range, typical, trainings } = expected;
  const { low, high, level, covers, rows } = range;
  const ends = formatEstimate(typical, { low, high }).ends.slice(1, -1).replace(', ', ' to ');
  const others = `${formatQuantity(rows ?? 0, 'other example')}`;
  const comes = isAnyLost ? ' that comes out' : '';
  const unknown = `what other examples change is not ${noModel === undefined ? 'known' : 'measured yet'}.`;
  switch (covers) {
    case 'both':
      if (isOneValue) return `${capitalised(others)}: ${ends} (${formatShare(level)}).`;
      return `Another training${comes} on ${others}: ${ends} (${formatShare(level)}).`;
    case 'rows':
      return `${capitalised(others)}: ${ends} (${formatShare(level)}).`;
    default:
      if (isOneValue) return capitalised(unknown);
      if (trainings < FEWEST) return null;
      return isOwn
        ? `Another training${comes} with other seeds: ${ends} (${formatShare(level)}). It covers what your trainer draws by its seeds.`
        : `Another training${comes} on the same examples: ${ends} (${formatShare(level)}); ${unknown}`;
  }
}

/** Fewer trainings span next to nothing. */
const FEWEST = 3;

function trainingsOf(
  { replicates, values }: ToldTrainings,
  collapsed: ReadonlySet<number>,
): readonly ExpectedTraining[] {
  return values.map((value, place) => {
    const replicate = replicates[place] ?? place;
    return { replicate, value, collapsed: collapsed.has(replicate) || !Number.isFinite(value) };
  });
}

function baselinesBeside(
  { baselines }: Result,
  metric: string,
  isFinal: boolean,
  text: (value: number) => string,
): readonly ExpectedBaseline[] {
  const simpleFirst = [...baselines].sort((a, b) => Number(a.kind === 'trivial') - Number(b.kind === 'trivial'));
  return simpleFirst.flatMap((baseline) => {
    const value = isFinal ? baseline.final?.[metric] : baseline.loss;
    if (value === undefined) return [];
    return [{ name: baselineWords(baseline), kind: baseline.kind, value, text: text(value) }];
  });
}

/** The set in a word, so that the line stays one: the expectation names it in full. */
function againstText(
  baselines: readonly ExpectedBaseline[],
  { isFinal, on }: Pick<WinnerExpectation, 'isFinal' | 'on'>,
): string | null {
  if (baselines.length === 0) return null;
  const set = isFinal ? ' (unseen)' : on === '' ? '' : ' (selection set)';
  return `${baselines.map(({ name, text }) => `${name} ${text}`).join(', ')}${set}`;
}

/** Null where all came out. */
function endingsSentence(ended: Endings, kind: string, figures: string): string | null {
  return lostOf(ended) === 0 ? null : `${endingsText(ended, kind)}${figures}.`;
}

/** ` (loss 2.30)`, ` (loss 0.61 to 2.30)` of those that collapsed; what is lost has no figure to tell. */
function figuresText(trainings: readonly ExpectedTraining[], metric: string, text: (value: number) => string): string {
  const values = trainings
    .filter(({ collapsed, value }) => collapsed && Number.isFinite(value))
    .map(({ value }) => value);
  const told = values.length === 0 ? [] : [...new Set([Math.min(...values), Math.max(...values)].map(text))];
  return told.length === 0 ? '' : ` (${metric} ${told.join(' to ')})`;
}

/** Null where the metric that is expected is the raced figure itself, by its median. */
function racedText(result: Result, { criterion }: ResultChoice, metric: string, lost: string): string | null {
  const isKnown = Number.isFinite(criterion.value);
  if (isKnown && metric === lossWord(result) && criterion.name === 'median') return null;
  const meaning = criterionMeaning(result);
  const { text } = formatEstimate(criterion.value, criterion.interval);
  const means = meaning === undefined ? '' : `: ${meaning}`;
  const required = requirementClause(result);
  const counted = isKnown ? '' : `; what ${lost} counts as infinite`;
  return `${criterionPhrase(result)} ${text}${means}${counted}${required === null ? '' : `; ${required}`}`;
}

/** `three of four trainings lie at or below it`; undefined for a criterion of one's own. */
export function criterionMeaning(result: Pick<Result, 'criterion' | 'direction' | 'metric'>): string | undefined {
  const { criterion, direction } = result;
  const told = { word: lossWord(result), isScore: direction === 'maximize', name: criterion.name, share: formatShare };
  const meaning =
    jointMeaning(result.metric) ??
    findCriterion(criterion.onLosses)?.words(told).meaning.replace(` (${criterion.name})`, '');
  return meaning && lowered(meaning);
}

/** `Accuracy 0.8890: the fresh training nearest to the mean of all 20. 10 trainings as one: 0.9235.`; none without a file to use. */
export function modelFacts(
  { winner, data }: Pick<Result, 'winner' | 'data'>,
  expect: WinnerExpectation | null,
): readonly Fact[] {
  if (winner === null || winner.delivered === null) return [];
  if (winner.model === null && Object.keys(winner.artifacts).length === 0) return [];
  const { delivered, final } = winner;
  const words = deliveredWords(delivered, delivered.instances?.length ?? 1);
  const told = (figures: Readonly<Record<string, number>> | null | undefined): string | undefined => {
    const value = expect === null || !expect.isFinal ? undefined : figures?.[expect.metric];
    return value === undefined ? undefined : expect?.text(value);
  };
  const own = told(final);
  if (delivered.refit !== undefined) {
    const before = own === undefined ? '' : ` Before that: ${expect?.metric} ${own}.`;
    return [{ label: 'Model', text: `${capitalised(words)}.${before}` }];
  }
  const text = own === undefined ? words : `${expect?.metric} ${own}: ${words}`;
  const joined = (delivered.alternatives ?? []).find((one) => one.reason === 'ensemble' && !one.delivered);
  const together = told(joined?.figures);
  const beside = together === undefined ? '' : ` ${formatCount(joined?.instances ?? 0)} trainings as one: ${together}.`;
  return [{ label: 'Model', text: `${capitalised(text)}.${beside}` }, ...unusedFacts(winner, data)];
}

/** What could still train it; of data with a calibration set, and of files of the user's own trainer, nothing can. */
function unusedFacts({ model }: ResultChoice, { split }: Result['data']): readonly Fact[] {
  const { pool, selection, final, calibration } = split;
  if (model === null || pool === undefined || selection === undefined || final === undefined || calibration) return [];
  const all = formatCount(pool + selection + final);
  const text = `${model} learned from at most ${formatCount(pool)} of ${all} examples; \`deliver: refit\` trains it again on all, not measured.`;
  return [{ label: 'Unused', text, rank: RANKS.unused }];
}
