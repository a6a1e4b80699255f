/** @file Reads what an experiment counts as a collapse: a bar in units of the loss, or of the metric that is raced. */
import { type Baseline, type Direction, inputError, type JsonObject, scoreOf } from '../../core/index.js';
import type { RaceSpec } from '../../experiment/index.js';
import type { CollapseSettings } from '../../questions/race/plan/index.js';
import { figureOfPlan } from './raced-figure.js';

/**
 * The bar as the race goes by it: a cost, of which less is better.
 * @throws InputError for the wrong side of a bar: a loss collapses above, a metric that is better higher below.
 */
export function collapseOf(
  spec: RaceSpec['collapse'],
  figure: { readonly metric: string; readonly direction: Direction } | undefined,
): CollapseSettings {
  if (spec === undefined) return {};
  const { metric, direction } = figure ?? { metric: 'loss', direction: 'minimize' };
  const [wanted, other] = direction === 'maximize' ? (['below', 'above'] as const) : (['above', 'below'] as const);
  const bar = spec[wanted];
  if (bar !== undefined && spec[other] === undefined) return { above: scoreOf(metric, direction).cost(bar) };
  throw inputError`collapse-side: race.collapse says ${Object.entries(spec)
    .map(([side, value]) => `${side}: ${value}`)
    .join(', ')}, but a ${direction === 'maximize' ? 'higher' : 'lower'} ${metric} is better.
    Allowed: \`${wanted}\` alone: a training with a ${metric} ${wanted} it collapsed
    Fix: Write \`collapse: { ${wanted}: ... }\`.`;
}

/** The settings in the plan of a run's log; nothing where that says nothing. */
export function collapseOfPlan(plan: JsonObject): CollapseSettings {
  return collapseOf(plan.collapse as RaceSpec['collapse'], figureOfPlan(plan));
}

/** What is raced of the trivial one, as a cost; undefined where there is none, or where it lacks what is raced. */
export function trivialCost(
  baselines: readonly Pick<Baseline, 'kind' | 'selection'>[],
  figure: { readonly metric: string; readonly direction: Direction } | undefined,
): number | undefined {
  const { metric, direction } = figure ?? { metric: 'loss', direction: 'minimize' };
  const value = baselines.find(({ kind }) => kind === 'trivial')?.selection[metric];
  const score = scoreOf(metric, direction);
  return value === undefined ? undefined : score.cost(score.compared(value));
}
