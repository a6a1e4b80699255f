/** @file Reads what a race that searches says of candidates that were never trained, and works out its counts and shares again. */
import { readNumber, shows } from './numbers.js';
import { isQuantity } from './read-claims.js';
import { numberOf, type RunFacts, type SearchAnswer } from './result.js';
import type { Disagreements } from './say.js';

/** What result.json says of it fits together. */
export function readSearchFacts(facts: RunFacts, say: Disagreements): void {
  const { search, verdict, bound } = facts.result;
  if (search === undefined) return;
  const { candidates, tried, untriedOpen, audit, amongTried } = search;
  const trained = facts.result.candidates.filter(({ trials }) => trials > 0).length;
  say.unless(trained === tried && tried <= candidates, () => `result.json: ${tried} tried, and ${trained} have trials`);
  say.unless(untriedOpen <= candidates - tried, () => `result.json: ${untriedOpen} open of ${candidates - tried}`);
  const open = facts.count('undecided') + untriedOpen;
  say.unless(verdict !== 'decided' || open === 0, () => `result.json: clear, and ${open} may be better`);
  say.unless(verdict !== 'tied' || open > 0, () => 'result.json: tied, and nobody may be better');
  const { tolerance } = facts.result;
  const bounds = [bound, ...((audit?.open ?? 0) > 0 ? [amongTried] : [])];
  const areSo = open === 0 || bounds.every((bound) => numberOf(bound ?? 'Infinity') >= (tolerance?.value ?? 0));
  say.unless(areSo, () => `result.json: ${open} may be better by ${tolerance?.value}, and bounds are ${bounds}`);
  const isBounded = bound === null || numberOf(bound) >= 0;
  say.unless(isBounded && numberOf(amongTried) >= 0, () => `result.json: bounds ${bound} and ${amongTried}`);
  if (audit === null) return;
  say.unless(verdict !== 'decided' || audit.open === 0, () => `result.json: clear, and the audit found ${audit.open}`);
  const { drawn, tried: audited, open: found, atMost } = audit;
  say.unless(found <= audited && audited <= drawn, () => `result.json: audit ${found} of ${audited} of ${drawn}`);
  const share = largestShare(found, audited);
  say.unless(Math.abs(share - atMost) < 1e-6, () => `result.json: the audit bounds ${atMost}, and it is ${share}`);
}

/** The share of which so few of so many are seen with a chance of 0.04 (Clopper and Pearson): halved until it is known. */
function largestShare(found: number, of: number): number {
  let [low, high] = [0, 1];
  for (let halving = 0; halving < 60; halving++) {
    const share = (low + high) / 2;
    let [term, chance] = [(1 - share) ** of, 0];
    for (let hits = 0; hits <= found; hits++) {
      chance += term;
      term *= ((of - hits) / (hits + 1)) * (share / (1 - share));
    }
    if (chance > 0.04) low = share;
    else high = share;
  }
  return high;
}

const COUNT = String.raw`(\d{1,3}(?:,\d{3})+|\d+)`;
const AMOUNT = String.raw`([\d.,]*\d(?:e[+-]?\d+)?)`;
const BETTER = `an? (?:(?:lower|higher) )?(\\S+) of the ([\\w-]+(?:\\.[\\w-]+)*)(?: (?:lower|higher) by more than ${AMOUNT})?`;

const ASSUMED = String.raw`(, if candidates with like settings train alike(?:; by ${COUNT} drawn at random at most ([\d.]+) % of the space is better)?)?`;

type Found = readonly (string | undefined)[];
type Holds = (found: Found, search: SearchAnswer, facts: RunFacts) => boolean;

const isCount = (said: string | undefined, count: number): boolean => readNumber(said ?? '')?.value === count;
const isAmount = (said: string | undefined, value: number): boolean =>
  said === undefined ? value === 0 : shows(readNumber(said), value);
const confidenceOf = ({ result }: RunFacts): number => 100 * (result.tolerance?.confidence ?? Number.NaN);

