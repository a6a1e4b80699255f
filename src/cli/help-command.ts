/** @file `surefoot help`: the page of a subject that many commands share; of one command, program.ts shows the command's own help. */
import type { Command } from 'commander';
import { InputError, nearestName } from '../core/index.js';
import { machinesHelp } from './training-options.js';

const PAGES: Readonly<Record<string, () => Command>> = { machines: machinesHelp };

export function addHelpCommand(program: Command): void {
  program
    .command('help')
    .description('Explains a command, or a subject that several share: machines (workers elsewhere, queues, Slurm).')
    .argument('[subject]', 'name of a command, or machines')
    .action((subject: string) => {
      const page = PAGES[subject]?.();
      if (page === undefined)
        throw unknownSubject(subject, [...program.commands.map((one) => one.name()), ...Object.keys(PAGES)]);
      page.copyInheritedSettings(program).outputHelp();
    });
}

function unknownSubject(subject: string, names: readonly string[]): InputError {
  const near = nearestName(subject, names);
  return new InputError({
    code: 'unknown-help',
    what: `There is no help on "${subject}"${near === undefined ? '' : `; did you mean "${near}"?`}`,
    allowed: names.join(', '),
    fix: 'Correct the name, or see all commands with `surefoot --help`.',
  });
}
