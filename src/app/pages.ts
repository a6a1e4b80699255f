/** @file Pages of races and studies. What draws their charts takes longer to load than all the rest: only who draws loads it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { CompareView, ReportView, StudyInput } from '../report/index.js';
import type { PageScripts } from '../report/pages.js';

/** `report.html` of a race, as UTF-8 text. */
export async function renderRacePage(view: ReportView, scripts: PageScripts = fileScripts()): Promise<string> {
  const { renderReport } = await import('../report/pages.js');
  return renderReport(view, scripts);
}

/** `report.html` of a study, as UTF-8 text. */
export async function renderStudyPage(input: StudyInput, scripts: PageScripts = fileScripts()): Promise<string> {
  const { renderStudy } = await import('../report/pages.js');
  return renderStudy(input, scripts);
}

/** The page of compared runs, as UTF-8 text. */
export async function renderComparePage(view: CompareView, scripts: PageScripts = fileScripts()): Promise<string> {
  const { renderCompare } = await import('../report/pages.js');
  return renderCompare(view, scripts);
}

/** The script that makes a page alive, as the build bundled it. */
export function pageScript(): string {
  return readFileSync(createRequire(import.meta.url).resolve('#page-script'), 'utf8');
}

/** The one that keeps a page at its time, beside it. */
export function watchScript(): string {
  return readFileSync(createRequire(import.meta.url).resolve('#watch-script'), 'utf8');
}

function fileScripts(): PageScripts {
  return { scripts: [pageScript()] };
}
