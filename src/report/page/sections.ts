/** @file The sections of a race's page, in their order. */
import type { Section } from '../figures/index.js';
import type { ReportView } from '../view/report-view.js';
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
export function sectionsOf(view: ReportView): Section[] {
  return SECTIONS.map((make) => make(view)).filter((section) => section !== null);
}
