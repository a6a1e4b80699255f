/** @file What is wrong with a file of examples, as it is told: by column and place in the file, each with its fix. */
import { InputError, inputError } from '../../../core/index.js';
import type { TableCell } from './table-file.js';

/** One kind of trouble in one place or in many. */
export interface Trouble {
  readonly code: string;
  /** A sentence without the file's name and without a full stop at its end. */
  readonly what: string;
  readonly allowed: string;
  readonly fix: string;
}

/** Names where a row of the table stands in its file: `line 3`, as an editor counts, or `row 2`. */
export type PlaceOf = (row: number) => string;

/** Cells and rows of one kind that are named one by one. */
const MOST_NAMED = 3;

/** `"big" in line 8, "1e39" in line 10, empty in line 21, and 214 more`: cells at rows of a column. */
export function cellsText(cells: readonly TableCell[], rows: readonly number[], placeOf: PlaceOf): string {
  return troubleNames(rows, (row) => `${cellText(cells[row] as TableCell)} in ${placeOf(row)}`);
}

/** The first few of many, and how many more there are. */
export function troubleNames<Named>(all: readonly Named[], textOf: (one: Named) => string): string {
  const left = all.length - MOST_NAMED;
  return `${all.slice(0, MOST_NAMED).map(textOf).join(', ')}${left > 0 ? `, and ${left} more` : ''}`;
}

function cellText(cell: TableCell): string {
  return cell === '' ? 'empty' : `"${cell}"`;
}

/** An error that other code threw. */
export function troubleOf(error: InputError, path: string): Trouble {
  const { code, what, allowed = '', fix } = error;
  const text = what.startsWith(`${path}: `) ? what.slice(path.length + 2) : what;
  return { code, what: text.replace(/\.$/, ''), allowed, fix };
}

/** What `action` gives, or undefined where it refuses: that is one trouble more. */
export function attempt<Value>(action: () => Value, path: string, troubles: Trouble[]): Value | undefined {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    troubles.push(troubleOf(error, path));
    return undefined;
  }
}

const CHECK = 'Correct all of these, then run `surefoot check` to look at the whole file again.';

/** One error for all of them: of its own code where there is one, else `data-troubles`. `fix`: what they have in common. */
export function errorOf(
  path: string,
  troubles: readonly [Trouble, ...Trouble[]],
  cause: unknown,
  fix?: string,
): InputError {
  const [first, ...others] = troubles;
  if (others.length === 0) return new InputError({ ...first, what: `${path}: ${first.what}.`, cause });
  const list = troubles.map(({ what, allowed, fix: each }, place) => {
    const own = fix === undefined ? `\n   Fix: ${each}` : '';
    return `\n${place + 1}. ${what}.\n   Allowed: ${allowed}${own}`;
  });
  return inputError`data-troubles: ${path} cannot be used, for ${troubles.length} reasons:${list.join('')}
    Fix: ${fix ?? CHECK}
    Cause: ${cause}`;
}
