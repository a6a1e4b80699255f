/** @file Declares what every command takes that trains: where, how far (its budget), going on, what is printed, and workers elsewhere. */
import { type Command, Option } from 'commander';
import { RUN_FLAGS } from '../app/library/library-options.js';
import { defined } from '../core/index.js';
import { addTold, explainedElsewhere, positiveNumber, wholeNumber } from './option-values.js';
import { addSlurmOptions } from './slurm-options.js';
import { addQueueOptions, addWorkersAtOptions } from './workers-at-options.js';

/** Headings of the help of a command. */
export const OWN_OPTIONS = 'What is asked:';
const OTHER_OPTIONS = { run: 'The run:', again: 'Starting again:', output: 'Output:' };

/** `printed`: the file that --json prints. */
export function addTrainingOptions(command: Command, printed: string): Command {
  addTold(command.optionsGroup(OTHER_OPTIONS.run), RUN_FLAGS, 'out');
  addTold(addBudgetOptions(command), RUN_FLAGS, 'workers');
  explainedElsewhere(command, (one) => addSlurmOptions(addWorkersAtOptions(addQueueOptions(one))));
  addTold(command.optionsGroup(OTHER_OPTIONS.again), RUN_FLAGS, 'fresh', 'retryFailed', 'acceptChangedCode');
  return command
    .optionsGroup(OTHER_OPTIONS.output)
    .option('--long', 'print tables, intervals and files as well')
    .option('--json', `print only ${printed} to standard output`)
    .option('-q, --quiet', 'no progress')
    .addHelpOption(new Option('-h, --help', 'explain a command').helpGroup(OTHER_OPTIONS.output))
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

export function budgetOf({ budget, minutes }: BudgetFlags) {
  return defined({ trials: budget, minutes });
}
