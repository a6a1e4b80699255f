/** @file Finds what no log of a race tells: the chosen candidate's model, how its trainings do on unseen examples, baselines. */
import {
  type Baseline,
  type Candidate,
  defined,
  jointMeaning,
  type LeftOutFigures,
  type Outcome,
  trialKey,
} from '../../core/index.js';
import type { ModelRun } from '../../engine/inspection.js';
import { isFresh, type LossOf, type RaceAnswer } from '../../questions/race/plan/index.js';
import {
  type FinalInstances,
  judgedAlone,
  type OvertuningFindings,
  type PredictionRecord,
  type RaceDelivery,
} from '../../report/index.js';
import { mean } from '../../stats/index.js';
import type { SourcedExperiment } from '../ask/experiment-source.js';
import { drawsOf } from '../ask/repeated-splits.js';
import { type FindingBackend, type JudgingOptions, ownBackend } from '../ask/trainer-backend.js';
import { missingReason } from '../folder/answer-folder.js';
import { RUN_FILES } from '../folder/run-files.js';
import { alternativesTo, chooseTrainings, keptOf } from './choose-trainings.js';
import type { PredictionsReader } from './kept-predictions.js';
import { makeDelivered, type Workshop } from './make-delivered.js';
import { findOvertuning, type RacedBy } from './overtuning.js';
import type { Findings, Means, Position } from './question-kind.js';

/** What a race finds when it ends; all of it may be absent. */
export interface RaceFindings extends Findings {
  readonly answer?: RaceAnswer | undefined;
  readonly baselines?: readonly Baseline[];
  /** Metrics of the model on the final set. */
  readonly final?: Readonly<Record<string, number>> | null;
  readonly finalInstances?: FinalInstances;
  readonly overtuning?: OvertuningFindings | undefined;
  readonly delivery?: RaceDelivery;
  /** What retrainings predict; absent where nothing was kept of that. */
  readonly predictions?: PredictionRecord;
}

/** What is known of a race where it ends. */
interface EndedRace {
  /** The loss that the race counts for a training: NaN for one that it leaves out. */
  readonly lossOf: LossOf;
  readonly draft: Pick<SourcedExperiment['draft'], 'deliver'>;
  readonly answer: RaceAnswer | undefined;
  /** The outcomes as the race reads them. */
  readonly raced: readonly Outcome[];
  readonly logged: readonly Outcome[];
  /** With what each training has itself as its loss. */
  readonly judged: readonly Outcome[];
}

/** Only a race that ended by its rule touches the final set. */
export async function findOfRace(
  position: Position,
  race: Omit<EndedRace, 'logged' | 'judged'>,
  kept: RaceFindings,
  means: Means,
  by: RacedBy,
): Promise<RaceFindings> {
  const { question, status } = position;
  const { answer, raced } = race;
  const { backend, candidates } = means;
  const winner = candidates.find(({ id }) => id === answer?.winner);
  const logged = question.usedOutcomes();
  const attempts = new Attempts();
  const finished =
    status === 'budget' || winner === undefined
      ? undefined
      : await finish({ ...race, logged, judged: judgedAlone(raced, by.metric) }, winner, kept, means, attempts);
  const { finalInstances } = finished ?? {};
  const isWhole = status !== 'budget';
  // What trainings have together was found on the selection set alone.
  const asked = jointMeaning(by.metric) === undefined ? winner : undefined;
  const overtuning =
    kept.baselines !== undefined || asked === undefined
      ? kept.overtuning
      : await attempts.make('what the winner lost on the final set', () =>
          findOvertuning({ ...by, winner: asked, raced, logged, finalInstances, isWhole }, means),
        );
  const found = { answer, ...finished, overtuning, failures: attempts.failures };
  const trials = raced.map(({ trial }) => trial).filter(({ candidate }) => candidate === winner?.id);
  const [first] = trials;
  if (kept.baselines !== undefined) return { ...found, baselines: kept.baselines };
  if (winner === undefined || first === undefined) return { ...found, baselines: [] };
  // On the samples that the chosen candidate's trials had.
  const fresh = trials.filter(isFresh);
  const baselines = backend.baselines?.(winner, {
    experimentSeed: question.header.seed,
    sampleSize: first.fidelity.sampleSize,
    ...drawsOf(fresh.length > 0 ? fresh : trials),
    touchesFinal: finished?.final != null,
  });
  return { ...found, baselines: baselines ?? [] };
}

