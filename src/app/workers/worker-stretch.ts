/** @file A worker's stretch of work on its machine: it ends first what workers that were killed here have left running. */
import { lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endLeftStretch, type OpenedStretch, openStretch } from '../../trainers/index.js';

const ENDING = '.mark';

/** `id`: of the worker. Where records cannot be kept for this user alone, there are none. */
export async function openWorkerStretch(id: string): Promise<OpenedStretch> {
  const folder = join(tmpdir(), `surefoot-workers-${process.getuid?.() ?? 0}`);
  if (!isOurs(folder)) return openStretch();
  for (const name of readdirSync(folder)) if (name.endsWith(ENDING)) await endLeftStretch(join(folder, name));
  return openStretch(join(folder, `${id}${ENDING}`));
}

/** Made where it is missing. Anybody can make a folder of that name among the temporary ones. */
function isOurs(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const found = lstatSync(folder);
    return found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o077) === 0;
  } catch {
    return false;
  }
}
