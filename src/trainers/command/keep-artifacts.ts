/** @file Files that a command names as worth keeping, brought into the trial's folder. */
import { cp, mkdir, stat } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { TrainingFailure, type TrainingResult } from '../../core/index.js';

/**
 * Paths are taken from `folder`; what lies elsewhere is copied into it. Without a folder to keep anything in, nothing is
 * kept. Throws a TrainingFailure (`no-loss`) for what is no file or folder.
 */
export async function keepArtifacts(result: TrainingResult, folder: string, isKept: boolean): Promise<TrainingResult> {
  const { artifacts, ...rest } = result;
  if (artifacts === undefined || !isKept) return rest;
  const kept: Record<string, string> = {};
  for (const [name, given] of Object.entries(artifacts)) {
    const path = resolve(folder, given);
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
