/** @file Keeps what a trial predicted as files in its folder, one for each set, beside what its trainer left there. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  encodePredictions,
  type Outcome,
  PREDICTED_SETS,
  predictionsArtifact,
  predictionsFile,
  predictionsFlaw,
  type TrainingResult,
  type Trial,
  writePredicted,
} from '../../core/index.js';

/** Whether the trial keeps its predictions; `from` is the first replicate that does, undefined where none does. */
export function keepsPredictions({ streams }: Trial, from: number | undefined): boolean {
  return from !== undefined && streams.init >= from;
}

/**
 * The result with the files as artifacts. The loss counts in any case: what is wrong with predictions, or with the disk, is said as
 * `predictionsFlaw`, and no set is kept then, so that a trial has all of its sets or none.
 */
export async function keepPredictions(
  result: TrainingResult,
  { streams }: Trial,
  folder: string,
): Promise<TrainingResult> {
  // Trainers may be plain JavaScript: one that gave no loss is told so later.
  if (result?.predictions === undefined || !Number.isFinite(result.loss)) return result;
  const { predictions, ...rest } = result;
  const paths: Record<string, string> = {};
  try {
    for (const set of PREDICTED_SETS) {
      const own = predictions[set];
      // Where the data are divided anew, each replicate has a selection set of its own, and there is nothing to compare.
      if (own === undefined || (set === 'selection' && streams.split !== undefined)) continue;
      const flaw = predictionsFlaw(own);
      if (flaw !== undefined) throw new Error(`${set}: ${flaw}`);
      const path = join(folder, predictionsFile(set));
      paths[predictionsArtifact(set)] = path;
      // A trainer may have put a pipe there, or a link to a file of somebody's.
      await rm(path, { recursive: true, force: true });
      await writeFile(path, encodePredictions(own), { flag: 'wx' });
    }
  } catch (error) {
    for (const path of Object.values(paths)) await rm(path, { force: true }).catch(() => {});
    return { ...rest, predictionsFlaw: error instanceof Error ? error.message : String(error) };
  }
  return { ...rest, artifacts: { ...rest.artifacts, ...paths } };
}

/** The outcome with what was predicted for the selection set, where that could be kept. */
export function carryPredictions(outcome: Outcome, { predictions }: TrainingResult): Outcome {
  // Divided anew, there is nothing to compare.
  const selection = outcome.trial.streams.split === undefined ? predictions?.selection : undefined;
  if (outcome.status !== 'completed' || outcome.predictionsFlaw !== undefined || selection === undefined)
    return outcome;
  return { ...outcome, predicted: writePredicted(selection) };
}
