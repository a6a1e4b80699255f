/** @file `surefoot report`: writes the files of a question again, from the log of its run folder, or shows how far it is. */
import type { Command } from 'commander';
import { formatLogged, RUN_FILES, reportQuestion } from '../app/commands.js';
import { addFigureOptions, type FigureFlags, figuresRequest, writeFiguresOf } from './figure-options.js';
import { wholeNumber } from './option-values.js';
import { layoutOf, print } from './terminal.js';

interface ReportFlags extends FigureFlags {
  readonly question?: number;
  readonly out?: string;
}

export function addReportCommand(program: Command): void {
  const command = program
    .command('report')
    .summary('write the files of a question of a run folder again, or show how far it is')
    .description(
      'Answers a question that was asked of a run folder once more from the trials in its log, and puts its files on top. ' +
        'Nothing is trained; where trials are missing, the answer is that of an unfinished run.\n\n' +
        'Of a run that goes on in another process it shows what is there by now, and leaves its folder alone.',
    )
    .argument('<run>', 'run folder')
    .option(
      '--question <number>',
      'as `surefoot status` numbers them (default: the newest)',
      wholeNumber('--question', 1),
    )
    .option('-o, --out <file>', 'write the page to this file alone, and nothing into the run folder');
  addFigureOptions(command)
    .addHelpText(
      'after',
      `
Examples
  $ surefoot status runs/digits
  $ surefoot report runs/digits --question 1
  $ surefoot report runs/digits --out so-far.html      also while the run goes on
  $ surefoot report runs/digits --figures figures --theme print`,
    )
    .action(reportAction);
}

async function reportAction(folder: string, { question, out, ...figureFlags }: ReportFlags): Promise<void> {
  const figures = figuresRequest(figureFlags);
  const onlyLook = out !== undefined || figures !== undefined;
  const reported = await reportQuestion(folder, question, { onlyLook, ...(out === undefined ? {} : { page: out }) });
  const written = reported.written === 'page' ? undefined : folder;
  print(process.stdout, formatLogged(reported, layoutOf(process.stdout), written));
  if (reported.written === 'page') print(process.stdout, `\nWrote ${out}.\n`);
  if (figures !== undefined) await writeFiguresOf(reported, figures);
  if (reported.written !== 'nothing' || onlyLook) return;
  print(
    process.stderr,
    `The run in ${folder} goes on, so its ${RUN_FILES.report} was not written. For a page of now: add --out <file>, or surefoot watch ${folder}\n`,
  );
}
