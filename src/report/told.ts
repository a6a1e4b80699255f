/** @file Door of the rooms that tell a race, or a change, without showing it: what it came to, in words. Pure, and small: it draws nothing. */
import type { KeepAnalysis } from '../questions/keep/plan/index.js';
import type { ReportInput } from './input.js';
import type { Shown } from './shown/shown.js';
import { KEEP_SHOWN, THE_ONLY } from './studies/keep.js';
import { formatTables } from './table/table-files.js';
import { buildReportView } from './view/report-view.js';

export { showCriterion, showInterval, showRival } from './direction.js';
export type { ReportInput } from './input.js';
export { formatEstimate } from './number-text.js';
export type { Shown } from './shown/shown.js';

export interface ToldRace {
  readonly shown: Shown;
  /** Those of the answer, in each of these formats. */
  readonly tables: Readonly<Record<'latex' | 'markdown', string>>;
}

export function tellRace(input: ReportInput): ToldRace {
  const { answer, finalists } = buildReportView(input);
  const tables = { latex: formatTables(finalists, 'latex'), markdown: formatTables(finalists, 'markdown') };
  return { shown: answer.shown, tables };
}

/** What a change came to, of two versions that have no names. */
export function keepSentence(analysis: KeepAnalysis, figure: string): string {
  return KEEP_SHOWN.finding(analysis, figure, () => THE_ONLY);
}
