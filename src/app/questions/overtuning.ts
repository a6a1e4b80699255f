/**
 * @file Finds how much of the winner's lead over the first listed candidate is left on fresh examples (overtuning; Schneider, Bischl and
 * Feurer 2025, arXiv 2506.19540): the first listed candidate was not chosen by its losses, so that it shows what choosing has won.
 */
import {
  type Candidate,
  groupBy,
  InputError,
  type LeftOutFigures,
  type Outcome,
  RunError,
  scoreOf,
} from '../../core/index.js';
import { isFresh } from '../../questions/race/plan/index.js';
import type { FinalInstances, OvertuningFindings } from '../../report/index.js';
import {
  type Criterion,
  type JudgedTrainings,
  leadOf,
  lostLead,
  mean,
  type TrainingSpread,
  variance,
} from '../../stats/index.js';
import { type ModelMaker, ownBackend } from '../ask/trainer-backend.js';
import type { Means } from './question-kind.js';

/** What is raced, and by which statistic of it. */
export interface RacedBy {
  readonly criterion: Criterion;
  /** The metric that is raced; the loss where absent. */
  readonly metric?: string | undefined;
  readonly direction?: 'minimize' | 'maximize' | undefined;
}

interface OvertuningRequest extends RacedBy {
  readonly winner: Candidate;
  /** The outcomes as the race reads them: costs of what is raced. */
  readonly raced: readonly Outcome[];
  /** The outcomes as the log has them: models are made of these. */
  readonly logged: readonly Outcome[];
  /** The winner's trainings on the final set; undefined where no model was made. */
  readonly finalInstances: FinalInstances | undefined;
  readonly isWhole: boolean;
}

const LEVEL = 0.95;
/** Trainings of the first listed candidate that are judged on the final set; the winner's are judged already. */
const MOST_TRAININGS = 8;
/** Trainings of it of which it is found how exact they are on these examples: the examples are the same for all of them. */
const MOST_LEFT_OUT = 3;

/** Undefined where there is no other candidate. */
export async function findOvertuning(
  request: OvertuningRequest,
  { backend, candidates, needs }: Means,
): Promise<OvertuningFindings | undefined> {
  const { criterion, isWhole, raced, winner, finalInstances } = request;
  const [first] = candidates;
  if (first === undefined || candidates.length < 2) return undefined;
  if (first.id === winner.id) return { reason: 'the winner is the first listed candidate itself' };
  if (criterion.kind === 'spread')
    return { reason: `the race was about the ${criterion.name}, not about how good they are` };
  const [ofWinner, ofFirst] = [winner, first].map((one) => ownBackend(backend, one));
  if (ofWinner?.backend.models === undefined || ofFirst?.backend.models === undefined) {
    const whose = ofWinner?.backend.models === undefined ? 'winner' : 'first listed candidate';
    return { reason: `the trainer of the ${whose} hands over no models, so they cannot be run on a final set` };
  }
  if (!isWhole) return { reason: 'the race was stopped, and only a race that ended touches the final set' };
  if (finalInstances === undefined) return { reason: 'the winner leaves no model' };
  const { name } = scoreOf(request.metric, request.direction);
  // Such as the disagreement of retrainings, which no training has by itself.
  if (finalInstances.instances.some(({ figures }) => figures !== null && !Object.hasOwn(figures, name))) {
    return { reason: `the ${name} of a model is not measured on the final set` };
  }
  if (!raced.some(({ trial, status }) => trial.candidate === first.id && status === 'completed')) {
    return { reason: 'no training of the first listed candidate came out' };
  }
  const common = commonLead(first, winner, raced);
  if (common === undefined) return { reason: 'the two have no race training in common that came out' };
  try {
    const own = judgedWinner(request, finalInstances);
    const other = await judgedFirst(ofFirst.candidate, request, ofFirst.backend.models, needs);
    const none = [own, other].find(({ costs }) => costs.length === 0);
    if (none !== undefined) {
      return { reason: `no training of the ${none === own ? 'winner' : 'first listed candidate'} leaves a model` };
    }
    const lead = leadOf(own, other, LEVEL, spreadOfField(raced));
    return {
      against: first.id,
      chosenBy: common,
      final: { lead, trainings: own.costs.length, trainingsOfFirst: other.costs.length },
      lost: lostLead(common.lead, lead),
    };
  } catch (error) {
    // A figure beside the answer must not cost the answer.
    if (!(error instanceof InputError || error instanceof RunError)) throw error;
    return { reason: 'models of the first listed candidate cannot be made again here' };
  }
}