/** Each may have to train again what is not kept, and one that cannot be had is no reason to go without the others. */
class Attempts {
  readonly failures: { readonly of: string; readonly error: unknown }[] = [];

  async make<Made>(of: string, make: () => Promise<Made>): Promise<Made | undefined> {
    try {
      return await make();
    } catch (error) {
      this.failures.push({ of, error });
      return undefined;
    }
  }
}

type Finished = Pick<RaceFindings, 'delivery' | 'model' | 'modelOf' | 'noModel' | 'final' | 'finalInstances'>;

/** What is handed over of the winner, and how its trainings do on the final set; nothing where none of them completed. */
async function finish(
  race: EndedRace,
  winner: Candidate,
  kept: RaceFindings,
  { backend, needs, predictionsOf }: Means,
  attempts: Attempts,
): Promise<Finished> {
  const { lossOf, logged, judged, draft } = race;
  const candidates = [{ id: winner.id, label: winner.label, isWinner: true }];
  const { warn } = needs;
  const read = () => keptOf({ candidates, outcomes: logged, predictionsOf, ...defined({ dataset: backend.dataset }) });
  const choosable = { winner: winner.id, judged, kept: kept.delivery === undefined ? read() : undefined };
  const delivery = kept.delivery ?? chooseTrainings(draft, choosable, warn);
  if (delivery === undefined) return {};
  const outcomesOf = (keys: readonly string[]) =>
    keys.flatMap((key) => logged.find(({ trial }) => trialKey(trial) === key) ?? []);
  // Models are made of outcomes as the log has them.
  const outcomes = outcomesOf(delivery.trials);
  const own = ownBackend(backend, winner);
  const { models, dataset } = own.backend;
  if (models === undefined || dataset === undefined) {
    const judged =
      kept.finalInstances === undefined
        ? await judgedWithoutModel(own.backend, winner, race, outcomes[0], predictionsOf)
        : { finalInstances: kept.finalInstances, ...defined({ final: kept.final }) };
    return { delivery, ...judged };
  }
  const workshop = { models, dataset, winner: own.candidate, needs };
  const delivered = await attempts.make(RUN_FILES.model, () =>
    makeDelivered(workshop, { ...delivery, outcomes }, draft),
  );
  const [failure] = attempts.failures;
  if (delivered === undefined) return failure === undefined ? {} : { noModel: missingReason(failure.error) };
  const { model, run, conformal } = delivered;
  const alternatives =
    kept.delivery?.alternatives ??
    (await attempts.make('what else could be handed over', () =>
      alternativesTo(workshop, delivered, { ...choosable, outcomesOf }),
    ));
  const exported = outcomes.length === 1 ? outcomes[0] : undefined;
  const finalInstances =
    kept.finalInstances ??
    (await attempts.make("the winner's trainings on the final set", () =>
      judgeInstances(
        winner,
        logged.filter((outcome) => !Number.isNaN(lossOf(outcome))),
        exported,
        (outcome, options) => judge(workshop, outcome, predictionsOf(outcome, 'final'), options),
      ),
    ));
  return {
    delivery: { ...delivery, conformal, ...defined({ alternatives }) },
    ...{ model, modelOf: outcomes, final: run.figures, ...defined({ finalInstances }) },
  };
}

