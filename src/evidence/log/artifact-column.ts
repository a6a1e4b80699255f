/** @file The files of a trial as one column of the log: each by its name as a path, with its sum where there is one. */
import type { Outcome } from '../../core/index.js';

type Files = Pick<Outcome, 'artifacts' | 'artifactSums'>;

/** A path alone is a folder, a file too large to be summed up, or was written before files had sums. */
export type FileColumn = Readonly<Record<string, string | readonly [path: string, bytes: number, sha256: string]>>;

export function filesToColumn({ artifacts, artifactSums = {} }: Files): FileColumn | null {
  if (artifacts === undefined) return null;
  return Object.fromEntries(
    Object.entries(artifacts).map(([name, path]) => {
      const sum = artifactSums[name];
      return [name, sum === undefined ? path : [path, sum.bytes, sum.sha256]];
    }),
  );
}

export function columnToFiles(column: FileColumn): Files {
  const entries = Object.entries(column);
  const artifacts = Object.fromEntries(
    entries.map(([name, file]) => [name, typeof file === 'string' ? file : file[0]]),
  );
  const artifactSums = Object.fromEntries(
    entries.flatMap(([name, file]) => (typeof file === 'string' ? [] : [[name, { bytes: file[1], sha256: file[2] }]])),
  );
  return Object.keys(artifactSums).length === 0 ? { artifacts } : { artifacts, artifactSums };
}
