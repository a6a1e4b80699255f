/** @file What a race delivered, made again from what its log says of it, or any completed trial of a run, as an ONNX file. */
import { join } from 'node:path';
import {
  areSplitsRepeated,
  type Candidate,
  type InputError,
  inputError,
  isOfReplicate,
  isTrainedByOwn,
  type JsonObject,
  type Outcome,
  type Question,
  type Store,
  trialKey,
} from '../../core/index.js';
import type { Dataset } from '../../engine/datasets/index.js';
import type { UsableModel } from '../../engine/inspection.js';
import { bestTrialOf, type RaceDelivery } from '../../report/index.js';
import { openLogged } from '../ask/create-backend.js';
import { asRaced, figureOfPlan } from '../ask/raced-figure.js';
import { ownBackend } from '../ask/trainer-backend.js';
import { namedCandidates, newestQuestion, otherEngineIn } from '../folder/logged-run.js';
import { RUN_FILES } from '../folder/run-files.js';
import { loadBuiltIn } from '../onnx-runtime.js';
import { readKept } from '../questions/keep-conclusion.js';
import { makeAgain } from '../questions/make-delivered.js';
import type { RaceFindings } from '../questions/race-findings.js';
import { openCommandModel } from './command-model.js';

/** What to export; without a candidate the winner, or the best still racing; without a replicate what was delivered of it, or its best trial. */
export interface ExportSubject {
  readonly candidate?: string;
  readonly replicate?: number;
}

export interface ExportedTrial {
  /** Null for several trainings as one model. */
  readonly outcome: Outcome | null;
  /** Id. */
  readonly candidate: string;
  /** The trainings it is made of, and why these; null where the replicate was asked for. */
  readonly delivered: RaceDelivery | null;
  /** Bytes of the ONNX file. */
  readonly model: Uint8Array;
}

/**
 * Weights that the run no longer keeps, or that are damaged (`warn` is told), are trained again, and the logged loss is verified.
 * @throws InputError for a trial that is not there or has no model, and for data that changed since; RunError when
 * training again gives another loss.
 */
export async function exportTrial(
  store: Store,
  folder: string,
  subject: ExportSubject,
  warn: (text: string) => void,
): Promise<ExportedTrial> {
  const logged = subject.replicate === undefined ? deliveredIn(store) : undefined;
  if (logged !== undefined && isNamed(logged.winner, subject.candidate)) {
    const { winner, delivery } = logged;
    const { outcomes, ...delivered } = delivery;
    const { makeAgain } = await openRunModels(store, folder, warn, winner.id);
    const [outcome = null] = outcomes.length === 1 ? outcomes : [];
    return { outcome, candidate: winner.id, delivered, model: await makeAgain(logged) };
  }
  const outcome = findTrial(store, newestQuestion(store), subject);
  const { candidate } = outcome.trial;
  const { make } = await openRunModels(store, folder, warn, candidate);
  const among = completedOf(candidate, store).length;
  const best: RaceDelivery = { reason: 'smallest-loss', trials: [trialKey(outcome.trial)], among };
  return { outcome, candidate, delivered: subject.replicate === undefined ? best : null, model: await make(outcome) };
}

/** By id or label; every candidate is, where none is named. */
function isNamed({ id, label }: Candidate, name = id): boolean {
  return name === id || name === label;
}

/** The completed trainings of a candidate, of all questions. */
function completedOf(candidate: string, store: Store): readonly Outcome[] {
  return store.outcomes().filter(({ status, trial }) => status === 'completed' && trial.candidate === candidate);
}

/** What makes models of a run, and the data that it holds. */
interface RunModels {
  /** Throws an InputError where the candidate has none. */
  readonly make: (outcome: Outcome) => Promise<Uint8Array>;
  /** Likewise ready to be used; what the user's own command trained is asked of it again. */
  readonly open: (outcome: Outcome) => Promise<UsableModel>;
  /** The file that was handed over. */
  readonly makeAgain: (delivery: LoggedDelivery) => Promise<Uint8Array>;
  readonly dataset: Dataset | undefined;
}

/**
 * Opens the experiment that last had this candidate: its model may be gone since, where several race.
 * @throws InputError for data that changed since, and for a trainer that makes no models.
 */
