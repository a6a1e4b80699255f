/** @file Figure: the studied figure of every candidate against the sample size as small multiples, with chance level. */
import * as Plot from '@observablehq/plot';
import type { StudyBaseline } from '../../../questions/common/plan/index.js';
import type { CurveAnalysis, CurveOfCandidate } from '../../../questions/curve/plan/index.js';
import { quantile } from '../../../stats/index.js';
import { MUTED } from '../../chart/axes.js';
import type { Chart } from '../../chart/index.js';
import { type Panel, panelGrid, panelHeading, panelsTitle, panelTicks } from '../../chart/panels.js';
import { chartScale } from '../../chart/value-scale.js';
import { formatCount, formatQuantity, formatValue } from '../../number-text.js';
import { endCells } from '../../view/interval-words.js';
import { isBeyond, type ValueAxis } from '../../view/value-axis.js';
import { countTicks } from '../charts/size-lines.js';
import { bestPlace, bestWord, directionWords, studyAxis } from '../study-direction.js';
import { criterionOf, type Namer, type ShownStudy } from '../study-words.js';

/** More candidates are in the table below alone. */
const MOST_CURVES = 24;

export function curvePanelsFigure({ figure, baselines = [], nameOf, analysis }: ShownStudy<CurveAnalysis>): Chart {
  const { candidates } = analysis;
  const trivial = baselines.filter(({ kind }) => kind === 'trivial');
  // Chance level belongs on the axis.
  const fitted = studyAxis(
    candidates.flatMap(({ sizes }) => sizes.flatMap(({ distribution }) => distribution.losses)),
    figure,
  );
  const values = trivial
    .map(({ value }) => value)
    .filter((value) => Number.isFinite(value) && (fitted.scale === 'linear' || value > 0));
  const axis = { ...fitted, low: Math.min(fitted.low, ...values), high: Math.max(fitted.high, ...values) };
  const names = candidates.map(({ candidate }) => nameOf(candidate));
  const counts = candidates.flatMap(({ sizes }) => sizes.map(({ distribution }) => distribution.losses.length));
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  return {
    id: 'curve-panels',
    title: 'Small multiples',
    says: panelConclusion(candidates, trivial.length > 0, figure, nameOf),
    reads: [
      `The line is the median ${figure}, the band its middle half.`,
      ...(trivial.length > 0 ? ['Dashed: chance level, the trivial baseline on samples of that size.'] : []),
      'The dotted upright is the size from which it is stable.',
      ...(candidates.length > MOST_CURVES
        ? [`The first ${MOST_CURVES} of ${candidates.length} are drawn; the data have all.`]
        : []),
    ],
    direction: directionWords(figure),
    n: `n = ${fewest === most ? '' : `${fewest} to `}${formatQuantity(most, 'training')} at each size`,
    plot: () => drawCurvePanels({ curves: candidates, names, baselines, axis, word: figure }),
    data: {
      columns: ['candidate', 'size', 'trainings', 'median', 'low', 'high', 'chance level'],
      rows: candidates.flatMap(({ candidate, sizes }) =>
        sizes.map(({ size, distribution }) => {
          const middle = criterionOf(distribution, 'median');
          const chance = trivial.find((one) => one.sampleSize === size && one.candidates.includes(candidate));
          return [
            candidate,
            size,
            distribution.losses.length,
            middle?.value ?? null,
            ...endCells(middle?.interval),
            chance?.value ?? null,
          ];
        }),
      ),
    },
  };
}

/** A candidate below chance at the largest size comes first: nothing else about it is worth saying. */
function panelConclusion(
  candidates: readonly CurveOfCandidate[],
  hasChance: boolean,
  figure: string,
  nameOf: Namer,
): string {
  const last = candidates.flatMap(({ candidate, sizes }) => {
    const end = sizes.at(-1);
    const middle = end && criterionOf(end.distribution, 'median');
    return end === undefined || !middle
      ? []
      : [{ candidate, size: end.size, median: middle.value, beside: end.distribution.baselines }];
  });
  const medians = last.map(({ median }) => median);
  const best = last[bestPlace(medians, figure)];
  if (best === undefined) return 'There are too few trainings for curves.';
  const unbeaten = last.filter(({ beside }) => beside.some(({ kind, beaten }) => kind === 'trivial' && !beaten));
  const lead = `At ${formatCount(best.size)} examples ${nameOf(best.candidate)} has the ${bestWord(figure)} median, ${formatValue(best.median)}`;
  if (!hasChance) return `${lead}.`;
  if (unbeaten.length === 0)
    return `${lead}; ${last.length === 1 ? 'it is' : `all ${last.length} are`} better than chance there.`;
  if (unbeaten.length === last.length)
    return `Nobody is shown to be better than chance at ${formatCount(best.size)} examples.`;
  return `${lead}; ${unbeaten.length} of ${formatQuantity(last.length, 'candidate')} ${unbeaten.length === 1 ? 'is' : 'are'} not shown to be better than chance there.`;
}