/** By what it predicted for the final set, where the trainer is the user's own and Surefoot judges predictions. */
async function judgedWithoutModel(
  { judgeFinal }: Pick<FindingBackend, 'judgeFinal'>,
  winner: Candidate,
  { logged, lossOf }: Pick<EndedRace, 'logged' | 'lossOf'>,
  delivered: Outcome | undefined,
  predictionsOf: PredictionsReader,
): Promise<Pick<Finished, 'final' | 'finalInstances'>> {
  if (judgeFinal === undefined) return {};
  const judgeOne = async (outcome: Outcome, options: JudgingOptions) => {
    if (outcome.status !== 'completed') return null;
    const predicted = predictionsOf(outcome, 'final');
    return typeof predicted === 'object' ? judgeFinal(predicted, options) : undefined;
  };
  const counted = logged.filter((outcome) => !Number.isNaN(lossOf(outcome)));
  const final = delivered && (await judgeOne(delivered, {}))?.figures;
  if (final === undefined) return {};
  return { final, finalInstances: await judgeInstances(winner, counted, delivered, judgeOne) };
}

type JudgeOne = (outcome: Outcome, options: JudgingOptions) => ReturnType<typeof judge>;

/**
 * Every training of the chosen candidate that counts, on the final set. Its fresh trials, since those that chose it flatter it; of a race
 * without any, the trials of the race. Nothing is chosen by these figures. Weights that are not kept are trained again.
 */
async function judgeInstances(
  winner: Candidate,
  outcomes: readonly Outcome[],
  exported: Outcome | undefined,
  judgeOne: JudgeOne,
): Promise<FinalInstances> {
  const own = outcomes.filter((outcome) => outcome.trial.candidate === winner.id);
  const fresh = own.filter(({ trial }) => isFresh(trial));
  const judged = (fresh.length > 0 ? fresh : own).toSorted((a, b) => a.trial.streams.init - b.trial.streams.init);
  const instances: FinalInstances['instances'][number][] = [];
  const leftOut: LeftOutFigures[] = [];
  for (const outcome of judged) {
    const one = await judgeOne(outcome, { leavingOut: leftOut.length < MOST_LEFT_OUT });
    if (one !== undefined) instances.push({ replicate: outcome.trial.streams.init, figures: one?.figures ?? null });
    if (one?.leftOut !== undefined) leftOut.push(one.leftOut);
  }
  return {
    from: fresh.length > 0 ? 'fresh' : 'race',
    instances,
    exported: exported?.trial.streams.init ?? null,
    leftOut: meanLeftOut(leftOut),
  };
}

/** Trainings of which it is found how exact they are on these examples: the examples are the same for all of them. */
const MOST_LEFT_OUT = 5;

/** By figure, the means over these trainings; of figures that each of them has. */
function meanLeftOut(trainings: readonly LeftOutFigures[]): LeftOutFigures {
  const [first = {}] = trainings;
  const common = Object.entries(first).filter(([name]) => trainings.every((one) => Object.hasOwn(one, name)));
  const meanAt = (name: string, block: number) => mean(trainings.map((one) => one[name]?.[block] ?? Number.NaN));
  return Object.fromEntries(common.map(([name, values]) => [name, values.map((_, block) => meanAt(name, block))]));
}

/** Null where the training diverged or failed, so that there is no model; undefined where its weights are not kept, and the budget is used up. */
async function judge(
  { models, winner, needs }: Workshop,
  outcome: Outcome,
  predicted: ReturnType<PredictionsReader>,
  options: JudgingOptions,
): Promise<Pick<ModelRun, 'figures' | 'leftOut'> | null | undefined> {
  if (outcome.status !== 'completed') return null;
  const kept = typeof predicted === 'object' ? await models.evaluateKept?.(winner, predicted, options) : undefined;
  if (kept !== undefined) return kept;
  const model = (await models.open(winner, [outcome], needs))?.encode();
  return model && (await models.run(winner, model, 'final', options));
}
