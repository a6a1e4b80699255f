/** @file A figure as a PDF file: vectors on a page of the figure's size, its fonts embedded. */
import { loadPdfkit } from './drawing-packages.js';
import type { FigureFonts } from './fonts.js';

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
export async function figurePdf(svg: string, { title, subject, fonts, date }: PdfOptions): Promise<Buffer> {
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
