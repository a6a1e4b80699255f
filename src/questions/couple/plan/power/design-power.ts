/**
 * @file What a design is likely to tell, before anything is trained: read off a table of simulated studies. Fresh pairs count as the larger table that
 * would know as much, further settings and levels by the claims that they add.
 */
import { meanWorth, normalQuantile, normalUpperTail, varianceWorth } from '../../../../stats/index.js';
import type { CellDesign } from '../cell-design.js';
import type { CoupleSettings } from '../couple-plan.js';

/** Weights and as many samples, sizes, then the power for a doubled spread, for half the examples, and for a coupling. Ascending. */
type PowerRow = readonly [side: number, sizes: number, spread: number, saving: number, coupling: number];

export const POWER_ROWS: readonly PowerRow[] = [
  [2, 3, 0, 0.05, 0.02],
  [2, 5, 0, 0.06, 0.01],
  [2, 7, 0, 0.04, 0.01],
  [3, 3, 0.06, 0.2, 0.08],
  [3, 5, 0.15, 0.2, 0.07],
  [3, 7, 0.25, 0.21, 0.02],
  [4, 3, 0.29, 0.55, 0.2],
  [4, 5, 0.54, 0.55, 0.17],
  [4, 7, 0.55, 0.49, 0.13],
  [5, 3, 0.51, 0.72, 0.4],
  [5, 5, 0.7, 0.77, 0.31],
  [5, 7, 0.72, 0.74, 0.33],
  [6, 3, 0.71, 0.91, 0.45],
  [6, 5, 0.81, 0.94, 0.5],
  [6, 7, 0.82, 0.84, 0.5],
  [8, 3, 0.9, 0.96, 0.7],
  [8, 5, 0.96, 0.99, 0.71],
  [8, 7, 0.97, 0.98, 0.86],
  [12, 3, 1, 1, 0.92],
  [12, 5, 0.99, 1, 0.99],
  [12, 7, 1, 1, 0.99],
  [18, 3, 1, 1, 1],
  [18, 5, 1, 1, 1],
  [18, 7, 1, 1, 1],
];

/** Each 0 ... 1: the chance that it is told where it is so. */
export interface CouplePower {
  /** That one level has twice the spread of another. */
  readonly spread: number;
  /** That one level needs half the examples of another. */
  readonly saving: number;
  /** That an advantage grows with the size, from none at the smallest to half the examples at the largest. */
  readonly coupling: number;
}

export interface PowerDesign extends CellDesign {
  /** How many. */
  readonly sizes: number;
  /** How many each setting has. */
  readonly levels: readonly number[];
}

export function powerDesign({
  design,
  sizes,
  factors,
}: Pick<CoupleSettings, 'design' | 'sizes' | 'factors'>): PowerDesign {
  return { ...design, sizes: sizes.length, levels: factors.map(({ levels }) => levels.length) };
}

/**
 * Between tables of the simulation it is read off on the logarithm of the side, the smaller of the two; what is larger than the largest counts as
 * that, and two sizes as three.
 *
 * @example designPower({ table: [6, 6], fresh: 0, sizes: 5, levels: [2] }) // the row of 6 x 6 at 5 sizes
 */
export function designPower({ table, fresh, sizes, levels }: PowerDesign): CouplePower {
  const side = Math.min(...table);
  const bySpread = sideWorth(side, fresh, (own) => varianceWorth(own, own));
  const byMean = sideWorth(side, fresh, (own) => meanWorth(own, own));
  const byCoupling = sideWorth(side, fresh, (own) => meanWorth(own, own, OF_CELLS));
  const claims = claimsOf(levels);
  return {
    spread: withClaims(powersAt(bySpread, sizes).spread, claims),
    saving: powersAt(byMean, sizes).saving,
    coupling: withClaims(powersAt(byCoupling, sizes).coupling, claims, averagedOver(levels)),
  };
}

/**
 * What does not cancel in a coupling, as parts of 1: in the simulation a third of what weights do (0.4) and half of what a sample does (0.4) is each cell's
 * own, and all of what both do together (0.2).
 */
const OF_CELLS = { rows: 0.25, columns: 0.375, rest: 0.375 };

/** The side of the square table that knows as much as one of `side` with fresh pairs, by what each is worth. */
function sideWorth(side: number, fresh: number, worthOf: (side: number) => number): number {
  if (fresh === 0) return side;
  const wanted = worthOf(side) + fresh;
  let [low, high] = [side, side + 4 * fresh];
  while (high - low > 1e-6) {
    const middle = (low + high) / 2;
    if (worthOf(middle) < wanted) low = middle;
    else high = middle;
  }
  return low;
}

/** Numbers of location and spread that are corrected for one another: of pairs of levels and of the size alone, of two of these, and of three. */
function claimsOf(levels: readonly number[]): number {
  const pairs = [...levels.map((count) => (count * (count - 1)) / 2), 1];
  const [, one = 0, two = 0, three = 0] = pairs.reduce<readonly number[]>(
    (products, own) => products.map((product, order) => product + own * (products[order - 1] ?? 0)),
    [1, 0, 0, 0],
  );
  return 2 * (one + two + three);
}

/** Of the simulation, which had one setting of two levels. */
const CLAIMS = claimsOf([2]);
const FALSE_CLAIM = 0.05;
/** Shares of 0 and 1 among so many studies are taken as half a study. */
const STUDIES = 200;

/** Cells at one size over whose levels of further settings a coupling is averaged. */
function averagedOver(levels: readonly number[]): number {
  return levels.reduce((product, count) => product * count, 1) / Math.max(...levels);
}

/**
 * A claim that was found at the strictest level among those of the simulation must be found at that among more (Holm), by the normal law; the noise of
 * what is averaged over so many cells is as much smaller.
 */
function withClaims(power: number, claims: number, cells = 1): number {
  if (claims === CLAIMS) return power;
  const inside = Math.min(1 - 0.5 / STUDIES, Math.max(0.5 / STUDIES, power));
  const bar = (count: number) => normalQuantile(1 - FALSE_CLAIM / (2 * count));
  return normalUpperTail(bar(claims) - Math.sqrt(cells) * (bar(CLAIMS) + normalQuantile(inside)));
}

function powersAt(side: number, sizes: number): CouplePower {
  const counts = [...new Set(POWER_ROWS.map((row) => row[1]))];
  const [below, above, part] = bracket(counts, sizes, (count) => count);
  const [one, other] = [below, above].map((count) =>
    bySide(
      POWER_ROWS.filter((row) => row[1] === count),
      side,
    ),
  ) as [Powers, Powers];
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
  const powersOf = (own: number): Powers => {
    const [, , ...powers] = rows.find((row) => row[0] === own) as PowerRow;
    return powers;
  };
  return mix(powersOf(below), powersOf(above), part);
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
  const between = (place: 0 | 1 | 2): number => one[place] + part * (other[place] - one[place]);
  return [between(0), between(1), between(2)];
}

/** For people, before anything is trained: a sentence with its full stop. */
export function powerText(design: PowerDesign): string {
  const { spread, saving, coupling } = designPower(design);
  const of = (power: number) => Math.round(100 * power);
  return (
    `Its power, by simulation: of 100 such studies ${of(spread)} tell a doubled spread, ${of(saving)} a level that needs half the examples, ` +
    `${of(coupling)} an advantage that grows with the size (docs/couple.md).`
  );
}