export async function openRunModels(
  store: Store,
  folder: string,
  warn: (text: string) => void,
  candidate: string,
): Promise<RunModels> {
  const of = store.questions().findLast(({ header }) => header.candidates.some(({ id }) => id === candidate));
  const { header } = of ?? newestQuestion(store);
  const backend = await openLogged(header, folder);
  const needs = {
    experimentSeed: header.seed,
    artifactFolder: join(folder, RUN_FILES.artifacts),
    otherEngine: otherEngineIn(store),
    warn,
  };
  const candidates = store.candidates();
  const data = backend.dataset;
  const make = async (outcome: Outcome): Promise<Uint8Array> => {
    const { candidate: id } = outcome.trial;
    const found = candidates.find((one) => one.id === id);
    const own = found && ownBackend(backend, found);
    const source = own && (await own.backend.models?.open(own.candidate, [outcome], needs));
    if (source === undefined) throw noModel(id);
    return source.encode();
  };
  return {
    dataset: data,
    make,
    open: async (outcome) => {
      const own = header.candidates.find(({ id }) => id === outcome.trial.candidate);
      if (own !== undefined && isTrainedByOwn(header, own))
        return openCommandModel({ header, candidate: own, outcome }, data, warn);
      return (await loadBuiltIn()).openModel(await make(outcome), `replicate ${outcome.trial.streams.init}`);
    },
    makeAgain: async ({ winner, delivery }) => {
      const own = ownBackend(backend, winner);
      const { models } = own.backend;
      const model =
        models && data && (await makeAgain({ models, dataset: data, winner: own.candidate, needs }, delivery));
      if (model === undefined) throw noModel(winner.id);
      return model;
    },
  };
}

/**
 * The candidate of a run as a model: without a name the winner, as it was delivered, or the best still racing. What the user's own command
 * trained is asked of it again.
 * @throws InputError as {@link exportTrial}, and for a trainer that does not predict rows that it is handed.
 */
export async function openCandidate(
  store: Store,
  folder: string,
  subject: Pick<ExportSubject, 'candidate'>,
  warn: (text: string) => void,
): Promise<UsableModel> {
  const logged = deliveredIn(store);
  const isDelivered = logged !== undefined && isNamed(logged.winner, subject.candidate);
  const [delivered, ...others] = isDelivered ? logged.delivery.outcomes : [];
  const outcome = delivered ?? findTrial(store, newestQuestion(store), subject);
  const { candidate } = outcome.trial;
  const { open, makeAgain } = await openRunModels(store, folder, warn, candidate);
  if (!isDelivered || others.length === 0) return open(outcome);
  return (await loadBuiltIn()).openModel(await makeAgain(logged), candidate);
}

/** The trial that `subject` names. @throws InputError where the run has none. */
export function findTrial(store: Store, question: Question, { candidate, replicate }: ExportSubject): Outcome {
  const outcomes = store.outcomes();
  const wanted =
    candidate ?? question.decisions().at(-1)?.survivors[0] ?? question.outcomes()[0]?.trial.candidate ?? '';
  const ids = namedCandidates(store).filter((one) => isNamed(one, wanted));
  const id = ids[0]?.id ?? wanted;
  const completed = completedOf(id, store);
  const figure = figureOfPlan(question.header.plan);
  const best = bestTrialOf(
    id,
    outcomes.map((outcome) => asRaced(figure, outcome)),
  )?.trial;
  const found =
    replicate === undefined
      ? outcomes.find(({ trial }) => best !== undefined && trialKey(trial) === trialKey(best))
      : ofReplicate(
          completed.filter(({ trial }) => trial.streams.init === replicate),
          question.header.plan,
        );
  if (found !== undefined) return found;
  throw inputError`no-such-trial: The run has no completed training of "${wanted}"${replicate === undefined ? '' : ` with replicate ${replicate}`}.
    Allowed: ${completed.length === 0 ? 'a candidate of the run that completed a training' : `replicates ${completed.map(({ trial }) => trial.streams.init).join(', ')}`}
    Fix: \`surefoot log <run>\` lists the trainings.`;
}

/** The one that the question itself would ask for, where there are several. */
function ofReplicate(found: readonly Outcome[], plan: JsonObject): Outcome | undefined {
  const own = found.find(({ trial }) => {
    return isOfReplicate(trial, trial.fidelity.sampleSize, areSplitsRepeated(plan));
  });
  return own ?? found[0];
}

function noModel(candidate: string): InputError {
  return inputError`no-model: Candidate "${candidate}" has no model that can be exported.
    Allowed: candidates of the built-in trainers: networks and linear models
    Fix: Look in the artifacts folder of the run, where your own trainers keep their models; or export a candidate that Surefoot trained itself: --candidate ID`;
}

interface LoggedDelivery {
  readonly winner: Candidate;
  /** The delivery of `winner.delivered` in result.json, with its trainings. */
  readonly delivery: RaceDelivery & { readonly outcomes: readonly Outcome[] };
}

/** What the newest race delivered; undefined where it has not ended by its rule, or nothing was handed over. */
function deliveredIn(store: Store): LoggedDelivery | undefined {
  const race = store.newestQuestion('race');
  const { answer, delivery } = readKept<Pick<RaceFindings, 'answer' | 'delivery'>>(race?.conclusion()?.content ?? {});
  const winner = race?.header.candidates.find(({ id }) => id === answer?.winner);
  if (winner === undefined || delivery === undefined) return undefined;
  const logged = new Map(store.outcomes().map((outcome) => [trialKey(outcome.trial), outcome]));
  const outcomes = delivery.trials.flatMap((key) => logged.get(key) ?? []);
  return outcomes.length < delivery.trials.length ? undefined : { winner, delivery: { ...delivery, outcomes } };
}
