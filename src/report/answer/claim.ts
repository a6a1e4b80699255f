/** @file The one sentence that a race may claim: what holds of the winner beside all others, how surely, and no more. */

import type { SearchAnswer, ToleranceAnswer } from '../../questions/race/plan/index.js';
import { lossWord, shownBounds, wayOf } from '../direction.js';
import { formatCount, formatLevel, formatQuantity, formatValue } from '../number-text.js';
import { comparedCount } from '../result/never-worked.js';
import type { Result } from '../result/result-schema.js';
import {
  amountText,
  betterText,
  confidenceText,
  criterionPhrase,
  ruleName,
  unbeatenText,
} from '../view/choice-words.js';
import { endingsText, probationCount } from '../view/ending-words.js';
import type { Telling } from '../view/telling.js';
import { candidatesInAll } from './cost.js';
import { fieldText, noneMeets, refusedOf } from './requirement-words.js';
import { assumedText, isSearchRequired, searchedText } from './search-words.js';
import { openCount, type StatusCounts } from './statuses.js';
import type { Taken } from './take.js';

/**
 * `none`: nobody is chosen. `failed`: every training failed. `alone`: there is no other candidate. `unbeaten`: a trivial baseline is as good.
 * `unreliable`: the winner's criterion is infinite on fresh trainings, or nobody passed the probation. `contradicted`: fresh
 * trainings contradict the race. `probation`: it has not ended. `alike`: no training tells the candidates apart. `published`: chosen by
 * a rule that bounds no error. `decided`, `tied`, `stopped`: the verdicts of a race.
 */
export type ClaimKind =
  | 'none'
  | 'failed'
  | 'alone'
  | 'unbeaten'
  | 'unreliable'
  | 'contradicted'
  | 'probation'
  | 'alike'
  | 'published'
  | 'decided'
  | 'tied'
  | 'stopped';

export interface AnswerClaim {
  readonly kind: ClaimKind;
  /** `bad`: what was found should not be used as it is. */
  readonly tone: 'sure' | 'open' | 'bad';
  /** 0.95: the confidence; null where nothing is known for sure. */
  readonly level: number | null;
  /** Whole, with a full stop. */
  readonly sentence: string;
}

/** `taken`: of a tie, whom to use. */
export function claimOf(result: Result, counts: StatusCounts, telling: Telling, taken: Taken | null): AnswerClaim {
  const { winner, candidates } = result;
  const bad = (kind: ClaimKind, sentence: string): AnswerClaim => ({ kind, tone: 'bad', level: null, sentence });
  if (winner === null) {
    if (candidates.length > 0 && counts['never worked'] === candidates.length) return bad('failed', failedText(result));
    const all = candidatesInAll(result);
    // Before its first look nobody says how many a race searches.
    const among = all === 0 ? '' : ` among ${formatQuantity(all, 'candidate')}`;
    const sentence = `Nothing is chosen${among}: ${absenceReason(result, telling)}.`;
    return { kind: 'none', tone: result.status === 'running' ? 'open' : 'bad', level: null, sentence };
  }
  const worthless = unbeatenText(result);
  if (worthless !== null) return bad('unbeaten', `${worthless}.`);
  if (!Number.isFinite(winner.criterion.value)) return bad('unreliable', divergesText(result));
  const compared = comparedCount(result);
  if (compared === 1) return { kind: 'alone', tone: 'open', level: null, sentence: aloneText(result) };
  if (result.unconfirmed !== null) return bad('contradicted', contradictedText(result));
  if (telling.allAreEqual || telling.twins.length === compared - 1) {
    const what = telling.allAreEqual ? 'every training gave' : 'replicate by replicate they gave';
    const sentence = `Nothing tells these ${formatCount(compared)} apart: ${what} the same ${lossWord(result)}.`;
    return { kind: 'alike', tone: 'open', level: null, sentence };
  }
  return reliabilityClaim(result) ?? raceClaim(result, counts, telling, taken);
}

/** Why nothing is chosen, after a colon. */
function absenceReason(result: Result, telling: Telling): string {
  const unmet = noneMeets(result, telling);
  if (unmet !== null) return unmet;
  const { used, completed, diverged, unused } = result.trials;
  if (used === 0) return unused.trials === 0 ? 'nothing was trained yet' : 'its first training is not done yet';
  if (completed === 0 && diverged === 0) return 'every training failed';
  if (completed === 0) return 'every training diverged';
  const isOpen = result.decisions.length === 0 && result.survivors.length > 1;
  if (isOpen && result.status !== 'decided' && result.status !== 'exhausted') {
    if (result.plan.warmup !== undefined) return 'not every candidate has its first trainings yet';
    const { untried } = result;
    const never =
      untried.length === 0
        ? ''
        : `, and ${formatCount(untried.length)} ${untried.length === 1 ? 'was' : 'were'} not tried`;
    return `none has enough trainings yet${never}`;
  }
  const infinite = `the ${criterionPhrase(result)} is infinite for the best of them`;
  if (result.criterion.divergence !== 'infinite') return infinite;
  return `${infinite}, since one training that diverges is enough for that; race by q3, which bears some`;
}

