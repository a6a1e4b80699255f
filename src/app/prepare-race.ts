/**
 * @file Prepares a race, and finds everything that is wrong with it before anything is written: the file, the data,
 * the candidates, the race and its budget.
 */
import { DEFAULT_AHEAD_SHARE, type JsonObject, type RunHeader } from '../core/index.js';
import type { Budget } from '../evidence/drive/index.js';
import { checkBudget, checkSample, costsOf } from '../experiment/index.js';
import { powerWarning, type Race, ruleOf, separateOf } from '../questions/race/plan/index.js';
import { parseCriterion } from '../stats/index.js';
import type { TrainFunction } from '../trainers/index.js';
import type { SourcedExperiment } from './experiment-source.js';
import type { KnownEvidence } from './known-evidence.js';
import { requireMemoryForTrials } from './memory-limits.js';
import type { PreparedRun } from './plan-run.js';
import { type BuildProgress, prepareExperiment } from './prepare-experiment.js';
import { assembleRace } from './race-plan.js';
import { checkLimits } from './run-limits.js';

/** What may differ from what the experiment says, without making it another experiment. */
export interface RaceOverrides {
  readonly workers?: number;
  readonly budget?: Budget;
  /** Replicates up to which a race that ended in a tie goes on; true: five times as many as the race has. */
  readonly separate?: number | boolean;
  /** How much of what idle places train ahead may turn out not to be needed, as a share of the trials used; false: 0. */
  readonly ahead?: number | boolean;
  /** False for a race that an earlier version began; true where absent. */
  readonly failuresApart?: boolean;
  /** What the run folder knows already. */
  readonly known?: KnownEvidence;
}

export interface PreparedRace extends PreparedRun {
  readonly warnings: readonly string[];
  readonly race: Race;
  /** Configurations that constraints left out, by constraint. */
  readonly dropped: Readonly<Record<string, number>>;
}

/**
 * `train` takes the place of the experiment's own trainer; `onProgress` hears of the candidates that are being built.
 * @throws InputError for everything a user can get wrong.
 */
export async function prepareRace(
  source: SourcedExperiment,
  overrides: RaceOverrides,
  train?: TrainFunction,
  onProgress?: BuildProgress,
): Promise<PreparedRace> {
  const { draft, custom = {} } = source;
  const criterion = custom.criterion ?? parseCriterion(draft.race.criterion);
  const rule = ruleOf(draft.race, custom.rule);
  const { build, headerOf, ...experiment } = await prepareExperiment(source, {
    workers: overrides.workers,
    known: overrides.known,
    train,
  });
  const { backend, workers, poolCount, failurePolicy, demand } = experiment;
  if (poolCount !== undefined) checkSample(draft.sample, poolCount);
  const { candidates, dropped } = build(draft.spaces, onProgress);
  const { finalTrials, maxReplicates } = draft.race;
  const separate = separateOf(overrides.separate, rule, maxReplicates);
  const costs = costsOf(draft.cost, candidates, backend.inspector);
  const race = assembleRace(draft, {
    candidates,
    rule,
    criterion,
    failurePolicy,
    costs,
    separate,
    failuresApart: overrides.failuresApart ?? true,
  });
  const budget = budgetOf(draft.budget, checkLimits(overrides.budget ?? {}));
  requireMemoryForTrials(race.facts.warmup * candidates.length, 'race.warmup');
  if (rule.kind === 'rounds') checkBudget(budget.trials, race.facts.warmup, candidates.length);
  requireMemoryForTrials(Math.min(finalTrials, budget.trials ?? Number.POSITIVE_INFINITY), 'race.finalTrials');
  const warnings = [...powerWarnings(race), ...experiment.warnings];
  const request = {
    kind: 'select',
    budget: JSON.parse(JSON.stringify(budget)) as JsonObject,
    ...(separate === undefined ? {} : { separate }),
    // What only a trainer can tell of its candidates: whoever reads the log has none.
    ...(costs === undefined || backend.inspector === undefined ? {} : { costs: [...costs] }),
  };
  const ahead = aheadShareOf(overrides.ahead ?? draft.race.ahead);
  let header: RunHeader | undefined;
  return {
    // It names the data by a hash over all of them, which nobody needs who only looks at candidates.
    get header() {
      header ??= headerOf(draft.name, candidates, fixedSettings(race));
      return header;
    },
    candidates,
    race,
    backend,
    workers,
    demand,
    budget,
    ahead,
    failurePolicy,
    dropped,
    warnings,
    request,
  };
}

function aheadShareOf(ahead: number | boolean = true): number {
  if (typeof ahead === 'number') return ahead;
  return ahead ? DEFAULT_AHEAD_SHARE : 0;
}

/** A test that cannot drop anybody after the warm-up, or at all, in the replicates there are. */
function powerWarnings({ facts: { rule, warmup, maxReplicates, candidates } }: Race): string[] {
  const atFirst = powerWarning(rule, warmup, candidates.length);
  if (atFirst === undefined) return [];
  const inTheEnd = powerWarning(rule, maxReplicates, candidates.length);
  return [inTheEnd === undefined ? atFirst : `${inTheEnd} The race cannot drop anybody.`];
}

/**
 * How far a race in rounds goes may be raised later; the rest of its settings decides what its decisions are. An adaptive
 * race spends its error probability over the replicates there are, so they are fixed before the first look.
 */
function fixedSettings({ description, facts: { rule } }: Race): JsonObject {
  const { finalTrials: _, maxReplicates, ...fixed } = description;
  return rule.kind === 'adaptive' ? { ...fixed, maxReplicates: maxReplicates as number } : fixed;
}

/** The command line's limits before the experiment's. */
function budgetOf(spec: { trials?: number | undefined; minutes?: number | undefined }, over: Budget): Budget {
  const trials = over.trials ?? spec.trials;
  const minutes = over.minutes ?? spec.minutes;
  return { ...(trials === undefined ? {} : { trials }), ...(minutes === undefined ? {} : { minutes }) };
}
