/** @file What is said of a requirement on losses: whether the winner is shown to meet it, and who cannot win by it. */

import type { RequirementAnswer } from '../../questions/race/plan/index.js';
import { formatCount, formatValue } from '../number-text.js';
import type { Result } from '../result/result-schema.js';
import type { Telling } from '../view/telling.js';

/** `its q3 of the loss 0.412 is within 5 % of the best, 0.405`; null where nothing is required. */
export function requirementClause({ requirement, winner }: Result): string | null {
  if (requirement === undefined || winner === null) return null;
  const { criterion, within, best, bestValue, value, isShown } = requirement;
  const own = value === null ? '' : ` ${formatValue(value)}`;
  if (best === winner.candidate) {
    const rest = isShown ? '' : `, though others may be better by more than ${within}`;
    return `its ${criterion} of the loss${own} is the lowest${rest}`;
  }
  const shown = isShown ? `is within ${within} of the best` : `is not shown to be within ${within} of the best`;
  return `its ${criterion} of the loss${own} ${shown}, ${formatValue(bestValue)}`;
}

/** Whole sentences. */
export function requirementTexts({ requirement, winner }: Result, { nameOf }: Telling): readonly string[] {
  if (requirement === undefined) return [];
  const { criterion, within, best, beyond } = requirement;
  const nearest =
    winner === null && best !== null
      ? [`No candidate wins; nearest by the ${criterion} of the loss is ${nameOf(best)}.`]
      : [];
  return [
    ...nearest,
    ...boundTexts(requirement),
    ...(beyond.length === 0 ? [] : [beyondText(beyond, criterion, within)]),
  ];
}

function boundTexts({ criterion, atMost, isShown }: RequirementAnswer): readonly string[] {
  if (atMost === null) return [];
  const rest = isShown ? '' : ' More trainings (`race.maxReplicates`) can tell';
  return [
    `The winner's ${criterion} of the loss is at most ${formatValue(atMost)} worse than the best of all, by the trainings of the race.${rest === '' ? '' : `${rest}.`}`,
  ];
}

function beyondText(beyond: readonly string[], criterion: string, within: string): string {
  const who = beyond.length === 1 ? '1 candidate' : `${formatCount(beyond.length)} candidates`;
  return `${who} cannot win: ${criterion} of the loss more than ${within} worse than the best.`;
}
