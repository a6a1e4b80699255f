/**
 * @file What a race compares: the loss, or another metric that trainings give. A metric that is better where it is higher is
 * raced as its negative, and shown as itself. Any of them can be raced from the same trials.
 */
import {
  betterOf,
  type Direction,
  InputError,
  type JsonObject,
  knownScores,
  nearestName,
  type Outcome,
  scoreOf,
} from '../core/index.js';
import type { RaceSpec } from '../experiment/index.js';

interface RacedFigure {
  readonly metric: string;
  readonly direction: Direction;
}

/**
 * Undefined where the loss is raced.
 * @throws InputError for a metric whose better direction is unknown.
 */
export function racedFigure({ metric, direction }: Pick<RaceSpec, 'metric' | 'direction'>): RacedFigure | undefined {
  if (metric === undefined || metric === 'loss') {
    if (direction !== 'maximize') return undefined;
    throw new InputError({
      code: 'metric-direction',
      what: 'race.direction is maximize, but the race is about the loss.',
      allowed: 'maximize beside `metric`',
      fix: 'Name the metric, `race: { metric: accuracy }`, or remove `direction`.',
    });
  }
  const better = betterOf(metric);
  const known = better === undefined ? undefined : better === 'high' ? 'maximize' : 'minimize';
  const wanted = direction ?? known;
  if (wanted !== undefined && (known === undefined || wanted === known)) return { metric, direction: wanted };
  const near = nearestName(metric, knownScores());
  throw new InputError({
    code: 'metric-direction',
    what:
      known === undefined
        ? `race.metric: it is not known whether a higher or a lower "${metric}" is better${near === undefined ? '' : `; did you mean "${near}"?`}`
        : `race.direction is ${direction}, but a ${known === 'maximize' ? 'higher' : 'lower'} "${metric}" is better.`,
    allowed: `${knownScores().join(', ')}; or a metric of your own with \`direction\`: minimize or maximize`,
    fix: known === undefined ? 'Add `direction`, or correct the name.' : 'Remove `direction`.',
  });
}

/** As {@link describeFigure} put it into a race's plan; undefined where the loss is raced. */
export function figureOfPlan({ metric, direction }: JsonObject): RacedFigure | undefined {
  if (typeof metric !== 'string') return undefined;
  return { metric, direction: direction === 'maximize' ? 'maximize' : 'minimize' };
}

/** For the head of the log: it makes the race another one. */
export function describeFigure(figure: RacedFigure | undefined): JsonObject {
  return figure === undefined ? {} : { metric: figure.metric, direction: figure.direction };
}

/**
 * The outcome with the raced figure as its loss, and its own loss among its metrics. A completed training without such a figure
 * counts as one that diverged. Of a bias it is the size.
 */
export function asRaced(figure: RacedFigure | undefined, outcome: Outcome): Outcome {
  if (figure === undefined || outcome.status !== 'completed') return outcome;
  const { metric, direction } = figure;
  const given = Object.hasOwn(outcome.metrics, metric) ? (outcome.metrics[metric] as number) : Number.NaN;
  const score = scoreOf(metric, direction);
  const value = score.compared(given);
  const metrics = { ...outcome.metrics, loss: outcome.loss };
  if (!Number.isFinite(value)) return { ...outcome, metrics, status: 'diverged', loss: Number.POSITIVE_INFINITY };
  return { ...outcome, metrics, loss: score.cost(value) };
}

/** Refuses to race a metric that completed trainings lack: they would count as the worst, for no fault of theirs. */
export function requireMetric({ metric }: RacedFigure, outcomes: readonly Outcome[]): void {
  const completed = outcomes.filter(({ status }) => status === 'completed');
  const without = completed.filter(({ metrics }) => !Object.hasOwn(metrics, metric));
  if (without.length === 0) return;
  const known = [...new Set(completed.flatMap(({ metrics }) => Object.keys(metrics)))];
  throw new InputError({
    code: 'metric-missing',
    what: `race.metric: ${without.length} of ${completed.length} completed trials have no metric "${metric}".`,
    allowed: ['loss', ...known].join(', '),
    fix: 'Race one of these. Trials of an earlier version know fewer: `--fresh`, or another run folder, trains anew.',
  });
}
