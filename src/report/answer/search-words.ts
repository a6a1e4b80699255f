/** @file What the answer of a race that searches rests on, a sentence each: the settings as prior, own trainings alone, and the audit. */
import type { RequiredMetric, SearchAnswer, ToleranceAnswer } from '../../questions/race/plan/index.js';
import { LEAST_TRIED } from '../../stats/index.js';
import { estimateText, formatCount, formatQuantity, formatShare } from '../number-text.js';
import type { ResultTieSet } from '../result/figure-schema.js';
import type { Result } from '../result/result-schema.js';
import type { Fact } from '../shown/shown.js';
import { betterText, confidenceText, criterionPhrase } from '../view/choice-words.js';
import type { Telling } from '../view/telling.js';

/** What every claim over candidates that were never trained assumes, and what that may miss, after a comma; empty where all are raced by their own trainings. */
export function assumedText({ search }: Pick<Result, 'search'>): string {
  if (search === undefined) return '';
  const { audit } = search;
  const missed =
    audit === null || audit.tried === 0
      ? ''
      : `; by ${formatCount(audit.tried)} drawn at random at most ${formatShare(audit.atMost)} of the space is better`;
  return `, if candidates with like settings train alike${missed}`;
}

/** `all 600`, `2,060 drawn from the space`, `2,104 drawn and proposed`. */
export function searchedText({ candidates, isDrawn, proposed = 0 }: SearchAnswer): string {
  if (!isDrawn) return `all ${formatCount(candidates)}`;
  return `${formatCount(candidates)} ${proposed === 0 ? 'drawn from the space' : 'drawn and proposed'}`;
}

/** Whether a search is among those that keep bounds on metrics: which untried candidates keep them is not known. */
export function isSearchRequired({ search, requirements }: Pick<Result, 'search' | 'requirements'>): boolean {
  return search !== undefined && requirements !== undefined;
}

type Compared = Pick<Telling, 'allAreEqual' | 'better'>;

/** None where every candidate is raced by its own trainings, and where nobody is chosen. */
export function groundsOf(result: Result, telling: Compared): readonly Fact[] {
  const { search, tolerance, winner } = result;
  const { allAreEqual } = telling;
  if (search === undefined || tolerance === null || winner === null) return [];
  const isRequired = isSearchRequired(result);
  return [
    {
      label: 'Tried',
      text: `${triedText(result, search, tolerance, { ...telling, isRequired })}${aheadText(result, telling)}${refusedText(search)}`,
    },
    ...(search.audit === null || search.audit.tried === 0 || allAreEqual
      ? []
      : [{ label: 'Audit', text: auditText(result, search.audit, tolerance, { ...telling, isRequired }) }]),
    ...(search.from ?? []).map((prior) => ({ label: 'Before', text: priorText(prior, result) })),
  ];
}

/** Of what was known before: whether it helped, and what rests on it. */
function priorText(
  { source, configurations, withoutValue, both, tau, interval, used }: NonNullable<SearchAnswer['from']>[number],
  { requirements }: Pick<Result, 'requirements'>,
): string {
  const leftOut =
    withoutValue === undefined ? '' : `; ${formatQuantity(withoutValue, 'trial')} without a value left out`;
  const what = `The prior from ${source} (${formatQuantity(configurations, 'configuration')}${leftOut})`;
  if (used === null) return `${what} has not been looked at yet.`;
  if (configurations < LEAST_TRIED) return `${what} is too small to learn from: ${LEAST_TRIED} are needed.`;
  const bounds = requirements === undefined ? '' : ', nor do requirements';
  const order =
    tau === null ? '' : `: over the ${formatCount(both)} in both Kendall's tau is ${correlationText(tau, interval)}`;
  return used
    ? `${what} says where to look${order}. The claim rests on it, too; own trainings, audit and fresh trainings do not${bounds}.`
    : `${what} was given up: predictions are no better with it${order}.`;
}

