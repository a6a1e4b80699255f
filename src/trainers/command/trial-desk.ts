/** @file Shares what both kinds of command trainer do: make folders, describe the trial, take the answer. */
import { mkdtempSync } from 'node:fs';
import { cp, mkdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative, resolve } from 'node:path';
import {
  type AskedScore,
  type Candidate,
  defined,
  lossGiven,
  predictionsFlaw,
  type SetPredictions,
  type TrainingContext,
  TrainingFailure,
  type TrainingResult,
  type Trial,
} from '../../core/index.js';
import type { Samples } from '../../engine/datasets/index.js';
import { toldFilesIn } from '../told-files.js';
import { readToldPredictions } from '../told-predictions.js';
import type { CommandTrainerOptions, Judge } from './command-options.js';
import { type CommandResult, noLoss } from './read-result.js';
import { createSampleDelivery, judgingSamples, type SampleDelivery } from './sample-delivery.js';
import { createTrialMessage, type TrialMessage } from './trial-message.js';

export interface DeskTrial {
  readonly message: TrialMessage;
  /** A folder that is emptied after the trial. */
  readonly scratch: string;
  /** Keeps what the answer names, if the run keeps anything. */
  keep(result: CommandResult): Promise<TrainingResult>;
}

export class TrialDesk {
  readonly #folder: string;
  readonly #deliver: SampleDelivery;
  readonly #options: CommandTrainerOptions;
  #isClosed = false;

  constructor(options: CommandTrainerOptions) {
    const { sample, stretch, judge } = options;
    this.#options = options;
    this.#folder = mkdtempSync(join(tmpdir(), stretch.folderPrefix));
    this.#deliver = createSampleDelivery(sample, join(this.#folder, 'shared'), judge !== undefined);
  }

  /** Opens a trial, lets `work` do it, and clears away what only this trial needed. */
  async serve(
    candidate: Candidate,
    trial: Trial,
    { experimentSeed, artifactFolder, keepPredictions, score }: TrainingContext,
    work: (open: DeskTrial) => Promise<TrainingResult>,
  ): Promise<TrainingResult> {
    if (this.#isClosed) throw new Error('The trainer is closed.');
    const { judge, sample: source } = this.#options;
    const scratch = join(this.#folder, 'trial');
    const folder = artifactFolder ?? join(scratch, 'files');
    await mkdir(artifactFolder === undefined ? folder : scratch, { recursive: true });
    try {
      const sample = await this.#deliver(trial, experimentSeed, scratch);
      const message = createTrialMessage(candidate, trial, {
        experimentSeed,
        sample,
        folder,
        ...defined({ score, keepPredictions: judge === undefined ? keepPredictions : true }),
      });
      const keep = ({ told, loss, ...result }: CommandResult) => {
        const predicted =
          keepPredictions === true || judge !== undefined ? readToldPredictions(told, toldFilesIn(folder)) : {};
        const { metrics } = result;
        const judged =
          judge === undefined
            ? requireLoss(loss, metrics, score)
            : judgedBy(judge, predicted, judgingSamples(source, trial, experimentSeed) as Samples);
        const kept = keepPredictions === true ? predicted : {};
        const whole = { ...result, ...judged, metrics: { ...metrics, ...judged.metrics }, ...kept };
        return keepArtifacts(whole, folder, artifactFolder !== undefined);
      };
      return await work({ message, scratch, keep });
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await rm(this.#folder, { recursive: true, force: true });
  }
}

function requireLoss(
  loss: number | undefined,
  metrics: CommandResult['metrics'],
  score: AskedScore | undefined,
): Pick<TrainingResult, 'loss' | 'lossOf' | 'metrics'> {
  const given = lossGiven(loss, metrics, score);
  if (given === undefined)
    throw noLoss('it told predictions and no "loss"; `loss: predictions` in `trainer` has Surefoot compute it');
  return given;
}

/** @throws TrainingFailure (`no-loss`) for predictions that nothing can be judged by. */
function judgedBy(
  judge: Judge,
  { predictions, predictionsFlaw: flaw }: Pick<TrainingResult, 'predictions' | 'predictionsFlaw'>,
  samples: Samples,
): Pick<TrainingResult, 'loss' | 'metrics'> {
  const selection = predictions?.selection;
  if (selection === undefined) throw noLoss(`it told no predictions for the selection set${flaw ? `: ${flaw}` : ''}`);
  const wrong = wrongIn(selection);
  if (wrong !== undefined) throw noLoss(`its predictions for the selection set: ${wrong}`);
  const judged = judge(selection, samples);
  if (judged !== undefined) return judged;
  const { kind, examples, outputs } = selection;
  throw noLoss(
    `its predictions for the selection set are ${examples} x ${outputs} ${kind}, of ${samples.count} examples; needed are \`probabilities\` of all classes, or \`values\` of all targets`,
  );
}

/** Numbers that are not finite are a training that diverged, which its loss says. */
function wrongIn(selection: SetPredictions): string | undefined {
  return selection.values.every(Number.isFinite) ? predictionsFlaw(selection) : undefined;
}

/**
 * Paths are taken from `folder`; what lies elsewhere is copied into it. Without a folder to keep anything in, nothing is
 * kept. Throws a TrainingFailure (`no-loss`) for what is no file or folder.
 */
async function keepArtifacts(result: TrainingResult, folder: string, isKept: boolean): Promise<TrainingResult> {
  const { artifacts, ...rest } = result;
  if (artifacts === undefined || !isKept) return rest;
  const kept: Record<string, string> = {};
  for (const [name, named] of Object.entries(artifacts)) {
    const path = resolve(folder, named);
    await requireThere(name, path);
    kept[name] = isInside(folder, path) ? path : await copyInto(join(folder, 'copied', encodeURIComponent(name)), path);
  }
  return { ...rest, artifacts: kept };
}

async function requireThere(name: string, path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() || found?.isDirectory()) return;
  const why = found === undefined ? 'is not there' : 'is neither a file nor a folder';
  throw new TrainingFailure({ kind: 'no-loss', message: `It named the artifact "${name}", which ${why}: ${path}` });
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && !way.startsWith('..');
}

async function copyInto(folder: string, path: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const target = join(folder, basename(path));
  await cp(path, target, { recursive: true });
  return target;
}
