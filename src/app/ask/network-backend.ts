/** @file The built-in trainer: networks on data that Surefoot holds, in worker processes, with an ONNX file at the end. */
import { rmSync } from 'node:fs';
import {
  type Candidate,
  ENGINE_VERSION,
  type InputError,
  inputError,
  type JsonObject,
  type Outcome,
  runError,
  type Trial,
  trialKey,
} from '../../core/index.js';
import { type DataSpec, type Dataset, finalBlocks } from '../../engine/datasets/index.js';
import {
  type BaselineRequest,
  checkData,
  createBaselineInspector,
  createBuiltInInspector,
  createBuiltInStackRule,
  createLinearInspector,
  evaluateKept,
  isBaseline,
  lossIdentity,
  measureBaselines,
} from '../../engine/inspection.js';
import { makeProcessFolder } from '../../evidence/log/index.js';
import { fits, fromArtifactPath, readTrialFile, runTrial } from '../../work/here/index.js';
import { surefootVersion } from '../environment.js';
import { RUN_FILES } from '../folder/run-files.js';
import { loadBuiltIn } from '../onnx-runtime.js';
import { shareDataset, sourceStates } from './shared-dataset.js';
import type { ModelNeeds, ModelSource, TrainerBackend } from './trainer-backend.js';

const INSPECTORS = {
  network: createBuiltInInspector,
  linear: createLinearInspector,
  parametric: createBaselineInspector,
} as const;

type BuiltInTrainer = keyof typeof INSPECTORS;

/** Its data, which may be another model's, too. */
interface NetworkData {
  readonly data: DataSpec;
  readonly baseFolder: string;
  /** Reads them, the first time that it is called. */
  readonly load: () => Promise<Dataset>;
}

/**
 * `parametric` takes baselines alone for candidates, `network` networks and baselines, `linear` linear models.
 * @throws InputError when the data cannot be used.
 */
export async function createNetworkBackend(
  { data, baseFolder, load }: NetworkData,
  trainer: BuiltInTrainer = 'network',
): Promise<TrainerBackend> {
  const sources = sourceStates(data, baseFolder);
  const dataset = await load();
  // Generated data are not drawn to be looked at: a training on them checks them.
  if (!dataset.simulated) checkData(dataset);
  // The hash lets a worker notice that a file changed under a running race.
  const payload = () => ({ kind: 'network', data: plainOf(data), baseFolder, dataHash: dataset.hash });
  const share = () => {
    const sharing = sources && shareDataset(dataset, sources);
    return sharing && { payload: { ...payload(), shared: plainOf(sharing.shared) }, release: sharing.release };
  };
  return {
    identity: trainer,
    engine: ENGINE_VERSION,
    inspector: INSPECTORS[trainer](dataset),
    dataset,
    lossOf: ({ configuration }) => lossIdentity(configuration.loss, dataset),
    training: {
      runs: 'in-processes',
      get payload() {
        return payload();
      },
      share,
      stackRule: createBuiltInStackRule(dataset),
    },
    requireReady: async () => void (await loadBuiltIn()),
    createTrainer: async () => (await loadBuiltIn()).createBuiltInTrainer({ dataset }),
    baselines: ({ configuration }, needs) => {
      return measureBaselines({ ...needs, dataset, loss: configuration.loss as BaselineRequest['loss'] });
    },
    models: {
      open: (candidate, outcomes, needs) => openModelSource(dataset, candidate, outcomes, needs),
      refit: (candidate, outcomes, epochs, needs) => openRefits(dataset, candidate, outcomes, { ...needs, epochs }),
      run: async ({ configuration }, model, part, { timed = false, leavingOut = false } = {}) => {
        const samples = dataset[part];
        const options = { timed, blocks: leavingOut ? finalBlocks(dataset) : undefined };
        return samples && (await loadBuiltIn()).runModel(model, dataset, samples, configuration, options);
      },
      evaluateKept: async ({ configuration }, predicted, { leavingOut = false } = {}) => {
        const blocks = leavingOut ? finalBlocks(dataset) : undefined;
        return evaluateKept(predicted, dataset, dataset.final, configuration, blocks);
      },
    },
  };
}

/** More than the weights of any network that is trained here. */
const MOST_WEIGHT_BYTES = 2 ** 31;

function plainOf(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}

interface Trained {
  readonly dataset: Dataset;
  readonly candidate: Candidate;
}

async function openModelSource(
  dataset: Dataset,
  candidate: Candidate,
  outcomes: readonly Outcome[],
  needs: ModelNeeds,
): Promise<ModelSource | undefined> {
  if (isBaseline(candidate.configuration)) return undefined;
  const damages: string[] = [];
  const kept = outcomes.map((outcome) =>
    readWeights(outcome, needs.artifactFolder, (path) => damages.push(`${path} is not what its training left`)),
  );
  const missing = kept.filter((one) => one === undefined).length;
  if (missing > 0 && needs.retraining?.mayBegin(missing) === false) return undefined;
  const weights: Uint8Array[] = [];
  for (const [place, outcome] of outcomes.entries()) {
    weights.push(kept[place] ?? (await retrain(dataset, candidate, outcome, { ...needs, damages })));
  }
  for (const damage of damages) needs.warn(`${damage}: candidate ${candidate.id} was trained again for its model`);
  const trials = outcomes.map(({ trial, loss }) => ({ trial: trialKey(trial), replicate: trial.streams.init, loss }));
  return sourceOf({ dataset, candidate }, weights, trials);
}

/**
 * The same trainings on all examples, by the trials' own weights, orders and noise. Of a single trial, where trainings differ, several, each by
 * itself: the first has its initial weights, the others further ones. Empty where the candidate has no model.
 */
