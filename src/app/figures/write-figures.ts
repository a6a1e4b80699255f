/**
 * @file Writes every figure of a page into a folder: drawings in the formats asked for (PNG by resvg; PDF as vectors on a page of the
 * figure's size, with its fonts), data as CSV, and captions.
 */
import { readFileSync } from 'node:fs';
import { captionText, type Figure, figureCsv, standaloneSvg } from '../../report/pages.js';
import { foreignNames, listOwnFiles, makeFolder, refuseForeign, unlisted } from '../own-files.js';
import { writeRunFile } from '../run-folder.js';
import { type FigureFormat, loadPdfkit, loadResvg, pathOfResvg } from './drawing-packages.js';
import { type FiguresRequest, formatsToWrite, missingText, type WrittenFigures } from './figures-request.js';
import { type FigureFonts, openFonts } from './fonts.js';
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

/** Pixels of the picture for each of the drawing: sharp at a column's width in print. */
const SCALE = 3;

type DrawPng = (svg: string) => Buffer;

export async function openPng(fonts: FigureFonts): Promise<DrawPng> {
  const { initWasm, Resvg } = await loadResvg();
  await initializeOnce(initWasm);
  const fontBuffers = [...new Set([...fonts.regular, ...fonts.bold])].map(({ bytes }) => new Uint8Array(bytes));
  return (svg) => {
    const font = { fontBuffers, loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' };
    const drawing = new Resvg(svg, { font, fitTo: { mode: 'zoom', value: SCALE } });
    return Buffer.from(drawing.render().asPng());
  };
}

let initialized: Promise<void> | undefined;

/** A module of WebAssembly is set up once in a process. */
function initializeOnce(initWasm: (module: Uint8Array<ArrayBuffer>) => Promise<void>): Promise<void> {
  initialized ??= initWasm(new Uint8Array(readFileSync(pathOfResvg())));
  return initialized;
}

/** Points in a pixel of CSS. */
const POINTS = 0.75;

interface PdfOptions {
  readonly title: string;
  readonly subject: string;
  readonly fonts: FigureFonts;
  /** That the file says it was made at: the same run makes the same bytes. */
  readonly date: Date;
}

/** `svg` must be printable, and says its `width` and `height`. */
async function figurePdf(svg: string, { title, subject, fonts, date }: PdfOptions): Promise<Buffer> {
  const { PDFDocument, drawSvg } = await loadPdfkit();
  const [width, height] = ['width', 'height'].map((name) => POINTS * sizeOf(svg, name)) as [number, number];
  const info = { Title: title, Subject: subject, Creator: 'Surefoot', Producer: 'Surefoot', CreationDate: date };
  const document = new PDFDocument({ size: [width, height], margin: 0, info });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise<Buffer>((resolve, reject) => {
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
  for (const { name, bytes } of [...fonts.regular, ...fonts.bold]) document.registerFont(name, bytes);
  drawSvg(document, svg, 0, 0, {
    width,
    height,
    fontCallback: (family, isBold) => {
      const own = fonts.regular.find(({ name }) => family.includes(name));
      return (own ?? (isBold ? fonts.bold : fonts.regular)[0])?.name ?? '';
    },
  });
  document.end();
  return done;
}

function sizeOf(svg: string, name: string): number {
  return Number(svg.match(new RegExp(`<svg[^>]*\\s${name}="([\\d.]+)"`))?.[1]);
}
