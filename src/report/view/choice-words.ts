/** @file The words for figures of the winner: its criterion with what it rests on, differences, confidence, and what it is worth beside baselines. */

import { baselineWords } from '../../core/index.js';
import type { ToleranceAnswer } from '../../questions/race/plan/index.js';
import type { HoldsUnder } from '../../stats/index.js';
import { lossWord } from '../direction.js';
import {
  estimateText,
  formatCount,
  formatEstimate,
  formatLevel,
  formatQuantity,
  formatValue,
  formatWithin,
} from '../number-text.js';
import type { ResultBaseline, ResultSimplest } from '../result/figure-schema.js';
import type { Result, ResultChoice } from '../result/result-schema.js';
import { capitalised, ON_SELECTION } from './phrases.js';
import type { RunNotice } from './run-notices.js';
import type { Telling } from './telling.js';

/** `q3 of the loss`. */
export function criterionPhrase(result: Result): string {
  return `${result.criterion.name} of the ${lossWord(result)}`;
}

/** `0.225 [0.212, 0.240 if none collapses]`: with what the interval holds under. */
function heldText({ value, interval }: ResultChoice['criterion']): string {
  if ('reason' in interval || interval.holdsUnder === undefined) return estimateText(value, interval);
  const { text, ends } = formatEstimate(value, interval);
  return `${text} ${ends.slice(0, -1)} ${conditionText(interval.holdsUnder)}]`;
}

/** `if none collapses`; where some of these did, or there is no bar, `if none is worse than these`. */
export function conditionText({ collapsed }: Pick<HoldsUnder, 'collapsed'>): string {
  return collapsed === 0 ? 'if none collapses' : 'if none is worse than these';
}

/** `q3 of the loss 0.27 [0.25, 0.29] over 20 fresh trainings`, or that it rests on those that chose it. */
export function claimedValueText(result: Result, { criterion, trials }: ResultChoice): string {
  const figure = `${criterionPhrase(result)} ${heldText(criterion)}`;
  if (criterion.from === 'fresh') return `${figure} over ${formatQuantity(trials, 'fresh training')}`;
  return `${figure} over the ${formatQuantity(trials, 'race training')} that chose it, which flatters it`;
}

/** Of a quantity: `a q3 of the loss lower by more than 0.016`, `a higher q1 of the accuracy` where every difference counts. */
export function betterText(result: Result, by: number, { better }: Pick<Telling, 'better'>): string {
  const word = better === 'high' ? 'higher' : 'lower';
  const phrase = criterionPhrase(result);
  if (by === 0) return `a ${word} ${phrase}`;
  return `${/^[aeio]/.test(phrase) ? 'an' : 'a'} ${phrase} ${word} by more than ${formatValue(by, 2)}`;
}

/** A difference of the criterion, with what it is of: `0.016 in q3 of the loss`. */
export function amountText(result: Result, amount: number): string {
  return `${formatValue(amount, 2)} in ${criterionPhrase(result)}`;
}

/** `95 %`. */
export function confidenceText({ confidence }: Pick<ToleranceAnswer, 'confidence'>): string {
  return formatLevel(confidence);
}

export function ruleName({ plan }: Pick<Result, 'plan'>): string {
  const { rule } = plan;
  return typeof rule === 'object' && rule !== null && 'name' in rule ? String(rule.name) : '';
}

/** The metrics on the final set that say most: the first, and the loss unless it is the same figure by another name. */
export function mainMetrics(winner: Pick<ResultChoice, 'final'>): readonly (readonly [string, number])[] {
  const metrics = Object.entries(winner.final ?? {});
  const [first, ...others] = metrics.filter(([name]) => name !== 'loss');
  const loss = metrics.filter(([name, value]) => name === 'loss' && value !== first?.[1]);
  return [...(first === undefined ? [] : [first]), ...loss, ...others].slice(0, 2);
}

/** `2,000 unseen examples`. */
export function examplesText({ data }: Pick<Result, 'data'>): string {
  const examples = data.split.final;
  return examples === undefined ? 'the final set' : `${formatCount(examples)} unseen examples`;
}

/** `Worse than predicting the mean (loss 1.2 on the selection set)`; null where the winner is better than the trivial baseline, beyond doubt. */
export function unbeatenText(result: Result): string | null {
  const trivial = result.baselines.find(({ kind, beaten }) => kind === 'trivial' && !beaten);
  if (trivial === undefined) return null;
  return capitalised(comparisonText(result, trivial));
}

/** A simple model that is as good is read before the figures are used: on unseen examples, or, where these were not touched, on the selection set. */
export function baselineNotices(result: Result): RunNotice[] {
  const { simplest, baselines } = result;
  if (simplest === null) return [];
  if (simplest !== undefined) return simplest.beaten ? [] : [{ kind: 'baseline', text: simplestText(simplest) }];
  const simple = baselines.filter(({ kind, beaten }) => kind === 'simple' && !beaten);
  return simple.map((baseline) => ({ kind: 'baseline', text: `The winner is ${comparisonText(result, baseline)}.` }));
}

/** `A linear model is as good, and simpler: rmse 43.1 on the same 88 unseen examples, the winner 43.5 (worse by 0.4 [-1.2, 2.0], 95 %).` */
function simplestText({ name, metric, value, winner, lead, examples, raced }: ResultSimplest): string {
  const { low, high, level } = lead;
  const isWorse = lead.value < 0;
  const by = isWorse ? { low: high && -high, high: low && -low } : { low, high };
  const { text, ends } = formatEstimate(Math.abs(lead.value), by);
  const how = high !== null && high < 0 ? 'better' : low !== null && low > 0 ? `as good by what is printed` : 'as good';
  const [own, its] = [value, winner].map((one) => formatWithin(one, Math.abs(lead.value)));
  const sure = ends === '' ? '' : ` ${ends}, ${formatLevel(level)}`;
  return `${capitalised(baselineWords({ name }))} is ${how}, and simpler: ${metric} ${own} on the same ${formatQuantity(examples, 'unseen example')}, the winner ${its} (${isWorse ? 'worse' : 'better'} by ${text}${sure}).${raced === undefined ? '' : ` In the race: ${raced.label} (${raced.candidate}).`}`;
}

function comparisonText(result: Result, baseline: ResultBaseline): string {
  const how = baseline.better === 0 ? 'worse than' : 'not shown to be better than';
  return `${how} ${baselineWords(baseline)} (${lossWord(result)} ${formatValue(baseline.loss)} ${ON_SELECTION})`;
}
