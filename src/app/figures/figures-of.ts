/** @file The figures of a reported question, whichever kind it is of, as a source of files. */
import type { LoggedReport } from '../logged-report.js';
import type { FiguresSource } from './write-figures.js';

export async function figuresOf(report: LoggedReport): Promise<FiguresSource> {
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
