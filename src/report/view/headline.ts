/** @file Says what came of a race in one sentence: the verdict, no more and no less. */
import { formatCount, formatQuantity } from '../number-text.js';
import type { ResultTieSet, ResultTolerance } from '../result/answer-schema.js';
import type { Result, ResultChoice } from '../result/result-schema.js';
import { unbeatenText } from './baseline-words.js';
import {
  betterText,
  confidenceText,
  criterionPhrase,
  effortText,
  figureText,
  isPosterior,
  metricsText,
} from './choice-words.js';
import { nameSome } from './run-notices.js';

/** One line, no full stop at its end. */
export function headlineOf(result: Result): string {
  const { choice } = result;
  const metrics = choice === null ? null : metricsText(result, choice);
  return [...standingOf(result), ...(metrics === null ? [] : [metrics]), effortText(result)].join('; ');
}

function standingOf(result: Result): readonly string[] {
  const { choice, candidates, tolerance, tieSet } = result;
  const field = formatQuantity(candidates.length, 'candidate');
  if (choice === null) return [`Nothing is chosen among ${field}: ${absenceReason(result)}`];
  const unbeaten = unbeatenText(result);
  if (unbeaten !== null) return unbeatenStanding(result, choice, unbeaten);
  if (candidates.length === 1) return [`${choice.candidate} is the only candidate: ${figureText(result, choice)}`];
  if (tolerance === null || tieSet === null) return [publishedStanding(result, choice, field)];
  return adaptiveStanding(result, { choice, tolerance, tieSet, field });
}

/** A choice that is no better than nothing: that comes first, and nobody calls it robust. */
function unbeatenStanding(result: Result, choice: ResultChoice, unbeaten: string): readonly string[] {
  const { candidates, tolerance, tieSet } = result;
  const figure = `${unbeaten}: ${figureText(result, choice)}`;
  if (candidates.length === 1) return [figure];
  const field = formatQuantity(candidates.length, 'candidate');
  if (tolerance === null || tieSet === null) return [figure, `it is the best of ${field}`];
  const leads = `it leads ${field} (${verdictText(result, tolerance)})`;
  return [figure, leads, rivalsText(result, { choice, tolerance, tieSet, field })];
}

interface Claim {
  readonly choice: ResultChoice;
  readonly tolerance: ResultTolerance;
  readonly tieSet: ResultTieSet;
  readonly field: string;
}

/** Of a rule that states a tolerance: first what makes the statement worth less, then the verdict, then the figure. */
function adaptiveStanding(result: Result, claim: Claim): readonly string[] {
  const { choice, tolerance, tieSet, field } = claim;
  const { candidate } = choice;
  const figure = figureText(result, choice);
  const [verdict, rivals] = [verdictText(result, tolerance), rivalsText(result, claim)];
  if (!Number.isFinite(choice.criterion.value)) return [unreliableText(choice, field, figure), rivals];
  if (tolerance.spansAll) {
    return [
      `The tolerance ${betterText(tolerance).replace('better by more than ', 'of ')} spans all ${field}, so that any of them would do; ${candidate} leads (${verdict}): ${figure}`,
      rivals,
    ];
  }
  const refused = tolerance.refused
    ? `No tolerance counts, since a share of a ${result.criterion.name} that is not positive means nothing; `
    : '';
  const subject = {
    clear: `${candidate} is ${tieSet.close.length === 0 ? 'the most robust' : 'as robust as any'} of ${field}`,
    tied: `${candidate} is recommended of ${field}`,
    provisional: `${endText(result)}: ${candidate} leads ${field}`,
  }[result.verdict ?? 'provisional'];
  return [`${refused}${subject} (${verdict}): ${figure}`, rivals];
}

/** A choice that came first must not look good for that. */
function unreliableText({ candidate }: ResultChoice, field: string, figure: string): string {
  return `${candidate} came first of ${field} in the race, but does not train reliably: ${figure}`;
}

/** `clear at 95 %`. */
function verdictText(result: Result, tolerance: ResultTolerance): string {
  const how = isPosterior(result)
    ? `by a posterior chance of ${confidenceText(tolerance)}`
    : `at ${confidenceText(tolerance)}`;
  return `${result.verdict ?? 'provisional'} ${how}`;
}

/** Others are many, so they are counted; few are named. */
function rivalsText(result: Result, { tolerance, tieSet }: Claim): string {
  const { tied, close } = tieSet;
  const better = betterText(tolerance);
  const never = neverTried(result);
  if (tied.length > 0) {
    const names = tied.length <= MOST_NAMES ? ` (${nameSome(tied)})` : '';
    const others = `${formatCount(tied.length)} of the other ${formatCount(result.candidates.length - 1)} may be ${better}${names}`;
    return never === null ? others : `${others}, ${never}`;
  }
  if (never !== null) return `${never}; of those tried no other is ${better}`;
  return `no other is ${better}${close.length === 0 ? '' : `, ${formatCount(close.length)} may be as good`}`;
}

/** More names than these stand below the headline. */
export const MOST_NAMES = 3;

/** `7 were never tried`; null where everybody was. */
function neverTried({ untried }: Result): string | null {
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

/** Of a published rule, which states no tolerance. */
function publishedStanding(result: Result, choice: ResultChoice, field: string): string {
  const figure = figureText(result, choice);
  if (!Number.isFinite(choice.criterion.value)) return unreliableText(choice, field, figure);
  const left = 1 + choice.ties.length;
  if (left === 1) {
    const rivals = rivalsLeft(result);
    if (rivals === null) return `${choice.candidate} is the most robust of ${field}: ${figure}`;
    return `${choice.candidate} is chosen of ${field}, ${rivals}: ${figure}`;
  }
  const ended = result.status === 'budget' ? 'The budget ended' : endText(result);
  return `${ended} with ${left} of ${field} left; the best of them, ${choice.candidate}: ${figure}`;
}

/** Rivals that the choice was not told from, in words; null where there is none. */
function rivalsLeft({ tieSet }: Result): string | null {
  const tied = tieSet?.tied.length ?? 0;
  const undecided = tieSet?.undecided.length ?? 0;
  const words = [
    ...(tied > 0 ? [`${formatCount(tied)} not significantly worse`] : []),
    ...(undecided > 0 ? [`${formatCount(undecided)} undecided`] : []),
  ];
  return words.length === 0 ? null : words.join(' and ');
}

/** Criteria that one diverged training makes infinite. */
const FRAGILE = /^(?:mean|std|max|min|es)/;

function absenceReason(result: Result): string {
  const { used, completed, diverged } = result.trials;
  if (used === 0) return 'no trial has run yet';
  if (completed === 0 && diverged === 0) return 'no trial could be completed';
  if (completed === 0) return 'every training diverged';
  const isOpen = result.decisions.length === 0 && result.survivors.length > 1;
  if (isOpen && result.status !== 'decided' && result.status !== 'exhausted') {
    if (result.plan.warmup !== undefined) return 'the warm-up is not complete';
    const never = neverTried(result);
    return `nobody has trials enough to lead${never === null ? '' : `, and ${never}`}`;
  }
  const infinite = `the ${criterionPhrase(result)} is infinite for the best of them`;
  if (!FRAGILE.test(result.criterion.onLosses)) return infinite;
  return `${infinite}, since one training that diverges is enough for that; race by q3, which bears some`;
}
