/** @file Declares what every command takes that trains: where, how far (its budget), going on, what is printed; and, on a help page of its own, elsewhere. */
import { Command } from 'commander';
import type { Budget } from '../app/commands.js';
import { given } from '../core/index.js';
import { positiveNumber, wholeNumber } from './option-values.js';
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
    'trainings at the same time (default: one per core, or as `resources` fit)',
    wholeNumber('--workers', 1),
  );
  addElsewhereOptions(command);
  return command
    .optionsGroup(OTHER_OPTIONS.again)
    .option('--fresh', 'discard the trainings in the run folder and start again')
    .option('--retry-failed', 'train failed trainings of the log again, and decide anew where they mattered')
    .option('--accept-changed-code', 'go on although the code of the trainer has changed; log and report then say so')
    .optionsGroup(OTHER_OPTIONS.output)
    .option('--long', 'print everything behind the answer as well: tables, intervals, files')
    .option('--json', `print only ${printed} to standard output`)
    .option('-q, --quiet', 'no progress')
    .addHelpText('after', '\nOn other machines, at a queue or under Slurm: surefoot help machines');
}

/** Options of `machinesHelp`, which the command's own help leaves out. */
function addElsewhereOptions(command: Command): void {
  const shown = command.options.length;
  addSlurmOptions(addWorkersAtOptions(addQueueOptions(command)));
  for (const option of command.options.slice(shown)) option.hideHelp();
}

/** The page about a run whose trainings other machines do: a command that only has help. */
export function machinesHelp(): Command {
  const page = new Command('select, measure, ...')
    .usage('[options] <experiment>')
    .description(
      'Options of select, measure, curve, compare, couple and assure for a run that other machines train for. One process ' +
        'leads; workers take trainings from it, through a shared folder or a queue. Start any number of them, at ' +
        'any time. Decisions and losses do not depend on their number.',
    )
    .optionsGroup('A shared folder, or a queue:');
  addWorkersAtOptions(page).optionsGroup('At a queue:');
  addQueueOptions(page).optionsGroup('Under Slurm:');
  return addSlurmOptions(page)
    .helpOption(false)
    .addHelpText(
      'after',
      `
Two terminals, or two machines
  1 $ surefoot select experiment.yaml --workers-at /shared/exchange
  2 $ surefoot worker /shared/exchange

A queue, with what is sent signed by a key
  1 $ surefoot select experiment.yaml --queue redis://box --key-file key
  2 $ surefoot worker --queue redis://box --key-file key

Sixteen workers under Slurm
  $ surefoot select experiment.yaml --slurm 16 --slurm-partition gpu

The other side: surefoot worker --help. All of it: docs/many-machines.md`,
    );
}

export interface BudgetFlags {
  readonly budget?: number;
  readonly minutes?: number;
}

function addBudgetOptions(command: Command): Command {
  return command
    .option('-b, --budget <count>', 'budget: trainings begun at most, over all resumes', wholeNumber('--budget', 1))
    .option('-m, --minutes <minutes>', 'budget: wall time in all, over all resumes', positiveNumber('--minutes'));
}

export function budgetOf({ budget, minutes }: BudgetFlags): Budget {
  return given({ trials: budget, minutes });
}
