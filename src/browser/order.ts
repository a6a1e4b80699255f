/**
 * @file The one order of rows, of tables in the page and of the table of all candidates: finite numbers, then infinite ones, then what is
 * absent, whichever the direction; texts as people sort them.
 */
import type { Cell } from '../report/in-page.js';

/** Places of the cells in their order; equal ones keep that of the rows. */
export function rowOrder(cells: readonly Cell[], isDescending: boolean): Uint32Array {
  const keys = sortKeys(cells);
  const sign = isDescending ? -1 : 1;
  const [finite, infinite, absent]: [number[], number[], number[]] = [[], [], []];
  for (const [row, key] of keys.entries()) {
    (Number.isFinite(key) ? finite : Number.isNaN(key) ? absent : infinite).push(row);
  }
  const byKey = (a: number, b: number): number => sign * ((keys[a] as number) - (keys[b] as number)) || a - b;
  return Uint32Array.from([...Uint32Array.from(finite).sort(byKey), ...infinite, ...absent]);
}

const COLLATOR = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
const known = new WeakMap<readonly Cell[], Float64Array>();

/**
 * What cells are sorted by: numbers, beside which a text says that there is none; of texts alone their places as people sort them, `c2`
 * before `c10`. That takes longest, so it may be asked for before it is needed.
 */
export function sortKeys(cells: readonly Cell[]): Float64Array {
  const keys = known.get(cells) ?? keysOf(cells);
  known.set(cells, keys);
  return keys;
}

function keysOf(cells: readonly Cell[]): Float64Array {
  if (cells.some((cell) => typeof cell === 'number'))
    return Float64Array.from(cells, (cell) => (typeof cell === 'number' ? cell : Number.NaN));
  const texts = new Set(cells.filter((cell) => typeof cell === 'string'));
  const places = new Map([...texts].sort(COLLATOR.compare).map((text, place) => [text as Cell, place]));
  return Float64Array.from(cells, (cell) => places.get(cell) ?? Number.NaN);
}

/** A number as a table writes it, or as somebody types it: `−0.2`, `1,200`, `1e-3`, `5 %`, `∞`; NaN where it is none. */
export function readShownNumber(text: string): number {
  const plain = text.replaceAll('−', '-').replace(/[\s,]/g, '').toLowerCase();
  if (/^[-+]?(?:∞|inf(?:inity)?)$/.test(plain))
    return plain.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return plain.endsWith('%') ? Number(plain.slice(0, -1)) / 100 : Number(plain);
}