/** `0.72 [0.51, 0.85]`; without an interval where nobody knows it. */
function correlationText(tau: number, interval: readonly [low: number, high: number] | null): string {
  const [low, high] = interval ?? [null, null];
  return estimateText(tau, { low, high }, 'hundredths');
}

/** By own trainings alone. */
function triedText(
  result: Result,
  { candidates, tried, amongTried }: SearchAnswer,
  tolerance: ToleranceAnswer,
  { allAreEqual, isRequired, ...telling }: Compared & { readonly isRequired: boolean },
): string {
  const left = candidates - tried;
  const who = left === 0 ? `all ${formatCount(tried)}` : `the ${formatCount(tried)} tried`;
  const others = left === 0 ? '' : `; of the ${formatCount(left)} not tried they say nothing`;
  if (!Number.isFinite(amongTried) && !allAreEqual)
    return `The trainings are too few yet to say by themselves how much better the ${criterionPhrase(result)} of one of ${who} may be than the winner's${others}.`;
  const known = Number.isFinite(amongTried)
    ? `none of ${who} has ${betterText(result, amongTried, telling)}${isRequired ? ' and meets the requirement' : ''} (${confidenceText(tolerance)})`
    : `nothing is known of ${who}, since no training has shown of what size a difference would be`;
  return `By their own trainings alone ${known}${others}.`;
}

/** The winner of a race that was stopped has trainings enough to win; who looks better without them, or without being shown to meet what is required, is counted. */
function aheadText({ verdict, winner, tieSet, candidates, requirements }: Result, { better }: Compared): string {
  const own = candidates.find(({ id }) => id === winner?.candidate)?.trials ?? 0;
  const isAhead = ({ difference, n }: ResultTieSet['rivals'][number]): boolean =>
    (better === 'high' ? difference > 0 : difference < 0) && n < own;
  const ahead = tieSet?.rivals.filter(isAhead) ?? [];
  if (verdict !== 'stopped' || ahead.length === 0) return '';
  const unshown = new Set(requirements?.metrics.flatMap(idsNotMet));
  const open = ahead.filter(({ candidate }) => unshown.has(candidate)).length;
  const parts = [
    [ahead.length - open, `with fewer trainings than the winner's ${formatCount(own)}`],
    [open, 'not shown to meet what is required'],
  ] as const;
  const why = parts.flatMap(([count, what]) => (count === 0 ? [] : [`${formatCount(count)} ${what}`]));
  return ` By trainings and settings together ${countWith(ahead.length, 'looks', 'look')} better so far: ${why.join(', ')}.`;
}

/** Of what the user's proposer gave. */
function refusedText({ refused = 0 }: SearchAnswer): string {
  return refused === 0
    ? ''
    : ` ${countWith(refused, 'proposed configuration was', 'proposed configurations were')} refused.`;
}

/** `1 is`, `3 are`. */
function countWith(count: number, one: string, several: string): string {
  return `${formatCount(count)} ${count === 1 ? one : several}`;
}

function idsNotMet({ candidates }: RequiredMetric): readonly string[] {
  return candidates.flatMap(({ candidate, standing }) => (standing === 'met' ? [] : [candidate]));
}

function auditText(
  result: Result,
  { drawn, tried, open, atMost }: NonNullable<SearchAnswer['audit']>,
  { value }: ToleranceAnswer,
  { isRequired, ...telling }: Compared & { readonly isRequired: boolean },
): string {
  const better = betterText(result, value, telling);
  const [meets, meet, share] = isRequired
    ? [' and meets what is required', ' and meet what is required', 'does both']
    : ['', '', 'has'];
  const found = open === 0 ? `none has ${better}${meets}` : `${formatCount(open)} may have ${better}${meet}`;
  const planned = tried < drawn ? ` (${formatCount(drawn)} are planned)` : '';
  const missed = open === 0 ? ' A single exception may have been missed.' : '';
  return `Of ${formatQuantity(tried, 'random candidate')}${planned} ${found}: at most ${formatShare(atMost)} of the space ${share} (95 %).${missed}`;
}
