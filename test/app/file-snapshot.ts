/** @file Everything that a folder holds, to be compared with what it holds later: names, kinds, modes and bytes. */
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const LARGE = 2 ** 24;

/** By path below the folder. Large files are told by size and time. */
export function fileSnapshot(folder: string): Readonly<Record<string, string>> {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    ['.', ...entries].map((path) => {
      const found = lstatSync(join(folder, path));
      const mode = found.mode.toString(8);
      if (!found.isFile()) return [path, mode];
      if (found.size > LARGE) return [path, `${mode} ${found.size} ${found.mtimeMs}`];
      return [
        path,
        `${mode} ${createHash('sha256')
          .update(readFileSync(join(folder, path)))
          .digest('hex')}`,
      ];
    }),
  );
}
