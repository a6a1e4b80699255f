/**
 * @file What a race compares: the loss, another metric that trainings give, or how far the predictions of a candidate's trainings disagree. A metric
 * that is better where it is higher is raced as its negative, and shown as itself. Any of them can be raced from the same trials.
 */
import {
  type Baseline,
  betterOf,
  type Direction,
  defined,
  groupBy,
  hasGiven,
  inputError,
  JOINT_NAMES,
  type JsonObject,
  knownScores,
  nearestName,
  type Outcome,
  scoreOf,
} from '../../core/index.js';
import type { RaceSpec } from '../../experiment/index.js';
import {
  type CollapseSettings,
  costsOfAll,
  DISAGREEMENT,
  isFresh,
  type JointFigure,
  type LossOf,
} from '../../questions/race/plan/index.js';
import { type KnownCriterion, parseCriterion, toldOf } from '../../stats/index.js';

interface RacedFigure {
  readonly metric: string;
  readonly direction: Direction;
  /** Where it is none of a training alone. */
  readonly joint?: JointFigure;
}

/** How those of `JOINT_NAMES` are found. */
const JOINT_FIGURES: Readonly<Record<string, JointFigure>> = { disagreement: DISAGREEMENT };

/**
 * Undefined where the loss is raced.
 * @throws InputError for a metric whose better direction is unknown.
 */
export function racedFigure({ metric, direction }: Pick<RaceSpec, 'metric' | 'direction'>): RacedFigure | undefined {
  if (metric === undefined || metric === 'loss') {
    if (direction !== 'maximize') return undefined;
    throw inputError`metric-direction: race.direction is maximize, but the race is about the loss.
      Allowed: maximize beside \`metric\`
      Fix: Name the metric, \`race: { metric: accuracy }\`, or remove \`direction\`.`;
  }
  const joint = jointNamed(metric);
  if (joint !== undefined && direction !== 'maximize') return { metric, direction: 'minimize', joint };
  const better = joint === undefined ? betterOf(metric) : 'low';
  const known = better === undefined ? undefined : better === 'high' ? 'maximize' : 'minimize';
  const wanted = direction ?? known;
  if (wanted !== undefined && (known === undefined || wanted === known)) return { metric, direction: wanted };
  const names = [...knownScores(), ...JOINT_NAMES];
  const near = nearestName(metric, names);
  throw inputError`metric-direction: ${known === undefined ? `race.metric: it is not known whether a higher or a lower "${metric}" is better${near === undefined ? '' : `; did you mean "${near}"?`}` : `race.direction is ${direction}, but a ${known === 'maximize' ? 'higher' : 'lower'} "${metric}" is better.`}
    Allowed: ${names.join(', ')}; or a metric of your own with \`direction\`: minimize or maximize
    Fix: ${known === undefined ? 'Add `direction`, or correct the name.' : 'Remove `direction`.'}`;
}

/**
 * The criterion that is raced by, whose name may say what it is of.
 * @throws InputError for an unknown one, and for one of another figure.
 */
export function racedCriterion(race: Pick<RaceSpec, 'criterion' | 'metric' | 'direction'>): KnownCriterion {
  const { metric, direction = 'minimize' } = racedFigure(race) ?? {};
  return parseCriterion(race.criterion, toldOf(metric, direction));
}

/** The figure that {@link describeFigure} put into a race's plan; undefined where the loss is raced. */
export function figureOfPlan({ metric, direction }: JsonObject): RacedFigure | undefined {
  if (typeof metric !== 'string') return undefined;
  const joint = jointNamed(metric);
  return { metric, direction: direction === 'maximize' ? 'maximize' : 'minimize', ...defined({ joint }) };
}

function jointNamed(metric: string): JointFigure | undefined {
  return JOINT_NAMES.includes(metric) ? JOINT_FIGURES[metric] : undefined;
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
  if (figure === undefined || figure.joint !== undefined || outcome.status !== 'completed') return outcome;
  const { metric, direction } = figure;
  const given = Object.hasOwn(outcome.metrics, metric) ? (outcome.metrics[metric] as number) : Number.NaN;
  const score = scoreOf(metric, direction);
  const value = score.compared(given);
  const metrics = withOwnLoss(outcome);
  if (!Number.isFinite(value)) return { ...outcome, metrics, status: 'diverged', loss: Number.POSITIVE_INFINITY };
  return { ...outcome, metrics, loss: score.cost(value) };
}

/** Its metrics with the loss among them, where the training gave one. */
function withOwnLoss({ metrics, loss, lossOf }: Outcome): Outcome['metrics'] {
  return lossOf === undefined ? { ...metrics, loss } : metrics;
}