const SAID: readonly (readonly [RegExp, Holds])[] = [
  [
    new RegExp(
      `By their own trainings alone none of (?:all|the) ${COUNT}( tried)? has ${BETTER}(?: and meets the requirement)? \\(([\\d.]+) %\\)`,
      'g',
    ),
    ([, count, part, criterion, word, amount, level = ''], { tried, candidates, amongTried }, facts) =>
      isCount(count, tried) &&
      isQuantity(criterion, word, facts) &&
      (part === undefined) === (tried === candidates) &&
      isAmount(amount, numberOf(amongTried)) &&
      shows(readNumber(level), confidenceOf(facts)),
  ],
  [
    new RegExp(
      `(?:By their own trainings alone nothing is known of|The trainings are too few yet to say by themselves how much better the \\S+ of the [\\w.-]+ of one of) (?:all|the) ${COUNT}( tried)?\\b`,
      'g',
    ),
    ([, count, part], { tried, candidates, amongTried }) =>
      isCount(count, tried) &&
      (part === undefined) === (tried === candidates) &&
      !Number.isFinite(numberOf(amongTried)),
  ],
  [
    new RegExp(`of the ${COUNT} not tried they say nothing`, 'g'),
    ([, count], { tried, candidates }) => isCount(count, candidates - tried),
  ],
  [
    new RegExp(
      `By trainings and settings together ${COUNT} looks? better so far: (?:${COUNT} with fewer trainings than the winner's ${COUNT})?(?:, )?(?:${COUNT} not shown to meet what is required)?\\.`,
      'g',
    ),
    ([, count, few = '0', trials, unshown = '0'], _, facts) => {
      const { ahead, open, own } = aheadOf(facts);
      const isOwn = trials === undefined || isCount(trials, own);
      return (
        isOwn && [count, few, unshown].every((said, place) => isCount(said, [ahead, ahead - open, open][place] ?? -1))
      );
    },
  ],
  [
    new RegExp(
      `Of ${COUNT} random candidates?(?: \\(${COUNT} are planned\\))? (?:(none) has|${COUNT} may have) ${BETTER}(?: and meets? what is required)?: at most ([\\d.]+) % of the space (?:has|does both) \\(95 %\\)\\.( A single exception)?`,
      'g',
    ),
    ([, tried, planned, none, open, criterion, word, amount, share = '', exception], { audit }, facts) =>
      audit !== null &&
      isQuantity(criterion, word, facts) &&
      isCount(tried, audit.tried) &&
      (planned === undefined ? audit.tried === audit.drawn : isCount(planned, audit.drawn)) &&
      (none === undefined ? audit.open > 0 && isCount(open, audit.open) : audit.open === 0) &&
      (exception === undefined) === audit.open > 0 &&
      isAmount(amount, facts.result.tolerance?.value ?? Number.NaN) &&
      shows(readNumber(share), 100 * audit.atMost),
  ],
  [
    new RegExp(
      `(?<!alone )\\b(?:best \\S+ of the [\\w.-]+|none) of (all )?${COUNT}( drawn from the space| drawn and proposed)?(?= has|[;).,])`,
      'g',
    ),
    ([, all, count, drawn], { candidates, isDrawn, proposed = 0 }) =>
      isCount(count, candidates) &&
      drawn === (isDrawn ? (proposed === 0 ? ' drawn from the space' : ' drawn and proposed') : undefined) &&
      (all === undefined) === isDrawn,
  ],
];

const SIGNED = String.raw`([−-]?[\d.,]*\d(?:e[+−-]?\d+)?)`;

/** What is said of what was known before. */
const KNOWN = new RegExp(
  `The prior from (.+?) \\(${COUNT} configurations?\\) (says where to look|was given up|has not been|is too small)(?:: predictions are no better with it)?(?:: over the ${COUNT} in both Kendall's tau is ${SIGNED}(?: \\[${SIGNED}, ${SIGNED}\\])?)?`,
  'g',
);

