/** @file Writes the figures of a reported question; what draws them is loaded only to draw. */
import type { Report } from '../../report/index.js';
import type { FiguresRequest } from './figures-request.js';

/** The number of files. @throws InputError where the folder holds files of others under names of figures; nothing is written then. */
export async function writeReportFigures(report: Report, request: FiguresRequest): Promise<number> {
  const { writeFigures } = await import('./write-figures.js');
  return writeFigures(report.record.name, await report.figures(), request);
}
