/** @file What a trial left on a worker's disk, on its way into the artifact folder of the run. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Outcome, RunError, type SentFile, type Trial } from '../../core/index.js';
import { fromArtifactPath, trialFolder } from '../../execution/index.js';

/** Bytes of one trial that travel; what does not fit stays behind. */
export const MOST_SENT_BYTES = 256 * 2 ** 20;
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
    const bytes = found.length < MOST_FILES ? await readUpTo(inFolder, room) : undefined;
    if (bytes === undefined) left.push(path);
    else found.push({ path, bytes });
    room -= bytes?.length ?? 0;
  }
  if (left.length > 0) onLeftBehind(left);
  return found;
}

/** Puts them where they belong; what an earlier delivery of the trial brought makes room. */
export function keepTrialFiles(artifactFolder: string, files: readonly SentFile[]): void {
  for (const folder of new Set(files.map(({ path }) => requireInside(path)))) {
    rmSync(join(artifactFolder, folder), { recursive: true, force: true });
  }
  for (const { path, bytes } of files) {
    const target = fromArtifactPath(artifactFolder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes, { flag: 'wx' });
  }
}

export function forgetTrialFiles(artifactFolder: string, trial: Trial): void {
  rmSync(trialFolder(artifactFolder, trial), { recursive: true, force: true });
}

/** The name of the trial's folder. Nothing may be written but into the folder of a trial, whatever a worker says. */
function requireInside(path: string): string {
  const [folder = '', ...rest] = path.split('/');
  const isPlain = (part: string) => part !== '' && part !== '.' && part !== '..' && !/[\\\0]/.test(part);
  if (/-[0-9a-f]{12}$/.test(folder) && rest.length > 0 && [folder, ...rest].every(isPlain)) return folder;
  throw new RunError({
    code: 'bad-artifact-path',
    what: `A worker has sent a file for ${JSON.stringify(path.slice(0, 200))}, which is not in the folder of a trial.`,
    fix: 'Look at who may write to the exchange: no worker of Surefoot sends that.',
  });
}

/** Undefined where it is larger, or cannot be read. */
async function readUpTo(path: string, most: number): Promise<Uint8Array | undefined> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      return size > most ? undefined : await file.readFile();
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}
