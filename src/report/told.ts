/** @file Door of the rooms that tell a race without showing it: what it came to, in words. Pure, and small: it draws nothing. */
import type { ReportInput } from './input.js';
import type { Shown } from './shown/shown.js';
import { buildReportView } from './view/report-view.js';

export { showCriterion, showInterval } from './direction.js';
export type { ReportInput } from './input.js';
export { formatEstimate } from './number-text.js';
export type { Shown } from './shown/shown.js';

export function shownOfRace(input: ReportInput): Shown {
  return buildReportView(input).answer.shown;
}