function failedText({ candidates, neverWorked }: Result): string {
  const messages = new Set(neverWorked.flatMap(({ failures }) => failures.map(({ message }) => message)));
  const [first = 'no message'] = messages;
  const how = messages.size === 1 ? 'failed the same way' : `failed, in ${formatCount(messages.size)} ways, the first`;
  const who = candidates.length === 1 ? 'The only candidate' : `All ${formatCount(candidates.length)} candidates`;
  return `${who} ${how}: ${/[.!?]$/.test(first) ? first : `${first}.`}`;
}

function divergesText(result: Result): string {
  const own = result.members.find(({ standing }) => standing === 'winner');
  const figures = own?.fresh ?? own?.race;
  const which = own?.fresh ? 'fresh training' : 'training';
  const count = figures ? `${endingsText(figures, which)}, so its` : 'its';
  return `Does not train reliably: ${count} ${criterionPhrase(result)} is infinite.`;
}

function aloneText(result: Result): string {
  const { length } = result.candidates;
  const tried = triedWord(result);
  return length === 1
    ? `The only candidate${tried}: there is nothing to compare it with.`
    : `Only 1 of ${formatCount(length)} candidates${tried} worked: there is nothing to compare it with.`;
}

/** ` tried` where a race that searches has others. */
function triedWord(result: Result): string {
  return result.candidates.length < candidatesInAll(result) ? ' tried' : '';
}

function contradictedText(result: Result): string {
  const { unconfirmed } = result;
  if (unconfirmed === null) return '';
  const { expected, expectedWorst, freshBest, level, n } = unconfirmed;
  // Of scores the worse end is the lower one; of their spread it is not.
  const [atMost, atLeast] = expectedWorst < expected ? ['at least', 'at most'] : ['at most', 'at least'];
  const found = Number.isFinite(freshBest)
    ? `${formatCount(n)} give ${atLeast} ${formatValue(freshBest, 3)} (both at ${formatLevel(level)})`
    : `some of ${formatCount(n)} diverged`;
  return `Contradicted by fresh trainings: the race expected a ${criterionPhrase(result)} of ${atMost} ${formatValue(expectedWorst, 3)}, ${found}.`;
}

/** Null where no reliability was asked for, and where it was shown. */
function reliabilityClaim({ reliability, winner }: Result): AnswerClaim | null {
  if (reliability === undefined || reliability.status === 'passed') return null;
  const share = formatLevel(reliability.share);
  if (reliability.status === 'failed') {
    const sentence = `Not reliable: no candidate was shown to train well ${share} of the time.`;
    return { kind: 'unreliable', tone: 'bad', level: null, sentence };
  }
  const open = reliability.members.find(({ status }) => status === 'open');
  const far = open === undefined ? '' : `: ${probationCount(open)}, ${formatCount(open.passesAfter)} are needed`;
  const shown = `probation, not yet shown to train well ${share} of the time${far}.`;
  // Until another has passed, the leader of the race is the winner, and the figures of the other are not its own.
  const own = reliability.members.find(
    ({ candidate, status }) => candidate === winner?.candidate && status === 'failed',
  );
  const sentence =
    own === undefined ? `On ${shown}` : `Failed probation: ${probationCount(own)}. The next one is on ${shown}`;
  return { kind: 'probation', tone: 'open', level: null, sentence };
}

function raceClaim(result: Result, counts: StatusCounts, telling: Telling, taken: Taken | null): AnswerClaim {
  const { tolerance, verdict } = result;
  if (tolerance === null) return chosenClaim(result, counts, 'states no error');
  if (tolerance.level === 'none') return chosenClaim(result, counts, 'claims nothing');
  const level = tolerance.confidence;
  if (verdict === 'decided') {
    return {
      kind: 'decided',
      tone: 'sure',
      level,
      sentence: `${clearText(result, tolerance, counts, telling)}${reliableText(result)}`,
    };
  }
  if (verdict === 'tied') {
    const open = openCount(counts, result) + (result.search?.untriedOpen ?? 0) + 1;
    const best = bestText(result, result.search);
    const within =
      tolerance.value === 0 ? `one has ${best}` : `one is within ${formatValue(tolerance.value, 2)} of ${best}`;
    const sentence = `Tied: these ${formatCount(open)} cannot be told apart (${surenessText(result, tolerance)}: ${within})${takenText(taken, telling)}.`;
    return { kind: 'tied', tone: 'open', level, sentence: `${sentence}${reliableText(result)}` };
  }
  const stopped = stoppedText(result);
  const open = (why: string): AnswerClaim => {
    return { kind: 'stopped', tone: 'open', level: null, sentence: `${stopped}: ${why}.` };
  };
  const untried = counts['not tried'];
  if (untried > 0) {
    const who = `${formatCount(untried)} of ${formatCount(comparedCount(result))}`;
    return open(`${who} ${untried === 1 ? 'was' : 'were'} not tried, so nothing can be said of all`);
  }
  const bound = result.bound;
  if (bound === null || !Number.isFinite(bound)) return open('how far it is from the best is not known yet');
  const sure = surenessText(result, tolerance);
  const best = bestText(result, result.search);
  const far = bound === 0 ? `it has ${best}` : `within ${formatValue(bound, 2)} of ${best}`;
  const own = vacuousText(bound, result);
  if (own !== null) {
    const early = 'too early to say which is best';
    const sentence = `${stopped}${stopped === STOPPED ? '' : ':'} ${early} (${sure}: ${far}; ${own}).`;
    return { kind: 'stopped', tone: 'open', level: null, sentence };
  }
  return { kind: 'stopped', tone: 'open', level, sentence: `${stopped}: ${far} (${sure}).` };
}

