/** @file Options of figures as files, for `surefoot report`, and what they do. */
import { type Command, Option } from 'commander';
import {
  checkFigures,
  FIGURE_FORMATS,
  type FigureFormat,
  type FiguresRequest,
  type Report,
  THEMES,
  type Theme,
  writeReportFigures,
} from '../app/commands.js';
import { InputError } from '../core/index.js';
import { print, printProse } from './terminal.js';

export interface FigureFlags {
  readonly figures?: string;
  readonly figuresFormat?: readonly FigureFormat[];
  readonly figuresFont?: string;
  readonly theme?: Theme;
}

export function addFigureOptions(command: Command): Command {
  return command
    .option(
      '--figures <folder>',
      'write every figure into this folder, with its data and captions, and leave the run as it is',
    )
    .addOption(
      new Option(
        '--figures-format <list>',
        'of svg, pdf, png; PDF and PNG need packages of their own (default: svg, and pdf where they are installed)',
      ).argParser(formatsOf),
    )
    .option('--figures-font <file>', 'font for characters of PDF and PNG that DejaVu Sans lacks, such as Chinese')
    .addOption(new Option('--theme <name>', 'colours of the figures (default: light)').choices(THEMES));
}

/** Undefined where no figures were asked for. @throws InputError for what cannot be done, before anything is read. */
export function figuresRequest({
  figures,
  figuresFormat,
  figuresFont,
  theme,
}: FigureFlags): FiguresRequest | undefined {
  if (figures === undefined) {
    const alone = Object.entries({
      '--figures-format': figuresFormat,
      '--figures-font': figuresFont,
      '--theme': theme,
    });
    const [given] = alone.find(([, value]) => value !== undefined) ?? [];
    if (given === undefined) return undefined;
    throw new InputError({
      code: 'figures-not-asked',
      what: `${given} says how figures are written, and there is no --figures.`,
      allowed: `${given} together with --figures <folder>`,
      fix: `Add --figures <folder>, or leave ${given} out.`,
    });
  }
  const request = {
    folder: figures,
    formats: figuresFormat,
    theme: theme ?? 'light',
    font: figuresFont,
  };
  checkFigures(request);
  return request;
}

export async function writeFiguresOf(report: Report, request: FiguresRequest): Promise<void> {
  const { count, notes } = await writeReportFigures(report, request);
  print(process.stdout, `\nWrote ${count} files into ${request.folder}.\n`);
  for (const note of notes) printProse(process.stderr, `${note}\n`);
}

function formatsOf(list: string): FigureFormat[] {
  const asked = list.split(',').map((one) => one.trim().toLowerCase());
  const unknown = asked.find((one) => !isFormat(one));
  if (unknown === undefined) return [...new Set(asked.filter(isFormat))];
  throw new InputError({
    code: 'unknown-figure-format',
    what: `--figures-format: "${unknown}" is no format of figures.`,
    allowed: `one or more of ${FIGURE_FORMATS.join(', ')}, with commas`,
    fix: 'For a paper: --figures-format pdf',
  });
}

function isFormat(name: string): name is FigureFormat {
  return FIGURE_FORMATS.some((format) => format === name);
}
