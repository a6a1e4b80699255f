/**
 * @file Searches of a space with ranges by as many trainings: races that search, and Optuna's TPE, whose pick is that of the best value or
 * of its shortlist trained again. Both read the space from the same file.
 */
import type { ExperimentValue } from '../../src/app/library/options.js';
import type { JsonObject } from '../../src/core/index.js';
import { type Criterion, type Estimate, estimateMean } from '../../src/stats/index.js';
import { createBuiltRace } from '../built.js';
import { meanRatio, withEnds } from '../estimates.js';
import { PYTHON } from '../python.js';
import { type Picked, retrainShortlist, SHORTLIST, startPeer } from './contenders.js';
import { FRESH_TRAININGS, type Judged } from './judge.js';
import type { Trainings } from './trainings.js';

export const RANGED_CONTENDERS = ['search', 'search-drawn', 'optuna', 'optuna-shortlist'] as const;
export type RangedContender = (typeof RANGED_CONTENDERS)[number];

const BUDGET = 300;
const LEVEL = 0.95;

export function pickRanged(
  contender: RangedContender,
  trainings: Trainings,
  experiment: JsonObject,
  criterion: Criterion,
  seed: number,
): Promise<Picked> {
  switch (contender) {
    case 'search':
      return search(trainings, { ...experiment, seed });
    case 'search-drawn':
      return search(trainings, { ...experiment, seed, search: { refine: false } });
    case 'optuna':
      return bestValue(trainings, experiment, seed);
    case 'optuna-shortlist':
      return shortlist(trainings, experiment, criterion, seed);
  }
}

async function search(trainings: Trainings, experiment: JsonObject): Promise<Picked> {
  const race = await createBuiltRace({
    experiment: experiment as ExperimentValue<unknown>,
    budget: { trials: BUDGET },
  });
  const named = new Map<string, string>();
  let [spent, seconds] = [0, 0];
  for (let [asked] = race.ask(1); asked !== undefined; [asked] = race.ask(1)) {
    const candidate = trainings.join(asked.configuration as JsonObject);
    named.set(asked.candidate, candidate);
    const training = await trainings.train(trainings.trialOf(candidate, asked.replicate));
    spent++;
    seconds += training.seconds;
    race.tell(asked.id, training.loss ?? Number.POSITIVE_INFINITY);
  }
  const candidate = named.get(race.survivors[0] as string);
  race.close();
  if (candidate === undefined) throw new Error('The search chose nobody.');
  return { candidate, trainings: spent, seconds };
}

async function bestValue(trainings: Trainings, experiment: JsonObject, seed: number): Promise<Picked> {
  const { ranking, seconds } = await studyOf(trainings, experiment, BUDGET, seed);
  return { candidate: ranking[0] as string, trainings: BUDGET, seconds };
}

async function shortlist(
  trainings: Trainings,
  experiment: JsonObject,
  criterion: Criterion,
  seed: number,
): Promise<Picked> {
  const half = Math.ceil(BUDGET / 2);
  const { ranking, seconds } = await studyOf(trainings, experiment, half, seed);
  const study = { shortlist: ranking.slice(0, SHORTLIST), trainings: half, seconds };
  return retrainShortlist(trainings, criterion, BUDGET, study);
}

/** A study of Optuna's, each trial one training on replicate 0; its configurations, the best value first. */
async function studyOf(trainings: Trainings, { space }: JsonObject, budget: number, seed: number) {
  const python = startPeer(PYTHON, 'bench/real/optuna_ranges.py');
  python.tell(JSON.stringify({ space, budget, seed }));
  const tried: string[] = [];
  let seconds = 0;
  for await (const line of python.lines) {
    const { propose, ranking } = JSON.parse(line) as { propose?: JsonObject; ranking?: readonly number[] };
    if (ranking !== undefined) {
      return { ranking: [...new Set(ranking.map((trial) => tried[trial] as string))], seconds };
    }
    const candidate = trainings.join(propose as JsonObject);
    tried.push(candidate);
    const training = await trainings.train(trainings.trialOf(candidate, 0));
    seconds += training.seconds;
    python.tell(JSON.stringify({ loss: training.loss }));
  }
  throw new Error("Optuna ended without a ranking; it needs Debian's python3 with optuna.");
}

/** Lines of a table: q3 over seeds, collapses, and q3 of ours by each other's, seed by seed. */
export function rangedLines(seeds: readonly Partial<Record<RangedContender, Judged>>[]): string[] {
  return RANGED_CONTENDERS.flatMap((contender) => {
    const picks = seeds.flatMap((one) => one[contender] ?? []);
    if (picks.length < 2) return [];
    const q3 = estimateMean(
      Float64Array.from(picks, ({ fresh }) => fresh.q3.value),
      LEVEL,
    );
    const collapsed = picks.reduce((sum, one) => sum + one.collapsed, 0);
    const head = `${contender}: ${picks.length} seeds; q3 ${withEnds(q3, 4, ' to ')}; ${collapsed} of ${picks.length * FRESH_TRAININGS} fresh trainings collapsed`;
    const ratios = (['search', 'search-drawn'] as const).flatMap((ours) => {
      const ratio = contender.startsWith('search') ? undefined : ratioOf(seeds, ours, contender);
      return ratio === undefined ? [] : [`  q3 of ${ours} by that of ${contender}: ${withEnds(ratio, 4, ' to ')}`];
    });
    return [head, ...ratios];
  });
}

/** Geometric mean of paired ratios of q3, with its interval; undefined for fewer than two. */
function ratioOf(
  seeds: readonly Partial<Record<RangedContender, Judged>>[],
  ours: RangedContender,
  theirs: RangedContender,
): Estimate | undefined {
  const logs = seeds.flatMap((one) => {
    const [mine, other] = [one[ours], one[theirs]];
    return mine === undefined || other === undefined ? [] : [Math.log(mine.fresh.q3.value / other.fresh.q3.value)];
  });
  return logs.length < 2 ? undefined : meanRatio(logs);
}
