/** @file The section of a change: the trainings of both candidates, one over the other. */
import type { ChangeAnalysis } from '../../questions/change/plan/index.js';
import { type Figure, seriesKeys, seriesStyle } from '../figures/index.js';
import { html } from '../html/markup.js';
import { formatQuantity } from '../number-text.js';
import { nameCandidates, shortName } from '../view/candidate-names.js';
import { drawHistograms } from './charts/histogram-chart.js';
import { directionWords } from './study-direction.js';
import type { StudyInput } from './study-input.js';
import { namedSets } from './study-kinds.js';
import type { StudySection } from './study-section.js';
import { criterionNote, criterionTable } from './study-tables.js';

export function changeSections(input: StudyInput, analysis: ChangeAnalysis): StudySection[] {
  const names = nameCandidates(input.header.candidates);
  const { new: fresh, old, pairs } = analysis;
  const { figure } = input;
  const series = [fresh, old].map(({ candidate, distribution }, place) => {
    return { name: `${place === 0 ? 'new' : 'old'}: ${shortName(names, candidate)}`, values: distribution.losses };
  });
  const sets = namedSets(analysis, input.header);
  const trainings: Figure = {
    id: 'change-losses',
    title: 'Every training',
    conclusion: `The ${figure} of every training, new and old.`,
    reading: ['Both are trained on the same replicates; upright lines are medians.'],
    direction: directionWords(figure),
    n: `n = ${formatQuantity(pairs, 'pair')}`,
    interval: null,
    draw: (id, size) => drawHistograms(id, series, figure, size),
    keys: seriesKeys(series.map(({ name }, place) => ({ name, style: seriesStyle(place), shows: 'line' }))),
    data: {
      columns: ['candidate', 'training', figure],
      rows: series.flatMap(({ name, values }) => values.map((value, place) => [name, place + 1, value])),
    },
  };
  return [
    {
      id: 'change',
      title: 'New and old',
      content: html`${criterionTable(sets)}
<p class="quiet">${criterionNote(sets)}</p>`,
      figures: [],
      picture: trainings,
      place: 'open',
    },
  ];
}
