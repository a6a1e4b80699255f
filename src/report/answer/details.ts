/** @file What stands behind an answer, a fact a row: the other statistics, what they rest on, and why they are not the claim. */

import { baselineWords } from '../../core/index.js';
import { COMPARISON_MINIMUM_TRIALS } from '../../stats/index.js';
import { lossWord, wayOf } from '../direction.js';
import {
  estimateText,
  formatCount,
  formatEstimate,
  formatLevel,
  formatQuantity,
  formatShare,
  formatValue,
  formatWithin,
  halfWidth,
} from '../number-text.js';
import { comparedCount } from '../result/never-worked.js';
import type { Result, ResultChoice } from '../result/result-schema.js';
import type { Fact } from '../shown/shown.js';
import {
  amountText,
  claimedValueText,
  conditionText,
  confidenceText,
  criterionPhrase,
  mainMetrics,
} from '../view/choice-words.js';
import { collapseText, probationCount } from '../view/ending-words.js';
import { ON_SELECTION } from '../view/phrases.js';
import { divisionTexts, nameSome } from '../view/run-notices.js';
import type { Telling } from '../view/telling.js';
import type { AnswerClaim } from './claim.js';
import { overtuningText } from './overtuning.js';
import { fieldText, refusedOf, requiredDetails } from './requirement-words.js';
import { groundsOf } from './search-words.js';
import type { CandidateStatus } from './statuses.js';

/** Names in a sentence. */
const MOST_NAMED = 6;

/** In the order of reading; what a result does not say has no row. */
export function detailsOf(
  result: Result,
  claim: AnswerClaim,
  statuses: ReadonlyMap<string, CandidateStatus>,
  telling: Telling,
): readonly Fact[] {
  const { winner, plan } = result;
  const namesOf = (wanted: CandidateStatus): readonly string[] =>
    [...statuses].flatMap(([id, status]) => (status === wanted ? [telling.nameOf(id)] : []));
  const rows: readonly (readonly [label: string, text: string | null])[] = [
    ['May be better', namesText(namesOf('undecided'))],
    ['Not tried', namesText(namesOf('not tried'))],
    ['Strict bound', boundText(result, claim, telling)],
    ['Tolerance', winner && toleranceText(result)],
    ['Compared on', winner && scaleText(result)],
    ['Assumes', (winner && result.tolerance && result.setAside?.meaning) ?? null],
    ['Steadier', winner && steadierText(result, telling)],
    ['Tested', winner && testedText(result, telling)],
    ['Figure', winner && `${claimedValueText(result, winner)}.`],
    ['In the race', winner && racedText(winner)],
    ['Ahead', winner && aheadText(result, winner, telling)],
    ['Overtuning', winner && overtuningText(result, telling)],
    ['Baselines', baselinesText(result)],
    ['Collapses', collapseText(result)],
    ['Passes', passesText(result)],
    ...probationRows(result, telling),
    ['Splits', divisionTexts(plan)[0] ?? null],
    ...requiredDetails(result, telling),
  ];
  return [
    // What a search knows of all rests on the claim's own assumption.
    ...(result.unconfirmed === null ? groundsOf(result, telling) : []),
    ...rows.flatMap(([label, text]) => (text === null ? [] : [{ label, text }])),
  ];
}

function namesText(names: readonly string[]): string | null {
  return names.length === 0 ? null : `${nameSome(names, MOST_NAMED)}.`;
}

/** Wider than the claim, because it must hold in the worst case; where a race was stopped it is the claim. */
function boundText(result: Result, { kind }: AnswerClaim, { allAreEqual }: Telling): string | null {
  const { bound, untried, winner, tolerance, unconfirmed, search } = result;
  if (winner === null || tolerance === null || unconfirmed !== null || search !== undefined) return null;
  if (bound === null || (kind === 'stopped' && Number.isFinite(bound))) return null;
  if (bound === Number.POSITIVE_INFINITY) {
    const why = allAreEqual
      ? 'no training has shown of what size a difference would be'
      : untried.length > 0
        ? `${formatQuantity(untried.length, 'candidate')} not tried`
        : tolerance.comparedOn === 'reciprocals'
          ? 'candidates were compared on 1/loss, where what may be lost has no end'
          : 'that takes more trainings of each candidate';
    return `none, since ${why}.`;
  }
  const field = refusedOf(result).length === 0 ? `all ${formatCount(comparedCount(result))}` : fieldText(result);
  const told = bound === 0 ? `the best of ${field}` : `at most ${amountText(result, bound)} from the best of ${field}`;
  const level = confidenceText(tolerance);
  return tolerance.basis === undefined
    ? `${told} (nominally ${level}, in the worst case of all candidates at once).`
    : `${told} (${level}, wherever the race is stopped; only independent trainings are assumed).`;
}

function toleranceText(result: Result): string | null {
  const { criterion, search, tolerance } = result;
  if (tolerance?.refused) return `none, since a share of a ${criterion.name} that is not positive means nothing.`;
  if (tolerance === null || tolerance.value === 0) return null;
  const deviation = 'half the standard deviation of one retraining of the best candidates';
  const share = `the share that was set of the ${criterion.name} of`;
  const source = {
    absolute: 'as it was set',
    // A search learns it anew at each look.
    share: search === undefined ? `${share} the first candidate that led` : `${share} the candidate that leads`,
    retraining:
      search === undefined ? `${deviation}, fixed when the first of them led` : `${deviation}, by all trainings`,
  }[tolerance.kind];
  return `${amountText(result, tolerance.value)}, ${source}; smaller differences do not count.`;
}