/**
 * All outcomes of a race with what each costs as its loss, and its own loss among its metrics. Of a figure that trainings have together this is what each
 * is worth to it, and how far it lies from the others stands among the metrics, too; a training that has nothing to be compared with is left out.
 */
export function allAsRaced(
  figure: RacedFigure | undefined,
  outcomes: readonly Outcome[],
  lossOf: LossOf,
): readonly Outcome[] {
  if (figure?.joint === undefined) return outcomes.map((outcome) => asRaced(figure, outcome));
  const groups = groupBy(outcomes, ({ trial }) => `${isFresh(trial)} ${trial.candidate}`);
  const costs = new Map<Outcome, number>();
  const ofItsOwn = new Map<Outcome, number>();
  for (const group of groups.values()) {
    const values = costsOfAll(group, lossOf, figure.joint);
    const together = Array.from(values, (_, place) => worthAt(values, place));
    const toOthers = distancesToOthers(together.filter(Number.isFinite));
    for (const [place, outcome] of group.entries()) {
      const worth = together[place] as number;
      costs.set(outcome, worth);
      if (Number.isFinite(worth)) ofItsOwn.set(outcome, toOthers(worth));
    }
  }
  return outcomes.flatMap((outcome) => {
    const loss = costs.get(outcome) as number;
    if (outcome.status !== 'completed') return [outcome];
    const own = ofItsOwn.get(outcome);
    const metrics = { ...withOwnLoss(outcome), ...(own === undefined ? {} : { [figure.metric]: own }) };
    return Number.isNaN(loss) ? [] : [{ ...outcome, metrics, loss }];
  });
}

/**
 * Gives how far a training lies from the others in the mean, by what it is worth to the mean over all pairs: the pseudo-value of that mean without it,
 * solved for its own pairs.
 */
function distancesToOthers(worths: readonly number[]): (worth: number) => number {
  const n = worths.length;
  const mean = worths.reduce((sum, worth) => sum + worth, 0) / n;
  return (worth) => Math.max(0, ((n - 2) * worth + n * mean) / (2 * (n - 1)));
}

/** What the training at this place is worth; of two, each is worth their distance. */
function worthAt(values: Float64Array, place: number): number {
  const own = values[place] as number;
  return Number.isNaN(own) ? (values.find((value) => !Number.isNaN(value)) ?? own) : own;
}

/** Refuses to race a metric that completed trainings lack: they would count as the worst, for no fault of theirs. */
export function requireMetric(figure: RacedFigure | undefined, outcomes: readonly Outcome[]): void {
  if (figure?.joint === undefined) requireGiven('race.metric', figure?.metric ?? 'loss', outcomes);
  else requirePredictions(figure.metric, outcomes.filter(isCompleted));
}

/** @throws InputError where completed trainings lack a metric that is named at such a place of the experiment. */
export function requireGiven(place: string, metric: string, outcomes: readonly Outcome[]): void {
  const completed = outcomes.filter(isCompleted);
  const without = completed.filter((outcome) => !hasGiven(outcome, metric));
  if (without.length === 0) return;
  const known = [...new Set(completed.flatMap(({ metrics }) => Object.keys(metrics)))];
  const near = nearestName(metric, known);
  const wanted = metric === 'loss' ? 'loss of their own' : `metric "${metric}"`;
  throw inputError`metric-missing: ${place}: ${without.length} of ${completed.length} completed trainings have no ${wanted}${near === undefined ? '.' : `; did you mean "${near}"?`}
    Allowed: ${(metric === 'loss' ? known : ['loss', ...known]).join(', ')}
    Fix: Name one of these, or have the trainer give it. Finished trainings stay without it: \`--fresh\`, or another run folder, trains anew.`;
}

function isCompleted({ status }: Outcome): boolean {
  return status === 'completed';
}

function requirePredictions(metric: string, completed: readonly Outcome[]): void {
  const without = completed.filter(({ predicted }) => predicted === undefined);
  const [first] = without;
  if (first === undefined) return;
  const flaw = first.predictionsFlaw === undefined ? '' : ` Of the first: ${first.predictionsFlaw}.`;
  throw inputError`predictions-missing: race.metric: ${metric} compares predictions, but ${without.length} of ${completed.length} completed trainings have none for the selection set.${flaw}
    Allowed: trainings that give their predictions: networks of the built-in trainer, or your own (docs/trainer-protocol.md)
    Fix: Have the trainer give them. Finished trainings stay without: \`--fresh\`, or another run folder, trains anew.`;
}

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
