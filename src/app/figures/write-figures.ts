/** @file Writes every figure of a page into a folder: drawings in the formats asked for, data as CSV, and captions. */
import { captionText, type Figure, figureCsv, standaloneSvg } from '../../report/pages.js';
import { foreignNames, listOwnFiles, makeFolder, refuseForeign, unlisted } from '../own-files.js';
import { writeRunFile } from '../run-folder.js';
import type { FigureFormat } from './drawing-packages.js';
import { figurePdf } from './figure-pdf.js';
import { openPng } from './figure-png.js';
import { type FiguresRequest, formatsToWrite, missingText, type WrittenFigures } from './figures-request.js';
import { openFonts } from './fonts.js';
import { printableSvg } from './printable-svg.js';

/** What the figures are of. */
interface FiguresSource {
  readonly name: string;
  readonly figures: readonly Figure[];
  /** That PDF files say they were made at. */
  readonly date: Date;
}

const CAPTIONS = 'captions.txt';

/** @throws InputError where the folder holds files of others under these names, or cannot be used; nothing is written then. */
export async function writeFigures(
  { name, figures, date }: FiguresSource,
  { folder, theme, font, ...asked }: FiguresRequest,
): Promise<WrittenFigures> {
  const { formats, hint } = formatsToWrite(asked.formats);
  const names = [...figures.flatMap(({ id }) => [...formats, 'csv'].map((ending) => `${id}.${ending}`)), CAPTIONS];
  refuseForeign(folder, unlisted(folder, foreignNames(folder, names)), '--figures');
  const print = await openPrinter(formats, date, font);
  const files = new Map<string, string | Uint8Array>();
  const missing = new Set<string>();
  for (const figure of figures) {
    const svg = standaloneSvg(figure, { theme });
    if (formats.includes('svg')) files.set(`${figure.id}.svg`, svg);
    const printed = await print(svg, figure);
    for (const [format, bytes] of printed.files) files.set(`${figure.id}.${format}`, bytes);
    for (const one of printed.missing) missing.add(one);
    files.set(`${figure.id}.csv`, figureCsv(figure.data));
  }
  const ofCharacters = missing.size === 0 ? [] : [missingText([...missing])];
  files.set(CAPTIONS, captionsText(name, figures, ofCharacters));
  makeFolder(folder);
  listOwnFiles(folder, names);
  for (const [file, content] of files) writeRunFile(folder, file, content);
  return { count: files.size, notes: hint === undefined ? ofCharacters : [hint] };
}

type Printer = (
  svg: string,
  figure: Figure,
) => Promise<{ readonly files: [FigureFormat, Uint8Array][]; readonly missing: readonly string[] }>;

/** Draws in fonts of its own; what draws is loaded only where it is asked for. */
async function openPrinter(formats: readonly FigureFormat[], date: Date, font: string | undefined): Promise<Printer> {
  if (formats.every((format) => format === 'svg')) return async () => ({ files: [], missing: [] });
  const fonts = await openFonts(font);
  const drawPng = formats.includes('png') ? await openPng(fonts) : undefined;
  return async (svg, { title, conclusion: subject }) => {
    const printable = printableSvg(svg, fonts);
    const files: [FigureFormat, Uint8Array][] = [];
    if (formats.includes('pdf')) files.push(['pdf', await figurePdf(printable.svg, { title, subject, fonts, date })]);
    if (drawPng !== undefined) files.push(['png', drawPng(printable.svg)]);
    return { files, missing: printable.missing };
  };
}

function captionsText(name: string, figures: readonly Figure[], notes: readonly string[]): string {
  const parts = figures.map(
    (figure) => `${figure.id}\n  ${figure.title}\n  ${figure.conclusion} ${captionText(figure)}`,
  );
  return `Figures of ${name}\n\n${[...parts, ...notes].join('\n\n')}\n`;
}
