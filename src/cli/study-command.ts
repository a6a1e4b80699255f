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
import { addTrainingOptions, budgetOf, OWN_OPTIONS } from './training-options.js';

export interface StudyFlags extends QuestionFlags {
  readonly candidate?: readonly string[];
  readonly metric: string;
}

/** What sets the command of one study apart from the others. */
interface StudyCommand<Flags extends StudyFlags, Own> {
  readonly name: string;
  readonly kind: QuestionKind<AskedStudy & Own, PlannedQuestion>;
  readonly description: string;
  /** Adds its own options. */
  readonly options: (command: Command) => Command;
  /** What these ask. */
  readonly own: (flags: Flags) => Own;
  /** As they are typed. */
  readonly examples: readonly string[];
}

/** Adds a command that asks a study of an experiment file. */
export function addStudyCommand<Flags extends StudyFlags, Own>(
  program: Command,
  { name, kind, description, options, own, examples }: StudyCommand<Flags, Own>,
): void {
  const command = program
    .command(name)
    .description(description)
    .argument('<experiment>', 'experiment file (YAML), the same as for select')
    .optionsGroup(OWN_OPTIONS);
  options(command)
    .option('-c, --candidate <name>', 'only this candidate, by id or label (repeatable)', collect)
    .option('--metric <name>', 'study this metric instead of the loss', 'loss');
  addTrainingOptions(command, 'study.json')
    .addHelpText('after', `${STUDY_FILES_HELP}\n\nExamples\n${examples.map((typed) => `  $ ${typed}`).join('\n')}`)
    .action(async (path: string, flags: Flags) => {
      const source = readExperimentFile(path);
      const folder = flags.out ?? join('runs', source.draft.name);
      const { candidate, metric } = flags;
      const asked = { figure: metric, ...given({ candidates: candidate }), ...own(flags) };
      await studyOf(kind, { experiment: path, source, runFolder: folder }, flags, asked);
    });
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
