/** @file Pages of races and studies. What draws their charts takes longer to load than all the rest: only who draws loads it. */
import type { ReportView, StudyInput } from '../report/index.js';

/** `report.html` of a race, as UTF-8 text. */
export async function renderRacePage(view: ReportView): Promise<string> {
  const { renderReport } = await import('../report/pages.js');
  return renderReport(view);
}

/** `report.html` of a study, as UTF-8 text. */
export async function renderStudyPage(input: StudyInput): Promise<string> {
  const { renderStudy } = await import('../report/pages.js');
  return renderStudy(input);
}
