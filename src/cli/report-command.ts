/** @file `surefoot report`: writes the files of a question again, from the log of its run folder, or shows how far it is. */

import { type Command, Option } from 'commander';
import { type FiguresRequest, THEMES, type Theme, writeFigures } from '../app/conclude/figures.js';
import { reportedBefore } from '../app/conclude/kept-answer.js';
import { compareRuns, reportQuestion } from '../app/conclude/report-question.js';
import { whyCandidate } from '../app/conclude/why.js';
import { requireComplete } from '../app/folder/answer-folder.js';
import { probeFolder } from '../app/folder/files.js';
import { RUN_FILES } from '../app/folder/run-files.js';
import { defined, type InputError, inputError } from '../core/index.js';
import {
  compareTables,
  formatCompareTable,
  formatTables,
  formatWhy,
  type Report,
  stringifyRecord,
  TABLE_FORMATS,
  type TableFormat,
} from '../report/index.js';
import { takingWord, wholeNumber } from './option-values.js';
import { layoutOf, print, printJson, printProse } from './terminal.js';

interface ReportFlags extends FigureFlags {
  readonly compare?: boolean;
  readonly json?: boolean;
  readonly long?: boolean;
  readonly question?: number;
  readonly out?: string;
  readonly table?: TableFormat;
  readonly why?: string;
}

export function addReportCommand(program: Command): void {
  const command = program
    .command('report')
    .summary('write the files of a question of a run folder again, show its progress, or compare runs')
    .description(
      'Answers a question again from the trainings in the log of a run folder, and writes its files. The newest of its kind has the ' +
        'plain names; an earlier one has its number in them, such as report-1.html and result-1.json. It trains nothing; if trainings are missing, the answer is that of an unfinished run.\n\n' +
        'For a run that goes on in another process it shows the current state, and leaves the folder alone.\n\n' +
        'With --compare it puts the newest races of several run folders side by side: what differs, what each chose at what ' +
        'cost, and what they found about shared candidates. The folders stay unchanged.',
    )
    .argument('<run...>', 'run folder; several with --compare')
    .option(
      '--question <number>',
      'as `surefoot status` numbers them (default: the newest)',
      wholeNumber('--question', 1),
    )
    .option('-o, --out <file>', 'write only the page, to this file, and nothing into the run folder')
    .option('--long', 'print everything behind the answer as well: tables, intervals, files')
    .addOption(
      takingWord(
        new Option(
          '--table <format>',
          'print the table of the answer for another document (LaTeX needs the package booktabs), and write nothing',
        ),
        TABLE_FORMATS,
      ),
    );
  command
    .option(
      '--why <candidate>',
      'tell which decision put a candidate of a race out, on which figures, and what would have kept it',
    )
    .option('--compare', 'compare several runs; the others are compared with the first')
    .option('--json', 'with --compare: print the comparison as JSON');
  addFigureOptions(command)
    .addHelpText(
      'after',
      `
Examples
  $ surefoot status runs/digits
  $ surefoot report runs/digits --question 1
  $ surefoot report runs/digits --long
  $ surefoot report runs/digits --why c0a1b2c3d        its id, or its settings
  $ surefoot report runs/digits --out so-far.html      also while the run goes on
  $ surefoot report runs/digits --figures figures --theme print
  $ surefoot report runs/digits --table latex > table.tex
  $ surefoot report --compare runs/digits runs/digits-2
  $ surefoot report --compare runs/digits runs/digits-2 --table csv > runs.csv`,
    )
    .action(reportAction);
}

