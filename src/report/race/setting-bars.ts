/** @file Figure: the settings that explain most of the differences between candidates, as a few bars. */
import * as Plot from '@observablehq/plot';
import { CHART_WIDTH, frame, HALO, rowNames } from '../chart/axes.js';
import type { Chart } from '../chart/index.js';
import { fitNames } from '../chart/name-room.js';
import { formatShare } from '../number-text.js';
import { candidatesText } from '../view/effort-words.js';
import type { ReportView } from '../view/report-view.js';
import { mattersOf } from './matters.js';

const MOST_BARS = 6;
const BAR_HEIGHT = 22;
const NAME_WIDTH = 130;

interface Bar {
  readonly name: string;
  readonly share: number;
}

/** Null where nothing can be said of any setting. */
export function settingBarsFigure(view: ReportView): Chart | null {
  const criterion = mattersOf(view)?.criterion;
  if (criterion === undefined || 'reason' in criterion.analysis) return null;
  const shares = criterion.analysis.settings.flatMap(({ name, share }) => (share === null ? [] : [{ name, ...share }]));
  if (shares.length === 0) return null;
  const bars = shares.slice(0, MOST_BARS).map(({ name, value }) => ({ name, share: value }));
  const leader = shares[0];
  return {
    id: 'setting-bars',
    title: 'Which settings matter',
    says:
      leader !== undefined && leader.low > 0
        ? `\u201c${leader.name}\u201d explains ${formatShare(leader.value)} of the differences in ${view.result.criterion.name}.`
        : `No setting alone explains the differences in ${view.result.criterion.name}.`,

    n: `n = ${candidatesText(criterion.candidates, view.result)}`,
    plot: () => drawBars(bars),
    data: {
      columns: ['setting', 'share', 'low', 'high'],
      rows: shares.map(({ name, value, low, high }) => [name, value, low, high]),
    },
  };
}

function drawBars(bars: readonly Bar[]): Plot.PlotOptions {
  const at = (bar: Bar): number => bars.indexOf(bar);
  const names = fitNames(
    bars.map(({ name }) => name),
    () => NAME_WIDTH - 12,
  );
  return {
    ...frame(CHART_WIDTH, 12 + BAR_HEIGHT * bars.length, [6, 56, 6, NAME_WIDTH]),
    x: { type: 'linear', domain: [0, Math.max(0.01, ...bars.map(({ share }) => share))], axis: null },
    y: { type: 'linear', domain: [-0.5, bars.length - 0.5], reverse: true, axis: null },
    marks: [
      Plot.rect(bars, {
        x1: () => 0,
        x2: 'share',
        y1: (bar) => at(bar) - 0.3,
        y2: (bar) => at(bar) + 0.3,
        fill: 'var(--choice)',
        fillOpacity: 0.75,
      }),
      rowNames(names, 0, 8),
      Plot.text(bars, {
        x: 'share',
        y: at,
        text: ({ share }) => formatShare(share),
        textAnchor: 'start',
        dx: 6,
        fill: 'var(--ink)',
        ...HALO,
      }),
    ],
  };
}
