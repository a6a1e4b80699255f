/** @file What a design is likely to tell, read off a table of simulated studies before anything is trained. */
import { POWER_ROWS, type PowerRow } from './power-table.js';

/** Each 0 ... 1: the chance that it is told where it is so. */
export interface CouplePower {
  /** That one level has twice the spread of another. */
  readonly spread: number;
  /** That one level needs half the examples of another. */
  readonly saving: number;
  /** That an advantage grows with the size, from none at the smallest to half the examples at the largest. */
  readonly coupling: number;
}

/**
 * Of tables of weights x samples at each of some sizes. Between tables of the simulation it is read off on the logarithm of the side,
 * the smaller of the two; what is larger than the largest counts as that, and two sizes as three.
 *
 * @example designPower({ table: [6, 6], sizes: 5 }) // the row of 6 x 6 at 5 sizes
 */
export function designPower({
  table,
  sizes,
}: {
  readonly table: readonly [number, number];
  readonly sizes: number;
}): CouplePower {
  const side = Math.min(...table);
  const atSizes = (count: number) => POWER_ROWS.filter((row) => row[1] === count);
  const counts = [...new Set(POWER_ROWS.map((row) => row[1]))];
  const [below, above, part] = bracket(counts, sizes, (count) => count);
  const [one, other] = [below, above].map((count) => bySide(atSizes(count), side)) as [Powers, Powers];
  const [spread, saving, coupling] = mix(one, other, part);
  return { spread, saving, coupling };
}

type Powers = readonly [spread: number, saving: number, coupling: number];

function bySide(rows: readonly PowerRow[], side: number): Powers {
  const [below, above, part] = bracket(
    rows.map(([own]) => own),
    side,
    Math.log,
  );
  const powersAt = (own: number): Powers => {
    const [, , ...powers] = rows.find((row) => row[0] === own) as PowerRow;
    return powers;
  };
  return mix(powersAt(below), powersAt(above), part);
}

/** The two of an ascending list around a value, and how far it is from the first to the second. */
function bracket(
  list: readonly number[],
  value: number,
  scale: (value: number) => number,
): readonly [below: number, above: number, part: number] {
  const [first, last] = [list[0], list.at(-1)] as [number, number];
  const inside = Math.min(last, Math.max(first, value));
  const below = list.findLast((own) => own <= inside) as number;
  const above = list.find((own) => own >= inside) as number;
  return [below, above, above === below ? 0 : (scale(inside) - scale(below)) / (scale(above) - scale(below))];
}

function mix(one: Powers, other: Powers, part: number): Powers {
  return one.map((power, place) => power + part * ((other[place] as number) - power)) as unknown as Powers;
}

/** For people, before anything is trained: a sentence with its full stop. */
export function powerText(design: Parameters<typeof designPower>[0]): string {
  const { spread, saving, coupling } = designPower(design);
  const of = (power: number) => Math.round(100 * power);
  return (
    `Its power, by simulation: of 100 such studies ${of(spread)} tell a doubled spread, ${of(saving)} a level that needs half the examples, ` +
    `${of(coupling)} an advantage that grows with the size (docs/couple.md).`
  );
}
