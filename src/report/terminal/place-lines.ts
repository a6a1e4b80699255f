/** @file The last lines of a run: what came of it, and where it lies. */
import { join } from 'node:path';
import { printable, wrapText } from './terminal-text.js';

const REPORT = 'report.html';

/** `verdict` is a sentence without its full stop; `files` are those that were written to the folder. */
export function placeLines(
  verdict: string,
  folder: string | undefined,
  files: readonly { readonly name: string }[],
  width: number,
): { readonly verdict: string; readonly places: readonly string[] } {
  const hasReport = files.some(({ name }) => name === REPORT);
  // Paths are never broken: somebody copies them.
  const places = folder === undefined ? [] : [`Run folder: ${printable(folder)}`];
  const reports = folder === undefined || !hasReport ? [] : [`Report: ${printable(join(folder, REPORT))}`];
  return { verdict: wrapText(`${printable(verdict)}.`, width), places: [...places, ...reports] };
}