async function openRefits(
  dataset: Dataset,
  candidate: Candidate,
  outcomes: readonly Outcome[],
  { epochs, ...needs }: ModelNeeds & { readonly epochs: number },
): Promise<readonly ModelSource[]> {
  if (isBaseline(candidate.configuration)) return [];
  const { refitOf } = await loadBuiltIn();
  const { varies, ...refit } = refitOf(candidate, dataset, epochs);
  const trials = outcomes.map(({ trial }) => trial);
  const [only] = trials;
  const together = only !== undefined && trials.length === 1 && varies ? beside(only).map((one) => [one]) : [trials];
  const sources: ModelSource[] = [];
  let why: string | undefined;
  for (const members of together) {
    const made = await openRefit(refit, members, needs);
    if (typeof made === 'string') why ??= made;
    else sources.push(made);
  }
  if (sources.length > 0 || why === undefined) return sources;
  throw runError`refit-failed: Candidate ${candidate.id} was trained again on all examples, and ${why}.
    Allowed: a training that completes
    Fix: Leave \`refit\` out of \`deliver\`: the model of the race is there.`;
}

/** So many tell which of them is a usual one. */
const REFITS = 5;

/** Each with other initial weights, the first with its own. */
function beside(trial: Trial): readonly Trial[] {
  const { streams } = trial;
  return Array.from({ length: REFITS }, (_, number) => ({
    ...trial,
    streams: { ...streams, init: streams.init + number },
  }));
}

/** Of all these trainings as one model; or why one of them did not come out. */
async function openRefit(refit: Trained, trials: readonly Trial[], needs: ModelNeeds): Promise<ModelSource | string> {
  const weights: Uint8Array[] = [];
  for (const trial of trials) {
    const { split: _, ...streams } = trial.streams;
    const { outcome, kept } = await trainHere(refit, { ...trial, streams, fidelity: { sampleSize: 0 } }, needs);
    if (kept === undefined || outcome.status !== 'completed') return outcome.failure?.message ?? 'diverged';
    weights.push(kept);
  }
  return sourceOf(
    refit,
    weights,
    trials.map((trial) => ({ trial: trialKey(trial), replicate: trial.streams.init })),
  );
}

async function sourceOf(
  { dataset, candidate }: Trained,
  weights: readonly Uint8Array[],
  trials: readonly JsonObject[],
): Promise<ModelSource> {
  const { exportNetwork } = await loadBuiltIn();
  const own = { surefoot: surefootVersion(), candidate: candidate.id, dataHash: dataset.hash };
  return {
    encode: ({ intervals, metadata = {} } = {}) => {
      const told = Object.entries({ trials, ...metadata }).map(([name, value]) => [name, JSON.stringify(value)]);
      return exportNetwork({
        candidate,
        dataset,
        weights,
        intervals,
        metadata: { ...own, ...Object.fromEntries(told) },
      });
    },
  };
}

/** Undefined where they are not kept, or damaged: then `onDamage` is told the path from the run folder. */
function readWeights(
  { artifacts, artifactSums }: Outcome,
  artifactFolder: string,
  onDamage: (path: string) => void,
): Uint8Array | undefined {
  if (artifacts?.weights === undefined) return undefined;
  const path = fromArtifactPath(artifactFolder, artifacts.weights);
  const sum = artifactSums?.weights;
  const weights = readTrialFile(path, MOST_WEIGHT_BYTES);
  if (weights === undefined || sum === undefined || fits(weights, sum)) return weights;
  onDamage(`${RUN_FILES.artifacts}/${artifacts.weights}`);
  return undefined;
}

/** Weights that are not kept are made again; they are the same exactly when the loss is. */
async function retrain(
  dataset: Dataset,
  candidate: Candidate,
  outcome: Outcome,
  needs: ModelNeeds & { readonly damages: string[] },
): Promise<Uint8Array> {
  const { damages, otherEngine } = needs;
  if (otherEngine !== undefined) throw ofOtherEngine(candidate, otherEngine, damages);
  const { outcome: again, kept } = await trainHere({ dataset, candidate }, outcome.trial, needs);
  needs.retraining?.trained(again);
  if (again.loss === outcome.loss && kept !== undefined) return kept;
  throw runError`retraining-differs: ${damages.map((damage) => `${damage}. `).join('')}Candidate ${candidate.id} was trained again for its model, with loss ${again.loss} instead of the logged ${outcome.loss}.
    Allowed: the same loss, bit for bit
    Fix: Run this on the machine of the race: another processor or version of ONNX Runtime rounds differently.`;
}

/** One training in this process, with the weights that it left. */
async function trainHere(
  { dataset, candidate }: Trained,
  trial: Trial,
  { experimentSeed }: Pick<ModelNeeds, 'experimentSeed'>,
): Promise<{ readonly outcome: Outcome; readonly kept: Uint8Array | undefined }> {
  const artifactFolder = makeProcessFolder('retrain');
  const trainer = (await loadBuiltIn()).createBuiltInTrainer({ dataset });
  try {
    const { signal } = new AbortController();
    const outcome = await runTrial(trainer, candidate, trial, { experimentSeed, artifactFolder, signal });
    return { outcome, kept: readWeights(outcome, artifactFolder, () => {}) };
  } finally {
    await trainer.close?.();
    rmSync(artifactFolder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function ofOtherEngine({ id }: Candidate, otherEngine: string, damages: readonly string[]): InputError {
  const [damage = `The weights of candidate ${id} are not kept`] = damages;
  return inputError`weights-of-other-engine: ${damage}, and ${otherEngine} trained them. This Surefoot has engine ${ENGINE_VERSION}: what it trained again would be another model with another loss.
    Allowed: trainings whose weights are kept, or the version that trained them
    Fix: Use the Surefoot that trained the run. \`surefoot report RUN --out page.html\` shows what its log holds.`;
}
