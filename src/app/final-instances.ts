/** @file Judges every training of the chosen candidate on the final set: what the exported one is to be seen among. */
import { type Candidate, isFailure, type Outcome } from '../core/index.js';
import { isFresh } from '../questions/race/plan/index.js';
import type { FinalInstances } from '../report/index.js';
import type { ModelMaker, ModelNeeds } from './trainer-backend.js';

/** The instance whose model is handed over. */
export interface ExportedInstance {
  readonly outcome: Outcome;
  readonly figures: Readonly<Record<string, number>>;
}

/**
 * Its fresh trials, since those that chose it flatter it; of a race without any, the trials of the race. Nothing is chosen
 * by these figures. Weights that are not kept are trained again.
 */
export async function judgeInstances(
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
