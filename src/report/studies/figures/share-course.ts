/** @file Figure: the share of trainings that pass a bar, with what may be said of it after each of them. */
import * as Plot from '@observablehq/plot';
import type { AssureAnalysis } from '../../../questions/assure/plan/index.js';
import { CHART_WIDTH, frame, xAxis, yAxis } from '../../chart/axes.js';
import { type Chart, seriesStyle } from '../../chart/index.js';
import { formatCount, formatQuantity, formatShare } from '../../number-text.js';
import type { Table } from '../../table/table.js';
import type { ShownStudy } from '../study-words.js';

/** Shares below the share that is asked for need room as well. */
const LEAST_DEPTH = 0.1;

export function shareCourseFigure({ analysis }: ShownStudy<AssureAnalysis>): Chart {
  const { trials, interval, course, share } = analysis;
  return {
    says: 'The share that passes, training by training.',
    reads: [
      `Dashed: the share that is asked for, ${formatShare(share)}. The question is answered when the band has left it.`,
      'A training that failed or diverged does not pass.',
      `Band: each end at ${formatShare(interval.level)}, over all looks together (e-process)`,
    ],
    direction: 'higher is better',
    n: `n = ${formatQuantity(trials, 'training')}`,
    plot: () => drawShareCourse(analysis),
    data: {
      ...{ id: 'share-course', caption: 'Share that passes', rows: course },
      columns: [
        { key: 'trainings', unit: 'count', of: ({ trials: after }) => after },
        { key: 'passed', unit: 'count', of: ({ passed }) => passed },
        {
          ...{ key: 'share', unit: 'share' },
          of: ({ trials: after, passed }) => passed / after,
          interval: ({ low, high }) => ({
            low,
            high,
            level: interval.level,
            method: 'each end, over all looks together',
          }),
        },
      ],
    } satisfies Table<(typeof course)[number]>,
  };
}

function drawShareCourse({ course, share }: AssureAnalysis): Plot.PlotOptions {
  const points = course.map(({ trials, passed, low, high }) => ({ trials, share: passed / trials, low, high }));
  const last = points.at(-1);
  const most = last?.trials ?? 1;
  const lowest = Math.max(0, Math.min(share - LEAST_DEPTH, (last?.low ?? 0) - LEAST_DEPTH, last?.share ?? 0));
  const { color } = seriesStyle(0);
  const within = (value: number): number => Math.max(lowest, value);
  const step = Math.max(
    1,
    10 ** Math.floor(Math.log10(most)) / (most >= 5 * 10 ** Math.floor(Math.log10(most)) ? 1 : 2),
  );
  const ticks = Array.from({ length: Math.floor(most / step) + 1 }, (_, place) => Math.round(place * step));

  return {
    ...frame(CHART_WIDTH, 260, [26, 18, 42, 56]),
    x: { type: 'linear', domain: [0, most] },
    y: { type: 'linear', domain: [lowest, 1] },
    marks: [
      ...yAxis(5, 'share that passes', formatShare),
      xAxis([...new Set(ticks)], 'trainings', formatCount),
      Plot.areaY(points, {
        x: 'trials',
        y1: ({ low }) => within(low),
        y2: ({ high }) => within(high),
        fill: color,
        fillOpacity: 0.12,
      }),
      Plot.line(points, { x: 'trials', y: ({ share: value }) => within(value), stroke: color, strokeWidth: 1.8 }),
      Plot.ruleY([share], { stroke: 'var(--ink)', strokeDasharray: '5 4', strokeWidth: 1.2 }),
    ],
  };
}
