/** @file What stands behind an answer, as whole sentences: the other statistics, each with the reason why it is not the claim. */

import type { ToleranceAnswer } from '../../questions/race/plan/index.js';
import { COMPARISON_MINIMUM_TRIALS } from '../../stats/index.js';
import { wayOf } from '../direction.js';
import {
  estimateText,
  formatCount,
  formatEstimate,
  formatQuantity,
  formatShare,
  formatValue,
  formatWithin,
  halfWidth,
} from '../number-text.js';
import type { ResultFigures, ResultMember } from '../result/figure-schema.js';
import { comparedCount } from '../result/never-worked.js';
import type { Result, ResultChoice } from '../result/result-schema.js';
import {
  amountText,
  baselineStatements,
  claimedValueText,
  conditionText,
  confidenceText,
  criterionPhrase,
} from '../view/choice-words.js';
import { collapseStatements, reliabilityStatements } from '../view/ending-words.js';
import { divisionTexts, nameSome } from '../view/run-notices.js';
import type { Telling } from '../view/telling.js';
import type { AnswerClaim } from './claim.js';
import { overtuningTexts } from './overtuning.js';
import { fieldText, refusedOf, requiredTexts, requirementTexts } from './requirement-words.js';
import { groundsOf } from './search-words.js';
import type { CandidateStatus } from './statuses.js';

/** Names in a sentence. */
const MOST_NAMED = 6;

export function detailsOf(
  result: Result,
  claim: AnswerClaim,
  statuses: ReadonlyMap<string, CandidateStatus>,
  telling: Telling,
): readonly string[] {
  const { winner, tolerance } = result;
  return [
    ...openTexts(statuses, telling),
    ...(winner === null || tolerance === null ? [] : statedTexts(result, winner, tolerance, claim, telling)),
    ...testedTexts(result, telling),
    ...(winner === null ? [] : figureTexts(result, winner, telling)),
    ...overtuningTexts(result, telling),
    ...baselineStatements(result),
    ...collapseStatements(result),
    ...passStatements(result),
    ...reliabilityStatements(result, telling),
    ...divisionTexts(result.plan),
    ...requirementTexts(result, telling),
    ...requiredTexts(result, telling),
  ];
}

/** The names of the candidates that may still be the best. */
function openTexts(statuses: ReadonlyMap<string, CandidateStatus>, { nameOf }: Telling): string[] {
  return (['undecided', 'not tried'] as const).flatMap((wanted) => {
    const names = [...statuses].flatMap(([id, status]) => (status === wanted ? [nameOf(id)] : []));
    const heading = wanted === 'undecided' ? 'May be better' : 'Not tried';
    return names.length === 0 ? [] : [`${heading}: ${nameSome(names, MOST_NAMED)}.`];
  });
}

/** None under a published rule. */
function statedTexts(
  result: Result,
  { candidate }: ResultChoice,
  tolerance: ToleranceAnswer,
  claim: AnswerClaim,
  telling: Telling,
): readonly string[] {
  return [
    ...(result.unconfirmed === null ? boundTexts(result, tolerance, claim, telling) : []),
    ...(tolerance.value === 0 ? [] : [toleranceSource(result, tolerance)]),
    ...(tolerance.refused
      ? [`No tolerance counts, since a share of a ${result.criterion.name} that is not positive means nothing.`]
      : []),
    ...comparedTexts(result, tolerance),
    ...(result.setAside?.meaning === undefined ? [] : [result.setAside.meaning]),
    ...steadierTexts(result, candidate, telling),
  ];
}

/** Wider than the claim, because it must hold in the worst case; where a race was stopped it is the claim. */
function boundTexts(result: Result, tolerance: ToleranceAnswer, { kind }: AnswerClaim, telling: Telling): string[] {
  const { bound, untried } = result;
  // What a search knows of all rests on the claim's own assumption.
  if (result.search !== undefined) return groundsOf(result, telling).map(({ text }) => text);
  if (bound === null || (kind === 'stopped' && Number.isFinite(bound))) return [];
  if (bound === Number.POSITIVE_INFINITY) {
    const why = telling.allAreEqual
      ? 'no training has shown of what size a difference would be'
      : untried.length > 0
        ? `${formatQuantity(untried.length, 'candidate')} not tried`
        : tolerance.comparedOn === 'reciprocals'
          ? 'candidates were compared on 1/loss, where what may be lost has no end'
          : 'that takes more trainings of each candidate';
    return [`Strict bound: none, since ${why}.`];
  }
  const field = refusedOf(result).length === 0 ? `all ${formatCount(comparedCount(result))}` : fieldText(result);
  const told = bound === 0 ? `the best of ${field}` : `at most ${amountText(result, bound)} from the best of ${field}`;
  const level = confidenceText(tolerance);
  if (tolerance.basis !== undefined) {
    return [`Strict bound: ${told} (${level}, wherever the race is stopped; only independent trainings are assumed).`];
  }
  // By the thresholds themselves there is one statistic and nothing to explain.
  const why =
    bound > tolerance.value
      ? ' It holds for the worst case of all candidates at once, so it is wider than the claim, which rests on the chance of each to be better.'
      : '';
  return [`Strict bound: ${told} (nominally ${level}).${why}`];
}

