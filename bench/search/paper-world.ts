/**
 * @file Worlds drawn from the evidence of the 6,912: a smooth part by settings, what settings leave open, and noise with its heavy tails,
 * collapses, and what like candidates share on a replicate, all as seen.
 */
import { permutation, type Random, randomFrom } from '../../src/core/index.js';
import { mean, quantile, variance } from '../../src/stats/index.js';
import { growForest } from '../../src/stats/surrogate/forest.js';
import { rowsOf } from '../../src/stats/surrogate/places.js';
import { DEFIER_LEAD, type FieldOptions, type SearchField } from './field.js';
import type { PaperEvidence } from './paper-evidence.js';

/** How one of the known ones trains. */
interface Law {
  readonly level: number;
  /** About its own mean, collapses left out. */
  readonly deviations: Float64Array;
  readonly deviation: number;
  readonly collapsed: readonly number[];
}

/** What worlds are drawn from. */
export interface PaperParts {
  readonly evidence: PaperEvidence;
  /** By candidate, by settings alone. */
  readonly levels: Float64Array;
  /** In the order of their levels. */
  readonly laws: readonly Law[];
  /** Variance of what settings leave open, about a level. */
  openAt(level: number): number;
}

const REPLICATES = 20;
/** Trials that what settings leave open is worth, in weights of candidates. */
const OPEN_TRIALS = 1.5 / 7.3;
/** Known ones whose level is nearest: one of them lends its noise; of so many the open part is taken. */
const [LENDERS, ABOUT] = [15, 60];
/** Of a drawn deviation: so much is smoothed, so that its quantiles are no steps. */
const SMOOTHED = 0.25;
/** Share of variance that like candidates have together on a replicate: near the top, and elsewhere. */
const [SHARED_AT_TOP, SHARED] = [0.3, 0.05];
const TOP = 0.1;
const DRAWS_FOR_QUANTILE = 2000;

export function paperParts(evidence: PaperEvidence): PaperParts {
  const { places, values, known } = evidence;
  const trained = values.flatMap((row, index) => (row.length > 0 ? [index] : []));
  const forest = growForest(
    rowsOf(places, trained),
    Float64Array.from(trained, (index) => mean(values[index] as number[])),
    Float64Array.from(trained, (index) => {
      const n = values[index]?.length ?? 0;
      return 1 / (1 + 1 / (OPEN_TRIALS * n));
    }),
    'bench/search',
  );
  const levels = forest.predict(places);
  trained.forEach((index, row) => {
    levels[index] = forest.outOfBag[row] as number;
  });
  const steady = known.filter((index) => (values[index]?.length ?? 0) >= REPLICATES / 2);
  const laws = steady.map((index) =>
    lawOf(levels[index] as number, values[index] ?? [], evidence.collapsed[index] ?? []),
  );
  laws.sort((a, b) => a.level - b.level);
  const open = steady.map((index) => {
    const row = values[index] ?? [];
    return {
      level: levels[index] as number,
      square: (mean(row) - (levels[index] as number)) ** 2 - variance(row) / row.length,
    };
  });
  open.sort((a, b) => a.level - b.level);
  return {
    evidence,
    levels,
    laws,
    openAt: (level) => Math.max(0, mean(nearest(open, level, ABOUT).map(({ square }) => square))),
  };
}

function lawOf(level: number, values: readonly number[], collapsed: readonly number[]): Law {
  const center = mean(values);
  const widened = Math.sqrt(values.length / (values.length - 1));
  return {
    level,
    deviations: Float64Array.from(values, (value) => widened * (value - center)),
    deviation: Math.sqrt(variance(values)),
    collapsed,
  };
}

/** So many of a list in the order of levels. */
function nearest<Item extends { readonly level: number }>(
  items: readonly Item[],
  level: number,
  count: number,
): Item[] {
  let first = 0;
  const isFurther = (): boolean => {
    const [low, high] = [items[first], items[first + count]];
    return low !== undefined && high !== undefined && level - low.level > high.level - level;
  };
  while (isFurther()) first++;
  return items.slice(first, first + count);
}

