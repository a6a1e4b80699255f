/**
 * @file The rate of collapses by settings: counts of like candidates, each by its likeness, beside what is believed of all. How much that
 * is worth in trials follows from how the candidates' counts differ from it. Trees on the shares were tried: of the 6,912 they predicted
 * the collapses of others worse than one rate for all, as collapses are few.
 */
import gammaln from '@stdlib/math-base-special-gammaln';
import { permutation, randomFrom } from '../../core/index.js';
import { createLikeness, fillLikeness, knownRows } from './kernel.js';
import { rowsOf, type SettingPlaces } from './places.js';

/** What is expected of collapses, by row. */
export interface CollapsePrediction {
  readonly rates: Float64Array;
  /** Trials that the rate is worth. */
  readonly trials: Float64Array;
}

interface CollapseRates {
  /** Of each tried row by the others. */
  readonly leftOut: CollapsePrediction;
  predict(places: SettingPlaces): CollapsePrediction;
}

/** What is believed before any trial, as trials without and with a collapse. */
const [BELIEVED_TRIALS, BELIEVED_COLLAPSES] = [2, 0.1];
/** Trials that the rate of all is worth beside those of like candidates. */
const ALL_WORTH = 60;
/** Of each setting, in likeness: the one of these under which candidates tell most of others. */
const RELEVANCES = [0.5, 0.75, 1];
/** Rows that are compared with each candidate: so many of those with a collapse, and of those without. */
const COMPARED = 300;
/** Worths in trials that are tried, evenly in their logarithms, and what is believed of that: one trial each tells nothing of it. */
const WORTHS = Float64Array.from({ length: 21 }, (_, step) => 0.5 * 10 ** (step / 8));
const [BELIEVED_WORTH, LOG_SPREAD] = [7, 0.5];

/**
 * @param collapses  by row: trials that collapsed
 * @param others     by row: trials that did not
 */
export function fitCollapseRates(
  places: SettingPlaces,
  collapses: ArrayLike<number>,
  others: ArrayLike<number>,
  ...names: readonly (string | number)[]
): CollapseRates {
  const collapsed = Float64Array.from(collapses);
  const trials = Float64Array.from(others, (count, row) => count + (collapsed[row] as number));
  const total = sum(trials);
  const all = (sum(collapsed) + BELIEVED_COLLAPSES) / (total + BELIEVED_TRIALS);
  const alike = (rows: number, rate: number, worth: number): CollapsePrediction => ({
    rates: new Float64Array(rows).fill(rate),
    trials: new Float64Array(rows).fill(worth),
  });
  if (collapsed.every((count) => count === 0)) {
    const worth = Math.min(total + BELIEVED_TRIALS, WORTHS.at(-1) as number);
    return { leftOut: alike(places.rows, all, worth), predict: ({ rows }) => alike(rows, all, worth) };
  }
  const groups = [true, false].map((has) => drawGroup(collapsed, trials, has, names));
  const counts: Counts = { places, collapsed, trials, all, groups };
  const told = groups.flatMap(({ rows }) => [...rows]);
  const weights = groups.flatMap(({ rows, each }) => Array.from(rows, () => each));
  const [rateOf, worth] = likeliest(counts, told, weights);
  const withWorth = (rates: Float64Array): CollapsePrediction => ({ ...alike(rates.length, 0, worth), rates });
  return {
    leftOut: withWorth(Float64Array.from({ length: places.rows }, (_, row) => rateOf(places, row, row))),
    predict: (rest) => withWorth(Float64Array.from({ length: rest.rows }, (_, row) => rateOf(rest, row, -1))),
  };
}

/** Rows with a collapse, or those without, that candidates are compared with. */
interface Group {
  readonly rows: Int32Array;
  /** How many rows each of them stands for. */
  readonly each: number;
}

interface Counts {
  readonly places: SettingPlaces;
  readonly collapsed: Float64Array;
  readonly trials: Float64Array;
  /** The rate of all. */
  readonly all: number;
  readonly groups: readonly Group[];
}

/** The rate of row `row` of some places, by all known rows but `without`. */
type RateOf = (of: SettingPlaces, row: number, without: number) => number;

function drawGroup(
  collapsed: Float64Array,
  trials: Float64Array,
  hasCollapsed: boolean,
  names: readonly (string | number)[],
): Group {
  const members = Int32Array.from(collapsed.keys()).filter(
    (row) => (trials[row] as number) > 0 && (collapsed[row] as number) > 0 === hasCollapsed,
  );
  const order = permutation(members.length, randomFrom('stats/surrogate/collapses', ...names));
  const rows = Int32Array.from(order.subarray(0, COMPARED), (place) => members[place] as number);
  return { rows, each: members.length / Math.max(1, rows.length) };
}

function ratesBy({ places, collapsed, trials, all, groups }: Counts, relevance: number): RateOf {
  const compared = groups.map(({ rows, each }) => ({
    ...{ rows, each, likeness: createLikeness(rows.length) },
    known: knownRows(rowsOf(places, rows), new Float64Array(places.axes.length).fill(relevance)),
  }));
  return (of, row, without) => {
    let [bad, weight] = [all * ALL_WORTH, ALL_WORTH];
    for (const { rows, each, likeness, known } of compared) {
      fillLikeness(likeness, known, of, row);
      rows.forEach((other, place) => {
        if (other === without) return;
        const share = each * (likeness.all[place] as number);
        bad += share * (collapsed[other] as number);
        weight += share * (trials[other] as number);
      });
    }
    return bad / weight;
  };
}

/** The rates, and their worth in trials, under which the counts of these rows are likeliest: beta-binomial, each by the others. */
function likeliest(counts: Counts, rows: readonly number[], weights: readonly number[]): [RateOf, number] {
  let best: [RateOf, number] | undefined;
  let highest = Number.NEGATIVE_INFINITY;
  for (const relevance of RELEVANCES) {
    const rateOf = ratesBy(counts, relevance);
    const rates = rows.map((row) => rateOf(counts.places, row, row));
    for (const worth of WORTHS) {
      let height = -((Math.log(worth / BELIEVED_WORTH) / LOG_SPREAD) ** 2) / 2;
      rows.forEach((row, place) => {
        const rate = rates[place] as number;
        const [a, b] = [rate * worth, (1 - rate) * worth];
        const [k, n] = [counts.collapsed[row] as number, counts.trials[row] as number];
        height += (weights[place] as number) * (logBeta(a + k, b + n - k) - logBeta(a, b));
      });
      if (best === undefined || height > highest) [best, highest] = [[rateOf, worth], height];
    }
  }
  return best as [RateOf, number];
}

function logBeta(a: number, b: number): number {
  return gammaln(a) + gammaln(b) - gammaln(a + b);
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
