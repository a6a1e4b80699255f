/** @file Reads what a race says of a bound on a metric, beside what result.json has of it. */
import { readNumber, shows } from './numbers.js';
import { numberOf, type RequiredMetric, type RunFacts } from './result.js';
import type { Disagreements } from './say.js';

/** What result.json says of it fits together. */
export function readRequiredFacts(facts: RunFacts, say: Disagreements): void {
  const { requirements, winner } = facts.result;
  if (requirements === undefined) return;
  const { refused, metrics } = requirements;
  say.unless(!refused.includes(winner?.candidate ?? ''), () => 'result.json: the winner cannot win');
  const isAnyMet = facts.result.candidates.some(({ id }) =>
    metrics.every((metric) => standingOf(metric, id) === 'met'),
  );
  for (const metric of metrics) {
    for (const { candidate, low, high, standing } of metric.candidates) {
      const [least, most] = [numberOf(low), numberOf(high)];
      const { below = Number.POSITIVE_INFINITY, above = Number.NEGATIVE_INFINITY } = metric;
      const isInside = most < below && least > above;
      say.unless(standing !== 'met' || isInside, () => `result.json: ${candidate} is met by ${least} to ${most}`);
      const isRefused = refused.includes(candidate);
      say.unless(standing !== 'unmet' || isRefused, () => `result.json: ${candidate} breaks a bound and may win`);
      say.unless(standing !== 'open' || !isRefused || isAnyMet, () => `result.json: ${candidate} gives way to nobody`);
    }
  }
}

function standingOf({ candidates }: RequiredMetric, id: string | undefined): string | undefined {
  return candidates.find(({ candidate }) => candidate === id)?.standing;
}

const AMOUNT = String.raw`(-?[\d.,]*\d(?:e[+-]?\d+)?)`;
const MEETS = new RegExp(
  `(Yes|Not shown): its (\\S+) of (\\S+) is ${AMOUNT} \\[${AMOUNT}, ${AMOUNT}\\], (and has to be )?(above|below) ${AMOUNT} \\(([\\d.]+) %\\)\\.(?: (\\d+) of (\\d+) (?:breaks|break) this limit)?`,
  'g',
);
const NEAREST = new RegExp(
  `no candidate meets the requirement: (\\S+) of (\\S+) (above|below) ${AMOUNT}\\. Nearest is .*? with ${AMOUNT}`,
  'g',
);

export function readRequired(place: string, text: string, facts: RunFacts, say: Disagreements): void {
  readOthers(place, text, facts, say);
  const { requirements, winner } = facts.result;
  const [metric] = requirements?.metrics ?? [];
  for (const [
    said,
    yes,
    criterion,
    name,
    value = '',
    low = '',
    high = '',
    ,
    side,
    bound = '',
    level = '',
    unmet,
    all,
  ] of text.matchAll(MEETS)) {
    const own = metric?.candidates.find(({ candidate }) => candidate === winner?.candidate);
    const isSo =
      metric !== undefined &&
      own !== undefined &&
      own.value !== null &&
      (yes === 'Yes') === (own.standing === 'met') &&
      criterion === metric.criterion &&
      name === metric.metric &&
      shows(readNumber(value), numberOf(own.value)) &&
      shows(readNumber(low), numberOf(own.low)) &&
      shows(readNumber(high), numberOf(own.high)) &&
      metric[side as 'above' | 'below'] === Number(bound) &&
      shows(readNumber(level), 100 * (1 - (requirements?.delta ?? 0))) &&
      Number(unmet ?? 0) === metric.candidates.filter(({ standing }) => standing === 'unmet').length &&
      (all === undefined || Number(all) === facts.all);
    say.unless(isSo, () => `${place}: "${said}" does not go with result.json: ${JSON.stringify(own)}`);
  }
  for (const [said, criterion, name, side, bound = ''] of text.matchAll(NEAREST)) {
    const isSo =
      winner === null &&
      metric?.criterion === criterion &&
      metric?.metric === name &&
      metric?.[side as 'above' | 'below'] === Number(bound) &&
      requirements?.refused.length === facts.all;
    say.unless(
      isSo,
      () => `${place}: "${said}" does not go with result.json: ${JSON.stringify(requirements?.refused)}`,
    );
  }
}

const OTHERS = /Decided at [\d.]+ %: the other (one|\d+) cannot win by what is required/g;

/** Where nobody else may win. */
function readOthers(place: string, text: string, facts: RunFacts, say: Disagreements): void {
  for (const [said, count] of text.matchAll(OTHERS)) {
    const isSo = facts.admitted === 1 && (count === 'one' ? 1 : Number(count)) === facts.compared - 1;
    say.unless(isSo, () => `${place}: "${said}", and ${facts.admitted} of ${facts.compared} may win`);
  }
}

/** On the first screen of a terminal, and where the words of its rows are not told. */
export function readMeets(
  { terminal, page, headline }: { terminal: string; page: string; headline: string },
  facts: RunFacts,
  say: Disagreements,
): void {
  const { requirements, winner } = facts.result;
  const isWanted = requirements !== undefined && winner !== null;
  const asked = Object.entries({ page, headline }).map(([place, text]) => [place, text, 'Meets what is required?']);
  for (const [place, text, question] of [['terminal', terminal, 'Meets?'], ...asked] as [string, string, string][]) {
    const isThere = ['Yes', 'Not shown'].some((said) => text.includes(`${question} ${said}: `));
    say.unless(isThere === isWanted, () => `${place}: ${question} is ${isWanted ? 'missing' : 'not so'}`);
  }
}
