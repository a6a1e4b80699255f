/** @file What the winner comes to beside its criterion: on the final set, beside baselines, how often it passes, and what is handed over of it. */
import { betterOf, defined, isPredictionsArtifact, type Outcome, scoreOf, trialKey } from '../../core/index.js';
import { PASS_LEVEL, passesOf } from '../../questions/race/plan/index.js';
import { compareWithValue, criterionInterval, parseCriterion, quantile } from '../../stats/index.js';
import { showCriterion, showInterval } from '../direction.js';
import type { FinalInstances, ReportInput } from '../input.js';
import { bestTrialOf, judgedAlone } from '../standing.js';
import type { RaceDelivery, ResultBaseline, ResultFinalDistribution, ResultPasses } from './figure-schema.js';
import type { Member } from './members.js';
import type { ResultChoice } from './result-schema.js';

type FinalMetric = ResultFinalDistribution['metrics'][string];

const MEDIAN = parseCriterion('median');

/** Metrics by name, in the order in which the trainer gives them; null where no training left a model. */
export function finalDistributionOf({ from, instances, exported }: FinalInstances): ResultFinalDistribution | null {
  const known = instances.find(({ figures }) => figures !== null)?.figures;
  if (known === undefined || known === null) return null;
  const metrics = Object.keys(known).map((name) => {
    const values = instances.map(({ figures }) => figures?.[name] ?? Number.NaN);
    return [name, describeMetric(name, values)] as const;
  });
  return {
    from,
    replicates: instances.map(({ replicate }) => replicate),
    exported,
    lost: instances.filter(({ figures }) => figures === null).length,
    metrics: Object.fromEntries(metrics),
  };
}

/** Where a training diverged or failed, or gave no number, it counts as the worst there is. */
function describeMetric(name: string, given: readonly number[]): FinalMetric {
  const better = betterOf(name) ?? 'low';
  const { direction, costs } = scoreOf(name);
  const shown = showCriterion(MEDIAN, direction);
  const losses = given.map((value) => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : shown.show(value)));
  const at = (probability: number) => shown.show(quantile(losses, probability));
  const [q1, q3] = better === 'high' ? [at(0.75), at(0.25)] : [at(0.25), at(0.75)];
  const worst =
    better === 'zero'
      ? losses.reduce((furthest, value) => (Math.abs(value) > Math.abs(furthest) ? value : furthest), 0)
      : at(1);
  return {
    better,
    values: losses.map(shown.show),
    median: at(0.5),
    q1,
    q3,
    worst,
    interval: showInterval(criterionInterval(losses, MEDIAN, undefined, { range: costs }), shown),
  };
}

export function describePasses({ standings }: ReportInput, id: string): { readonly passes?: ResultPasses } {
  const found = passesOf(standings, id);
  if (found === undefined) return {};
  const chances = found.chances.map(({ interval, ...chance }) => {
    const [low, high] = interval ?? [null, null];
    return { ...chance, low, high };
  });
  return { passes: { ...found, level: PASS_LEVEL, method: 'clopper-pearson', chances } };
}

/** Nothing is compared where nobody is chosen, or where baselines do not have what is raced. */
export function compareBaselines(
  { baselines = [], criterion, direction, metric = 'loss' }: ReportInput,
  winner: ResultChoice | null,
  members: readonly Member[],
): readonly ResultBaseline[] {
  const losses = members.find(({ standing }) => standing === 'winner')?.losses ?? [];
  if (winner === null || losses.length === 0) return [];
  // A spread says nothing about how good a model is; its losses do.
  const figure = criterion.kind === 'spread' ? undefined : winner.criterion;
  const score = scoreOf(metric, direction);
  return baselines.flatMap(({ finalLeftOut: _, ...baseline }) => {
    const { selection, final } = baseline;
    const given = selection[metric];
    if (given === undefined) return [];
    const value = score.compared(given);
    const loss = score.cost(value);
    const { better, isMostly } = compareWithValue(losses, loss);
    const isLower = figure === undefined || score.cost(figure.value) < loss;
    const beaten = worstEnd(figure, score) < loss || (isLower && isMostly);
    return { ...baseline, loss: value, selection: { ...selection }, final: final && { ...final }, better, beaten };
  });
}

/** The bad end of the figure's interval, as a loss; infinite where there is none. */
function worstEnd(figure: ResultChoice['criterion'] | undefined, { cost }: ReturnType<typeof scoreOf>): number {
  if (figure === undefined || 'reason' in figure.interval) return Number.POSITIVE_INFINITY;
  const { low, high } = figure.interval;
  return Math.max(cost(low), cost(high));
}

/** The trainings that are handed over, why, and the files that one of them left, as paths from the run folder. */
export function deliveryOf(input: ReportInput, candidate: string): Pick<ResultChoice, 'artifacts' | 'delivered'> {
  const { artifactFolder, modelFile } = input;
  const outcomes = judgedAlone(input.outcomes, input.metric);
  const { delivery = smallestLoss(candidate, outcomes) } = input;
  const trials = delivery.trials.flatMap((key) => outcomes.find(({ trial }) => trialKey(trial) === key) ?? []);
  const one = trials.length === 1 ? trials[0] : undefined;
  // Kept predictions are no part of what is handed over.
  const files = Object.entries(one?.artifacts ?? {}).filter(([name]) => !isPredictionsArtifact(name));
  const left = typeof artifactFolder === 'string' ? files : [];
  const artifacts = Object.fromEntries(left.map(([name, path]) => [name, pathIn(String(artifactFolder), path)]));
  if (trials.length === 0 || (modelFile === null && left.length === 0)) return { artifacts, delivered: null };
  const instances = trials.map(({ trial, loss }) => ({ trial: trialKey(trial), replicate: trial.streams.init, loss }));
  const { reason, among, refit, conformal, alternatives } = delivery;
  const delivered = {
    ...(one === undefined
      ? { trial: null, replicate: null, loss: null }
      : (instances[0] as (typeof instances)[number])),
    ...{ among, reason },
    ...(one === undefined ? { instances } : {}),
    ...defined({ refit, conformal, alternatives }),
  };
  return { artifacts, delivered };
}

/** From the folder, or as it stands where it begins at a root. */
export function pathIn(folder: string, path: string): string {
  return /^(?:[a-z]:)?[\\/]/i.test(path) ? path : `${folder}/${path}`;
}

/** Of a race whose end was not looked into. */
function smallestLoss(candidate: string, outcomes: readonly Outcome[]): RaceDelivery {
  const best = bestTrialOf(candidate, outcomes);
  const among = outcomes.filter(({ trial, status }) => trial.candidate === candidate && status === 'completed').length;
  return { reason: 'smallest-loss', trials: best === undefined ? [] : [trialKey(best.trial)], among };
}
