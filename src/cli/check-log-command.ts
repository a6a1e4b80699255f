/** @file `surefoot check-log`: verifies the log of a run and the files of its trials, and rescues the trials of a damaged one. */
import type { Command } from 'commander';
import { checkRun, formatQuantity, salvageRun } from '../app/commands.js';
import { EXIT } from './exit-status.js';
import { print } from './terminal.js';

interface CheckLogFlags {
  readonly salvage?: string;
}

export function addCheckLogCommand(program: Command): void {
  program
    .command('check-log')
    .summary('verify the log of a run and its files, and rescue the trainings of a damaged one')
    .description(
      'Reads the whole log of a run, compares every row with its checksum and every kept file with its SHA-256, and tells ' +
        'what is wrong (exit status 1 then). ' +
        'With --salvage, writes every readable training, question and decision into the log of a new folder, where `select` and the ' +
        'studies go on.',
    )
    .argument('<run>', 'run folder')
    .option('--salvage <folder>', 'rescue every readable training into this new run folder')
    .addHelpText(
      'after',
      `
Examples
  $ surefoot check-log runs/digits
  $ surefoot check-log runs/digits --salvage runs/digits-rescued`,
    )
    .action(checkLogAction);
}

function checkLogAction(folder: string, { salvage }: CheckLogFlags): void {
  if (salvage !== undefined) {
    const { trials, share } = salvageRun(folder, salvage);
    const known = share === undefined ? '' : `: ${share}`;
    print(process.stdout, `Rescued ${formatQuantity(trials, 'trial')} into ${salvage}${known}.\n`);
    return;
  }
  const { rows, questions, damages, remarks } = checkRun(folder);
  const counts = `${formatQuantity(rows.outcome ?? 0, 'outcome')}, ${formatQuantity(questions, 'question')}, ${formatQuantity(rows.decision ?? 0, 'decision')}`;
  const verdict = damages.length > 0 ? 'damaged' : 'sound';
  print(process.stdout, `${[...damages, ...remarks, `${counts}: ${verdict}`].join('\n')}\n`);
  if (damages.length > 0) process.exitCode = EXIT.failed;
}
