/** @file Figure: the share of the differences between candidates that each setting explains, for the criterion and for the spread. */
import * as Plot from '@observablehq/plot';
import { type Figure, seriesKeys, seriesStyle } from '../figures/index.js';
import { CHART_WIDTH, frame, MUTED, rowNames, xAxisWithGrid } from '../html/charts/frame.js';
import { fitNames } from '../html/charts/name-room.js';
import { formatCount, formatShare } from '../number-text.js';
import { candidatesText } from '../view/effort-words.js';
import type { ReportView } from '../view/report-view.js';
import { type MattersFor, mattersOf, type WhatMattersView } from './matters.js';

/** Null where nothing can be said of any setting. */
export function importanceFigure(view: ReportView): Figure | null {
  const matters = mattersOf(view);
  if (matters === null || importanceRows(matters).length === 0) return null;
  const { criterion, spread } = matters;
  return {
    id: 'importance',
    title: 'Importance of settings',
    conclusion: importanceConclusion(matters),
    reading: [],
    n: `n = ${candidatesText(criterion.candidates, view.result)} for the ${criterion.figure}, ${formatCount(spread.candidates)} for the spread`,
    interval: 'Lines: 95 % intervals (noncentral chi-square)',
    plot: () => drawImportance(matters),
    keys: seriesKeys([
      { name: criterion.figure, style: seriesStyle(0) },
      { name: spread.figure, style: seriesStyle(1) },
    ]),
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

const ROW_HEIGHT = 40;
const LABEL_WIDTH = 130;
/** Of a row, from its middle. */
const OFFSET = 0.16;

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

function drawImportance(view: WhatMattersView): Plot.PlotOptions {
  const rows = importanceRows(view);
  const names = [...new Set(rows.map(({ setting }) => setting))];
  const at = ({ setting, series }: ImportanceRow): number => names.indexOf(setting) + (series === 0 ? -OFFSET : OFFSET);
  const width = LABEL_WIDTH;
  const labels = fitNames(names, () => width - 16);
  return {
    ...frame(CHART_WIDTH, 52 + ROW_HEIGHT * Math.max(1, names.length), [8, 18, 42, width]),
    x: { type: 'linear', domain: [0, 1] },
    y: { type: 'linear', domain: [-0.5, Math.max(1, names.length) - 0.5], reverse: true, axis: null },
    marks: [
      ...xAxisWithGrid([0, 0.5, 1], 'share of the variance between candidates', formatShare),
      rowNames(labels, 0),
      Plot.ruleX([0], { stroke: MUTED }),
      ...[0, 1].flatMap((series) => {
        const { color, symbol, dash } = seriesStyle(series);
        const own = rows.filter((row) => row.series === series);
        return [
          Plot.link(own, {
            x1: 'low',
            x2: 'high',
            y1: at,
            y2: at,
            stroke: color,
            strokeWidth: 2,
            strokeDasharray: dash,
          }),
          Plot.dot(own, {
            x: 'value',
            y: at,
            r: 4.5,
            symbol,
            fill: color,
            title: ({ setting, figure, value, low, high }: ImportanceRow) =>
              `${setting}: ${formatShare(value)} (${formatShare(low)} to ${formatShare(high)}) of the variance of the ${figure}`,
          }),
        ];
      }),
    ],
  };
}

function settingsOf({ analysis }: Pick<MattersFor, 'analysis'>) {
  return 'reason' in analysis ? [] : analysis.settings;
}
