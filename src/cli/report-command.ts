/** @file `surefoot report`: writes the files of a question again, from the log of its run folder. */
import type { Command } from 'commander';
import { formatFinalTable, formatStudyTable, reportQuestion } from '../app/commands.js';
import { wholeNumber } from './option-values.js';
import { isColorful, print, widthOf } from './terminal.js';

interface ReportFlags {
  readonly question?: number;
}

export function addReportCommand(program: Command): void {
  program
    .command('report')
    .summary('write the files of an earlier question of a run folder again')
    .description(
      'Answers a question that was asked of a run folder once more from the trials in its log, and puts its files on top. ' +
        'Nothing is trained; where trials are missing, the answer is that of an unfinished run.',
    )
    .argument('<run>', 'run folder')
    .option(
      '--question <number>',
      'as `surefoot status` numbers them (default: the newest)',
      wholeNumber('--question', 1),
    )
    .addHelpText(
      'after',
      `
Examples
  $ surefoot status runs/digits
  $ surefoot report runs/digits --question 1`,
    )
    .action(reportAction);
}

async function reportAction(folder: string, { question }: ReportFlags): Promise<void> {
  const reported = await reportQuestion(folder, question);
  const options = { width: widthOf(process.stdout), colors: isColorful(process.stdout) };
  const text =
    reported.kind === 'race'
      ? formatFinalTable(reported.view, options)
      : formatStudyTable(reported.conclusion.input, options);
  print(process.stdout, text);
}
