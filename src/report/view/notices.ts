/** @file What readers of a race must not overlook, and what else is stated about its choice. */
import { shareAtMost } from '../../stats/index.js';
import { lossWord } from '../direction.js';
import { formatCount, formatQuantity, formatShare, formatValue } from '../number-text.js';
import type { ResultFigures, ResultMember, ResultTieSet, ResultTolerance } from '../result/answer-schema.js';
import type { Result } from '../result/result-schema.js';
import { baselineNotices, baselineStatements } from './baseline-words.js';
import { betterText, conditionText, confidenceText, criterionPhrase } from './choice-words.js';
import { collapseBarNotices, collapseStatements } from './collapse-words.js';
import { likenessTexts } from './likeness-words.js';
import { comparedCount, neverWorkedNotices } from './never-worked-view.js';
import { missingTrialsText, partialText } from './partial-table.js';
import { passStatements } from './pass-words.js';
import { reliabilityNotices, reliabilityStatements } from './reliability-words.js';
import { circumstanceNotices, divisionTexts, nameSome, type RunNotice, simulationNotices } from './run-notices.js';
import { separationText } from './separation.js';
import type { Telling } from './telling.js';
import { unconfirmedNotices } from './unconfirmed-words.js';
import { MOST_NAMES } from './verdict-words.js';

/** What a reader must not overlook, most important first; empty for a decided race on real data without accidents. */
export function noticesOf(result: Result, telling: Telling): readonly RunNotice[] {
  return [
    ...baselineNotices(result),
    ...unconfirmedNotices(result),
    ...collapseBarNotices(result),
    ...reliabilityNotices(result, telling),
    ...(result.tolerance === null ? publishedTies(result, telling) : adaptiveTies(result, telling)),
    ...untriedNotices(result, telling),
    ...neverWorkedNotices(result),
    ...statusNotices(result),
    ...partialNotices(result),
    ...choiceNotices(result),
    ...unseenDivergence(result),
    ...simulationNotices(result),
    ...accidentNotices(result),
    ...circumstanceNotices(result),
  ];
}

/** Of a replay of losses that are not all there. */
function partialNotices(result: Result): RunNotice[] {
  const texts = [partialText(result), missingTrialsText(result)].filter((text) => text !== null);
  return texts.map((text) => ({ kind: 'partial', text }));
}

/** Whole sentences beside the headline: what the choice is to be measured by, and how sure it is. */
export function statementsOf(result: Result, telling: Telling): readonly string[] {
  return [
    ...baselineStatements(result),
    ...claimsOf(result, telling),
    ...collapseStatements(result),
    ...passStatements(result),
    ...reliabilityStatements(result, telling),
    ...divisionTexts(result.plan),
    ...flatteryTexts(result, telling),
    ...likenessTexts(result),
  ];
}

/** Names in a notice. */
const MOST_LISTED = 6;

/** None under a published rule. */
function claimsOf(result: Result, telling: Telling): readonly string[] {
  const { choice, tolerance, certificate, unconfirmed } = result;
  if (choice === null || tolerance === null || certificate === null) return [];
  return [
    ...(unconfirmed === null ? [certificateText(result, tolerance, certificate, telling)] : []),
    ...(tolerance.value === 0 ? [] : [toleranceText(result, tolerance)]),
    ...comparedTexts(result, tolerance),
    ...steadierTexts(result, choice.candidate, telling),
  ];
}

/** Of a statement by confidence sequences. */
const ASSUMED = 'wherever the race is stopped, and nothing is assumed but independent trainings of each candidate';

function certificateText(
  result: Result,
  tolerance: ResultTolerance,
  certificate: number,
  { allAreEqual }: Telling,
): string {
  const { untried } = result;
  if (certificate === Number.POSITIVE_INFINITY) {
    const why = allAreEqual
      ? ': of what size a difference would be, no training has shown'
      : untried.length > 0
        ? `: ${formatQuantity(untried.length, 'candidate')} never tried`
        : tolerance.comparedOn === 'reciprocals'
          ? ': on reciprocals, what the choice may lose has no upper end'
          : tolerance.basis === undefined
            ? ''
            : ': without assumptions that takes more trainings of each candidate';
    return `How far the choice is from the best is not bounded${why}.`;
  }
  const all = `${criterionPhrase(result)} of all ${formatCount(comparedCount(result))}${result.neverWorked.length === 0 ? '' : ' that worked'}`;
  const bound =
    certificate === 0
      ? `the choice has the best ${all}`
      : `the choice is within ${formatValue(certificate, 2)} of the best ${all}`;
  if (tolerance.basis !== undefined) return `Certificate: ${bound} (${confidenceText(tolerance)}, ${ASSUMED}).`;
  const looks = tolerance.level === 'any-look' ? ', wherever the race is stopped' : '';
  return `Certificate: ${bound} (nominally ${confidenceText(tolerance)}, by the strict thresholds${looks}).`;
}

