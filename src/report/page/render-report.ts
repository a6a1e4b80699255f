/** @file `report.html` of a race: one page that needs nothing else; a script makes it alive, and it can be read without. */
import type { Figure, Section } from '../figures/index.js';
import { figuresIn, NO_SCRIPTS, type PageScripts, renderPage } from '../html/page.js';
import type { ReportView } from '../view/report-view.js';
import { answerOpening } from './answer-opening.js';
import { choiceSection } from './choice-section.js';
import { costSection } from './cost-section.js';
import { finalSection } from './final-section.js';
import { learningSection } from './learning-section.js';
import { neverWorkedSection } from './never-worked-section.js';
import { raceSection } from './race-section.js';
import { relianceSection } from './reliance-section.js';
import { replaySection } from './replay-section.js';
import { detailSection, reproduceSection } from './reproduce-section.js';
import { rivalsSection } from './rivals-section.js';
import { robustnessSection } from './robustness-section.js';
import { tableSection } from './table-section.js';
import { whatMattersSection } from './what-matters.js';

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

const SECTIONS: readonly ((view: ReportView) => Section | null)[] = [
  replaySection,
  choiceSection,
  finalSection,
  relianceSection,
  rivalsSection,
  neverWorkedSection,
  raceSection,
  robustnessSection,
  learningSection,
  whatMattersSection,
  tableSection,
  costSection,
  reproduceSection,
  detailSection,
];

/** Those that have something to show. */
function sectionsOf(view: ReportView): Section[] {
  return SECTIONS.map((make) => make(view)).filter((section) => section !== null);
}
