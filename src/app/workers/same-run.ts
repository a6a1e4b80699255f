/** @file Whether a worker's trainer is that of the run: made from the experiment or from what is offered, and compared part by part. */
import {
  type Candidate,
  hashJson,
  type InputError,
  inputError,
  isOfEngine,
  type JsonObject,
  type OfferedRun,
  type ThreadVariables,
} from '../../core/index.js';
import { demandOf, differenceClauses, type TrialDemand } from '../../experiment/index.js';
import { createBackend } from '../ask/create-backend.js';
import type { SourcedExperiment } from '../ask/experiment-source.js';
import { candidatesOf, identityOf } from '../ask/prepare-experiment.js';
import type { TrainerBackend } from '../ask/trainer-backend.js';
import { differencesThatMatter, environmentHere } from '../environment.js';
import { type OfferedExperiment, readOffered } from './offered-experiment.js';

/** A trainer as this machine has made it. */
export interface OwnTrainer {
  readonly backend: TrainerBackend;
  readonly demand: TrialDemand;
  readonly seed: number;
  /** The experiment's, where it names any. */
  readonly workers: number | undefined;
  /** Of the experiment; undefined where it was offered. */
  readonly name: string | undefined;
  readonly candidates: (run: OfferedRun) => readonly Candidate[];
  /** That its log has settled. */
  readonly threads: (run: OfferedRun) => ThreadVariables | undefined;
  /** The first replicate whose trials keep their predictions; undefined where none does. */
  readonly predictionsFrom: (run: OfferedRun) => number | undefined;
  /** Whether the space of the experiment has this configuration; undefined where the space itself was offered. */
  readonly hasInSpace: ((configuration: JsonObject) => boolean) | undefined;
}

/** From an experiment that the user has given. @throws InputError when its trainer or its data cannot be used. */
export async function prepareOwn(source: SourcedExperiment): Promise<OwnTrainer> {
  const { seed, workers, name } = source.draft;
  const backend = await createBackend(source);
  await backend.requireReady?.();
  let space: ReadonlySet<string> | undefined;
  return {
    backend,
    demand: demandOf(source.draft),
    seed,
    workers,
    name,
    candidates: (run) => readOffered(run).candidates,
    threads: (run) => readOffered(run).threads,
    predictionsFrom: (run) => readOffered(run).predictionsFrom,
    hasInSpace: (configuration) => {
      space ??= new Set(candidatesOf(source, backend).candidates.map((own) => hashJson(own.configuration)));
      return space.has(hashJson(configuration));
    },
  };
}

/**
 * From what is offered; `isOwn`: nobody but this user can have written it, or it is signed.
 * @throws InputError where it takes an experiment, or where trainer or data cannot be made.
 */
export async function prepareOffered(run: OfferedRun, isOwn: boolean): Promise<OwnTrainer> {
  const offered = readOffered(run);
  if (offered.hidesSecrets) throw needsExperiment(run, 'its trainer has secrets, which are not offered');
  if (!isOwn) throw needsExperiment(run, 'other users can write where it is offered, and it is not signed');
  const backend = await createBackend(offered);
  await backend.requireReady?.();
  const { demand, seed } = offered;
  return {
    backend,
    demand,
    seed,
    workers: undefined,
    name: undefined,
    candidates: () => offered.candidates,
    threads: () => offered.threads,
    predictionsFrom: () => offered.predictionsFrom,
    hasInSpace: undefined,
  };
}

/** Whether a worker of this experiment is to look at the run: it has the name, or is the same in all that counts. */
export function isForUs(run: OfferedRun, own: OwnTrainer): boolean {
  if (run.name === own.name) return true;
  const { salt } = run.payload;
  return run.signature === identityOf(own.backend, own.seed, typeof salt === 'string' ? salt : '').identity;
}

/**
 * Gives the notice of a difference that was accepted.
 * @throws InputError (`run-differs`) for a run whose losses could not be those of this worker.
 */
export function requireSame(run: OfferedRun, own: OwnTrainer, acceptsDifferences: boolean): readonly string[] {
  const offered = readOffered(run);
  const { identity, parts } = identityOf(own.backend, own.seed, offered.salt);
  if (identity !== run.signature) {
    const was = offered.identityParts;
    const differing = differenceClauses(was, parts);
    const what = differing.length > 0 ? differing : ['it is offered under another signature'];
    const isOtherEngine = was.engine !== undefined && parts.engine !== undefined && was.engine !== parts.engine;
    throw differs(
      run,
      what,
      isOtherEngine
        ? 'Start run and workers with the same version of Surefoot.'
        : 'Give the experiment of the run, with the same data.',
    );
  }
  const code = own.backend.code?.watch.changedSince(offered.code?.files ?? {}) ?? [];
  if (code.length > 0) {
    throw differs(run, [`the code differs here: ${code.join(', ')}`], 'Bring the same code to both machines.');
  }
  return otherMachine(run, offered, acceptsDifferences);
}

function otherMachine(
  run: OfferedRun,
  { environment, identityParts }: OfferedExperiment,
  isAccepted: boolean,
): readonly string[] {
  const differences = differencesThatMatter(environment, environmentHere(), isOfEngine(identityParts));
  if (differences.length === 0) return [];
  const text = `losses may differ in their last digits (${differences.join('; ')})`;
  if (isAccepted) return [text];
  throw differs(
    run,
    [text],
    'Use equal machines and versions. Or go on with --accept-differences; the log then says so.',
  );
}

function differs({ name }: OfferedRun, differences: readonly string[], fix: string): InputError {
  return inputError`run-differs: The run "${name}" differs from what this worker would train: ${differences.join('; ')}.
    Allowed: the same data, trainer, code and seed, and a machine that gives the same losses
    Fix: ${fix}`;
}

function needsExperiment({ name }: OfferedRun, why: string): InputError {
  return inputError`experiment-needed: The run "${name}" cannot be served from its offer alone: ${why}.
    Allowed: the experiment file of the run, on this machine
    Fix: Name it: surefoot worker ADDRESS experiment.yaml. Or give run and worker one key, with --key-file FILE.`;
}