async function reportAction(folders: readonly string[], flags: ReportFlags): Promise<void> {
  if (flags.compare) return compareAction(folders, flags);
  const [folder = '', another] = folders;
  if (another !== undefined) throw needsCompare(`There is a second run folder, ${another}`);
  if (flags.json) throw needsCompare('--json is for comparisons');
  const { question, out, table, long, why, ...figureFlags } = flags;
  const figures = figuresRequest(figureFlags);
  if (why !== undefined) {
    if (out !== undefined || figures !== undefined || long) throw whyAlone();
    const told = whyCandidate(folder, question, why);
    const layout = layoutOf(process.stdout);
    print(process.stdout, table === undefined ? formatWhy(told, layout) : formatTables([told.table], table));
    return;
  }
  const onlyLook = out !== undefined || figures !== undefined || table !== undefined;
  const before = onlyLook || long === true ? undefined : reportedBefore(folder, question);
  if (before !== undefined) {
    print(process.stdout, before.terminal(layoutOf(process.stdout)));
    return;
  }
  const layout = { ...layoutOf(process.stdout), ...defined({ long }) };
  let claim: Report | undefined;
  const onClaim = (one: Report) => {
    claim = one;
  };
  const asked = reportQuestion(folder, question, { onlyLook, onClaim, ...defined({ page: out }) });
  const { report, written, missing } = await asked.catch((error) => {
    // Whatever went wrong since: it has its answer.
    if (claim !== undefined) print(process.stdout, claim.terminal(layout));
    throw error;
  });
  if (table !== undefined) print(process.stdout, formatTables(report.tables(), table));
  else {
    print(process.stdout, report.terminal(layout, written === 'folder' ? folder : undefined));
  }
  const told = table === undefined ? process.stdout : process.stderr;
  if (written === 'page') print(told, `\nWrote ${out}.\n`);
  if (figures !== undefined) await writeFiguresOf(report, figures, told);
  requireComplete(missing, folder);
  if (written !== 'nothing' || onlyLook) return;
  printProse(
    process.stderr,
    `The run in ${folder} goes on, so its ${RUN_FILES.report} was not written. For a page of now: add --out <file>, or surefoot watch ${folder}\n`,
  );
}

async function compareAction(
  folders: readonly string[],
  { question, out, json, table, why, ...figureFlags }: ReportFlags,
) {
  if (question !== undefined || out !== undefined || why !== undefined || figuresRequest(figureFlags) !== undefined) {
    throw inputError`compare-options: --compare cannot be used with options of single runs.
      Allowed: --compare with --table or --json
      Fix: Leave --question, --out, --why and --figures out: the newest race of each folder is compared.`;
  }
  const view = await compareRuns(folders);
  if (json) printJson(process.stdout, stringifyRecord(view));
  else if (table !== undefined) {
    print(process.stdout, formatTables(compareTables(view), table));
    for (const warning of view.warnings) printProse(process.stderr, `${warning}\n`);
  } else print(process.stdout, formatCompareTable(view, layoutOf(process.stdout)));
}

function whyAlone(): InputError {
  return inputError`why-alone: --why tells about one candidate and writes nothing, so it goes without --out, --figures and --long.
    Allowed: --why with --question and --table
    Fix: Leave the others out, or ask twice.`;
}

function needsCompare(what: string): InputError {
  return inputError`compare-missing: ${what}, and there is no --compare.
    Allowed: one run folder; several, and --json, with --compare
    Fix: Add --compare, or name one folder alone.`;
}

interface FigureFlags {
  readonly figures?: string;
  readonly theme?: Theme;
}

function addFigureOptions(command: Command): Command {
  return command
    .option(
      '--figures <folder>',
      'write every figure into this folder as SVG, with its data and captions; the run stays unchanged',
    )
    .addOption(takingWord(new Option('--theme <name>', 'colours of the figures (default: light)'), THEMES));
}

/** Undefined where no figures were asked for. @throws InputError for what cannot be done, before anything is read. */
function figuresRequest({ figures, theme }: FigureFlags): FiguresRequest | undefined {
  if (figures === undefined) {
    if (theme === undefined) return undefined;
    throw inputError`figures-not-asked: --theme needs --figures, which is missing.
      Allowed: --theme together with --figures <folder>
      Fix: Add --figures <folder>, or leave --theme out.`;
  }
  const request = { folder: figures, theme: theme ?? 'light' };
  probeFolder(figures, '--figures');
  return request;
}

async function writeFiguresOf(report: Report, request: FiguresRequest, told: NodeJS.WriteStream): Promise<void> {
  const count = await writeFigures(report.record.name, await report.figures(), request);
  print(told, `\nWrote ${count} files into ${request.folder}.\n`);
}
