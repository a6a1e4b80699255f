/** @file One trial of an experiment, outside of any race: for other tools that drive its trainer, and to look into it. */
import {
  type Candidate,
  dividedByReplicate,
  hashJson,
  inputError,
  type JsonObject,
  NO_MASK,
  nearestName,
  type Outcome,
  replicateStreams,
  type Trainer,
  type Trial,
} from '../../core/index.js';
import { newId } from '../../experiment/index.js';
import { closeStretch, openStretch } from '../../trainers/index.js';
import { runTrial } from '../../work/here/index.js';
import { createBackend } from '../ask/create-backend.js';
import type { SourcedExperiment } from '../ask/experiment-source.js';
import { candidatesOf } from '../ask/prepare-experiment.js';
import { repeatsSplits } from '../ask/repeated-splits.js';
import type { TrainerBackend } from '../ask/trainer-backend.js';

/** What a trial is of: a candidate of the experiment's space, or any configuration that its trainer takes. */
export type TrialSubject = { readonly candidate: string } | { readonly configuration: JsonObject };

interface TrialRequest {
  readonly streams: Trial['streams'];
  /** Training examples; 0 = as the experiment says. */
  readonly sampleSize: number;
  readonly repeat: number;
  readonly experimentSeed: number;
  /** Where the trial may leave files; nothing is kept without it. */
  readonly artifactFolder?: string;
}

/** Trains trials one at a time with the experiment's own trainer, in this process. */
export interface TrialBench {
  /** The candidate, with its configuration completed. @throws InputError for one that the trainer refuses. */
  candidateFor(subject: TrialSubject): Candidate;
  /** The streams of this replicate in a race of the experiment. */
  streamsOf(replicate: number): Trial['streams'];
  train(candidate: Candidate, request: TrialRequest): Promise<Outcome>;
  close(): Promise<void>;
}

/** @throws InputError when the experiment's trainer or data cannot be used. */
export async function openTrialBench(source: SourcedExperiment, signal: AbortSignal): Promise<TrialBench> {
  const backend = await createBackend(source);
  const stretch = await openStretch();
  // Made when the first candidate has been found to be one.
  let trainer: Promise<Trainer> | undefined;
  const { sample } = source.draft;
  return {
    candidateFor: (subject) =>
      'candidate' in subject
        ? candidateNamed(subject.candidate, source, backend)
        : outside(subject.configuration, backend),
    streamsOf: (replicate) => {
      const replicated = { streams: replicateStreams(replicate) };
      return (repeatsSplits(source.draft) ? dividedByReplicate(replicated) : replicated).streams;
    },
    train: async (candidate, { streams, sampleSize, repeat, ...given }) => {
      const fidelity = { sampleSize: sampleSize || sample };
      const trial: Trial = { candidate: candidate.id, streams, fidelity, repeat };
      trainer ??= backend.createTrainer(stretch);
      return runTrial(await trainer, candidate, trial, { ...given, signal, mask: backend.secrets?.mask ?? NO_MASK });
    },
    close: async () => {
      await (await trainer)?.close?.();
      await closeStretch(stretch);
    },
  };
}

function candidateNamed(id: string, source: SourcedExperiment, backend: TrainerBackend): Candidate {
  const { candidates } = candidatesOf(source, backend);
  const found = candidates.find((candidate) => candidate.id === id || candidate.label === id);
  if (found !== undefined) return found;
  const near = nearestName(
    id,
    candidates.map((candidate) => candidate.id),
  );
  throw inputError`unknown-candidate: The experiment has no candidate "${id}".
    Allowed: one of its ${candidates.length} candidates, by id or label
    Fix: ${near === undefined ? '`surefoot check` lists them.' : `Did you mean ${near}? \`surefoot check\` lists them all.`}`;
}

function outside(given: JsonObject, backend: TrainerBackend): Candidate {
  const { inspector } = backend;
  const configuration = inspector?.complete(given) ?? given;
  inspector?.describe(configuration);
  const candidate = { id: newId(hashJson(configuration)), label: 'given from outside', configuration };
  backend.checkCandidates?.([candidate]);
  return candidate;
}
