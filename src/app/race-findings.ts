/** @file Finds what no log of a race tells: the chosen candidate's model, how its trainings do on unseen examples, baselines. */
import { type Baseline, type Candidate, isFailure, type Outcome, trialKey } from '../core/index.js';
import { isFresh, type RaceAnswer } from '../questions/race/plan/index.js';
import { bestTrialOf, type FinalInstances, type OvertuningFindings } from '../report/index.js';
import { findOvertuning, type RacedBy } from './overtuning.js';
import type { Findings, Means, Position } from './question-kind.js';
import { drawsOf } from './repeated-splits.js';
import type { ModelMaker, ModelNeeds } from './trainer-backend.js';

/** What a race finds when it ends; all of it may be absent. */
export interface RaceFindings extends Findings {
  readonly answer?: RaceAnswer | undefined;
  readonly baselines?: readonly Baseline[];
  /** Metrics of the model on the final set. */
  readonly final?: Readonly<Record<string, number>> | null;
  readonly finalInstances?: FinalInstances;
  readonly overtuning?: OvertuningFindings | undefined;
}

/** `raced`: the outcomes as the race reads them. Only a race that ended by its rule touches the final set. */
export async function findOfRace(
  position: Position,
  answer: RaceAnswer | undefined,
  raced: readonly Outcome[],
  kept: RaceFindings,
  means: Means,
  by: RacedBy,
): Promise<RaceFindings> {
  const { question, status } = position;
  const { backend, candidates, needs } = means;
  const choice = candidates.find(({ id }) => id === answer?.choice);
  const logged = question.usedOutcomes();
  const finished =
    status === 'budget' || choice === undefined || backend.models === undefined
      ? undefined
      : await finishModel(backend.models, choice, { raced, logged }, needs, kept.finalInstances);
  const { finalInstances } = finished ?? {};
  const isWhole = status !== 'budget';
  const overtuning =
    kept.overtuning ??
    (choice && (await findOvertuning({ ...by, winner: choice, raced, logged, finalInstances, isWhole }, means)));
  const found = { answer, ...finished, overtuning };
  const trials = raced.map(({ trial }) => trial).filter(({ candidate }) => candidate === choice?.id);
  const [first] = trials;
  if (kept.baselines !== undefined) return { ...found, baselines: kept.baselines };
  if (choice === undefined || first === undefined) return { ...found, baselines: [] };
  // On the samples that the chosen candidate's trials had.
  const fresh = trials.filter(isFresh);
  const baselines = backend.baselines?.(choice, {
    experimentSeed: question.header.seed,
    sampleSize: first.fidelity.sampleSize,
    ...drawsOf(fresh.length > 0 ? fresh : trials),
    touchesFinal: finished !== undefined,
  });
  return { ...found, baselines: baselines ?? [] };
}

/** The candidate's trial that is best on the selection set, as a model that is judged once on the final set. */
async function finishModel(
  models: ModelMaker,
  winner: Candidate,
  { raced, logged }: { readonly raced: readonly Outcome[]; readonly logged: readonly Outcome[] },
  needs: ModelNeeds,
  keptInstances: FinalInstances | undefined,
): Promise<Required<Pick<RaceFindings, 'model' | 'modelOf' | 'final' | 'finalInstances'>> | undefined> {
  const best = bestTrialOf(winner.id, raced);
  // Models are made of outcomes as the log has them.
  const key = best && trialKey(best.trial);
  const outcome = logged.find(({ trial }) => trialKey(trial) === key);
  const model = outcome && (await models.make(winner, outcome, needs));
  if (outcome === undefined || model === undefined) return undefined;
  const final = await models.evaluateFinal(winner, model);
  const finalInstances =
    keptInstances ?? (await judgeInstances(models, winner, logged, { outcome, figures: final }, needs));
  return { model, modelOf: outcome, final, finalInstances };
}

/** The instance whose model is handed over. */
interface ExportedInstance {
  readonly outcome: Outcome;
  readonly figures: Readonly<Record<string, number>>;
}

/**
 * Every training of the chosen candidate on the final set. Its fresh trials, since those that chose it flatter it; of a race
 * without any, the trials of the race. Nothing is chosen by these figures. Weights that are not kept are trained again.
 */
async function judgeInstances(
  models: ModelMaker,
  winner: Candidate,
  outcomes: readonly Outcome[],
  exported: ExportedInstance,
  needs: ModelNeeds,
): Promise<FinalInstances> {
  const own = outcomes.filter((outcome) => outcome.trial.candidate === winner.id && !isFailure(outcome));
  const fresh = own.filter(({ trial }) => isFresh(trial));
  const judged = (fresh.length > 0 ? fresh : own).toSorted((a, b) => a.trial.streams.init - b.trial.streams.init);
  const instances: FinalInstances['instances'][number][] = [];
  for (const outcome of judged) {
    const figures = outcome === exported.outcome ? exported.figures : await judge(models, winner, outcome, needs);
    instances.push({ replicate: outcome.trial.streams.init, figures });
  }
  return {
    from: fresh.length > 0 ? 'fresh' : 'race',
    instances,
    exported: exported.outcome.trial.streams.init,
  };
}

/** Null where the training diverged, so that there is no model. */
async function judge(
  models: ModelMaker,
  winner: Candidate,
  outcome: Outcome,
  needs: ModelNeeds,
): Promise<Readonly<Record<string, number>> | null> {
  if (outcome.status !== 'completed') return null;
  const model = await models.make(winner, outcome, needs);
  return model === undefined ? null : models.evaluateFinal(winner, model);
}
