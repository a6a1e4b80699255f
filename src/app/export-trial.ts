/** @file Any completed trial of a run as an ONNX file. */
import { join } from 'node:path';
import {
  InputError,
  isOfReplicate,
  type JsonObject,
  type Outcome,
  type Question,
  type Store,
  trialKey,
} from '../core/index.js';
import type { DataSpec } from '../datasets/index.js';
import type { ExperimentDraft } from '../experiment/index.js';
import { bestTrialOf } from '../report/index.js';
import { createBackend } from './create-backend.js';
import { namedCandidates, newestQuestion } from './logged-run.js';
import { asRaced, figureOfPlan } from './raced-figure.js';
import { areSplitsRepeated } from './repeated-splits.js';
import { RUN_FILES } from './run-files.js';

/** What to export; without a candidate the best still racing, without a replicate its best trial. */
export interface ExportSubject {
  readonly candidate?: string;
  readonly replicate?: number;
}

export interface ExportedTrial {
  readonly outcome: Outcome;
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
  const question = newestQuestion(store);
  const { header } = question;
  const outcome = findTrial(store, question, subject);
  const candidate = store.candidates().find(({ id }) => id === outcome.trial.candidate);
  const { baseFolder, dataset } = header.experiment as { baseFolder: string; dataset: { hash: string } | null };
  // A function is not in the log, which names the experiment's own trainer beside it.
  if (header.identityParts.trainer === JSON.stringify('function')) throw noModel(outcome.trial.candidate);
  // The log holds the experiment as it was read, checked and completed.
  const draft = header.experiment as unknown as ExperimentDraft<DataSpec>;
  const backend = await createBackend({ draft, baseFolder });
  if (dataset !== null && backend.dataset?.hash !== dataset.hash) throw dataChanged(folder);
  const needs = { experimentSeed: header.seed, artifactFolder: join(folder, RUN_FILES.artifacts), warn };
  const model = candidate && (await backend.models?.make(candidate, outcome, needs));
  if (model === undefined) throw noModel(outcome.trial.candidate);
  return { outcome, model };
}

function findTrial(store: Store, question: Question, { candidate, replicate }: ExportSubject): Outcome {
  const outcomes = store.outcomes();
  const wanted =
    candidate ?? question.decisions().at(-1)?.survivors[0] ?? question.outcomes()[0]?.trial.candidate ?? '';
  const ids = namedCandidates(store).filter(({ id, label }) => id === wanted || label === wanted);
  const id = ids[0]?.id ?? wanted;
  const figure = figureOfPlan(question.header.plan);
  const best = bestTrialOf(
    id,
    outcomes.map((outcome) => asRaced(figure, outcome)),
  )?.trial;
  const found =
    replicate === undefined
      ? outcomes.find(({ trial }) => best !== undefined && trialKey(trial) === trialKey(best))
      : ofReplicate(
          outcomes.filter(({ trial, status }) => {
            return trial.candidate === id && trial.streams.init === replicate && status === 'completed';
          }),
          question.header.plan,
        );
  if (found !== undefined) return found;
  const completed = outcomes.filter(({ trial, status }) => trial.candidate === id && status === 'completed');
  throw new InputError({
    code: 'no-such-trial',
    what: `The run has no completed trial of "${wanted}"${replicate === undefined ? '' : ` with replicate ${replicate}`}.`,
    allowed:
      completed.length === 0
        ? 'a candidate of the run that completed a trial'
        : `replicates ${completed.map(({ trial }) => trial.streams.init).join(', ')}`,
    fix: '`surefoot log <run>` lists the trials.',
  });
}

/** The one that the question itself would ask for, where there are several. */
function ofReplicate(found: readonly Outcome[], plan: JsonObject): Outcome | undefined {
  const own = found.find(({ trial }) => {
    return isOfReplicate(trial, trial.fidelity.sampleSize, areSplitsRepeated(plan));
  });
  return own ?? found[0];
}

function dataChanged(folder: string): InputError {
  return new InputError({
    code: 'data-changed',
    what: `The data differ from those that the run in ${folder} was trained on.`,
    allowed: 'the same values in the same split',
    fix: 'Restore the data that the run was trained on.',
  });
}

function noModel(candidate: string): InputError {
  return new InputError({
    code: 'no-model',
    what: `Candidate "${candidate}" has no model that can be exported.`,
    allowed: 'networks of the built-in trainer',
    fix: 'Look in the artifacts folder of the run: your own trainers keep their models there.',
  });
}
