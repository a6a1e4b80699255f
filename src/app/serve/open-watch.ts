/** @file Watching, apart from everything else (the server is loaded only to watch something); and an address in a file for its owner alone. */

import { chmodSync, closeSync, fchmodSync, fstatSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inputError } from '../../core/index.js';
import { makeProcessFolder } from '../../evidence/log/index.js';
import type { Watching, WatchOptions } from './start-watch.js';

/** @throws InputError for what cannot be watched, and for an address that cannot be used. */
export async function openWatch(folder: string, options: WatchOptions): Promise<Watching> {
  const { startWatch } = await import('./start-watch.js');
  return startWatch(folder, options);
}

/** What a process prints may be read by others. */
export interface AddressFile {
  readonly path: string;
  /** Another one takes its place; false where it cannot. */
  replace(address: string): boolean;
  /** With its folder. */
  remove(): void;
}

/** @throws InputError (`address-not-private`) where temporary files cannot be kept from others. */
export function keepAddress(address: string): AddressFile {
  let folder: string | undefined;
  try {
    folder = makeProcessFolder('watch');
    chmodSync(folder, 0o700);
    const path = join(folder, 'address');
    writePrivately(path, address);
    return { path, replace: (next) => replace(path, next), remove: () => removeFolder(folder) };
  } catch (cause) {
    removeFolder(folder);
    throw inputError`address-not-private: The address to open cannot be kept from others in ${tmpdir()}: ${(cause as Error).message}
      Allowed: a folder for temporary files whose files can be for one user alone
      Fix: Name another one in the environment variable TMPDIR; or watch in a terminal, which is shown the address itself.
      Cause: ${cause}`;
  }
}

function replace(path: string, address: string): boolean {
  try {
    writePrivately(`${path}.next`, address);
    renameSync(`${path}.next`, path);
    return true;
  } catch {
    // Temporary files that are old are removed by some machines.
    return false;
  }
}

/** The file is made for its owner alone before anything is written into it. */
function writePrivately(path: string, text: string): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    // Whatever umask and folder have made of it; and some file systems know no owners.
    fchmodSync(file, 0o600);
    const { mode } = fstatSync(file);
    if (process.platform !== 'win32' && (mode & 0o777) !== 0o600)
      throw new Error(`files there have the mode ${(mode & 0o777).toString(8)}`);
    writeSync(file, `${text}\n`);
  } finally {
    closeSync(file);
  }
}

function removeFolder(folder: string | undefined): void {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}
