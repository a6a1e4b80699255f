/**
 * @file Measures what a rule costs and how often it is right: the race on one table in many random orders of its replicates.
 */
import { permutation, type Random } from '../../../core/index.js';
import { type Estimate, estimateMean, estimateShare } from '../../../stats/index.js';
import { createReplay, type LossTable, type ReplaySettings } from '../../race/plan/index.js';
import { bestOf, criterionOverTable, inOrder } from './judged-table.js';

interface SimulationOptions {
  /** Random orders, at least 2. */
  readonly orders: number;
  readonly random: Random;
  /** Of the intervals; default 0.95. */
  readonly level?: number;
}

interface OrderSimulation {
  readonly orders: number;
  /** Trials used over all cells of the table. */
  readonly cost: Estimate;
  /** Share of the orders that pick the candidate with the best criterion over the whole table. */
  readonly correct: Estimate;
  /** Share that pick one within the race's own tolerance of the best; null under a rule that states none. */
  readonly within: Estimate | null;
  /** Criterion of the pick over the whole table minus the best one's. */
  readonly regret: Estimate;
  /** Share of the orders that end by themselves with one name. */
  readonly decided: Estimate;
  /** The candidate with the best criterion over the whole table, ties by id. */
  readonly best: string;
}

/**
 * The pick of a race that ends with several left is its incumbent; if none has a finite criterion there is no pick,
 * which counts as wrong and as infinite regret.
 */
export function simulateOrders(
  settings: ReplaySettings,
  table: LossTable,
  { orders, random, level = 0.95 }: SimulationOptions,
): OrderSimulation {
  const replayer = createReplay(settings, table);
  const values = criterionOverTable(settings.criterion, table);
  const best = bestOf(values, table.candidates, [...values.keys()]) as number;
  const costs = new Float64Array(orders);
  const regrets = new Float64Array(orders);
  let correct = 0;
  let tolerated: number | null = null;
  let decided = 0;
  for (let order = 0; order < orders; order++) {
    const replicates = permutation(table.columns.length, random);
    const { trials, choice, tolerance, end } = replayer.choose(inOrder(table, replicates));
    costs[order] = trials / (table.candidates.length * table.columns.length);
    regrets[order] =
      choice === undefined ? Number.POSITIVE_INFINITY : (values[choice] as number) - (values[best] as number);
    if (choice === best) correct++;
    if (tolerance !== undefined) tolerated = (tolerated ?? 0) + Number((regrets[order] as number) <= tolerance);
    if (end === 'decided') decided++;
  }
  return {
    orders,
    cost: inRange(estimateMean(costs, level), 0, 1),
    correct: estimateShare(correct, orders, level),
    within: tolerated === null ? null : estimateShare(tolerated, orders, level),
    regret: inRange(estimateMean(regrets, level), 0, Number.POSITIVE_INFINITY),
    decided: estimateShare(decided, orders, level),
    best: table.candidates[best] as string,
  };
}

/** Student's interval knows nothing of where a figure can lie. */
function inRange({ low, high, ...estimate }: Estimate, least: number, most: number): Estimate {
  return { ...estimate, low: Math.max(least, low), high: Math.min(most, high) };
}
