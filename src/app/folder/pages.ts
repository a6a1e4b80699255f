/** @file Pages with their scripts. What draws their charts takes longer to load than all the rest: it is loaded only to draw. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Report } from '../../report/index.js';

/** `report.html`, as UTF-8 text. */
export function renderQuestionPage(report: Report): Promise<string> {
  return report.page(fileScripts());
}

/** The script that makes a page alive, as the build bundled it. */
export function pageScript(): string {
  return readFileSync(createRequire(import.meta.url).resolve('#page-script'), 'utf8');
}

/** The one that keeps a page at its time, beside it. */
export function watchScript(): string {
  return readFileSync(createRequire(import.meta.url).resolve('#watch-script'), 'utf8');
}

/** The one that keeps a list of runs at its time. */
export function listScript(): string {
  return readFileSync(createRequire(import.meta.url).resolve('#list-script'), 'utf8');
}

function fileScripts() {
  return { scripts: [pageScript()] };
}
