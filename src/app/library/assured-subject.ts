/** @file What a promise is asked of: an experiment and its run folder, or a run folder alone, and the candidate that a finished race there chose. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isLogThere } from '../../evidence/log/index.js';
import type { Result } from '../../report/index.js';
import { loggedExperiment, readExperimentFile, type SourcedExperiment } from '../ask/experiment-source.js';
import { followQuestion } from '../conclude/logged-question.js';
import { newestQuestion, openRunLog } from '../folder/logged-run.js';
import { RUN_FILES } from '../folder/run-files.js';

interface AssuredSubject {
  readonly source: SourcedExperiment;
  readonly folder: string;
  /** A run folder was named in place of an experiment. */
  readonly isRun: boolean;
}

/**
 * `path` of an experiment file, whose run folder is `out` or the usual one, or of a run folder.
 * @throws InputError for a path that is neither.
 */
export function assuredSubject(path: string, out?: string): AssuredSubject {
  const isRun = isLogThere(join(path, RUN_FILES.log));
  if (!isRun) {
    const source = readExperimentFile(path);
    return { source, folder: out ?? join('runs', source.draft.name), isRun };
  }
  const store = openRunLog(path);
  try {
    return { source: loggedExperiment(newestQuestion(store).header.experiment), folder: out ?? path, isRun };
  } finally {
    store.close();
  }
}

/** Id of the candidate that the race chose that was finished last; undefined where there is none, or no run. */
export function chosenIn(folder: string): string | undefined {
  if (!existsSync(folder) || !isLogThere(join(folder, RUN_FILES.log))) return undefined;
  const store = openRunLog(folder);
  try {
    const race = store.questions().findLast((question) => {
      const status = question.conclusion()?.status;
      return question.header.plan.kind === 'race' && (status === 'decided' || status === 'exhausted');
    });
    if (race === undefined) return undefined;
    const { winner } = followQuestion(store, race, folder).report(false).record as Partial<Pick<Result, 'winner'>>;
    return winner?.candidate;
  } finally {
    store.close();
  }
}
