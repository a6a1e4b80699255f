/** @file Verifies the log of a run folder and the files that its trials left, and rescues a damaged log into a new folder. */
import { rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkLog, type LogCheck, type Rescued, salvageLog } from '../../evidence/log/index.js';
import { damagedFiles } from '../../work/here/index.js';
import { logIn } from './logged-run.js';
import { foreignNames, makeFolder, refuseForeign } from './own-files.js';
import { OWN_NAMES, RUN_FILES } from './run-files.js';

/** Kept files are part of it. @throws InputError for a folder without a log, and for a file that is none. */
export function checkRun(folder: string): LogCheck {
  const check = checkLog(logIn(folder));
  const artifactFolder = join(folder, RUN_FILES.artifacts);
  const files = check.outcomes.flatMap((outcome) => damagedFiles(outcome, artifactFolder));
  return {
    ...check,
    damages: [
      ...check.damages,
      ...files.map((path) => `file ${RUN_FILES.artifacts}/${path}: changed since its trial wrote it`),
    ],
  };
}

/**
 * Rescues the trials of a run folder into a new one, where any question can be asked of them.
 * @throws InputError where nothing can be rescued, or the target is in use.
 */
export function salvageRun(folder: string, target: string): Rescued {
  const log = logIn(folder);
  refuseForeign(target, foreignNames(target, OWN_NAMES));
  const made = makeFolder(target);
  try {
    return salvageLog(log, join(target, RUN_FILES.log), OWN_NAMES);
  } catch (error) {
    for (const path of made) rmdirSync(path);
    throw error;
  }
}
