/** @file The answer of a race as the rows of a terminal: who won, how sure that is, what to expect, what it cost, and what to do. */
import type { NextStep } from '../answer/index.js';
import type { ReportView } from '../view/report-view.js';
import { withId } from '../view/telling.js';
import { type AnswerRow, placeRows } from './answer-lines.js';

/** What is left out first where there is no room has the largest. */
const RANKS = { others: 0, reason: 1, warning: 2, against: 3, lead: 4, raced: 5, next: 6 };
/** More of those that may be better are behind the answer. */
const MOST_OTHERS = 3;
/** Steps beside the first. */
const MOST_FURTHER = 2;

/** Without `folder` nothing was written, and no files are named. `isLong`: details have been printed already. */
export function raceRows(view: ReportView, folder?: string, isLong = false): readonly AnswerRow[] {
  const { claim, grounds, expect, lead, cost, next, warnings, winner } = view.answer;
  const [first, ...further] = next;
  return [
    ...(winner === null
      ? []
      : [{ label: 'Winner', text: withId(winner.name, winner.id), style: 'strong', isWhole: true } as const]),
    {
      label: winner === null ? 'Result' : 'Sure?',
      text: claim.sentence,
      ...(claim.tone === 'bad' ? { style: 'warning' as const } : {}),
    },
    ...grounds,
    ...othersRows(view),
    // The most important one is never left out.
    ...warnings.map(({ text }, place) => ({
      ...{ label: 'Note', text, style: 'warning' as const },
      ...(place === 0 ? {} : { rank: RANKS.warning }),
    })),
    ...(expect === null ? [] : expectationRows(expect)),
    // A lead that is lost is among the notes.
    ...(lead === null || lead.kind === 'lost' ? [] : [{ label: 'Lead', text: lead.sentence, rank: RANKS.lead }]),
    { label: 'Cost', text: `${cost.text}.` },
    ...(first === undefined ? [] : stepRows(first)),
    ...further.slice(0, MOST_FURTHER).flatMap((step) => stepRows(step, RANKS.next)),
    ...placeRows(view.files, folder, isLong),
  ];
}

/** Who else it may be, where these are few. */
function othersRows({ answer: { rivals, claim }, telling }: ReportView): AnswerRow[] {
  const others = rivals.filter(({ status }) => status === 'may be better');
  if (claim.kind !== 'tied' || others.length > MOST_OTHERS) return [];
  return others.map(({ id }) => ({ label: 'Or', text: telling.nameWithId(id), rank: RANKS.others }));
}

/** What failed or collapsed before everything else that is expected. */
function expectationRows({
  endings,
  sentence,
  against,
  raced,
}: NonNullable<ReportView['answer']['expect']>): AnswerRow[] {
  return [
    ...(endings === null ? [] : [{ label: 'Expect', text: endings, style: 'warning' as const }]),
    { label: 'Expect', text: sentence },
    ...(raced === null ? [] : [{ label: 'Raced', text: `${raced}.`, rank: RANKS.raced }]),
    ...(against === null ? [] : [{ label: 'vs', text: `${against}.`, rank: RANKS.against }]),
  ];
}

/** A command is worth more than its reason; a file without it says nothing. */
function stepRows({ command, file, why }: NextStep, rank?: number): AnswerRow[] {
  const ranked = rank === undefined ? {} : { rank };
  const used = file === undefined ? [] : [{ label: 'Next', text: file, style: 'copied' as const, ...ranked }];
  if (command === null) return [...used, { label: 'Next', text: `${why}.`, ...ranked }];
  return [
    { label: 'Next', text: command, style: 'copied', ...ranked },
    { label: 'Next', text: `${why}.`, rank: rank ?? RANKS.reason },
  ];
}
