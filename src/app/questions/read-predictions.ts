/** @file Reads what one trial predicted for one set from its file, which must be what the trial left. */
import { isAbsolute } from 'node:path';
import {
  decodePredictions,
  type Outcome,
  oncePerObject,
  PREDICTED_SETS,
  type PredictedSet,
  predictionsArtifact,
  type SetPredictions,
} from '../../core/index.js';
import { fits, fromArtifactPath, readTrialFile } from '../../work/here/index.js';
import { RUN_FILES } from '../folder/run-files.js';

/** More than the predictions of any set that fits into memory. */
const MOST_BYTES = 2 ** 31;

/** A function like {@link readPredictions}. */
export type PredictionsReader = (outcome: Outcome, set: PredictedSet) => SetPredictions | string | undefined;

/** Reads each file once: for as long as the reader is held, it holds what it has read. */
export function predictionsReader(artifactFolder: string): PredictionsReader {
  const ofSets = PREDICTED_SETS.map((set) => {
    return [set, oncePerObject((outcome: Outcome) => readPredictions(outcome, set, artifactFolder))] as const;
  });
  const readers = new Map(ofSets);
  return (outcome, set) => readers.get(set)?.(outcome);
}

/** Undefined where the outcome names no such file; a text, a clause that says what is wrong with the file. */
function readPredictions(
  { artifacts = {}, artifactSums = {} }: Outcome,
  set: PredictedSet,
  artifactFolder: string,
): SetPredictions | string | undefined {
  const name = predictionsArtifact(set);
  const path = artifacts[name];
  if (path === undefined) return undefined;
  const bytes = isAbsolute(path) ? undefined : readTrialFile(fromArtifactPath(artifactFolder, path), MOST_BYTES);
  if (bytes === undefined) return `${RUN_FILES.artifacts}/${path} is missing`;
  const sum = artifactSums[name];
  const decoded = sum === undefined || fits(bytes, sum) ? decodePredictions(bytes) : undefined;
  return decoded ?? `${RUN_FILES.artifacts}/${path} is damaged`;
}
