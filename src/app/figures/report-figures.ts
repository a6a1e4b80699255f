/** @file Writes the figures of a reported question, whichever kind it is of; what draws them is loaded only to draw. */
import type { LoggedReport } from '../logged-report.js';
import type { FiguresRequest, WrittenFigures } from './figures-request.js';
import type { FiguresSource } from './write-figures.js';

/** @throws InputError where the folder holds files of others under names of figures; nothing is written then. */
export async function writeReportFigures(report: LoggedReport, request: FiguresRequest): Promise<WrittenFigures> {
  const { writeFigures } = await import('./write-figures.js');
  return writeFigures(await figuresOf(report), request);
}

async function figuresOf(report: LoggedReport): Promise<FiguresSource> {
  const { figuresOfRace, figuresOfStudy } = await import('../../report/pages.js');
  if (report.kind === 'race') {
    const { name, stretches } = report.view.result;
    return { name, figures: figuresOfRace(report.view), date: dateOf(stretches) };
  }
  const { header, stretches } = report.input;
  return { name: header.name, figures: figuresOfStudy(report.input), date: dateOf(stretches) };
}

/** When trials were trained last; what trained nothing has no time. */
function dateOf(stretches: readonly { readonly startedAt: string }[]): Date {
  return new Date(stretches.at(-1)?.startedAt ?? 0);
}