function scaleText(result: Result): string | null {
  const on = result.tolerance?.comparedOn ?? 'losses';
  if (on === 'losses') return null;
  const { worse, sign } = wayOf(result);
  const [what, one] = worse;
  const scale = on === 'reciprocals' ? `1/${one}` : `the logarithm of the ${one}`;
  return `${scale}${sign < 0 ? ' (signs changed)' : ''}, since ${what} vary more.`;
}

/** Its other figures stand in the table. */
function steadierText(result: Result, { nameOf }: Telling): string | null {
  const { steadier, tolerance } = result;
  if (steadier === null || tolerance === null) return null;
  const { candidate, ratio, low, high, level, bound } = steadier;
  const within = Number.isFinite(bound)
    ? `; within ${formatValue(bound, 2)} of the best ${criterionPhrase(result)}`
    : '';
  const { text, ends } = formatEstimate(ratio, { low, high }, 'ratio');
  return `${nameOf(candidate)} varies ${text} times as much as the winner ${ends.slice(0, -1)} at ${formatShare(level)} ${conditionText({ collapsed: null })}]${within}.`;
}

/** Of a rule that states nothing: which candidates a test does not show to be worse, dropped or not. */
function testedText({ tolerance, tieSet, verdict }: Result, { nameOf }: Telling): string | null {
  if (tolerance !== null || tieSet === null || verdict === 'stopped') return null;
  const { alpha, tied, undecided, rivals } = tieSet;
  const few = `fewer than ${COMPARISON_MINIMUM_TRIALS} trainings in common with the winner`;
  if (undecided.length === rivals.length) return `None: all others have ${few}.`;
  const open = undecided.length === 0 ? '' : `; ${formatCount(undecided.length)} have ${few}`;
  const found = tied.length === 0 ? 'None' : nameSome(tied.map(nameOf), MOST_NAMED);
  return `Not significantly worse than the winner (Holm, ${formatShare(1 - alpha)}; the rule does not use it): ${found}${open}.`;
}

/** What it was on the trainings that chose the winner. */
function racedText({ criterion: { from, race, interval } }: ResultChoice): string | null {
  if (from !== 'fresh' || race.value === null) return null;
  const figure = formatWithin(race.value, halfWidth(interval));
  return `${figure} over the ${formatQuantity(race.trials, 'race training')} that chose it: its figures leave them out.`;
}

/** The candidates that look better on fresh trainings. */
function aheadText({ members }: Result, { criterion }: ResultChoice, { nameOf, better }: Telling): string | null {
  if (criterion.from !== 'fresh' || criterion.race.value === null) return null;
  const spread = halfWidth(criterion.interval);
  const isBetter = (one: number): boolean => (better === 'high' ? one > criterion.value : one < criterion.value);
  const names = members.flatMap(({ candidate, fresh }) =>
    fresh !== null && fresh.criterion !== null && isBetter(fresh.criterion)
      ? [`${nameOf(candidate)} (${formatWithin(fresh.criterion, spread)})`]
      : [],
  );
  return names.length === 0
    ? null
    : `On fresh trainings the ${criterion.name} is better for ${nameSome(names, MOST_NAMED)}: they check the winner, they do not choose it.`;
}

/** The baselines' own figures. */
function baselinesText(result: Result): string | null {
  const { baselines, winner } = result;
  if (baselines.length === 0) return null;
  // What the winner is praised by, 0.9 of which may be the share of one class.
  const [metric] = winner === null ? [] : (mainMetrics(winner)[0] ?? []);
  const figures = baselines.map((baseline) => {
    const value = metric === undefined || metric === 'loss' ? undefined : baseline.final?.[metric];
    const unseen = value === undefined ? '' : `, ${metric} ${formatValue(value)} on unseen examples`;
    return `${baselineWords(baseline)}: ${lossWord(result)} ${formatValue(baseline.loss)} ${ON_SELECTION}${unseen}`;
  });
  const least = Math.min(...baselines.map(({ replicates }) => replicates));
  const samples = least === 1 ? 'from one sample' : `each the mean over ${formatQuantity(least, 'sample')} or more`;
  return `${figures.join('; ')} (${samples}).`;
}

/** Null where losses are more than passes and failures, or nobody is chosen. */
function passesText({ winner }: Result): string | null {
  const passes = winner?.passes;
  if (passes === undefined) return null;
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
  return `${counted}. Estimated chance ${texts.join('; ')}${how}.`;
}

/** None where no reliability was asked for, and where nothing is known of it beside what is claimed. */
function probationRows({ reliability }: Result, { nameOf }: Telling): readonly [label: string, text: string | null][] {
  if (reliability === undefined) return [];
  const { members, share } = reliability;
  const passed = members.find(({ status }) => status === 'passed');
  const failed = members
    .filter(({ status }) => status === 'failed')
    .map((member) => `${nameOf(member.candidate)} (${probationCount(member)})`);
  return [
    [
      `Reliability ${formatLevel(share)}`,
      passed === undefined
        ? null
        : `the winner passed its probation as ${probationCount(passed)} (error at most 5 %, over all looks and all that were tried).`,
    ],
    [`Failed probation for ${formatLevel(share)}`, namesText(failed)],
  ];
}
