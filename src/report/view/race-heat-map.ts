/** @file The race as a map: candidates by rank, replicates in order of use, and in each cell what came of that training. */
import { isFailure, type Outcome, turned } from '../../core/index.js';
import { quantileOfSorted } from '../../stats/index.js';
import { trialComparison } from '../candidate-losses.js';
import type { ReportInput } from '../input.js';
import type { Result } from '../result/result-schema.js';
import type { ShownStanding } from '../standing.js';

/** A shown loss, how a training ended without one, or null where there was none. */
export type HeatCell = number | 'diverged' | 'failed' | null;

export interface HeatRow {
  readonly candidate: string;
  /** From 1. */
  readonly rank: number;
  readonly role: 'choice' | 'stays' | 'other';
  /** By column. */
  readonly cells: readonly HeatCell[];
}

export interface HeatMapView {
  readonly rows: readonly HeatRow[];
  /** Of which `rows` are some. */
  readonly candidates: number;
  /** Indices of the replicates drawn, and how many there are. */
  readonly replicates: readonly number[];
  readonly allReplicates: number;
  /** Shown values between the classes of the colour scale, both ends included, the best first. */
  readonly bounds: readonly number[];
  /** Of all trials of the race, drawn or not. */
  readonly trained: number;
  readonly diverged: number;
  readonly failed: number;
}

const MOST_ROWS = 120;
/** Of these, so many are the first by rank; the others lie at even distances. */
const FIRST_ROWS = 60;
const MOST_COLUMNS = 120;

/** Null where nothing was trained. */
export function viewHeatMap(
  { direction, replicateOrder }: ReportInput,
  standings: readonly ShownStanding[],
  result: Result,
): HeatMapView | null {
  const trials = new Map<number, Outcome>();
  let [trained, diverged, failed] = [0, 0, 0];
  for (const { outcomes } of standings) {
    for (const outcome of outcomes) {
      const { init } = outcome.trial.streams;
      if (!trials.has(init)) trials.set(init, outcome);
      trained++;
      if (outcome.status === 'diverged') diverged++;
      else if (isFailure(outcome)) failed++;
    }
  }
  if (trained === 0) return null;
  const compare = trialComparison(replicateOrder);
  const ordered = [...trials.values()].sort((a, b) => compare(a.trial, b.trial)).map(({ trial }) => trial.streams.init);
  const replicates = thin(ordered, MOST_COLUMNS, MOST_COLUMNS / 2);
  const columnOf = new Map(replicates.map((replicate, column) => [replicate, column]));
  const survivors = new Set(result.survivors);
  const ranked = standings.map((standing, index) => ({ standing, rank: index + 1 }));
  const rows = thin(ranked, MOST_ROWS, FIRST_ROWS).map(({ standing, rank }): HeatRow => {
    const cells = new Array<HeatCell>(replicates.length).fill(null);
    for (const outcome of standing.outcomes) {
      const column = columnOf.get(outcome.trial.streams.init);
      if (column !== undefined) cells[column] = cellOf(outcome, direction);
    }
    const isChoice = standing.id === result.choice?.candidate;
    return {
      candidate: standing.id,
      rank,
      role: isChoice ? 'choice' : survivors.has(standing.id) ? 'stays' : 'other',
      cells,
    };
  });
  const losses = standings.flatMap((standing) => standing.outcomes.map(({ loss }) => loss).filter(Number.isFinite));
  return {
    rows,
    candidates: standings.length,
    replicates,
    allReplicates: ordered.length,
    bounds: boundsOf(losses).map((bound) => turned(bound, direction)),
    trained,
    diverged,
    failed,
  };
}

function cellOf(outcome: Outcome, direction: ReportInput['direction']): HeatCell {
  if (outcome.status === 'diverged') return 'diverged';
  return isFailure(outcome) ? 'failed' : turned(outcome.loss, direction);
}

/** All, or `most` of them: the first ones and the others at even distances. */
function thin<Item>(items: readonly Item[], most: number, first: number): Item[] {
  if (items.length <= most) return [...items];
  const step = (items.length - first) / (most - first);
  return Array.from({ length: most }, (_, place) => {
    return items[place < first ? place : first + Math.floor((place - first + 0.5) * step)] as Item;
  });
}

/** Classes of the colour scale. */
export const HEAT_CLASSES = 7;

/** Ends and limits of classes that hold as many losses each, from the best to the worst; zeros where no loss is finite. */
function boundsOf(losses: readonly number[]): number[] {
  if (losses.length === 0) return new Array<number>(HEAT_CLASSES + 1).fill(0);
  const ordered = Float64Array.from(losses).sort();
  return Array.from({ length: HEAT_CLASSES + 1 }, (_, index) => quantileOfSorted(ordered, index / HEAT_CLASSES));
}

/** The class of a shown value, 0 = the best. */
export function heatClass({ bounds }: Pick<HeatMapView, 'bounds'>, value: number): number {
  const isLower = (bounds[0] as number) <= (bounds[HEAT_CLASSES] as number);
  const inner = bounds.slice(1, HEAT_CLASSES);
  return inner.filter((bound) => (isLower ? value > bound : value < bound)).length;
}
