/** @file Reads the sentence that a race claims, wherever it stands: its counts, its quantity, its tolerance and its confidence. */
import { type ReadNumber, readNumber, shows } from './numbers.js';
import { numberOf, type RunFacts, STATUSES } from './result.js';
import type { Disagreements } from './say.js';

const AMOUNT = String.raw`([\d.,]+(?:e[+-]?\d+)?)`;
const COUNT = String.raw`(\d{1,3}(?:,\d{3})+|\d+)`;
/** `q3 of the loss`, with which way it is better where that is said. */
const QUANTITY = String.raw`(?:(lower|higher) )?(\S+) of the ([\w-]+(?:\.[\w-]+)*)`;
const ASSUMED = '(, if candidates with like settings train alike(?:; by [^:]*? of the space is better)?)?';
const SURE = String.raw`([\d.]+) %${ASSUMED}`;
const CLAIMS: readonly (readonly [RegExp, (found: readonly string[], facts: RunFacts) => boolean])[] = [
  [
    new RegExp(`\\bDecided at ${SURE}:`, 'g'),
    ([, level = ''], { result }) =>
      result.verdict === 'decided' && shows(readNumber(level), 100 * (result.tolerance?.confidence ?? 0)),
  ],
  [
    new RegExp(
      `(?<!alone )\\bnone of (?:the |all )?${COUNT}(?: that worked| that may win| drawn from the space| drawn and proposed)? has an? ${QUANTITY}(?: (lower|higher) by more than ${AMOUNT})?(?=[.;, ]|$)`,
      'g',
    ),
    ([, all = '', way, criterion, word, wayBy, amount], facts) =>
      amountOf(all) === (facts.result.search?.candidates ?? facts.admitted) &&
      isQuantity(criterion, word, facts) &&
      (way ?? wayBy) === wayOf(facts) &&
      isTolerance(amount, facts) &&
      facts.count('undecided') + facts.count('on probation') === 0,
  ],
  [
    new RegExp(`\\ban? ${QUANTITY} (lower|higher) by more than `, 'g'),
    ([, , criterion, word, way], facts) => isQuantity(criterion, word, facts) && way === wayOf(facts),
  ],
  [
    new RegExp(
      `\\bTied: these ${COUNT} cannot be told apart \\(${SURE}: one (?:is within ${AMOUNT} of|has) the best ${QUANTITY}[^)]*\\)`,
      'g',
    ),
    ([, open = '', level = '', , amount, , criterion, word], facts) =>
      facts.result.verdict === 'tied' &&
      shows(readNumber(level), 100 * (facts.result.tolerance?.confidence ?? 0)) &&
      amountOf(open) === openOf(facts) &&
      isQuantity(criterion, word, facts) &&
      isTolerance(amount, facts),
  ],
  [
    new RegExp(`\\b${COUNT} (?:is|are) equivalent\\b`, 'g'),
    ([, count = ''], facts) => amountOf(count) === facts.count('equivalent'),
  ],
  [
    new RegExp(
      `\\b(?:Stopped|Not decided yet):? (?:too early to say which is best \\(${SURE}: )?within ${AMOUNT} of the best ${QUANTITY}`,
      'g',
    ),
    ([, , , bound = '', , criterion, word], facts) =>
      facts.result.verdict === 'stopped' &&
      facts.result.untried.length === 0 &&
      isQuantity(criterion, word, facts) &&
      shows(amountRead(bound), numberOf(facts.result.bound ?? 'Infinity')),
  ],
  [
    new RegExp(`\\b${COUNT} of ${COUNT} (?:was|were) not tried`, 'g'),
    ([, count = '', all = ''], facts) =>
      amountOf(count) === facts.count('not tried') &&
      amountOf(all) === facts.compared &&
      facts.result.verdict !== 'decided',
  ],
];

export function readClaims(place: string, text: string, facts: RunFacts, say: Disagreements): void {
  for (const [pattern, holds] of CLAIMS) {
    for (const found of text.matchAll(pattern)) {
      say.unless(holds(found, facts), () => `${place}: "${found[0]}" does not go with result.json: ${outline(facts)}`);
    }
  }
}

/** What is raced, by the names that result.json has of it. */
export function isQuantity(criterion: string | undefined, word: string | undefined, { result }: RunFacts): boolean {
  const raced = result.metric ?? (result.direction === 'maximize' ? 'score' : 'loss');
  return criterion === result.criterion.name && word === raced;
}

/** Less of a spread is better, of scores, too. */
function wayOf({ result }: RunFacts): 'lower' | 'higher' {
  return result.direction === 'maximize' && !/^(?:std|iqr)$/.test(result.criterion.name) ? 'higher' : 'lower';
}

/** Whoever is chosen, and those that may be better or were not tried. */
function openOf(facts: RunFacts): number {
  const others = facts.result.candidates.filter(({ id }) => id !== facts.result.winner?.candidate);
  const open = others.filter(({ id }) =>
    ['undecided', 'not tried', 'on probation', 'winner'].includes(facts.status(id)),
  );
  return open.length + (facts.result.search?.untriedOpen ?? 0) + 1;
}

function isTolerance(amount: string | undefined, { result }: RunFacts): boolean {
  const value = result.tolerance?.value ?? Number.NaN;
  return amount === undefined ? value === 0 : shows(amountRead(amount), value);
}

/** At the end of a sentence a full stop follows it. */
function amountRead(text: string): ReadNumber | undefined {
  return readNumber(text.replace(/[.,]$/, ''));
}

export function amountOf(text: string): number {
  return amountRead(text)?.value ?? Number.NaN;
}

function outline(facts: RunFacts): string {
  const { verdict, tolerance, bound } = facts.result;
  const counts = STATUSES.map((status) => `${facts.count(status)} ${status}`).join(', ');
  return `${verdict}, tolerance ${tolerance?.value}, bound ${bound}, ${facts.compared} compared; ${counts}`;
}