function isOfPrior([, source, count, words, both, tau, low, high]: Found, search: SearchAnswer): boolean {
  const from = search.from?.find((one) => one.source === source);
  if (from === undefined || !isCount(count, from.configurations)) return false;
  const isUsed = words === 'has not been' ? null : words === 'says where to look';
  const isFigure = (text: string | undefined, value: number): boolean => shows(readNumber(text ?? ''), value);
  if (isUsed !== from.used) return false;
  if (both === undefined) return from.tau === null || from.used === null || words === 'is too small';
  const [least, most] = from.interval ?? [];
  const areEnds =
    low === undefined ? least === undefined : isFigure(low, least as number) && isFigure(high, most as number);
  return isCount(both, from.both) && from.tau !== null && isFigure(tau, from.tau) && areEnds;
}

/** What a race that does not search says, too; its own claims are read with it. */
const OF_ANY_RACE = /^none of (?:all )?[\d,]+$/;

/** Claims of a confidence, and whether they say what they assume. */
const SURE = new RegExp(
  `\\b(?:Decided at |(?:(?:Tied|Stopped|Not decided yet): |Stopped too early)[^(.]*\\()[\\d.]+ %${ASSUMED}`,
  'g',
);

export function readSearch(place: string, text: string, facts: RunFacts, say: Disagreements): void {
  const { search } = facts.result;
  for (const [said, assumed, drawn, missed] of text.matchAll(SURE)) {
    const audit = search?.audit ?? undefined;
    const isAudited = audit !== undefined && audit.tried > 0;
    const isBounded = isAudited
      ? isCount(drawn, audit.tried) && isAmount(missed, 100 * audit.atMost)
      : drawn === undefined;
    say.unless(
      (assumed !== undefined) === (search !== undefined) && (search === undefined || isBounded),
      () => `${place}: "${said}" and ${JSON.stringify(search)}`,
    );
  }
  for (const found of text.matchAll(KNOWN)) {
    const isSo = search !== undefined && isOfPrior(found, search);
    say.unless(isSo, () => `${place}: "${found[0]}" does not go with result.json: ${JSON.stringify(search)}`);
  }
  for (const [pattern, holds] of SAID) {
    for (const found of text.matchAll(pattern)) {
      const isSo = search === undefined ? OF_ANY_RACE.test(found[0]) : holds(found, search, facts);
      say.unless(isSo, () => `${place}: "${found[0]}" does not go with result.json: ${JSON.stringify(search)}`);
    }
  }
}

/** Better than the winner as far as is known, with fewer trainings than it has, and those of them that are not shown to meet what is required; 0 where a race came to its end. */
function aheadOf(facts: RunFacts): { readonly ahead: number; readonly open: number; readonly own: number } {
  const { result } = facts;
  const own = result.candidates.find(({ id }) => id === result.winner?.candidate)?.trials ?? 0;
  const ahead = result.candidates.filter(({ id, trials }) => trials < own && (facts.worse(id)?.by ?? 0) < 0);
  if (result.verdict !== 'stopped') return { ahead: 0, open: 0, own };
  const isOpen = (id: string): boolean =>
    (result.requirements?.metrics ?? []).some(({ candidates }) =>
      candidates.some(({ candidate, standing }) => candidate === id && standing !== 'met'),
    );
  return { ahead: ahead.length, open: ahead.filter(({ id }) => isOpen(id)).length, own };
}

/** On the first screen of a terminal. */
export function readGrounds(terminal: string, facts: RunFacts, say: Disagreements): void {
  const { search, winner } = facts.result;
  const isWanted = search !== undefined && winner !== null;
  const isSaid = /\bTried (?:By their own trainings alone|The trainings are too few)\b/.test(terminal);
  const isAhead = isWanted && aheadOf(facts).ahead > 0;
  const saysAhead = terminal.includes('By trainings and settings together');
  say.unless(isAhead === saysAhead, () => `terminal: ${JSON.stringify(aheadOf(facts))} look better`);
  say.unless(isSaid === isWanted, () => `terminal: what the claim rests on is ${isWanted ? 'missing' : 'not so'}`);
}