/** @param some  so many of the candidates at random; all where absent */
export function drawPaperWorld(parts: PaperParts, world: number, options: FieldOptions, some?: number): SearchField {
  const { criterion, residual, defier } = options;
  const random = randomFrom('bench/search/world', world);
  const all = permutation(parts.levels.length, random);
  const chosen = some === undefined ? all.sort() : all.slice(0, some).sort();
  const places = rowsOf(parts.evidence.places, chosen);
  const smooth = Float64Array.from(chosen, (index) => parts.levels[index] as number);
  const own = smooth.map((level) => residual * Math.sqrt(parts.openAt(level)) * random.normal());
  const laws = Array.from(smooth, (level) => nearest(parts.laws, level, LENDERS)[random.below(LENDERS)] as Law);
  const topLevel = quantile(smooth, TOP);
  const shares = smooth.map((level) => (level <= topLevel ? SHARED_AT_TOP : SHARED));
  const above = new Map<Law, Map<number, number>>();
  const centers = smooth.map((level, i) => level + (own[i] as number));
  const truthOf = (i: number): number => {
    const law = laws[i] as Law;
    const rate = collapseRate(law);
    const center = centers[i] as number;
    if (criterion === 'mean') return (1 - rate) * center + (rate === 0 ? 0 : rate * mean(law.collapsed));
    const known = above.get(law) ?? new Map<number, number>();
    above.set(law, known);
    const share = shares[i] as number;
    const offset = known.get(share) ?? q3Of(law, share);
    known.set(share, offset);
    return center + offset;
  };
  const truth = smooth.map((_, i) => truthOf(i));
  const order = Array.from(truth.keys()).sort((a, b) => (truth[a] as number) - (truth[b] as number));
  const tolerance =
    0.5 *
    quantile(
      order.slice(0, 60).map((i) => laws[i]?.deviation ?? 0),
      0.5,
    );
  if (defier) plant();
  const blockOf = sharedParts(places.axes.length, world);
  return {
    ...{ places, candidates: chosen.length, replicates: REPLICATES, recorded: false, truth, tolerance },
    lossOf: (candidate, replicate) => {
      const draw = randomFrom('bench/search/loss', world, candidate, replicate);
      const law = laws[candidate] as Law;
      if (draw.uniform() < collapseRate(law)) return law.collapsed[draw.below(law.collapsed.length)] as number;
      const share = shares[candidate] as number;
      const block = share === 0 ? 0 : blockOf(places.values, candidate, replicate);
      return (centers[candidate] as number) + deviationOf(law, share, draw, block);
    },
  };

  /** One of the middle by its settings becomes the best; it does not collapse. */
  function plant(): void {
    const middle = order[Math.floor(order.length / 2)] as number;
    laws[middle] = { ...(laws[order[0] as number] as Law), collapsed: [] };
    const lead = (truth[order[0] as number] as number) - DEFIER_LEAD * tolerance;
    centers[middle] = (centers[middle] as number) + lead - truthOf(middle);
    truth[middle] = lead;
  }
}

function collapseRate({ deviations, collapsed }: Law): number {
  return collapsed.length / (deviations.length + collapsed.length);
}

function deviationOf({ deviations, deviation }: Law, share: number, random: Random, block: number): number {
  const drawn = deviations[random.below(deviations.length)] as number;
  const smoothed = (drawn + SMOOTHED * deviation * random.normal()) / Math.sqrt(1 + SMOOTHED ** 2);
  return Math.sqrt(1 - share) * smoothed + Math.sqrt(share) * deviation * block;
}

/** Above the center, collapses included, by draws. */
function q3Of(law: Law, share: number): number {
  const random = randomFrom('bench/search/q3', law.level, share);
  const rate = collapseRate(law);
  const draws = Float64Array.from({ length: DRAWS_FOR_QUANTILE }, () =>
    random.uniform() < rate ? Number.MAX_VALUE : deviationOf(law, share, random, random.normal()),
  );
  return quantile(draws, 0.75);
}

/** A standard normal of candidate and replicate that candidates share setting by setting. */
function sharedParts(
  axes: number,
  world: number,
): (values: Float64Array, candidate: number, replicate: number) => number {
  const known = new Map<string, number>();
  return (values, candidate, replicate) => {
    let total = 0;
    for (let axis = 0; axis < axes; axis++) {
      const key = `${replicate} ${axis} ${values[candidate * axes + axis]}`;
      const part = known.get(key) ?? randomFrom('bench/search/shared', world, key).normal();
      known.set(key, part);
      total += part;
    }
    return total / Math.sqrt(axes);
  };
}