function toleranceText({ criterion }: Result, { value, kind }: ResultTolerance): string {
  const source = {
    absolute: 'as it was set',
    share: `the share that was set of the ${criterion.name} of the first candidate that led; fixed since then`,
    retraining:
      'half the standard deviation of one retraining, by the best candidates when the first of them led; fixed since then',
  }[kind];
  return `Tolerance: ${formatValue(value, 2)}, ${source}; smaller differences do not count.`;
}

function comparedTexts({ direction }: Result, { comparedOn }: ResultTolerance): string[] {
  if (comparedOn === 'losses') return [];
  if (direction === 'maximize') {
    return [
      `Scores spread with their size: compared on ${comparedOn} (signs changed), where candidates spread most alike.`,
    ];
  }
  return [`Losses spread with their size: compared on their ${comparedOn}, where candidates spread most alike.`];
}

/** With its figures beside the choice's, on common replicates, so that nobody takes it for better by them. */
function steadierTexts({ steadier, members, criterion }: Result, id: string, { nameOf }: Telling): string[] {
  if (steadier === null) return [];
  const { candidate, ratio, low, high, level, certificate } = steadier;
  const figuresOf = (wanted: string) => members.find((member) => member.candidate === wanted);
  const [own, choice] = [figuresOf(candidate), figuresOf(id)].map((member) => member && latest(member));
  const beside =
    own && choice && own.criterion !== null && choice.criterion !== null
      ? `; ${criterion.name} ${formatValue(own.criterion)} against ${formatValue(choice.criterion)}, worst ${formatValue(own.worst)} against ${formatValue(choice.worst)}`
      : '';
  const bound = certificate === Number.POSITIVE_INFINITY ? '' : `; within ${formatValue(certificate, 2)} of the best`;
  return [
    `Steadier: ${nameOf(candidate)} varies ${formatValue(ratio, 2)} times as much as the choice [${formatValue(low, 2)}, ${formatValue(high, 2)} at ${formatShare(level)} ${conditionText({ collapsed: null })}]${beside}${bound}.`,
  ];
}

/** What the choice looks like on trials that had no part in choosing it, beside what it looked like while it was chosen. */
function flatteryTexts(result: Result, { nameOf, largerIsBetter }: Telling): string[] {
  const { choice, members, criterion } = result;
  if (choice === null || choice.criterion.from !== 'fresh') return [];
  const { value, race } = choice.criterion;
  if (race.value === null) return [];
  const isBetter = (one: number, other: number): boolean => (largerIsBetter ? one > other : one < other);
  const told = isBetter(race.value, value)
    ? `: winners look better while they are chosen, so that the fresh ${formatValue(value)} is what to expect`
    : '';
  const ahead = members.filter(
    ({ fresh }) => fresh !== null && fresh.criterion !== null && isBetter(fresh.criterion, value),
  );
  const names = ahead.map(({ candidate, fresh }) => `${nameOf(candidate)} (${formatValue(fresh?.criterion ?? 0)})`);
  return [
    `While it was chosen, the choice had ${criterionPhrase(result)} ${formatValue(race.value)} over ${formatQuantity(race.trials, 'trial')}${told}.`,
    ...(ahead.length === 0
      ? []
      : [
          `On the fresh trials the ${criterion.name} is better than the choice's ${formatValue(value)} for ${nameSome(names, MOST_LISTED)}: fresh trials check the choice, they do not make it.`,
        ]),
  ];
}

function latest({ fresh, race }: ResultMember): ResultFigures | null {
  return fresh ?? race;
}

/** Who may be better by more than the tolerance, where the headline has no room for names, and what would settle it. */
function adaptiveTies(result: Result, telling: Telling): RunNotice[] {
  const { choice, tieSet, tolerance } = result;
  if (choice === null || tieSet === null || tolerance === null) return [];
  if (tieSet.tied.length === 0) return [];
  const isNamed = tieSet.tied.length <= MOST_NAMES;
  const may = `May be ${betterText(tolerance)} than the choice: ${nameSome(tieSet.tied.map(telling.nameOf), MOST_LISTED)}.`;
  const texts = [isNamed ? null : may, separationText(result, telling)].filter((text) => text !== null);
  return texts.length === 0 ? [] : [{ kind: 'tied', text: texts.join(' ') }];
}

function untriedNotices({ untried, candidates }: Result, { nameOf }: Telling): RunNotice[] {
  if (untried.length === 0 || untried.length === candidates.length) return [];
  return [{ kind: 'untried', text: `Never tried: ${nameSome(untried.map(nameOf), MOST_LISTED)}.` }];
}

/** Who was left beside the choice, and who is not significantly worse on what they have in common, dropped or not. */
function publishedTies({ choice, tieSet, status, verdict }: Result, { nameOf }: Telling): RunNotice[] {
  if (choice === null) return [];
  const others = nameSome(choice.ties.map(nameOf), MOST_LISTED);
  const left =
    choice.ties.length === 0
      ? []
      : status === 'exhausted'
        ? [`Left in the race beside the choice when the replicates ended: ${others}.`]
        : [`Still racing beside the choice: ${others}. The choice is not final.`];
  return [
    ...left.map((text): RunNotice => ({ kind: 'tied', text })),
    ...(tieSet === null || verdict === 'provisional' ? [] : tieSetNotices(tieSet, nameOf)),
  ];
}

