/** @file Writes every figure of a page into a folder: drawings as SVG, data as CSV, and captions. What draws them is loaded only to draw. */
import type { Chart, Theme } from '../../report/pages.js';
import { foreignNames, listOwnFiles, makeFolder, refuseForeign, unlisted } from '../folder/files.js';
import { writeRunFile } from '../folder/run-folder.js';

export type { Theme };
export const THEMES: readonly Theme[] = ['light', 'dark', 'print'];

export interface FiguresRequest {
  /** Made where it is missing. */
  readonly folder: string;
  readonly theme: Theme;
}

const CAPTIONS = 'captions.txt';

/**
 * Writes figures of what is called `name`, and gives the number of files. @throws InputError where the folder holds files of others under these
 * names, or cannot be used; nothing is written then.
 */
export async function writeFigures(
  name: string,
  figures: readonly Chart[],
  { folder, theme }: FiguresRequest,
): Promise<number> {
  const { captionText, chartFile, tableCsv } = await import('../../report/pages.js');
  const files = new Map<string, string>();
  for (const figure of figures) {
    const { id } = figure.data;
    files.set(`${id}.svg`, chartFile(figure, { theme }));
    files.set(`${id}.csv`, tableCsv(figure.data));
  }
  const captions = figures.map((one) => `${one.data.id}\n  ${one.data.caption}\n  ${one.says} ${captionText(one)}`);
  files.set(CAPTIONS, `Figures of ${name}\n\n${captions.join('\n\n')}\n`);
  const names = [...files.keys()];
  refuseForeign(folder, unlisted(folder, foreignNames(folder, names)), '--figures');
  makeFolder(folder);
  listOwnFiles(folder, names);
  for (const [file, content] of files) writeRunFile(folder, file, content);
  return files.size;
}
