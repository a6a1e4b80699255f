/** @file Shows a race, run or replayed. */
import { defined } from '../core/index.js';
import type { ReportInput } from './input.js';
import { finalTables } from './race/final-tables.js';
import type { Report, Shortfall } from './report.js';
import { stringifyResult } from './result/result-json.js';
import type { Result } from './result/result-schema.js';
import { shownRows } from './terminal/answer-lines.js';
import { formatFinalTable } from './terminal/final-table.js';
import { renderEpochsCsv, renderTrialsCsv } from './trials-csv.js';
import { ruleTable } from './view/replay-view.js';
import { buildReportView, type ReportView } from './view/report-view.js';

export interface RaceReport extends Report<Result> {
  readonly view: ReportView;
}

/** The report as one of a race, where it is one. */
export function raceReportOf(report: Report): RaceReport | undefined {
  return 'view' in report ? (report as RaceReport) : undefined;
}

export function showRace(input: ReportInput): RaceReport {
  const view = withArtifacts(buildReportView(input));
  const { header, outcomes } = input;
  const json = () => stringifyResult(view.result);
  return {
    view,
    status: input.status,
    ...defined({ shortfall: shortfallOf(view.result) }),
    headline: view.headline,
    record: view.result,
    json,
    texts: () => [
      ['trials', renderTrialsCsv(header, outcomes, { areRaced: true, areSeeded: input.replay === undefined })],
      ['epochs', renderEpochsCsv(header, outcomes)],
      ['record', json()],
    ],
    tables: () => [
      ...view.finalists,
      ...finalTables(view.result),
      ...(view.replay === null ? [] : [ruleTable(view.replay)]),
    ],
    answerRows: (folder) => shownRows(view.answer.shown, view.files, folder),
    terminal: (options, folder) =>
      formatFinalTable(folder === undefined ? { ...view, files: [] } : view, options, folder),
    page: async (scripts) => (await import('./pages.js')).renderReport(view, scripts),
    figures: async () => (await import('./pages.js')).figuresOfRace(view),
  };
}

function shortfallOf({ status, winner, trials, reliability }: Result): Shortfall | undefined {
  if (status !== 'decided' && status !== 'exhausted') return undefined;
  if (winner === null) return trials.completed === 0 ? 'nothing-worked' : 'undecided';
  return reliability?.status === 'failed' ? 'undecided' : undefined;
}

/** The files of the winner's best trial among those of the run; where there is a model, that is what they are for. */
function withArtifacts(view: ReportView): ReportView {
  const { winner } = view.result;
  if (winner === null || winner.model !== null) return view;
  const files = Object.entries(winner.artifacts).map(([name, path]) => ({ name, content: path }));
  return { ...view, files: [...view.files, ...files] };
}
