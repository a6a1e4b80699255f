/** @file The commands of the studies, each its words and examples, and what all of them do alike: options, progress, output, exit status. */

import { join } from 'node:path';
import type { Command } from 'commander';
import { readExperimentFile } from '../app/ask/experiment-source.js';
import { knownIn } from '../app/folder/logged-run.js';
import type { PlannedQuestion, QuestionKind } from '../app/questions/question-kind.js';
import { prepare, QUESTIONS } from '../app/questions/questions.js';
import type { AskedStudy } from '../app/questions/study-question.js';
import { defined } from '../core/index.js';
import { flagsOf, readLevels } from '../questions/common/index.js';
import { STUDIES, type StudyName, type StudyOwn } from '../questions/index.js';
import { addTold, another, readTold } from './option-values.js';
import { type QuestionFlags, questionAction } from './question-action.js';
import type { LaunchSubject } from './slurm-options.js';
import { addTrainingOptions, budgetOf, OWN_OPTIONS } from './training-options.js';

interface StudyFlags extends QuestionFlags {
  readonly candidate?: readonly string[];
  readonly metric: string;
}

/** What sets the command of one study apart from the others, beside its options. */
interface StudyCommand<Name extends StudyName> {
  readonly name: Name;
  readonly description: string;
  /** What its options ask, where these do not say it one by one. */
  readonly own?: (told: Readonly<Record<string, unknown>>) => object;
  /** Commands as they are typed. */
  readonly examples: readonly string[];
}

/** Adds a command that asks a study of an experiment file. */
function addStudyCommand<Name extends StudyName>(
  program: Command,
  { name, description, own = (told) => told, examples }: StudyCommand<Name>,
): void {
  const kind: QuestionKind<AskedStudy & StudyOwn<Name>, PlannedQuestion> = QUESTIONS[name];
  const command = program
    .command(name)
    .description(description)
    .argument('<experiment>', 'experiment file (YAML), the same as for select')
    .optionsGroup(OWN_OPTIONS);
  const told = flagsOf(STUDIES[name].options);
  addTold(command, told)
    .option('-c, --candidate <name>', 'only this candidate, by id or label (repeatable)', another)
    .option('--metric <name>', 'study this metric instead of the loss', 'loss');
  addTrainingOptions(command, `${name}.json`)
    .addHelpText('after', `${studyFilesHelp(name)}\n\nExamples\n${examples.map((typed) => `  $ ${typed}`).join('\n')}`)
    .action(async (path: string, flags: StudyFlags) => {
      const source = readExperimentFile(path);
      const folder = flags.out ?? join('runs', source.draft.name);
      const { candidate, metric } = flags;
      const asked = { figure: metric, ...defined({ candidates: candidate }), ...own(readTold(told, flags)) };
      const subject = { experiment: path, source, runFolder: folder };
      await studyOf(kind, subject, flags, asked as Omit<AskedStudy, 'budget'> & StudyOwn<Name>);
    });
}

/** A study leaves the files of a race as they are; `more`: what else is to be known of them. */
export function studyFilesHelp(name: StudyName, more = ''): string {
  const rows = [
    [`${name}.html`, 'the study, drawn'],
    [`${name}.json`, 'what was found, for programs'],
    [`${name}.csv`, 'one row per set of trainings, with criteria and intervals'],
    [`${name}-trials.csv`, 'one row per training'],
    ['log.sqlite', 'the log: the same command resumes, more trainings extend'],
  ];
  return `
What you get in the run folder${more}
${rows.map(([file = '', content = '']) => `  ${file.padEnd(18)}  ${content}`).join('\n')}`;
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

/** How much of the spread of losses comes from which source of randomness. */
export function addMeasureCommand(program: Command): void {
  addStudyCommand(program, {
    name: 'measure',
    description:
      'Trains each candidate again and again while chosen sources of randomness vary and all others stay fixed. Shows the loss ' +
      'distributions side by side, every criterion with its interval, and the share of variance of each source, from a ' +
      'crossed design. Three trainings with equal seeds show variation that no seed controls.',
    examples: [
      'surefoot measure experiment.yaml --vary init,sample --trials 30 --candidate c12ab34',
      'surefoot measure experiment.yaml --vary init,sample,order --crossed 6x6x3',
      'surefoot measure experiment.yaml --vary init,split --trials 30',
      'surefoot measure experiment.yaml --vary init,init+sample --crossed none',
    ],
  });
}

/** How many training examples until a model is stable. */
export function addCurveCommand(program: Command): void {
  addStudyCommand(program, {
    name: 'curve',
    description:
      'Trains each candidate several times at every sample size. Shows box plots of the losses, criterion and spread against ' +
      'size, and an estimate with its interval of the smallest size from which the model is as good and as steady as at ' +
      'the largest, within tolerances. Settled sizes get no more trainings.',
    examples: [
      'surefoot curve experiment.yaml --sizes 100..4000/9 --trials 10',
      'surefoot curve experiment.yaml --sizes paper --candidate model-1 --candidate model-2',
    ],
  });
}

/** One factor at a time, with tests of location and spread. */
export function addCompareCommand(program: Command): void {
  addStudyCommand(program, {
    name: 'compare',
    description:
      'Changes one setting of a candidate at a time and trains every level on the same replicates. Shows the loss ' +
      'distributions, tests of location and of spread corrected for their number, and effect sizes.',
    examples: [
      'surefoot compare experiment.yaml --factor layers.activation --trials 20',
      'surefoot compare experiment.yaml --factor activation=relu,elu,tanh --factor initialization=kaiming-uniform,xavier-uniform',
      'surefoot compare experiment.yaml --candidate model-1 --candidate model-2',
    ],
  });
}

/** How settings, sample size and sources of randomness couple. */
export function addCoupleCommand(program: Command): void {
  addStudyCommand(program, {
    name: 'couple',
    description:
      'Crosses settings with sample sizes, and within each cell two sources of randomness. Tells which of ' +
      'them move criterion, spread and collapses, and which act together. The design fits --budget and is printed ' +
      'before training: every cell has the same table of trainings, at least four, and fresh pairs beside it where they ' +
      'pay. A larger budget adds to it.',
    own: (told) => ({ ...told, ...crossedOption(String(told.crossed)) }),
    examples: [
      'surefoot couple experiment.yaml --factor layers.join=none,sum --sizes 500..32000/7 --budget 600',
      'surefoot couple experiment.yaml --factor activation --factor initialization=kaiming-uniform,xavier-uniform --sizes 200,800,3200',
      'surefoot couple experiment.yaml --candidate model-1 --candidate model-2 --sizes 500,2000,8000 --crossed 4x4+20',
    ],
  });
}

const readCrossed = readLevels(['auto'], 'levels such as 8, 10x6 or 4x4+20');

/** `6x6+20`: a table, and fresh pairs beside it. */
function crossedOption(written: string): { crossed: 'auto' | readonly number[]; pairs: 'auto' | number } {
  const [, table = written, pairs] = /^(\d[\dx]*)\+(\d+)$/.exec(written) ?? [];
  return {
    crossed: readCrossed(table, '--crossed'),
    pairs: pairs === undefined ? 'auto' : Number(pairs),
  };
}