/** Of a bound by which nobody could be better: `its own is 0.55`; null where it says something. */
function vacuousText(bound: number, { winner, criterion, candidates, metric, direction }: Result): string | null {
  if (winner === null) return null;
  const { value } = winner.criterion;
  const isSpread = /^(?:std|iqr)$/.test(criterion.name);
  const areAbove = candidates.every((one) => one.criterion === null || one.criterion > 0);
  const [low, high] = shownBounds({ metric, direction }, { isSpread, areAbove });
  const left = isSpread || wayOf({ direction }).better === 'low' ? value - low : high - value;
  return left > bound ? null : `its own is ${formatValue(value, 2)}`;
}

function clearText(result: Result, tolerance: ToleranceAnswer, counts: StatusCounts, telling: Telling): string {
  const sure = `Decided at ${surenessText(result, tolerance)}`;
  const refused = refusedOf(result).length;
  if (result.search === undefined && refused === comparedCount(result) - 1) {
    const others = refused === 1 ? 'the other one' : `the other ${formatCount(refused)}`;
    return `${sure}: ${others} cannot win by what is required.`;
  }
  const those = result.search === undefined ? fieldText(result) : searchedText(result.search);
  if (tolerance.spansAll)
    return `${sure}: any of ${those} would do, none differs from the winner by more than ${amountText(result, tolerance.value)}.`;
  const same = counts.equivalent;
  const equivalents = same === 0 ? '' : ` ${formatCount(same)} ${same === 1 ? 'is' : 'are'} equivalent.`;
  const meets = isSearchRequired(result) ? ' and meets what is required' : '';
  return `${sure}: none of ${those} has ${betterText(result, tolerance.value, telling)}${meets}.${equivalents}`;
}

/** `the best q3 of the loss`; of those that may win where something is required, and of all that a race searches. */
function bestText(result: Result, search: SearchAnswer | undefined): string {
  const best = `the best ${criterionPhrase(result)}`;
  const meets = isSearchRequired(result) ? ' that meets what is required' : '';
  if (search !== undefined && result.verdict === 'stopped') return `${best}${meets} of ${searchedText(search)}`;
  return search === undefined && refusedOf(result).length > 0 ? `${best} of ${fieldText(result)}` : `${best}${meets}`;
}

/** `95 %`, with what that assumes. */
function surenessText(result: Result, tolerance: ToleranceAnswer): string {
  return `${confidenceText(tolerance)}${assumedText(result)}`;
}

function takenText(taken: Taken | null, { nameOf }: Telling): string {
  if (taken === null) return '';
  return `; take ${taken.isWinner ? 'the winner' : nameOf(taken.candidate)}, ${taken.why}`;
}

/** What a rule has found that bounds no error is what it dropped; of those that it left some may be shown to be worse since. */
function chosenClaim(result: Result, counts: StatusCounts, owns: 'states no error' | 'claims nothing'): AnswerClaim {
  const rule = ruleName(result) || 'the rule';
  const all = formatCount(comparedCount(result));
  const left = result.survivors.length;
  const isOver = result.verdict !== 'stopped';
  const worse = left - openCount(counts, result) - 1;
  const without = worse === 0 ? `, which ${owns}` : `, ${formatCount(worse)} of them shown worse; ${rule} ${owns}`;
  const sentence =
    left === 1 && isOver
      ? `Chosen by ${rule}: the last of ${all}; ${rule} ${owns}.`
      : `${isOver ? 'Not decided' : stoppedText(result)}: ${formatCount(left)} of ${all} ${left === 1 ? 'is' : 'are'} left by ${rule}${without}.`;
  return { kind: 'published', tone: 'open', level: null, sentence };
}

const STOPPED = 'Stopped';

/** Why a race has not come to its own end. */
function stoppedText({ status, replay }: Result): string {
  if (status === 'running') return 'Not decided yet';
  if (replay !== null && replay.missing > 0)
    return `${formatQuantity(replay.missing, 'training')} missing in the table`;
  return STOPPED;
}

/** What probation has shown, after the claim. */
function reliableText({ reliability }: Result): string {
  if (reliability?.status !== 'passed') return '';
  return ` At least ${formatLevel(reliability.share)} of its trainings succeed.`;
}
