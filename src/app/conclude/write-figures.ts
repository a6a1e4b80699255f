/** @file Writes every figure of a page into a folder: drawings as SVG, data as CSV, and captions. */
import { type Chart, captionText, chartFile, dataCsv } from '../../report/pages.js';
import { foreignNames, listOwnFiles, makeFolder, refuseForeign, unlisted } from '../folder/own-files.js';
import { writeRunFile } from '../folder/run-folder.js';
import type { FiguresRequest } from './figures-request.js';

const CAPTIONS = 'captions.txt';

/**
 * The number of files; `name` says what the figures are of. @throws InputError where the folder holds files of others under these names,
 * or cannot be used; nothing is written then.
 */
export function writeFigures(name: string, figures: readonly Chart[], { folder, theme }: FiguresRequest): number {
  const files = new Map<string, string>();
  for (const figure of figures) {
    files.set(`${figure.id}.svg`, chartFile(figure, { theme }));
    files.set(`${figure.id}.csv`, dataCsv(figure.data));
  }
  files.set(CAPTIONS, captionsText(name, figures));
  const names = [...files.keys()];
  refuseForeign(folder, unlisted(folder, foreignNames(folder, names)), '--figures');
  makeFolder(folder);
  listOwnFiles(folder, names);
  for (const [file, content] of files) writeRunFile(folder, file, content);
  return files.size;
}

function captionsText(name: string, figures: readonly Chart[]): string {
  const parts = figures.map((figure) => `${figure.id}\n  ${figure.title}\n  ${figure.says} ${captionText(figure)}`);
  return `Figures of ${name}\n\n${parts.join('\n\n')}\n`;
}
