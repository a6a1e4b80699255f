/** @file `report.html` of a race: one page that needs nothing else; a script makes it alive, and it can be read without. */
import type { Chart, Section } from '../chart/index.js';
import { type FoldedGroup, figuresOfPage, NO_SCRIPTS, type Page, type PageScripts, renderPage } from '../html/page.js';
import {
  costSection,
  finalSection,
  learningSection,
  predictionsSection,
  raceSection,
  raceStripSection,
  relianceSection,
  robustnessSection,
  settingsSection,
} from '../race/sections.js';
import type { ReportView } from '../view/report-view.js';
import { raceAnswer } from './race-answer.js';
import { replayAnswer, replaySection } from './replay-section.js';
import { tableSection } from './table-section.js';
import {
  decisionSection,
  detailSection,
  neverWorkedSection,
  reasonsSection,
  reproduceSection,
  statusSection,
} from './text-sections.js';

/** The whole page as UTF-8 text. */
export function renderReport(view: ReportView, scripts: PageScripts = NO_SCRIPTS): string {
  return renderPage(pageOf(view), scripts);
}

/** In the order of the page. */
export function figuresOfRace(view: ReportView): Chart[] {
  return figuresOfPage(pageOf(view));
}

function pageOf(view: ReportView): Page {
  const { result } = view;
  return {
    title: `${result.name}: ${result.winner === null ? 'no winner' : view.telling.nameOf(result.winner.candidate)}`,
    kicker: result.data.simulated ? 'simulated data' : '',
    name: result.name,
    description: view.headline,
    question: result.question,
    answer: replayAnswer(view) ?? raceAnswer(view),
    sections: [...made(OPEN, view), ...made(PAIR, view).map((section) => ({ ...section, isHalf: true }))],
    folds: FOLDS.map(({ makers, ...fold }) => ({ ...fold, sections: made(makers, view) })),
    footer: 'Every figure on this page comes from the log of the run; result.json holds them for programs.',
  };
}

type Maker = (view: ReportView) => Section | null;

/** Below the first screen. */
const OPEN: readonly Maker[] = [replaySection, tableSection];
/** Below these, side by side where both are there. */
const PAIR: readonly Maker[] = [raceStripSection, settingsSection];

const FOLDS: readonly (Omit<FoldedGroup, 'sections'> & { readonly makers: readonly Maker[] })[] = [
  {
    id: 'how-we-know',
    title: 'How we know',
    summary: 'bounds, baselines, statuses, decisions',
    makers: [reasonsSection, statusSection, neverWorkedSection, decisionSection],
  },
  {
    id: 'all-figures',
    title: 'All figures',
    summary: 'predictions, differences, trainings, learning curves, cost',
    makers: [
      finalSection,
      predictionsSection,
      relianceSection,
      raceSection,
      robustnessSection,
      learningSection,
      costSection,
    ],
  },
  {
    id: 'reproduce',
    title: 'Reproduce',
    summary: 'command, seed, data, software, settings',
    makers: [reproduceSection, detailSection],
  },
];

/** Those that have something to show. */
function made(makers: readonly Maker[], view: ReportView): Section[] {
  return makers.map((make) => make(view)).filter((section) => section !== null);
}
