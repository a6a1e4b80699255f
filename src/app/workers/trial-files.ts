/** @file What a trial left on a worker's disk, on its way into the artifact folder of the run. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Outcome, SentFile, Trial } from '../../core/index.js';
import { fits, fromArtifactPath, readTrialFile, trialFolder } from '../../work/here/index.js';

/** Bytes of one trial that travel; what does not fit stays behind. */
const MOST_SENT_BYTES = 256 * 2 ** 20;
const MOST_FILES = 1000;

/** Regular files in the trial's folder, smallest ones first; `onLeftBehind` hears of those that are too large together. */
export async function readTrialFiles(
  artifactFolder: string,
  { trial }: Pick<Outcome, 'trial'>,
  onLeftBehind: (paths: readonly string[]) => void,
): Promise<readonly SentFile[]> {
  const folder = trialFolder(artifactFolder, trial);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const found: SentFile[] = [];
  const left: string[] = [];
  let room = MOST_SENT_BYTES;
  for (const entry of entries.filter((one) => one.isFile())) {
    const inFolder = join(entry.parentPath, entry.name);
    const path = [basename(folder), ...inFolder.slice(folder.length + 1).split(/[\\/]/)].join('/');
    const bytes = found.length < MOST_FILES ? readTrialFile(inFolder, room) : undefined;
    if (bytes === undefined) left.push(path);
    else found.push({ path, bytes });
    room -= bytes?.length ?? 0;
  }
  if (left.length > 0) onLeftBehind(left);
  return found;
}

/**
 * Why what an outcome says of its files cannot be so, as a clause; undefined if it can. Each of its paths is that of
 * a file in its trial's own folder, and what was summed up is what came. A file that was too large to be sent may be named.
 */
export function filesFlaw(
  { trial, artifacts = {}, artifactSums = {} }: Outcome,
  files: readonly SentFile[],
): string | undefined {
  const folder = basename(trialFolder('', trial));
  const isOwn = (path: string) => isInside(folder, path);
  const sent = new Map(files.map(({ path, bytes }) => [path, bytes]));
  const parents = new Set(files.flatMap(({ path }) => parentsOf(path)));
  if (sent.size < files.length || files.some(({ path }) => parents.has(path))) return 'two of its files have one path';
  const foreign = [...sent.keys(), ...Object.values(artifacts)].find((path) => !isOwn(path));
  if (foreign !== undefined) return `it names ${shownPath(foreign)}, which is not a path in the folder of its training`;
  const other = Object.entries(artifactSums).find(([name, sum]) => {
    const bytes = sent.get(artifacts[name] ?? '');
    return bytes !== undefined && !fits(bytes, sum);
  });
  return other === undefined ? undefined : `its file ${shownPath(other[0])} does not match its checksum`;
}

/** Puts files without a flaw where they belong; what an earlier delivery of the trial brought makes room. */
export function keepTrialFiles(artifactFolder: string, { trial }: Outcome, files: readonly SentFile[]): void {
  forgetTrialFiles(artifactFolder, trial);
  for (const { path, bytes } of files) {
    const target = fromArtifactPath(artifactFolder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes, { flag: 'wx' });
  }
}

/** The outcome without the files that lie elsewhere on this machine: they do not travel. `onLeftBehind` hears of those. */
export function withOwnFiles(outcome: Outcome, onLeftBehind: (paths: readonly string[]) => void): Outcome {
  const folder = basename(trialFolder('', outcome.trial));
  const named = Object.entries(outcome.artifacts ?? {});
  const own = named.filter(([, path]) => isInside(folder, path));
  if (own.length === named.length) return outcome;
  onLeftBehind(named.filter(([, path]) => !isInside(folder, path)).map(([, path]) => path));
  return { ...outcome, artifacts: Object.fromEntries(own) };
}

export function forgetTrialFiles(artifactFolder: string, trial: Trial): void {
  rmSync(trialFolder(artifactFolder, trial), { recursive: true, force: true });
}

/** Names of this length every file system takes. */
const MOST_NAME_BYTES = 255;

function isInside(folder: string, path: string): boolean {
  const [first, ...rest] = path.split('/');
  const isPlain = (part: string) =>
    part !== '' && part !== '.' && part !== '..' && !/[\\\0]/.test(part) && Buffer.byteLength(part) <= MOST_NAME_BYTES;
  return first === folder && rest.length > 0 && rest.every(isPlain) && path.length <= MOST_PATH_CHARACTERS;
}

const MOST_PATH_CHARACTERS = 1024;

function parentsOf(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, place) => parts.slice(0, place + 1).join('/'));
}

function shownPath(path: string): string {
  return JSON.stringify(path.slice(0, 200));
}
