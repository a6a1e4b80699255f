/** @file Names the folder of a trial's files. Names follow from the trial alone, so a retry finds the same folder. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { lstat, mkdir, readdir, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { PREDICTED_SETS, predictionsFile, RunError, runError, type Trial, trialKey } from '../../core/index.js';

const READABLE_CHARACTERS = 80;
/** How the names end that {@link trialFolder} gives. */
const TRIAL_FOLDER = /-[0-9a-f]{12}$/;
/** What a failed trial printed as errors, in its folder. */
const OUTPUT_FILE = 'stderr.txt';

/** The folder of one trial below the run's artifact folder; its name is safe on every file system. */
export function trialFolder(artifactFolder: string, trial: Trial): string {
  const key = trialKey(trial);
  const readable = key.replaceAll(/[^A-Za-z0-9,-]+/g, '_').slice(0, READABLE_CHARACTERS);
  const distinct = createHash('sha256').update(key).digest('hex').slice(0, 12);
  return join(artifactFolder, `${readable}-${distinct}`);
}

/** The folder of one attempt at a trial, made once it is asked for. Throws a RunError (`trial-folder`) where there can be none, which says nothing of a candidate. */
export class TrialFolder {
  readonly #artifactFolder: string;
  readonly #folder: string;
  #isMade = false;

  constructor(artifactFolder: string, trial: Trial) {
    this.#artifactFolder = artifactFolder;
    this.#folder = trialFolder(artifactFolder, trial);
  }

  /** Its path; it is there. */
  get path(): string {
    try {
      if (!this.#isMade) mkdirSync(this.#folder, { recursive: true });
    } catch (error) {
      throw noFolder(this.#artifactFolder, error);
    }
    this.#isMade = true;
    return this.#folder;
  }

  /** Removes what an attempt that was killed left there. */
  async clear(): Promise<void> {
    try {
      await rm(this.#folder, { recursive: true, force: true });
    } catch (error) {
      throw noFolder(this.#artifactFolder, error);
    }
  }

  async removeIfEmpty(): Promise<void> {
    if (this.#isMade) await removeIfEmpty(this.#folder);
  }
}

/** What the system says where nothing more can be written, whoever writes. */
const NO_ROOM: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EROFS']);

/** Where a training ended because nothing could be written any more: that is no failure of its candidate. */
export function outOfRoom(artifactFolder: string, error: unknown): RunError | undefined {
  if (error instanceof RunError && error.code === NO_FOLDER) return error;
  return error instanceof Error && 'code' in error && NO_ROOM.has(error.code)
    ? noFolder(artifactFolder, error)
    : undefined;
}

const NO_FOLDER = 'trial-folder';

/** That nothing can be written below this folder. */
export function noFolder(artifactFolder: string, cause: unknown): RunError {
  return runError`${NO_FOLDER}: A training could not write its files (below ${artifactFolder}): ${cause instanceof Error ? cause.message : String(cause)}.
    Fix: Make room or set the permissions of the folder, then run the same command again: finished trainings are kept.
    Cause: ${cause}`;
}

/** Keeps what a failed trial printed, beside whatever else it left, where it can be kept; nothing is written for nothing. */
export async function keepOutput(artifactFolder: string, trial: Trial, text: string): Promise<void> {
  // What cannot be, on a full disk for example, changes nothing in what the trial gave.
  if (text !== '') await writeOutput(artifactFolder, trial, text).catch(() => {});
}

async function writeOutput(artifactFolder: string, trial: Trial, text: string): Promise<void> {
  const folder = trialFolder(artifactFolder, trial);
  await mkdir(folder, { recursive: true });
  const path = join(folder, OUTPUT_FILE);
  // A trainer may have put a pipe there, or a link to a file of somebody's.
  await rm(path, { recursive: true, force: true });
  await writeFile(path, text, { flag: 'wx' });
}

/** What {@link keepOutput} kept of this trial; undefined when it printed nothing, or did not fail. */
export function readOutput(artifactFolder: string, trial: Trial): string | undefined {
  try {
    return readFileSync(join(trialFolder(artifactFolder, trial), OUTPUT_FILE), 'utf8');
  } catch {
    return undefined;
  }
}

async function removeIfEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch {
    // It holds files, or it is gone.
  }
}

/**
 * An artifact's path as an outcome carries it: relative to the artifact folder, with forward slashes, so that a run folder
 * can be moved and equal runs have equal logs. A path outside of the folder stays absolute.
 */
export function toArtifactPath(artifactFolder: string, path: string): string {
  const inside = relative(artifactFolder, resolve(path));
  if (isAbsolute(inside) || inside === '..' || inside.startsWith(`..${sep}`)) return resolve(path);
  return inside.split(sep).join('/');
}

/** The file that an outcome's artifact path means. */
export function fromArtifactPath(artifactFolder: string, artifactPath: string): string {
  return resolve(artifactFolder, artifactPath);
}

/** Trials whose folders stay. */
interface KeptTrials {
  readonly whole: readonly Trial[];
  /** Of these their predictions stay at least. */
  readonly logged: readonly Trial[];
}

/** Removes what all other trials left, e.g. what a killed run was at, and everything else stays. */
export async function keepArtifactsOf(artifactFolder: string, trials: () => KeptTrials): Promise<void> {
  const found = await readdir(artifactFolder).catch(() => []);
  const folders = new Set(found.filter((name) => TRIAL_FOLDER.test(name)));
  if (folders.size === 0) return;
  const { whole, logged } = trials();
  for (const trial of whole) folders.delete(basename(trialFolder(artifactFolder, trial)));
  for (const trial of logged) {
    const name = basename(trialFolder(artifactFolder, trial));
    if (folders.delete(name)) await removeAllButPredictions(join(artifactFolder, name));
  }
  for (const name of folders) await rm(join(artifactFolder, name), { recursive: true, force: true });
}

/** Removes what these trials left but their predictions, e.g. the trials of eliminated candidates; their outcomes stay in the log. */
export async function discardArtifacts(artifactFolder: string, trials: readonly Trial[]): Promise<void> {
  for (const trial of trials) await removeAllButPredictions(trialFolder(artifactFolder, trial));
}

/** Removes all that a trial left which is in no log. */
export async function removeTrialFolder(artifactFolder: string, trial: Trial): Promise<void> {
  await rm(trialFolder(artifactFolder, trial), { recursive: true, force: true });
}

const PREDICTION_FILES: ReadonlySet<string> = new Set(PREDICTED_SETS.map(predictionsFile));

async function removeAllButPredictions(folder: string): Promise<void> {
  // A trainer may have put a link to a folder of somebody's in its place.
  const isFolder = (await lstat(folder).catch(() => undefined))?.isDirectory() ?? false;
  if (!isFolder) return rm(folder, { force: true });
  for (const name of await readdir(folder)) {
    if (!PREDICTION_FILES.has(name)) await rm(join(folder, name), { recursive: true, force: true });
  }
  await removeIfEmpty(folder);
}
