/**
 * @file Everything that can be wrong with an experiment is found here, before anything is written: the file, the data,
 * the candidates, the race and its budget.
 */
import { type Candidate, InputError, type JsonObject, type RunHeader } from '../core/index.js';
import { type Dataset, loadDataset } from '../datasets/index.js';
import type { Budget, FailurePolicy } from '../execution/index.js';
import { buildCandidates, checkBudget, checkSample, experimentIdentity } from '../experiment/index.js';
import { createRace, parseRule, type Race } from '../selection/index.js';
import { parseCriterion } from '../stats/index.js';
import type { TrainFunction } from '../trainers/index.js';
import { createFunctionBackend, createModuleBackend } from './code-backend.js';
import { createCommandBackend } from './command-backend.js';
import { failurePolicyOf, leaveOutExcluded } from './count-failures.js';
import { defaultWorkers } from './environment.js';
import type { SourcedExperiment } from './experiment-source.js';
import { createNetworkBackend } from './network-backend.js';
import type { TrainerBackend } from './trainer-backend.js';

/** What may differ from what the experiment says, without making it another experiment. */
export interface RaceOverrides {
  readonly workers?: number;
  readonly budget?: Budget;
}

export interface PreparedRace {
  readonly header: RunHeader;
  readonly candidates: readonly Candidate[];
  readonly race: Race;
  readonly backend: TrainerBackend;
  readonly workers: number;
  readonly budget: Budget;
  readonly failurePolicy: FailurePolicy;
  /** Configurations that constraints left out, by constraint. */
  readonly dropped: Readonly<Record<string, number>>;
}

/**
 * `train` takes the place of the experiment's own trainer.
 * @throws InputError for everything a user can get wrong.
 */
export async function prepareRace(
  { draft, baseFolder }: SourcedExperiment,
  overrides: RaceOverrides,
  train?: TrainFunction,
): Promise<PreparedRace> {
  const criterion = parseCriterion(draft.race.criterion);
  const rule = parseRule(draft.race.rule);
  const backend = await createBackend({ draft, baseFolder }, train);
  const { dataset, inspector } = backend;
  if (dataset !== undefined) checkSample(draft.sample, dataset.pool.count);
  const { candidates, dropped } = buildCandidates(draft.spaces, {
    constraints: draft.constraints,
    ...(inspector === undefined ? {} : { inspector }),
  });
  backend.checkCandidates?.(candidates);
  const { warmup, finalTrials, maxReplicates } = draft.race;
  const failurePolicy = failurePolicyOf(draft.failures);
  const published = createRace({
    candidates: candidates.map(({ id }) => id),
    ...{ criterion, rule, warmup, finalTrials, sampleSize: draft.sample },
    ...(maxReplicates === undefined ? {} : { maxReplicates }),
  });
  const race = leaveOutExcluded(published, failurePolicy);
  const budget = budgetOf(draft.budget, overrides.budget);
  checkBudget(budget.trials, warmup, candidates.length);
  const { identity, parts } = experimentIdentity({
    dataHash: dataset?.hash,
    trainer: backend.identity,
    candidates,
    seed: draft.seed,
    sample: draft.sample,
  });
  const header: RunHeader = {
    name: draft.name,
    identity,
    identityParts: parts,
    seed: draft.seed,
    plan: fixedSettings(race.description),
    experiment: { ...(JSON.parse(JSON.stringify(draft)) as JsonObject), baseFolder, dataset: describeDataset(dataset) },
    candidates,
  };
  const workers = overrides.workers ?? draft.workers ?? defaultWorkers();
  return { header, candidates, race, backend, workers, budget, failurePolicy, dropped };
}

function describeDataset(dataset: Dataset | undefined): JsonObject | null {
  if (dataset === undefined) return null;
  const { name, hash, simulated, pool, selection, final } = dataset;
  return { name, hash, simulated, split: { pool: pool.count, selection: selection.count, final: final.count } };
}

/** @throws InputError when the trainer or its data cannot be used. */
export async function createBackend(
  { draft, baseFolder }: SourcedExperiment,
  train?: TrainFunction,
): Promise<TrainerBackend> {
  const load = async () => (draft.data === undefined ? undefined : loadDataset(draft.data, { baseFolder }));
  if (train !== undefined) return createFunctionBackend(train, await load());
  const { trainer } = draft;
  if (typeof trainer === 'object' && 'module' in trainer) {
    return createModuleBackend(trainer.module, baseFolder, await load());
  }
  if (typeof trainer === 'object') return createCommandBackend(trainer, baseFolder, await load());
  if (draft.data === undefined) throw dataMissing();
  return createNetworkBackend(draft.data, baseFolder, trainer);
}

/** How far a race goes may be raised later; the rest of its settings decides what its decisions are. */
function fixedSettings(description: JsonObject): JsonObject {
  const { finalTrials: _, maxReplicates: __, ...fixed } = description;
  return fixed;
}

/** The command line's limits before the experiment's. */
function budgetOf(spec: { trials?: number | undefined; minutes?: number | undefined }, over: Budget = {}): Budget {
  const trials = over.trials ?? spec.trials;
  const minutes = over.minutes ?? spec.minutes;
  return { ...(trials === undefined ? {} : { trials }), ...(minutes === undefined ? {} : { minutes }) };
}

function dataMissing(): InputError {
  return new InputError({
    code: 'data-missing',
    what: 'data: the experiment names none, and the built-in trainer has nothing to train on.',
    allowed: 'a source such as `data: { source: digits }`',
    fix: 'Add `data`, or name your own `trainer`.',
  });
}
