/** @file Reads what one trial predicted for one set from its file, which must be what the trial left. */
import { isAbsolute } from 'node:path';
import {
  decodePredictions,
  type Outcome,
  type PredictedSet,
  predictionsArtifact,
  type SetPredictions,
} from '../core/index.js';
import { fits, fromArtifactPath, readTrialFile } from '../work/here/index.js';
import { RUN_FILES } from './run-files.js';

/** More than the predictions of any set that fits into memory. */
const MOST_BYTES = 2 ** 31;

/** Undefined where the outcome names no such file; a text, a clause that says what is wrong with the file. */
export function readPredictions(
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
