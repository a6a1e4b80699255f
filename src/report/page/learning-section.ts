/** @file Section: how the choice learns, beside a candidate that does not learn every time. */
import { type Figure, renderFigure, type Section, type SeriesKey, seriesKeys } from '../figures/index.js';
import { drawLearningCurves, END_MARKS } from '../html/charts/learning-chart.js';
import { formatCount, formatQuantity, formatValue } from '../number-text.js';
import { shortName } from '../view/candidate-names.js';
import type { LearningPanel, LearningView } from '../view/learning-view.js';
import type { ReportView } from '../view/report-view.js';

/** Absent where no trainer reports what happens in between. */
export function learningSection(view: ReportView): Section | null {
  const learning = view.learning();
  if (learning === null) return null;
  const figure = learningFigure(view, learning);
  return { id: 'learning', title: 'Learning curves', content: renderFigure(figure), figures: [figure] };
}

function learningFigure({ names }: ReportView, learning: LearningView): Figure {
  const nameOf = (id: string): string => shortName(names, id);
  const { panels, axis } = learning;
  const thinned = panels.filter(({ curves, trainings }) => curves.length < trainings);
  return {
    id: 'learning-curves',
    title: 'Learning curves',
    conclusion: panels
      .map((panel, place) => panelText(panel, nameOf, place === 0))
      .join('; ')
      .concat('.'),
    reading: [
      'A line is one training: the loss that it reported after each epoch, of training or as the trainer has it, which the race does not use. The heavy line is their median.',
      ...(panels.length < 2
        ? []
        : [
            'The candidate beside is the one that diverges most often or, where nobody does, whose losses spread most, of those with three trainings or more.',
          ]),
      ...(panels.some(({ diverged }) => diverged > 0)
        ? ['The strip is off the scale; a training that diverged stays there.']
        : []),
      ...(axis.scale === 'log' ? ['The scale is logarithmic.'] : []),
      ...thinned.map(
        ({ candidate, curves, trainings }) =>
          `Of ${formatCount(trainings)} trainings of ${nameOf(candidate)} ${formatCount(curves.length)} are drawn; median and band are of all.`,
      ),
    ],
    direction: 'lower is better',
    n: `n = ${panels.map(({ trainings }) => formatCount(trainings)).join(' and ')} trainings, those after the race included`,
    interval:
      'Band: the middle half of the trainings, in which one that stopped early keeps its last loss; no interval of an estimate',
    draw: (id, size) => drawLearningCurves(id, learning, nameOf, size),
    keys: endKeys(panels),
    data: {
      columns: ['candidate', 'replicate', 'epoch', 'loss', 'end'],
      rows: panels.flatMap(({ curves }) =>
        curves.flatMap(({ candidate, replicate, points, end }) =>
          points.map(({ epoch, loss }) => [candidate, replicate + 1, epoch, loss, end]),
        ),
      ),
    },
  };
}

function panelText(panel: LearningPanel, nameOf: (id: string) => string, isFirst: boolean): string {
  const { candidate, trainings, diverged, failed, last } = panel;
  const [low, high] = last;
  const whose = `of ${formatQuantity(trainings, 'training')} of ${nameOf(candidate)}`;
  const lost = [
    ...(diverged > 0 ? [`${formatCount(diverged)} diverged`] : []),
    ...(failed > 0 ? [`${formatCount(failed)} failed`] : []),
  ].join(' and ');
  const reach = Number.isFinite(high)
    ? `the middle half ended between ${formatValue(low)} and ${formatValue(high)}`
    : Number.isFinite(low)
      ? `the best quarter ended at ${formatValue(low)} or below`
      : 'most ended without a loss';
  const text = `${whose} ${lost === '' ? (isFirst ? 'none diverged' : 'none did') : lost}, and ${reach}`;
  return isFirst ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

function endKeys(panels: readonly LearningPanel[]): Figure['keys'] {
  const present = (['diverged', 'failed', 'stopped'] as const).filter((end) => panels.some((panel) => panel[end] > 0));
  if (present.length === 0) return null;
  return seriesKeys(
    present.map((end): SeriesKey => {
      const { symbol, color, name } = END_MARKS[end];
      return { name, style: { color, dash: '', symbol }, shows: 'mark' };
    }),
  );
}
