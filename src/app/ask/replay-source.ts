/** @file Reads what can be replayed: a table of recorded figures, or the log of a run. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { areSplitsRepeated, inputError, isFailure, isOfReplicate, type Question } from '../../core/index.js';
import { type LossColumns, readRecordedLosses } from '../../engine/datasets/index.js';
import { isLogThere, openSqliteStore } from '../../evidence/log/index.js';
import { failuresSchema } from '../../experiment/index.js';
import { isFresh } from '../../questions/race/plan/index.js';
import { type FailedTrial, type ReplaySource, sourceOfTable } from '../../questions/replay/plan/index.js';
import type { Direction } from '../../report/index.js';
import { lossUnder } from '../../stats/index.js';
import { RUN_FILES } from '../folder/run-files.js';
import { failurePolicyOf, failureUnder } from './count-failures.js';
import { asRaced, figureOfPlan } from './raced-figure.js';

/** @throws InputError for everything that can be wrong with the path and what is there. */
export async function readReplaySource(
  path: string,
  columns: LossColumns,
  direction: Direction,
): Promise<ReplaySource> {
  const log = logPathOf(path);
  if (log === undefined) return sourceOfTable(await readRecordedLosses(path, columns), direction);
  if (direction === 'maximize' || Object.keys(columns).length > 0)
    throw inputError`columns-of-log: ${path} is a run: its losses have no columns to name, and smaller ones are better.
      Allowed: --candidate, --loss, --replicate and --direction with a table
      Fix: Leave these options out.`;
  return readReplayLog(log);
}

/** The race that was asked last in a log. @throws InputError where there is none, or one of which trainings have no figure of their own. */
export function readReplayLog(path: string): ReplaySource {
  const store = openSqliteStore(path, { readOnly: true });
  try {
    const race = store.questions().findLast(({ header }) => header.plan.kind === 'race');
    if (race === undefined)
      throw inputError`no-race: The run "${store.head.name}" is a study, not a race: its trainings cannot be compared replicate by replicate.
        Allowed: the run of \`surefoot select\`, or a table
        Fix: Choose another run, or the columns you need from its trials.csv.`;
    return sourceOf(race);
  } finally {
    store.close();
  }
}

function sourceOf(question: Question): ReplaySource {
  const { header } = question;
  const indexOf = new Map(header.candidates.map(({ id }, index) => [id, index]));
  const columns: Float64Array[] = [];
  const figure = figureOfPlan(header.plan);
  if (figure?.joint !== undefined)
    throw inputError`replay-joint-metric: The run "${header.name}" raced ${figure.metric}, which no training has by itself.
      Allowed: runs that raced the loss, or a metric that each training has
      Fix: Race the loss in the same folder first.`;
  const policy = failurePolicyOf(failuresSchema.parse(header.experiment.failures));
  const failed: (FailedTrial | undefined)[][] = [];
  for (const outcome of question.outcomes()) {
    const { trial } = outcome;
    const replicate = trial.streams.init;
    // Studies of the same evidence train otherwise.
    if (isFresh(trial) || !isOfReplicate(trial, Number(header.plan.sampleSize), areSplitsRepeated(header.plan)))
      continue;
    while (columns.length <= replicate) {
      columns.push(new Float64Array(header.candidates.length).fill(Number.NaN));
      failed.push([]);
    }
    const index = indexOf.get(trial.candidate);
    if (index === undefined) continue;
    (columns[replicate] as Float64Array)[index] = lossUnder(policy, asRaced(figure, outcome));
    if (isFailure(outcome)) {
      const { status, failure } = outcome;
      const said = failure === undefined ? {} : { failure };
      (failed[replicate] as FailedTrial[])[index] = { status, ...said, kind: failureUnder(policy, outcome) };
    }
  }
  return {
    name: header.name,
    candidates: header.candidates,
    replicates: columns.map((_, replicate) => String(replicate)),
    columns,
    failed,
    hash: header.identityParts.data ?? '',
    simulated: (header.experiment.dataset as { simulated?: boolean } | null)?.simulated === true,
    header,
  };
}

/** The log that a path means: a log itself, or a run folder; undefined for a table. */
function logPathOf(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  if (path.endsWith('.sqlite')) return path;
  if (!statSync(path).isDirectory()) return undefined;
  const log = join(path, RUN_FILES.log);
  if (isLogThere(log)) return log;
  throw inputError`no-log: ${path} is a folder without a ${RUN_FILES.log}.
    Allowed: a table of losses (CSV, Parquet), a run folder, or a log
    Fix: Name the folder of a run, or the file.`;
}
