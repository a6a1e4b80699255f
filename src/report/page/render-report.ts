/** @file `report.html` of a race: one page that needs nothing else; a script makes it alive, and it can be read without. */
import type { Figure } from '../figures/index.js';
import { figuresIn, NO_SCRIPTS, type PageScripts, renderPage } from '../html/page.js';
import type { ReportView } from '../view/report-view.js';
import { answerOpening } from './answer-opening.js';
import { sectionsOf } from './sections.js';

/** The whole page as UTF-8 text. */
export function renderReport(view: ReportView, scripts: PageScripts = NO_SCRIPTS): string {
  const { result } = view;
  return renderPage(
    {
      title: `${result.name}: ${result.choice === null ? 'no choice' : view.telling.nameOf(result.choice.candidate)}`,
      kicker: `Surefoot · robust model selection${result.data.simulated ? ' · simulated data' : ''}`,
      name: result.name,
      description: view.headline,
      opening: answerOpening(view),
      sections: sectionsOf(view),
      footer: 'Every figure on this page comes from the log of the run; result.json holds them for programs.',
    },
    scripts,
  );
}

/** In the order of the page. */
export function figuresOfRace(view: ReportView): Figure[] {
  return [...answerOpening(view).figures, ...figuresIn(sectionsOf(view))];
}
