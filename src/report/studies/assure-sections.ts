/** @file The section of a promise: the share that passes, training by training, and the trainings themselves. */
import type { AssureAnalysis } from '../../questions/assure/plan/index.js';
import { type Figure, renderFigure } from '../figures/index.js';
import { html } from '../html/markup.js';
import { formatQuantity, formatShare } from '../number-text.js';
import { nameCandidates, shortName } from '../view/candidate-names.js';
import { drawHistograms } from './charts/histogram-chart.js';
import { drawShareCourse } from './charts/share-chart.js';
import { directionWords } from './study-direction.js';
import type { StudyInput } from './study-input.js';
import { namedSets } from './study-kinds.js';
import type { StudySection } from './study-section.js';
import { criterionNote, criterionTable } from './study-tables.js';

export function assureSections(input: StudyInput, analysis: AssureAnalysis): StudySection[] {
  const names = nameCandidates(input.header.candidates);
  const sets = namedSets(analysis, input.header);
  const losses = lossFigure(input, analysis, shortName(names, analysis.candidate));
  return [
    {
      id: 'share',
      title: 'Every training',
      content: html`${renderFigure(losses)}
${criterionTable(sets)}
<p class="quiet">${criterionNote(sets)}</p>`,
      figures: [losses],
      picture: courseFigure(analysis),
    },
  ];
}

function courseFigure(analysis: AssureAnalysis): Figure {
  const { trials, interval, course, share } = analysis;
  return {
    id: 'share-course',
    title: 'Share that passes',
    conclusion: 'The share that passes, training by training.',
    reading: [
      `Dashed: the share that is asked for, ${formatShare(share)}. The question is answered when the band has left it.`,
      'A training that failed or diverged does not pass.',
    ],
    direction: 'higher is better',
    n: `n = ${formatQuantity(trials, 'training')}`,
    interval: `Band: each end at ${formatShare(interval.level)}, over all looks together (e-process)`,
    draw: (id, size) => drawShareCourse(id, analysis, size),
    keys: null,
    data: {
      columns: ['trainings', 'passed', 'low', 'high'],
      rows: course.map((look) => [look.trials, look.passed, look.low, look.high]),
    },
  };
}

function lossFigure({ figure }: StudyInput, { distribution }: AssureAnalysis, name: string): Figure {
  const { losses } = distribution;
  return {
    id: 'share-losses',
    title: 'Every training',
    conclusion: `The ${figure} of the trainings of ${name}.`,
    reading: ['The upright line is the median.'],
    direction: directionWords(figure),
    n: `n = ${formatQuantity(losses.length, 'training')}`,
    interval: null,
    draw: (id, size) => drawHistograms(id, [{ name: 'trainings', values: losses }], figure, size),
    keys: null,
    data: { columns: ['training', figure], rows: losses.map((loss, place) => [place + 1, loss]) },
  };
}
