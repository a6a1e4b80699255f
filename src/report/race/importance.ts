/** @file Figure: the share of the differences between candidates that each setting explains, for the criterion and for the spread. */
import type { Chart } from '../chart/index.js';
import { type IntervalRow, intervalChart } from '../chart/interval-chart.js';
import { formatCount, formatShare } from '../number-text.js';
import { candidatesText } from '../view/effort-words.js';
import type { ReportView } from '../view/report-view.js';
import { type MattersFor, mattersOf, type WhatMattersView } from './matters.js';

/** Null where nothing can be said of any setting. */
export function importanceFigure(view: ReportView): Chart | null {
  const matters = mattersOf(view);
  if (matters === null || importanceRows(matters).length === 0) return null;
  const { criterion, spread } = matters;
  return {
    id: 'importance',
    title: 'Importance of settings',
    says: importanceConclusion(matters),
    reads: ['Lines: 95 % intervals (noncentral chi-square)'],
    n: `n = ${candidatesText(criterion.candidates, view.result)} for the ${criterion.figure}, ${formatCount(spread.candidates)} for the spread`,
    plot: intervalChart({
      rows: importanceRows(matters).map(
        ({ setting, figure, series, value, low, high }): IntervalRow => ({
          name: series === 0 ? setting : `${setting}, for the spread`,
          note: formatShare(value),
          value,
          interval: [low, high],
          role: series === 0 ? 'choice' : 'open',
          title: `${setting}: ${formatShare(value)} (${formatShare(low)} to ${formatShare(high)}) of the variance of the ${figure}`,
        }),
      ),
      quantity: 'share of the variance between candidates',
      isShare: true,
    }),
    data: {
      columns: ['setting', 'figure', 'share', 'low', 'high'],
      rows: importanceRows(matters).map(({ setting, figure, value, low, high }) => [setting, figure, value, low, high]),
    },
  };
}

/** The most important setting for criterion and spread. */
function importanceConclusion({ criterion, spread }: WhatMattersView): string {
  return `${leaderText(criterion)} ${leaderText(spread)}`;
}

function leaderText({ figure, analysis }: MattersFor): string {
  if ('reason' in analysis) return `Nothing can be said of the ${figure}: ${analysis.reason}.`;
  const [leader] = analysis.settings;
  if (leader === undefined || leader.share === null || leader.share.low <= 0)
    return `No setting alone explains the differences in ${figure}.`;
  const { value, low, high } = leader.share;
  return `“${leader.name}” explains ${formatShare(value)} of the differences in ${figure} (${formatShare(low)} to ${formatShare(high)}).`;
}

interface ImportanceRow {
  readonly setting: string;
  readonly figure: string;
  /** Of the series: criterion 0, spread 1. */
  readonly series: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Settings in the order of the criterion's analysis, or of the spread's where there is none. */
function importanceRows({ criterion, spread }: WhatMattersView): ImportanceRow[] {
  return [criterion, spread].flatMap(({ analysis, figure }, series) =>
    settingsOf({ analysis }).flatMap(({ name, share }) =>
      share === null ? [] : [{ setting: name, figure, series, ...share }],
    ),
  );
}

function settingsOf({ analysis }: Pick<MattersFor, 'analysis'>) {
  return 'reason' in analysis ? [] : analysis.settings;
}
