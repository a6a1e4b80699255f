/** @file Says what it would take to tell the choice from those that may be better, and how to have it. */
import { formatQuantity } from '../number-text.js';
import type { Result } from '../result/result-schema.js';
import { betterText } from './choice-words.js';
import { nameSome } from './run-notices.js';
import type { Telling } from './telling.js';

/** More replicates than these are no offer to make by their number. */
const MOST_REPLICATES = 1000;

/** Null where nobody has said how many trials that takes. */
export function separationText(result: Result, { nameOf, twins, allAreEqual }: Telling): string | null {
  const { tieSet, choice, candidates, tolerance } = result;
  if (tieSet === null || choice === null) return null;
  const trialsOf = new Map(candidates.map(({ id, trials }) => [id, trials]));
  const missing = (id: string, goal: number): number => Math.max(0, goal - (trialsOf.get(id) ?? 0));
  const tied = tieSet.rivals.flatMap(({ candidate, standing, trialsToSettle }) =>
    standing === 'tied' && trialsToSettle !== undefined ? [{ candidate, goal: trialsToSettle }] : [],
  );
  const untold = tieSet.rivals.filter(
    ({ standing, trialsToSettle }) => standing === 'tied' && trialsToSettle === undefined,
  );
  if (tied.length === 0 && (tolerance === null || untold.length === 0)) return null;
  if (allAreEqual) {
    return 'More trials tell them apart only if one ever differs: race by a finer metric, or on a task that some fail.';
  }
  const settled = tied.filter(({ goal }) => Number.isFinite(goal));
  const never = tied.filter(({ goal }) => !Number.isFinite(goal)).map(({ candidate }) => candidate);
  const most = Math.max(0, ...settled.map(({ goal }) => goal));
  const more = settled.reduce(
    (sum, { candidate, goal }) => sum + missing(candidate, goal),
    missing(choice.candidate, most),
  );
  // Nothing tells these apart: all that trials can show is that it does not matter.
  const areTwins = tolerance !== null && settled.every(({ candidate }) => twins.includes(candidate));
  const goal = areTwins
    ? `show that none of them is ${betterText(tolerance)}, if they stayed the same`
    : `tell ${never.length + untold.length === 0 ? 'them' : 'the others'} apart if the estimates stayed`;
  const sentences = [
    ...(more > 0 ? [`${formatQuantity(more, 'more trial')} would ${goal}.`] : []),
    ...(never.length === 0
      ? []
      : [
          `No number of trials would tell ${nameSome(never.map(nameOf), 3)} apart from the choice as the estimates stand.`,
        ]),
    // Without assumptions there is no estimate to tell it by, and how many a statement takes was said before the race.
    ...(untold.length === 0 || tolerance?.basis !== undefined
      ? []
      : [
          `How many trials would tell ${nameSome(
            untold.map(({ candidate }) => nameOf(candidate)),
            3,
          )} apart from the choice cannot be told: losses have not varied.`,
        ]),
    ...separateText(result, most),
  ];
  return sentences.length === 0 ? null : sentences.join(' ');
}

/** More replicates than the race was given are another question, once it has ended; a table has no more. */
function separateText({ status, command, replay }: Result, most: number): string[] {
  if (replay !== null || status !== 'exhausted') return [];
  const goal = most > 0 && most <= MOST_REPLICATES ? ` ${most}` : '';
  if (command === null) return [`To go on: the option separate${goal === '' ? '' : `:${goal}`}.`];
  return [`To go on: ${command.replace(/ --separate(?:[ =]\d+)?/, '')} --separate${goal}`];
}
