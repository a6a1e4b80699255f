/** @file `surefoot help`: the page of a subject that many commands share; of one command, program.ts shows the command's own help. */
import { Command } from 'commander';
import { type InputError, inputError, nearestName } from '../core/index.js';
import { addAheadOption, addFoundOptions, SETTINGS_OF_TABLES } from './race-options.js';
import { addRuleOptions } from './replay-command.js';
import { addSlurmOptions } from './slurm-options.js';
import { addQueueOptions, addWorkersAtOptions } from './workers-at-options.js';

/** Each is a command that has help alone. */
const PAGES: Readonly<Record<string, () => Command>> = { machines: machinesHelp, found: foundHelp, rules: rulesHelp };

export function addHelpCommand(program: Command): void {
  program
    .command('help')
    .description(
      'Explains a command, or a subject: machines (workers elsewhere, queues, Slurm), found (what other searches have found), ' +
        'rules (their options).',
    )
    .argument('[subject]', 'name of a command, or of a subject')
    .action((subject: string) => {
      const page = PAGES[subject]?.();
      if (page === undefined)
        throw unknownSubject(subject, [...program.commands.map((one) => one.name()), ...Object.keys(PAGES)]);
      page.copyInheritedSettings(program).helpOption(false).outputHelp();
    });
}

function unknownSubject(subject: string, names: readonly string[]): InputError {
  const near = nearestName(subject, names);
  return inputError`unknown-help: There is no help on "${subject}"${near === undefined ? '' : `; did you mean "${near}"?`}
    Allowed: ${names.join(', ')}
    Fix: Correct the name, or see all commands with \`surefoot --help\`.`;
}

/** A run whose trainings other machines do. */
function machinesHelp(): Command {
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
  addSlurmOptions(page).optionsGroup('Idle workers of a race:');
  return addAheadOption(page).addHelpText(
    'after',
    `
Two terminals, or two machines
  1 $ surefoot select experiment.yaml --workers-at /shared/exchange
  2 $ surefoot worker /shared/exchange

A queue, with what is sent signed by a key
  1 $ surefoot select experiment.yaml --queue redis://box --key-file key
  2 $ surefoot worker --queue redis://box --key-file key

  Any program that can write to the queue can offer trainings and deliver
  losses. With a key both are signed. Without one a worker needs the experiment,
  and trains only what lies in its space; losses are believed from any sender.

Sixteen workers under Slurm
  $ surefoot select experiment.yaml --slurm 16 --slurm-partition gpu

The other side: surefoot worker --help. All of it: docs/many-machines.md`,
  );
}

/** What an earlier run or another search has found, and what a program proposes. */
function foundHelp(): Command {
  const page = new Command('select')
    .usage('[options] <experiment>')
    .description(
      'Options of select and recheck for what other searches have found: the folder of a run, a table with a row for each trial (CSV or ' +
        'Parquet: a column for each setting, one of values), or a study of Optuna (study.db, sqlite:///study.db, or a journal).\n\n' +
        'select --from takes over trainings with the same data, trainer and seed. Anything else is a prior of a search: it says where ' +
        'to look first. recheck races the best of what was found.\n\n' +
        'select --propose runs a command of your own at each look of a search with `refine: true`. It reads what was tried as JSON ' +
        'and prints a list of configurations, which join the race.',
    )
    .optionsGroup('Of a table, or a study:');
  return addFoundOptions(page).addHelpText('after', SETTINGS_OF_TABLES);
}

/** The rules of a replay. */
function rulesHelp(): Command {
  const page = new Command('replay')
    .usage('[options] <losses>')
    .description(
      'Options of rules. A flag gives one to all rules that have it; behind the name of a rule it is for that rule, as in welch:alpha=0.01. ' +
        'In an experiment they stand beside the name: `rule: { name: welch, alpha: 0.01 }`.',
    )
    .optionsGroup('Options of rules:');
  return addRuleOptions(page);
}
