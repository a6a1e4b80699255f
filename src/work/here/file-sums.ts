/** @file Sums up files that trials left, so that one that was damaged since can be told. */
import { createHash, hash } from 'node:crypto';
import fs, { createReadStream, lstatSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { type FileSum, type Outcome, openRegularFile, readRegularFile } from '../../core/index.js';
import { fromArtifactPath } from './artifact-folders.js';

/** Bytes. What a trainer leaves may be huge, or seem so: larger files are not summed up. */
const LARGEST = 2 ** 30;

/** The outcome with the sums of its files in the artifact folder; folders and files elsewhere have none. */
export async function withFileSums(outcome: Outcome, artifactFolder: string): Promise<Outcome> {
  const sums: Record<string, FileSum> = {};
  for (const [name, path] of Object.entries(outcome.artifacts ?? {})) {
    const sum = isAbsolute(path) ? undefined : await sumOf(fromArtifactPath(artifactFolder, path));
    if (sum !== undefined) sums[name] = sum;
  }
  return Object.keys(sums).length === 0 ? outcome : { ...outcome, artifactSums: sums };
}

/** What an outcome says of the files that its trial left. */
export type LeftFiles = Pick<Outcome, 'artifacts' | 'artifactSums'>;

/** Artifact paths of the outcome's files that differ from what was logged. Files that are not kept any more differ from nothing. */
export function damagedFiles({ artifacts = {}, artifactSums = {} }: LeftFiles, artifactFolder: string): string[] {
  return Object.entries(artifactSums).flatMap(([name, sum]) => {
    const artifactPath = artifacts[name] ?? '';
    const path = fromArtifactPath(artifactFolder, artifactPath);
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found === undefined) return [];
    const content = found.size === sum.bytes ? readTrialFile(path, sum.bytes) : undefined;
    return content !== undefined && fits(content, sum) ? [] : [artifactPath];
  });
}

export function fits(content: Uint8Array, { bytes, sha256 }: FileSum): boolean {
  return content.length === bytes && hash('sha256', content) === sha256;
}

/** A file that a trial left; undefined where there is none, or something else under its name: a link, a pipe, a larger file. */
export function readTrialFile(path: string, mostBytes: number): Uint8Array | undefined {
  try {
    return readRegularFile(fs, path, { mostBytes, followsLinks: false });
  } catch {
    return undefined;
  }
}

/** What cannot be read is the trainer's affair; the loss counts. */
async function sumOf(path: string): Promise<FileSum | undefined> {
  try {
    const { file } = openRegularFile(fs, path, { mostBytes: LARGEST, followsLinks: false });
    const sha256 = createHash('sha256');
    let bytes = 0;
    // The stream closes the file, however it ends.
    for await (const piece of createReadStream('', { fd: file })) {
      sha256.update(piece);
      bytes += piece.length;
      if (bytes > LARGEST) return undefined;
    }
    return { bytes, sha256: sha256.digest('hex') };
  } catch {
    return undefined;
  }
}
