/** @file Keeps an explanation in the run folder that it is of, for the page of the run. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inputError } from '../../core/index.js';
import { type Explanation, stringifyRecord } from '../../report/index.js';
import { readGivenFile } from './files.js';
import { readRunLog } from './logged-run.js';
import { RUN_FILES } from './run-files.js';
import { openRun, writeRunFile } from './run-folder.js';

/**
 * Gives the path. The page of the run has it from then on.
 * @throws InputError for an explanation that is not of a run's trainings, where a file of others has the name, and of a run that goes on.
 */
export function keepExplanation(explanation: Explanation): string {
  const { run, spread } = explanation;
  if (run === null || spread === 'model') {
    throw inputError`explain-keep: This was a model file without a run, so there is no page to show the explanation on.
      Allowed: --keep for several trainings of a run
      Fix: Give the run folder, or leave --keep out.`;
  }
  const open = openRun(
    run,
    readRunLog(run, ({ head }) => head),
    { fresh: false },
  );
  try {
    writeRunFile(run, RUN_FILES.explanation, stringifyRecord(explanation));
  } finally {
    open.close();
  }
  return join(run, RUN_FILES.explanation);
}

const MOST_BYTES = 64 * 2 ** 20;

/** Undefined where there is none. */
export function keptExplanation(folder: string): Explanation | undefined {
  const path = join(folder, RUN_FILES.explanation);
  if (!existsSync(path)) return undefined;
  try {
    const read = JSON.parse(readGivenFile(path, MOST_BYTES).toString('utf8'), (_, value) =>
      value === 'Infinity' ? Number.POSITIVE_INFINITY : value === '-Infinity' ? Number.NEGATIVE_INFINITY : value,
    ) as Partial<Explanation> | null;
    return read?.format === 'surefoot-explanation' && read.version === 1 ? (read as Explanation) : undefined;
  } catch {
    return undefined;
  }
}
