/** @file `surefoot report`: writes the files of a question again, from the log of its run folder, or shows how far it is. */
import type { Command } from 'commander';
import {
  checkComparePage,
  compareRuns,
  formatCompareTable,
  RUN_FILES,
  reportQuestion,
  stringifyFigures,
  writeComparePage,
} from '../app/commands.js';
import { given, InputError } from '../core/index.js';
import { addFigureOptions, type FigureFlags, figuresRequest, writeFiguresOf } from './figure-options.js';
import { wholeNumber } from './option-values.js';
import { layoutOf, print, printJson, printProse } from './terminal.js';

interface ReportFlags extends FigureFlags {
  readonly compare?: boolean;
  readonly json?: boolean;
  readonly question?: number;
  readonly out?: string;
}

export function addReportCommand(program: Command): void {
  const command = program
    .command('report')
    .summary('write the files of a question of a run folder again, show how far it is, or compare runs')
    .description(
      'Answers a question that was asked of a run folder once more from the trials in its log, and puts its files on top. ' +
        'Nothing is trained; where trials are missing, the answer is that of an unfinished run.\n\n' +
        'Of a run that goes on in another process it shows what is there by now, and leaves its folder alone.\n\n' +
        'With --compare it sets the newest races of several run folders side by side: what differs, what each chose at what ' +
        'cost, and what they say of candidates in common; the folders are left as they are.',
    )
    .argument('<run...>', 'run folder; several with --compare')
    .option(
      '--question <number>',
      'as `surefoot status` numbers them (default: the newest)',
      wholeNumber('--question', 1),
    )
    .option('-o, --out <file>', 'write the page to this file alone, and nothing into the run folder');
  command
    .option(
      '--compare',
      'set several runs side by side on one page, compare.html or --out; the first is what others are compared with',
    )
    .option('--json', 'with --compare: print the comparison for programs, and write no page without --out');
  addFigureOptions(command)
    .addHelpText(
      'after',
      `
Examples
  $ surefoot status runs/digits
  $ surefoot report runs/digits --question 1
  $ surefoot report runs/digits --out so-far.html      also while the run goes on
  $ surefoot report runs/digits --figures figures --theme print
  $ surefoot report --compare runs/digits runs/digits-2`,
    )
    .action(reportAction);
}

async function reportAction(folders: readonly string[], flags: ReportFlags): Promise<void> {
  if (flags.compare) return compareAction(folders, flags);
  const [folder = '', another] = folders;
  if (another !== undefined) throw needsCompare(`There is a second run folder, ${another}`);
  if (flags.json) throw needsCompare('--json is for comparisons');
  const { question, out, ...figureFlags } = flags;
  const figures = figuresRequest(figureFlags);
  const onlyLook = out !== undefined || figures !== undefined;
  const { report, written } = await reportQuestion(folder, question, {
    onlyLook,
    ...given({ page: out }),
  });
  print(process.stdout, report.terminal(layoutOf(process.stdout), written === 'folder' ? folder : undefined));
  if (written === 'page') print(process.stdout, `\nWrote ${out}.\n`);
  if (figures !== undefined) await writeFiguresOf(report, figures);
  if (written !== 'nothing' || onlyLook) return;
  printProse(
    process.stderr,
    `The run in ${folder} goes on, so its ${RUN_FILES.report} was not written. For a page of now: add --out <file>, or surefoot watch ${folder}\n`,
  );
}

const COMPARE_PAGE = 'compare.html';

async function compareAction(folders: readonly string[], { question, out, json, ...figureFlags }: ReportFlags) {
  if (question !== undefined || figuresRequest(figureFlags) !== undefined) {
    throw new InputError({
      code: 'compare-options',
      what: '--compare is given with an option of single runs.',
      allowed: '--compare with --out and --json',
      fix: 'Leave --question and --figures out: the newest race of each folder is compared.',
    });
  }
  const page = out ?? (json ? undefined : COMPARE_PAGE);
  if (page !== undefined) checkComparePage(page);
  const view = await compareRuns(folders);
  if (page !== undefined) await writeComparePage(view, page);
  if (json) {
    printJson(process.stdout, stringifyFigures(view));
    return;
  }
  print(process.stdout, formatCompareTable(view, layoutOf(process.stdout)));
  print(process.stdout, `\nWrote ${page}.\n`);
}

function needsCompare(what: string): InputError {
  return new InputError({
    code: 'compare-missing',
    what: `${what}, and there is no --compare.`,
    allowed: 'one run folder; several, and --json, with --compare',
    fix: 'Add --compare, or name one folder alone.',
  });
}
