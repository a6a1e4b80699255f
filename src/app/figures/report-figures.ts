/** @file Writes the figures of a reported question; what draws them is loaded only to draw. */
import type { LoggedReport } from '../logged-report.js';
import type { FiguresRequest, WrittenFigures } from './figures-request.js';

/** @throws InputError where the folder holds files of others under names of figures; nothing is written then. */
export async function writeReportFigures(report: LoggedReport, request: FiguresRequest): Promise<WrittenFigures> {
  const [{ figuresOf }, { writeFigures }] = await Promise.all([
    import('./figures-of.js'),
    import('./write-figures.js'),
  ]);
  return writeFigures(await figuresOf(report), request);
}