function toleranceSource(result: Result, tolerance: ToleranceAnswer): string {
  const { criterion, search } = result;
  const deviation = 'half the standard deviation of one retraining of the best candidates';
  const share = `the share that was set of the ${criterion.name} of`;
  const source = {
    absolute: 'as it was set',
    // A search learns it anew at each look.
    share: search === undefined ? `${share} the first candidate that led` : `${share} the candidate that leads`,
    retraining:
      search === undefined ? `${deviation}, fixed when the first of them led` : `${deviation}, by all trainings`,
  }[tolerance.kind];
  return `Tolerance: ${amountText(result, tolerance.value)}, ${source}; smaller differences do not count.`;
}

function comparedTexts(result: Result, { comparedOn }: ToleranceAnswer): string[] {
  if (comparedOn === 'losses') return [];
  const { worse, sign } = wayOf(result);
  const [what, one] = worse;
  const scale = comparedOn === 'reciprocals' ? `1/${one}` : `the logarithm of the ${one}`;
  return [`${what} vary more, so candidates were compared on ${scale}${sign < 0 ? ' (signs changed)' : ''}.`];
}

/** With its figures beside the winner's, on common replicates, so that nobody takes it for better by them. */
function steadierTexts(result: Result, id: string, { nameOf }: Telling): string[] {
  const { steadier, members } = result;
  if (steadier === null) return [];
  const { candidate, ratio, low, high, level, bound } = steadier;
  const figuresOf = (wanted: string) => members.find((member) => member.candidate === wanted);
  const [own, winner] = [figuresOf(candidate), figuresOf(id)].map((member) => member && latest(member));
  const beside =
    own && winner && own.criterion !== null && winner.criterion !== null
      ? `; ${criterionPhrase(result)} ${formatValue(own.criterion)} against ${formatValue(winner.criterion)}, worst ${formatValue(own.worst)} against ${formatValue(winner.worst)}`
      : '';
  const within =
    bound === Number.POSITIVE_INFINITY
      ? ''
      : `; within ${formatValue(bound, 2)} of the best ${criterionPhrase(result)}`;
  const { text, ends } = formatEstimate(ratio, { low, high }, 'ratio');
  return [
    `Steadier: ${nameOf(candidate)} varies ${text} times as much as the winner ${ends.slice(0, -1)} at ${formatShare(level)} ${conditionText({ collapsed: null })}]${beside}${within}.`,
  ];
}

/** Of a rule that states nothing: what a test says of everybody, dropped or not. */
function testedTexts({ tolerance, tieSet, verdict, winner }: Result, { nameOf }: Telling): string[] {
  if (tolerance !== null || tieSet === null || winner === null || verdict === 'stopped') return [];
  const { alpha, tied, undecided } = tieSet;
  const by = `by a test that the rule does not use (Holm, ${formatShare(1 - alpha)})`;
  const open =
    undecided.length === 0
      ? ''
      : `; ${formatCount(undecided.length)} have fewer than ${COMPARISON_MINIMUM_TRIALS} trainings in common with it, which is too few to test`;
  if (undecided.length === tieSet.rivals.length) {
    return [
      `No other candidate has the ${COMPARISON_MINIMUM_TRIALS} trainings in common with the winner that a test takes.`,
    ];
  }
  if (tied.length === 0)
    return [`Every other candidate that can be tested is significantly worse than the winner ${by}${open}.`];
  return [`Not significantly worse than the winner ${by}: ${nameSome(tied.map(nameOf), MOST_NAMED)}${open}.`];
}

/** The raced figure with its interval; what it was on the trainings that chose the winner; and who looks better on fresh ones. */
function figureTexts(result: Result, winner: ResultChoice, { nameOf, better }: Telling): string[] {
  const { value, race, interval, from } = winner.criterion;
  const own = `The winner has ${claimedValueText(result, winner)}.`;
  if (from !== 'fresh' || race.value === null) return [own];
  const figure = (one: number): string => formatWithin(one, halfWidth(interval));
  const isBetter = (one: number): boolean => (better === 'high' ? one > value : one < value);
  const ahead = result.members.filter(
    ({ fresh }) => fresh !== null && fresh.criterion !== null && isBetter(fresh.criterion),
  );
  const names = ahead.map(({ candidate, fresh }) => `${nameOf(candidate)} (${figure(fresh?.criterion ?? 0)})`);
  return [
    `${own} On its ${formatQuantity(race.trials, 'race training')} it had ${figure(race.value)}; these chose it, so its figures leave them out.`,
    ...(ahead.length === 0
      ? []
      : [
          `On fresh trainings the ${winner.criterion.name} is better for ${nameSome(names, MOST_NAMED)}. Fresh trainings check the winner, they do not choose it.`,
        ]),
  ];
}

function latest({ fresh, race }: ResultMember): ResultFigures | null {
  return fresh ?? race;
}

/** Whole sentences on the winner; none where losses are more than passes and failures, or nobody is chosen. */
function passStatements({ winner }: Result): string[] {
  const passes = winner?.passes;
  if (passes === undefined) return [];
  const { passed, trials, from, level, chances } = passes;
  const counted =
    from === 'fresh'
      ? `${passed} of ${formatQuantity(trials, 'fresh training')} passed`
      : `${passed} of the ${formatQuantity(trials, 'training')} that chose it passed, which flatters it`;
  const texts = chances.map(({ trainings, value, low, high }) => {
    const event = trainings === 1 ? 'one training passes' : `${trainings} all pass`;
    return `that ${event}, ${estimateText(value, { low, high }, 'share')}`;
  });
  const how = from === 'fresh' ? ` (${formatShare(level)} intervals, Clopper and Pearson)` : '';
  return [`${counted}. Estimated chance ${texts.join('; ')}${how}.`];
}
