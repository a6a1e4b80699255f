/** @file Shares what the commands of all studies do: options, progress, output, exit status. */

import { join } from 'node:path';
import type { Command } from 'commander';
import {
  type AskedStudy,
  knownIn,
  type PlannedQuestion,
  prepare,
  type QuestionKind,
  readExperimentFile,
} from '../app/commands.js';
import { given } from '../core/index.js';
import { type QuestionFlags, questionAction } from './question-action.js';
import type { LaunchSubject } from './slurm-options.js';
import { addTrainingOptions, budgetOf } from './training-options.js';

export interface StudyFlags extends QuestionFlags {
  readonly candidate?: readonly string[];
  readonly metric: string;
}

/** Adds the options that every study takes, and what it leaves. */
export function addStudyOptions(command: Command): Command {
  command
    .option('-c, --candidate <name>', 'only this candidate, by id or label (repeatable)', collect)
    .option('--metric <name>', 'study this metric instead of the loss', 'loss');
  return addTrainingOptions(command, 'study.json');
}

export const STUDY_FILES_HELP = `
What you get in the run folder
  report.html   the study, drawn
  study.json    what was found, for programs
  study.csv     one row per set of trainings, with criteria and intervals
  trials.csv    one row per training
  log.sqlite    the log: the same command resumes, more trials extend`;

/** An option that may be given several times. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** Asks a study of an experiment file; `own` are its further options. */
export async function studyAction<Own>(
  kind: QuestionKind<AskedStudy & Own, PlannedQuestion>,
  path: string,
  flags: StudyFlags,
  own: () => Own,
): Promise<void> {
  const source = readExperimentFile(path);
  const folder = flags.out ?? join('runs', source.draft.name);
  const { candidate, metric } = flags;
  const asked = { figure: metric, ...given({ candidates: candidate }), ...own() };
  await studyOf(kind, { experiment: path, source, runFolder: folder }, flags, asked);
}

/** Asks a study of what stands in `subject`. */
export async function studyOf<Asked extends object>(
  kind: QuestionKind<AskedStudy & Asked, PlannedQuestion>,
  subject: LaunchSubject,
  flags: QuestionFlags,
  told: Omit<AskedStudy, 'budget'> & Asked,
): Promise<void> {
  const use = { workers: flags.workers, known: knownIn(subject.runFolder, flags) };
  const prepared = await prepare(kind, subject.source, { ...told, budget: budgetOf(flags) }, use);
  await questionAction(prepared, subject, flags, () => '');
}
