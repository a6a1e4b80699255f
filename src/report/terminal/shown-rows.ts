/** @file What a question came to as the rows of a terminal: what was found, how sure that is, the facts, and what to do. */
import type { RunFile } from '../input.js';
import { type NextStep, RANKS, type Shown } from '../shown/shown.js';
import { withId } from '../view/telling.js';
import { type AnswerRow, placeRows } from './answer-lines.js';

/** Steps beside the first. */
const MOST_FURTHER = 2;

/** Without `folder` nothing was written, and no files are named. `isLong`: details have been printed already. */
export function shownRows(
  { title, label, tone, sentence, facts, next }: Shown,
  files: readonly RunFile[],
  folder?: string,
  isLong = false,
): readonly AnswerRow[] {
  const [first, ...further] = next;
  return [
    ...(title === null ? [] : [{ label: 'Winner', text: withId(title.name, title.id), style: 'strong' } as const]),
    { label, text: sentence, ...(tone === 'bad' ? { style: 'warning' } : title === null ? { style: 'strong' } : {}) },
    ...facts.map(({ label: under, text, notice, rank }) => ({
      ...{ label: under, text },
      ...(notice === undefined ? {} : { style: 'warning' as const }),
      ...(rank === undefined ? {} : { rank }),
      ...(under === 'Cost' ? { varies: true } : {}),
    })),
    ...(first === undefined ? [] : stepRows(first)),
    ...further.slice(0, MOST_FURTHER).flatMap((step) => stepRows(step, RANKS.further)),
    ...placeRows(files, folder, isLong),
  ];
}

/** A command is worth more than its reason; a file without it says nothing. */
function stepRows({ command, file, why, detail }: NextStep, rank?: number): AnswerRow[] {
  const ranked = rank === undefined ? {} : { rank };
  const copied = command ?? file;
  const used = copied === undefined ? [] : [{ label: 'Next', text: copied, style: 'copied' as const, ...ranked }];
  const reason = command === null ? ranked : { rank: rank ?? RANKS.reason };
  const details = detail === undefined ? [] : [{ label: 'Next', text: detail, rank: RANKS.also }];
  return [...used, { label: 'Next', text: `${why}.`, ...reason }, ...details];
}
