/** @file What a session of changes has come to: one line of JSON for each change that was judged, in a file beside the log. */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type InputError, inputError, isObject } from '../../core/index.js';
import type { JudgedChange } from '../../report/index.js';
import { RUN_FILES } from './run-files.js';

/** In the order in which they were judged. @throws InputError for a file that has other lines. */
export function readChanges(out: string): readonly JudgedChange[] {
  const path = join(out, RUN_FILES.changes);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line, place) => {
      try {
        const change: unknown = JSON.parse(line);
        if (isObject(change) && 'candidate' in change && 'verdict' in change) return change as unknown as JudgedChange;
      } catch {
        // Said below.
      }
      throw brokenLine(path, place + 1);
    });
}

/** As {@link readChanges}; undefined for a folder that is no session. */
export function sessionLines(folder: string): readonly JudgedChange[] | undefined {
  return existsSync(join(folder, RUN_FILES.changes)) ? readChanges(folder) : undefined;
}

export function addChange(out: string, change: JudgedChange): void {
  mkdirSync(out, { recursive: true });
  appendFileSync(join(out, RUN_FILES.changes), `${JSON.stringify(change)}\n`);
}

/** The version that the next change is set against; undefined before the first. */
export function baselineOf(changes: readonly JudgedChange[]): JudgedChange['baseline'] | undefined {
  return changes.findLast(({ moved }) => moved)?.candidate ?? changes[0]?.baseline;
}

/** Trainings of a version that the log has, on the first seeds. */
export function trainedOf(changes: readonly JudgedChange[], { id }: JudgedChange['baseline']): number {
  const counts = changes.flatMap(({ baseline, candidate, trainings }) => [
    ...(baseline.id === id ? [trainings.baseline] : []),
    ...(candidate.id === id ? [trainings.candidate] : []),
  ]);
  return Math.max(0, ...counts);
}

function brokenLine(path: string, line: number): InputError {
  return inputError`keep-session: Line ${line} of ${path} is no change that was judged.
    Allowed: one JSON object a line, as surefoot keep writes them
    Fix: Take the line out, or begin a session in another folder with --out.`;
}
