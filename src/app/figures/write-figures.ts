/** @file Writes every figure of a page into a folder: drawings in the formats asked for, data as CSV, and captions. */
import { type Figure, figureCsv, standaloneSvg } from '../../report/pages.js';
import { foreignNames, listOwnFiles, makeFolder, refuseForeign, unlisted } from '../own-files.js';
import { writeRunFile } from '../run-folder.js';
import { captionsText } from './captions.js';
import { figurePdf } from './figure-pdf.js';
import { openPng } from './figure-png.js';
import { type FiguresRequest, missingText, type WrittenFigures } from './figures-request.js';
import { openFonts } from './fonts.js';
import { printableSvg } from './printable-svg.js';

/** What the figures are of. */
export interface FiguresSource {
  readonly name: string;
  readonly figures: readonly Figure[];
  /** That PDF files say they were made at. */
  readonly date: Date;
}

const CAPTIONS = 'captions.txt';

/** @throws InputError where the folder holds files of others under these names, or cannot be used; nothing is written then. */
export async function writeFigures(
  { name, figures, date }: FiguresSource,
  { folder, formats, theme, font }: FiguresRequest,
): Promise<WrittenFigures> {
  const names = [...figures.flatMap(({ id }) => [...formats, 'csv'].map((ending) => `${id}.${ending}`)), CAPTIONS];
  refuseForeign(folder, unlisted(folder, foreignNames(folder, names)), '--figures');
  const fonts = openFonts(font);
  const drawPng = formats.includes('png') ? await openPng(fonts) : undefined;
  const files = new Map<string, string | Uint8Array>();
  const missing = new Set<string>();
  for (const figure of figures) {
    const { id, title, conclusion } = figure;
    const svg = standaloneSvg(figure, { theme });
    const printable = printableSvg(svg, fonts);
    if (formats.includes('svg')) files.set(`${id}.svg`, svg);
    if (formats.includes('pdf'))
      files.set(`${id}.pdf`, await figurePdf(printable.svg, { title, subject: conclusion, fonts, date }));
    if (drawPng !== undefined) files.set(`${id}.png`, drawPng(printable.svg));
    if (formats.some((format) => format !== 'svg')) for (const one of printable.missing) missing.add(one);
    files.set(`${id}.csv`, figureCsv(figure.data));
  }
  files.set(CAPTIONS, captionsText(name, figures, missing.size === 0 ? [] : [missingText([...missing])]));
  makeFolder(folder);
  listOwnFiles(folder, names);
  for (const [file, content] of files) writeRunFile(folder, file, content);
  return { count: files.size, missing: [...missing] };
}