/** Few stand in the headline. */
function tieSetNotices({ alpha, tied }: ResultTieSet, nameOf: Telling['nameOf']): RunNotice[] {
  if (tied.length <= MOST_NAMES) return [];
  return [
    {
      kind: 'tied',
      text: `Not significantly worse than the choice (alpha ${alpha}, Holm): ${nameSome(tied.map(nameOf), MOST_LISTED)}.`,
    },
  ];
}

/** Candidates with too few trials for a published rule's test, for the small print; null where there are none. */
export function undecidedText({ choice, tieSet, tolerance }: Result): string | null {
  const undecided = tieSet?.undecided.length ?? 0;
  if (choice === null || tolerance !== null || undecided === 0) return null;
  return `Undecided: ${formatQuantity(undecided, 'candidate')} with fewer than 8 trials in common with the choice.`;
}

function statusNotices({ status }: Result): RunNotice[] {
  const texts: Partial<Record<Result['status'], string>> = {
    budget: 'The budget ended before the race did. The same command with a larger budget goes on from here.',
    running: 'The race goes on: these figures rest on the outcomes so far.',
    interrupted: 'The run was interrupted. The same command goes on from here; no finished trial is lost.',
  };
  const text = texts[status];
  return text === undefined ? [] : [{ kind: 'unfinished', text }];
}

/** A choice that does not train every time must not look as if it did. */
function choiceNotices(result: Result): RunNotice[] {
  const member = result.members.find(({ standing }) => standing === 'choice');
  const figures = member && latest(member);
  if (result.choice === null || !figures) return [];
  const lost = figures.diverged + figures.failed;
  if (lost === 0) return collapseNotices(result, member);
  const how = figures.failed === 0 ? 'diverged' : figures.diverged === 0 ? 'failed' : 'diverged or failed';
  return [
    {
      kind: 'unstable',
      text: `The choice does not train every time: of its ${trialsText(member)} ${formatCount(lost)} ${how}.`,
    },
  ];
}

const trialsText = ({ fresh, race }: ResultMember): string =>
  formatQuantity((fresh ?? race)?.trials ?? 0, fresh === null ? 'trial' : 'fresh trial');

/** A rare training that went wrong with a finite loss: quantiles do not see it. */
function collapseNotices({ criterion, direction }: Result, member: ResultMember): RunNotice[] {
  const figures = latest(member);
  const { collapses } = member;
  if (figures === null || collapses === null || collapses.collapsed === 0 || collapses.bar === null) return [];
  const { median, worst } = figures;
  const isUnseen =
    figures.criterion !== null &&
    (direction === 'maximize' ? figures.criterion >= collapses.bar : figures.criterion <= collapses.bar);
  const unseen =
    criterion.divergence === 'share' && isUnseen ? `The ${criterion.name} does not see that: check` : 'Check';
  return [
    {
      kind: 'unstable',
      text: `The choice does not train well every time: the worst of its ${trialsText(member)} has ${formatValue(worst)}, the median ${formatValue(median)}. ${unseen} a trained model before it is used.`,
    },
  ];
}

/**
 * Where one divergence makes the criterion infinite, the thresholds know nothing of one that the choice has been spared: it
 * can be excluded up to a share of its trainings alone.
 */
function unseenDivergence({ choice, tolerance, trials, candidates, criterion }: Result): RunNotice[] {
  const own = candidates.find(({ id }) => id === choice?.candidate);
  if (own === undefined || tolerance === null || trials.diverged === 0 || own.divergedRate > 0) return [];
  if (criterion.divergence !== 'infinite') return [];
  const { confidence } = tolerance;
  const n = own.trials + own.fresh;
  const share = formatShare(shareAtMost(0, n, confidence));
  const text =
    `The choice did not diverge in ${formatQuantity(n, 'trial')}, and others did: with ${formatShare(confidence)} confidence at most ` +
    `${share} of its trainings do. One that does counts as an infinite ${criterion.onLosses}, which what is stated leaves ` +
    'out; the criteria median and q3 take it as the share that it is.';
  return [{ kind: 'unstable', text }];
}

function accidentNotices(result: Result): RunNotice[] {
  const { trials, plan } = result;
  // Of whom never worked is told apart: nothing counts as a loss of theirs.
  const apart = result.neverWorked.reduce((sum, one) => sum + one.trials, 0);
  const failures =
    apart === 0
      ? [`${formatCount(trials.failed)} failed`, `${formatCount(trials.timedOut)} timed out`]
      : [`${formatCount(trials.failed + trials.timedOut - apart)} of candidates that worked failed`];
  const accidents = [`${formatCount(trials.diverged)} diverged`, ...failures].filter((text) => !/^0 /.test(text));
  if (accidents.length === 0) return [];
  // A plan names its failures where not all of them count as the worst.
  const counted =
    plan.failures === undefined
      ? `counted as the worst possible ${lossWord(result)}`
      : 'counted, or left out, as `failures` says';
  return [
    { kind: 'unstable', text: `Of ${formatQuantity(trials.used, 'trial')}, ${accidents.join(', ')}: ${counted}.` },
  ];
}
