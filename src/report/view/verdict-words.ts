/** @file The words of a verdict, the same for every kind of race: what is said of the choice, and what of all others. */
import { lossWord } from '../direction.js';
import { formatCount, formatQuantity } from '../number-text.js';
import type { ResultTolerance } from '../result/answer-schema.js';
import type { Result, ResultChoice } from '../result/result-schema.js';
import { betterText, confidenceText, isPosterior, sameText } from './choice-words.js';
import { comparedCount } from './never-worked-view.js';
import { unreliableText } from './reliability-words.js';
import { nameSome } from './run-notices.js';
import type { Telling } from './telling.js';

/** More names than these stand below the headline. */
export const MOST_NAMES = 3;

/** What is said of the choice, in parts around its name. */
export interface Predicate {
  /** What makes the statement worth less, before the name; may be empty, and ends with a space where it is not. */
  readonly preface: string;
  /** After the name: `is the most robust of 48 candidates`. */
  readonly text: string;
  /** `clear at 95 %`; null where there is nothing to be sure of. */
  readonly verdict: string | null;
}

export function predicateOf(result: Result, choice: ResultChoice, { twins, allAreEqual }: Telling): Predicate {
  const { tolerance, tieSet } = result;
  const compared = comparedCount(result);
  const field = fieldText(result);
  if (compared === 1) return { preface: '', text: onlyText(result), verdict: null };
  if (!Number.isFinite(choice.criterion.value)) {
    const text = `came first of ${field} in the race, but does not train reliably`;
    return { preface: '', text, verdict: null };
  }
  const verdict = verdictText(result);
  if (result.unconfirmed !== null) {
    return { preface: 'Fresh trials contradict the race: ', text: `leads ${field}`, verdict };
  }
  if (allAreEqual) {
    const preface = `Every training of all ${field} gave the same ${lossWord(result)}: nothing tells them apart, and `;
    return { preface, text: 'stands for them', verdict };
  }
  const unreliable = unreliableText(result);
  if (unreliable !== null) return { preface: `${unreliable}: `, text: `leads ${field}`, verdict };
  if (twins.length === compared - 1) {
    const preface = `All ${field} have ${sameText(result)}, replicate by replicate: nothing tells them apart, and `;
    return { preface, text: 'stands for them', verdict };
  }
  if (tolerance?.spansAll) {
    const span = betterText(tolerance).replace('better by more than ', 'of ');
    const preface = `The tolerance ${span} spans all ${field}, so that any of them would do; `;
    return { preface, text: 'leads', verdict };
  }
  const refused = tolerance?.refused
    ? `No tolerance counts, since a share of a ${result.criterion.name} that is not positive means nothing; `
    : '';
  const text = {
    clear: `is ${tieSet?.close.length === 0 ? 'the most robust' : 'as robust as any'} of ${field}`,
    tied: `is recommended of ${field}`,
    provisional: `leads ${field}`,
  }[result.verdict ?? 'provisional'];
  const end = result.verdict === 'clear' || result.verdict === 'tied' ? '' : `${endText(result)}: `;
  return { preface: refused + end, text, verdict };
}

/** `9 candidates`, `9 candidates that worked`. */
export function fieldText(result: Result): string {
  return `${formatQuantity(comparedCount(result), 'candidate')}${result.neverWorked.length === 0 ? '' : ' that worked'}`;
}

function onlyText({ candidates }: Result): string {
  return candidates.length === 1
    ? 'is the only candidate'
    : `is the only one of ${candidates.length} candidates that worked`;
}

/** `clear at 95 %`; what a published rule found before its end holds with no confidence. */
export function verdictText(result: Result): string {
  const { tolerance, tieSet, verdict, unconfirmed, reliability } = result;
  // No confidence is left of what fresh trials contradict, or of a choice that is not what was asked for.
  if (unconfirmed !== null || reliability?.status === 'failed') return 'provisional';
  if (tolerance === null) {
    if (tieSet === null || verdict === 'provisional') return verdict ?? 'provisional';
    return `${verdict} at ${confidenceText({ confidence: 1 - tieSet.alpha })}`;
  }
  const how = isPosterior(result) ? 'by a posterior chance of' : 'at';
  return `${verdict ?? 'provisional'} ${how} ${confidenceText(tolerance)}`;
}

