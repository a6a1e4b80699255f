/** @file Reads what is said of the winner's lead over the first listed candidate, on fresh examples and where it was chosen. */
import { readNumber, shows } from './numbers.js';
import type { ResultLeads, RunFacts } from './result.js';
import type { Disagreements } from './say.js';

const AMOUNT = String.raw`([−-]?[\d.,]*\d(?:e[+−-]?\d+)?)`;
const BOUNDED = `${AMOUNT}(?: \\[${AMOUNT}, ${AMOUNT}\\])?`;
const COUNT = String.raw`([\d,]+)`;
const WORDS = String.raw`[\w.-]+`;
const PLACE = String.raw`on (?:[\d,]+ unseen examples|the final set)`;

type Found = readonly (string | undefined)[];

const isFigure = (text: string | undefined, value: number): boolean => shows(readNumber(text ?? ''), value);
/** Its value, and its ends where there are any. */
const isBounded = ([value, low, high]: Found, told: ResultLeads['lost'], sign = 1): boolean => {
  const ends = sign === 1 ? [told.low, told.high] : [told.high, told.low];
  const isEnd = (text: string | undefined, end: number | null | undefined): boolean =>
    text === undefined ? end === null : end !== null && end !== undefined && isFigure(text, sign * end);
  return isFigure(value, sign * told.value) && isEnd(low, ends[0]) && isEnd(high, ends[1]);
};

const SAID: readonly (readonly [RegExp, (found: Found, told: ResultLeads) => boolean])[] = [
  [
    new RegExp(`Leads the first listed candidate by ${BOUNDED} ${WORDS} ${PLACE}, and led by ${AMOUNT} where it`, 'g'),
    ([, ...found], { final, chosenBy }) =>
      (final.low ?? 0) > 0 && isBounded(found, final) && isFigure(found[3], chosenBy.lead),
  ],
  [
    new RegExp(
      `Not shown to be better than the first listed candidate ${PLACE}: its lead is ${BOUNDED} ${WORDS}, and was ${AMOUNT} where it`,
      'g',
    ),
    ([, ...found], { final, chosenBy }) =>
      (final.low ?? 0) <= 0 && (final.high ?? 0) >= 0 && isBounded(found, final) && isFigure(found[3], chosenBy.lead),
  ],
  [
    new RegExp(
      `Worse than the first listed candidate ${PLACE}, by ${BOUNDED} ${WORDS}; where it was chosen it led by ${AMOUNT}`,
      'g',
    ),
    ([, ...found], { final, chosenBy }) =>
      (final.high ?? 0) < 0 && isBounded(found, final, -1) && isFigure(found[3], chosenBy.lead),
  ],
  [
    new RegExp(
      `, the first listed, was ${AMOUNT} ${WORDS} where it was chosen \\(${COUNT} race trainings? of each\\), and is ${BOUNDED} ${PLACE} \\(${COUNT} trainings? of the winner, ${COUNT} trainings? of the other[^)]*\\)\\. The gap is ${BOUNDED}`,
      'g',
    ),
    ([, before, each, ...found], { final, chosenBy, lost }) =>
      isFigure(before, chosenBy.lead) &&
      isFigure(each, chosenBy.trainings) &&
      isBounded(found, final) &&
      isFigure(found[3], final.trainings) &&
      isFigure(found[4], final.trainingsOfFirst) &&
      isBounded(found.slice(5), lost),
  ],
];

/** What result.json says of it fits together. */
export function readLeadFacts({ result }: RunFacts, say: Disagreements): void {
  const { overtuning, winner } = result;
  if (overtuning === undefined || 'reason' in overtuning) return;
  const { final, chosenBy, lost, against } = overtuning;
  const gap = chosenBy.lead - final.value;
  say.unless(
    Math.abs(lost.value - gap) <= 1e-9 * (Math.abs(gap) + Math.abs(chosenBy.lead)),
    () => `result.json: leads ${chosenBy.lead} and ${final.value}, and ${lost.value} is lost`,
  );
  say.unless(against !== winner?.candidate, () => `result.json: ${against} is set against itself`);
}

export function readLead(place: string, text: string, { result }: RunFacts, say: Disagreements): void {
  const { overtuning } = result;
  for (const [pattern, holds] of SAID) {
    for (const found of text.matchAll(pattern)) {
      const isSo = overtuning !== undefined && !('reason' in overtuning) && holds(found, overtuning);
      say.unless(isSo, () => `${place}: "${found[0]}", and result.json has ${JSON.stringify(overtuning)}`);
    }
  }
  for (const [said, reason] of text.matchAll(/not measured \((.+?)\)\./g)) {
    const isSo = overtuning !== undefined && 'reason' in overtuning && overtuning.reason === reason;
    say.unless(isSo, () => `${place}: "${said}", and result.json has ${JSON.stringify(overtuning)}`);
  }
}
