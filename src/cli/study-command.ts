/** @file Shares what the commands of all studies do: options, progress, output, exit status. */

import { join } from 'node:path';
import type { Command } from 'commander';
import {
  formatStudyTable,
  knownIn,
  type PreparedStudy,
  progressOfStudy,
  runStudy,
  type SourcedExperiment,
  type StudyRequest,
  stringifyFigures,
} from '../app/commands.js';
import { given } from '../core/index.js';
import { addBudgetOptions, type BudgetFlags, budgetOf } from './budget-options.js';
import { exitStatusOf } from './exit-status.js';
import { listenForInterruption } from './interruption.js';
import { type LaunchSubject, launchedBy } from './launched-workers.js';
import { wholeNumber } from './option-values.js';
import { createProgressDisplay } from './progress-display.js';
import { addSlurmOptions, type SlurmFlags } from './slurm-options.js';
import { layoutOf, print, printJson } from './terminal.js';
import { typedCommand } from './typed-command.js';
import { addWorkersAtOptions, shownWorkersAt, type WorkersAtFlags, workersAtOf } from './workers-at-options.js';

export interface StudyFlags extends BudgetFlags, WorkersAtFlags, SlurmFlags {
  readonly out?: string;
  readonly workers?: number;
  readonly candidate?: readonly string[];
  readonly metric: string;
  readonly fresh?: true;
  readonly retryFailed?: true;
  readonly acceptChangedCode?: true;
  readonly json?: true;
  readonly quiet?: true;
}

/** Adds the options that every study takes, and what it leaves. */
export function addStudyOptions(command: Command): Command {
  command
    .option('-c, --candidate <name>', 'take part of the candidates only, by id or label (repeatable)', collect)
    .option('--metric <name>', 'study this metric instead of the loss', 'loss')
    .option('-o, --out <folder>', 'run folder (default: runs/<name of the experiment>)')
    .option(
      '-w, --workers <count>',
      'trainings at the same time (default: one per core, or as `resources` fit)',
      wholeNumber('--workers', 1),
    );
  addSlurmOptions(addWorkersAtOptions(command));
  return addBudgetOptions(command)
    .option('--fresh', 'forget what is in the run folder and start again')
    .option('--retry-failed', 'train failed trials of the log again')
    .option('--accept-changed-code', 'go on though the code of the trainer has changed; the log and the report say so')
    .option('--json', 'print study.json to standard output, and nothing else')
    .option('-q, --quiet', 'no progress');
}

export const STUDY_FILES_HELP = `
What you get in the run folder
  report.html   the study, drawn
  study.json    what was found, for programs
  study.csv     every set of trials with its criteria and intervals, one a row
  trials.csv    every trial, one a row
  log.sqlite    the log: the same command resumes, more trials extend`;

/** An option that may be given several times. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** The run folder: that of all questions of the experiment. */
export function folderOf(source: SourcedExperiment, { out }: StudyFlags): string {
  return out ?? join('runs', source.draft.name);
}

export function requestOf(folder: string, flags: StudyFlags): StudyRequest {
  const { workers, candidate, metric } = flags;
  return {
    figure: metric,
    known: knownIn(folder, flags),
    ...given({ workers, candidates: candidate }),
    budget: budgetOf(flags),
  };
}

/** Runs a study and prints what it found. */
export async function studyAction(prepared: PreparedStudy, subject: LaunchSubject, flags: StudyFlags): Promise<void> {
  const { runFolder: folder } = subject;
  const launched = launchedBy(flags, subject, prepared);
  if (flags.print === true && launched !== undefined) {
    print(process.stdout, launched.script);
    return;
  }
  const display = createProgressDisplay({
    stream: process.stderr,
    isQuiet: flags.quiet === true || flags.json === true,
    facts: progressOfStudy(prepared),
    labelOf: () => '',
    workersAt: shownWorkersAt(flags),
  });
  const interruption = listenForInterruption(() => display.stopping());
  try {
    const { status, conclusion } = await runStudy(prepared, {
      folder,
      fresh: flags.fresh === true,
      retryFailed: flags.retryFailed === true,
      acceptChangedCode: flags.acceptChangedCode === true,
      ...workersAtOf(flags, launched),
      command: typedCommand(),
      signal: interruption.signal,
      onEvent: display.onEvent,
    });
    display.close();
    if (conclusion !== null) {
      const { stdout } = process;
      if (flags.json === true) printJson(stdout, stringifyFigures(conclusion.record));
      else print(stdout, formatStudyTable(conclusion.input, layoutOf(stdout), folder));
    }
    process.exitCode = exitStatusOf(status, interruption.received());
  } finally {
    display.close();
    interruption.release();
  }
}
