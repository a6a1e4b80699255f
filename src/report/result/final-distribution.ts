/** @file How the winner does beside its criterion: its trainings on the final set, and how often they pass. */
import { betterOf, scoreOf } from '../../core/index.js';
import { PASS_LEVEL, passesOf } from '../../questions/race/plan/index.js';
import { criterionInterval, parseCriterion, quantile } from '../../stats/index.js';
import { showCriterion, showInterval } from '../direction.js';
import type { FinalInstances, ReportInput } from '../input.js';
import type { ResultFinalDistribution, ResultPasses } from './figure-schema.js';

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
