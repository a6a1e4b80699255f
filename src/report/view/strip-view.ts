/** @file The choice and those that may be better, side by side: the criterion of each on the same replicates. */

import { showCriterion } from '../direction.js';
import type { ReportInput } from '../input.js';
import { formatCount, formatQuantity, formatWithin, halfWidth } from '../number-text.js';
import type { ResultInterval } from '../result/answer-schema.js';
import type { Result } from '../result/result-schema.js';
import { evaluateCriterion, type FreshStanding, type ShownStanding } from '../standing.js';
import { criterionPhrase, heldIntervalText } from './choice-words.js';
import type { Telling } from './telling.js';

export interface StripRow {
  readonly id: string;
  readonly name: string;
  readonly isChoice: boolean;
  /** As it is shown; may be infinite. */
  readonly value: number;
  /** Null on trials that chose, which give none. */
  readonly interval: ResultInterval | null;
}

export interface StripView {
  /** The choice first. */
  readonly rows: readonly StripRow[];
  /** Whole sentence. */
  readonly conclusion: string;
  /** Members of the set that are not drawn, for lack of trials or of room. */
  readonly missing: number;
  /** What they are counted by: fresh trials of each, or replicates that all of them have. */
  readonly n: string;
  readonly from: 'fresh' | 'choosing';
}

/** The choice and so many others. */
const MOST_ROWS = 8;

/** Null where nobody is chosen, and where there is no replicate that all have in common. */
export function viewStrip(
  { criterion, direction }: ReportInput,
  standings: readonly ShownStanding[],
  result: Result,
  { nameOf, largerIsBetter }: Telling,
): StripView | null {
  const { choice, members, survivors, steadier, tieSet } = result;
  if (choice === null) return null;
  const set = new Set([...survivors, ...(tieSet?.tied ?? [])]);
  const wanted = new Set([...set, ...(steadier === null ? [] : [steadier.candidate])]);
  const shown = showCriterion(criterion, direction);
  const common = (row: Omit<StripRow, 'name' | 'isChoice'>): StripRow => {
    return { ...row, name: nameOf(row.id), isChoice: row.id === choice.candidate };
  };
  const from = choice.criterion.from;
  let rows: StripRow[];
  let count = choice.trials;
  if (from === 'fresh') {
    rows = members.flatMap(({ candidate: id, fresh }) => {
      if (fresh === null || fresh.criterion === null || (!wanted.has(id) && id !== choice.candidate)) return [];
      return fresh.trials === choice.trials ? [common({ id, value: fresh.criterion, interval: fresh.interval })] : [];
    });
  } else {
    const raced = standings.filter(({ id, losses }) => wanted.has(id) && losses.length > 0).slice(0, MOST_ROWS);
    const everywhere = replicatesOfAll(raced);
    count = everywhere.size;
    rows = raced.flatMap((standing) => {
      const value = evaluateCriterion(criterion, lossesOn(standing, everywhere));
      return value === null ? [] : [common({ id: standing.id, value: shown.show(value), interval: null })];
    });
  }
  rows.sort((a, b) => Number(b.isChoice) - Number(a.isChoice));
  rows = rows.slice(0, MOST_ROWS);
  if (rows.length === 0) return null;
  return {
    rows,
    conclusion: conclusionOf(
      rows,
      result,
      largerIsBetter,
      from === 'fresh' ? '' : ` on the ${formatQuantity(count, 'replicate')} that all of these have`,
    ),
    missing: [...set].filter((id) => !rows.some((row) => row.id === id)).length,
    n: `n = ${formatCount(count)} ${from === 'fresh' ? 'fresh trials of each' : 'trials of each, on replicates that all of them have'}`,
    from,
  };
}

function replicatesOfAll(standings: readonly FreshStanding[]): ReadonlySet<number> {
  const [first, ...others] = standings.map(({ replicates }) => new Set(replicates));
  return new Set([...(first ?? [])].filter((replicate) => others.every((own) => own.has(replicate))));
}

function lossesOn({ losses, replicates }: FreshStanding, wanted: ReadonlySet<number>): readonly number[] {
  return losses.filter((_, place) => wanted.has(replicates[place] as number));
}

/** Where the choice is not the best of them, that is said. */
function conclusionOf(rows: readonly StripRow[], result: Result, largerIsBetter: boolean, on: string): string {
  const [choice, ...others] = rows as [StripRow, ...StripRow[]];
  const { value, interval } = choice;
  const range = interval === null ? '' : heldIntervalText(interval);
  const figure = `The choice has a ${criterionPhrase(result)} of ${formatWithin(value, halfWidth(interval))}${range}`;
  if (others.length === 0) return `${figure}.`;
  const ahead = others.filter((other) => (largerIsBetter ? other.value > value : other.value < value)).length;
  const who =
    others.length === 1
      ? `the other that is drawn has ${ahead === 0 ? 'no better one' : 'a better one'}`
      : ahead === 0
        ? 'none of the others that are drawn has a better one'
        : `${formatCount(ahead)} of the other ${formatCount(others.length)} that are drawn ${ahead === 1 ? 'has' : 'have'} a better one`;
  return `${figure}${on}; ${who}${ahead === 0 ? '' : ', which does not tell them apart'}.`;
}
