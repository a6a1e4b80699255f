/** @file Writes the figures of a reported question; what draws them is loaded only to draw. */
import type { Report } from '../../report/index.js';
import type { FiguresRequest, WrittenFigures } from './figures-request.js';

/** @throws InputError where the folder holds files of others under names of figures; nothing is written then. */
export async function writeReportFigures(report: Report, request: FiguresRequest): Promise<WrittenFigures> {
  const { writeFigures } = await import('./write-figures.js');
  const { name, stretches } = report.record;
  // When trials were trained last; what trained nothing has no time.
  const date = new Date(stretches.at(-1)?.startedAt ?? 0);
  return writeFigures({ name, figures: await report.figures(), date }, request);
}