interface CurvePanels {
  readonly curves: readonly CurveOfCandidate[];
  readonly names: readonly string[];
  readonly baselines: readonly StudyBaseline[];
  readonly axis: ValueAxis;
  readonly word: string;
}

interface Placed {
  readonly x: (size: number) => number;
  readonly y: (loss: number) => number;
}

function drawCurvePanels(panels: CurvePanels): Plot.PlotOptions {
  const shown = panels.curves.slice(0, MOST_CURVES);
  const columns = Math.min(2, Math.max(1, shown.length));
  const grid = panelGrid(shown.length, { columns, height: 150, above: 32, below: 40, left: 58, between: 20 });
  const { axis } = panels;
  const scale = chartScale(axis, false, 4);
  const into = axis.scale === 'log' ? Math.log : (value: number) => value;
  const share = (loss: number): number =>
    0.04 + 0.92 * Math.min(1, Math.max(0, (into(loss) - into(axis.low)) / (into(axis.high) - into(axis.low))));
  const sizes = shown[0]?.sizes.map((entry) => entry.size) ?? [];
  const [least, most] = [sizes[0] ?? 1, sizes.at(-1) ?? 1];
  const across = (at: number): number =>
    0.04 + (most === least ? 0.46 : (0.92 * Math.log(at / least)) / Math.log(most / least));
  return {
    ...grid.options,
    marks: shown.flatMap((curve, index) => {
      const panel = grid.panels[index] as Panel;
      const placed: Placed = { x: (at) => panel.x(across(at)), y: (loss) => panel.y(share(loss)) };
      return [
        ...axisMarks(panel, placed, { ...scale, title: scale.title(panels.word), sizes }),
        ...curveMarks(curve, panels, placed),
        panelHeading(panel, panels.names[index] ?? ''),
      ];
    }),
  };
}

function axisMarks(
  panel: Panel,
  { x, y }: Placed,
  {
    ticks,
    tickLabel,
    title,
    sizes,
  }: { ticks: readonly number[]; tickLabel: (tick: number) => string; title: string; sizes: readonly number[] },
): Plot.Markish[] {
  const counts = countTicks(sizes);
  return [
    ...panelTicks(panel, ticks, y, tickLabel),
    ...(panel.isFirst ? [panelsTitle(panel, title)] : []),
    Plot.text(counts, { x, y: () => panel.bottom + 12, text: formatCount, fill: MUTED }),
  ];
}

/** Middle half as a band, median as a line, chance level dashed. */
function curveMarks(
  { candidate, sizes, stability }: CurveOfCandidate,
  { axis, baselines }: CurvePanels,
  { x, y }: Placed,
) {
  const points = sizes.flatMap(({ size, distribution: { losses } }) => {
    if (losses.length === 0) return [];
    const [q1, middle, q3] = [0.25, 0.5, 0.75].map((part) => quantile(losses, part)) as [number, number, number];
    return [{ x: x(size), low: y(q1), middle: y(middle), high: y(q3), isBeyond: isBeyond(axis, middle) }];
  });
  const chance = baselines
    .filter((one) => one.kind === 'trivial' && one.candidates.includes(candidate) && !isBeyond(axis, one.value))
    .map(({ sampleSize, value }) => ({ x: x(sampleSize), y: y(value) }));
  const stable = 'reason' in stability || !stability.reached ? [] : [stability.size];
  return [
    Plot.areaY(points, { x: 'x', y1: 'low', y2: 'high', fill: 'var(--choice)', fillOpacity: 0.16 }),
    Plot.line(chance, { x: 'x', y: 'y', stroke: 'var(--worse)', strokeDasharray: '5,4', strokeWidth: 1.6 }),
    Plot.line(points, { x: 'x', y: 'middle', stroke: 'var(--choice)', strokeWidth: 2 }),
    Plot.dot(points, {
      x: 'x',
      y: 'middle',
      r: 2.8,
      fill: (point) => (point.isBeyond ? 'var(--worse)' : 'var(--choice)'),
    }),
    Plot.link(stable, {
      x1: x,
      x2: x,
      y1: () => y(axis.low),
      y2: () => y(axis.high),
      stroke: 'var(--choice)',
      strokeDasharray: '2,3',
      strokeWidth: 1.4,
    }),
  ];
}
