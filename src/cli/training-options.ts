/** @file Declares what every command takes that trains: where, how far (its budget), going on, what is printed, and workers elsewhere. */
import type { Command } from 'commander';
import type { Budget } from '../app/commands.js';
import { given } from '../core/index.js';
import { explainedElsewhere, positiveNumber, wholeNumber } from './option-values.js';
import { addSlurmOptions } from './slurm-options.js';
import { addQueueOptions, addWorkersAtOptions } from './workers-at-options.js';

/** Headings of the help of a command. */
export const OWN_OPTIONS = 'What is asked:';
const OTHER_OPTIONS = { run: 'The run:', again: 'Starting again:', output: 'Output:' };

/** `printed`: the file that --json prints. */
export function addTrainingOptions(command: Command, printed: string): Command {
  command
    .optionsGroup(OTHER_OPTIONS.run)
    .option('-o, --out <folder>', 'run folder (default: runs/<name of the experiment>)');
  addBudgetOptions(command).option(
    '-w, --workers <count>',
    'trainings at the same time (default: as many as fit)',
    wholeNumber('--workers', 1),
  );
  explainedElsewhere(command, (one) => addSlurmOptions(addWorkersAtOptions(addQueueOptions(one))));
  return command
    .optionsGroup(OTHER_OPTIONS.again)
    .option('--fresh', 'discard the trainings in the run folder, begin anew')
    .option('--retry-failed', 'train failed trainings again, and decide anew')
    .option('--accept-changed-code', 'go on although the code of the trainer has changed')
    .optionsGroup(OTHER_OPTIONS.output)
    .option('--long', 'print tables, intervals and files as well')
    .option('--json', `print only ${printed} to standard output`)
    .option('-q, --quiet', 'no progress')
    .addHelpText('after', '\nOn other machines, at a queue or under Slurm: surefoot help machines');
}

export interface BudgetFlags {
  readonly budget?: number;
  readonly minutes?: number;
}

function addBudgetOptions(command: Command): Command {
  return command
    .option('-b, --budget <count>', 'at most so many trainings, over all resumes', wholeNumber('--budget', 1))
    .option('-m, --minutes <minutes>', 'at most this wall time, over all resumes', positiveNumber('--minutes'));
}

export function budgetOf({ budget, minutes }: BudgetFlags): Budget {
  return given({ trials: budget, minutes });
}