/** Mean cost of the first less that of the winner, on the replicates on which both came out. */
function commonLead(first: Candidate, winner: Candidate, raced: readonly Outcome[]) {
  const costsOf = ({ id }: Candidate) =>
    new Map(
      raced.flatMap(({ trial, status, loss }) =>
        trial.candidate === id && status === 'completed' && !isFresh(trial) ? [[trial.streams.init, loss]] : [],
      ),
    );
  const [own, other] = [costsOf(winner), costsOf(first)];
  const leads = [...other].flatMap(([replicate, cost]) => {
    const beside = own.get(replicate);
    return beside === undefined ? [] : [cost - beside];
  });
  return leads.length === 0 ? undefined : { lead: mean(leads), trainings: leads.length };
}

/**
 * How much a training varies, over all candidates with two race trainings or more: a race by the default rule drops the worst after one. Undefined
 * where there are none.
 */
function spreadOfField(raced: readonly Outcome[]): TrainingSpread | undefined {
  const ended = raced.filter(({ trial, status }) => status === 'completed' && !isFresh(trial));
  const several = [...groupBy(ended, ({ trial }) => trial.candidate).values()]
    .filter(({ length }) => length > 1)
    .map((own) => own.map(({ loss }) => loss));
  const degrees = several.reduce((sum, { length }) => sum + length - 1, 0);
  const squares = several.reduce((sum, losses) => sum + (losses.length - 1) * variance(losses), 0);
  return degrees === 0 ? undefined : { variance: squares / degrees, degrees };
}

type Needs = Means['needs'];

/** Its trainings stand on the final set already. */
function judgedWinner(by: RacedBy, { instances, leftOut }: FinalInstances): JudgedTrainings {
  const figures = instances.flatMap((one) => (one.figures === null ? [] : [one.figures]));
  return { costs: costsOf(figures, by), leftOut: leftOutCosts(leftOut, by) };
}

/** Its fresh trainings, or those of the race: they did not choose it. */
async function judgedFirst(
  first: Candidate,
  { logged, ...by }: OvertuningRequest,
  models: ModelMaker,
  needs: Needs,
): Promise<JudgedTrainings> {
  const own = logged.filter(({ trial, status }) => trial.candidate === first.id && status === 'completed');
  const fresh = own.filter(({ trial }) => isFresh(trial));
  const judged = (fresh.length === 0 ? own : fresh)
    .toSorted((a, b) => a.trial.streams.init - b.trial.streams.init)
    .slice(0, MOST_TRAININGS);
  const figures: Readonly<Record<string, number>>[] = [];
  const leftOut: (readonly number[])[] = [];
  for (const outcome of judged) {
    const model = (await models.open(first, [outcome], needs))?.encode();
    const leavingOut = leftOut.length < MOST_LEFT_OUT;
    const run = model && (await models.run(first, model, 'final', { leavingOut }));
    if (run === undefined) continue;
    figures.push(run.figures);
    if (leavingOut) leftOut.push(...leftOutCosts(run.leftOut, by));
  }
  return { costs: costsOf(figures, by), leftOut };
}

/** One list, or none: a metric may have no value without a block, as where a class is gone with it. */
function leftOutCosts(leftOut: LeftOutFigures = {}, by: RacedBy): readonly (readonly number[])[] {
  const { name, compared, cost } = scoreOf(by.metric, by.direction);
  const figures = leftOut[name];
  return figures === undefined ? [] : [figures.map((figure) => cost(compared(figure)))];
}

function costsOf(figures: readonly Readonly<Record<string, number>>[], by: RacedBy): readonly number[] {
  const { name, compared, cost } = scoreOf(by.metric, by.direction);
  return figures.map((one) => cost(compared(one[name] ?? Number.NaN))).filter(Number.isFinite);
}