/** What is said of all others: many are counted, few are named. Null where there is no other. */
export function rivalsText(result: Result, telling: Telling): string | null {
  const { tolerance, choice } = result;
  const compared = comparedCount(result);
  if (choice === null || compared === 1) return null;
  const bounded = tolerance === null ? testedRivals(result, telling) : boundedRivals(result, tolerance, telling);
  const words = result.unconfirmed === null ? bounded : `by the race alone ${bounded}`;
  const { twins } = telling;
  if (twins.length === 0 || twins.length === compared - 1) return words;
  return `${words}; ${formatCount(twins.length)} ${twins.length === 1 ? 'has' : 'have'} ${sameText(result)} as the choice, replicate by replicate`;
}

/** Under a rule that states a tolerance. */
function boundedRivals(result: Result, tolerance: ResultTolerance, { nameOf }: Telling): string {
  const { tied = [], close = [], undecided = [] } = result.tieSet ?? {};
  const better = betterText(tolerance);
  const open = openText(result, undecided.filter((id) => !result.untried.includes(id)).map(nameOf));
  const unheard = [open, neverTried(result)].filter((part) => part !== null);
  const never = unheard.length === 0 ? null : unheard.join(', ');
  if (tied.length > 0) {
    const names = tied.length <= MOST_NAMES ? ` (${nameSome(tied.map(nameOf))})` : '';
    const others = `${ofTheOthers(result, tied.length)} may be ${better}${names}`;
    return never === null ? others : `${others}, ${never}`;
  }
  if (never !== null && undecided.length === comparedCount(result) - 1) return never;
  if (never !== null) return `${never}; of ${open === null ? 'those tried' : 'the rest'} no other is ${better}`;
  return `no other is ${better}${close.length === 0 ? '' : `, ${formatCount(close.length)} may be as good`}`;
}

/** Whom too few trials, or too few finite losses, let nobody compare; null where there is nobody. */
function openText(result: Result, names: readonly string[]): string | null {
  if (names.length === 0) return null;
  const shown = names.length <= MOST_NAMES ? ` (${nameSome(names)})` : '';
  return `${ofTheOthers(result, names.length)} ${names.length === 1 ? 'is' : 'are'} undecided${shown}`;
}

/** Under a published rule: who was left with the choice, and what a test says of everybody. */
function testedRivals(result: Result, { nameOf }: Telling): string {
  const { choice, status, tieSet, verdict } = result;
  const left = choice?.ties.length ?? 0;
  const still = status === 'exhausted' || status === 'decided' ? 'left when the replicates ended' : 'still racing';
  const racing = `${ofTheOthers(result, left)} ${left === 1 ? 'is' : 'are'} ${still}`;
  if (verdict === 'provisional') return left === 0 ? 'no other is still racing' : racing;
  const { tied = [], undecided = [] } = tieSet ?? {};
  const names = tied.length > 0 && tied.length <= MOST_NAMES ? ` (${nameSome(tied.map(nameOf))})` : '';
  const tested = [
    ...(tied.length === 0 ? [] : [`${formatCount(tied.length)} not significantly worse${names}`]),
    ...(undecided.length === 0 ? [] : [`${formatCount(undecided.length)} undecided for lack of trials`]),
  ];
  const others = tested.length === 0 ? 'every other is significantly worse' : `of the others ${tested.join(' and ')}`;
  return left === 0 ? others : `${racing}; ${others}`;
}

function ofTheOthers(result: Result, count: number): string {
  return `${formatCount(count)} of the other ${formatCount(comparedCount(result) - 1)}`;
}

/** `7 were never tried`; null where everybody was. */
export function neverTried({ untried }: Result): string | null {
  if (untried.length === 0) return null;
  return `${formatCount(untried.length)} ${untried.length === 1 ? 'was' : 'were'} never tried`;
}

function endText({ status }: Result): string {
  return {
    decided: 'The race ended',
    exhausted: 'The replicates ended',
    budget: 'The budget ended before the race',
    interrupted: 'Interrupted',
    running: 'The race goes on',
  }[status];
}
