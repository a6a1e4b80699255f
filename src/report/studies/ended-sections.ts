/** @file The section of each question that is trained until it is answered: a promise, and a change. */
import type { AssureAnalysis } from '../../questions/assure/plan/index.js';
import type { ChangeAnalysis } from '../../questions/change/plan/index.js';
import { renderTable } from '../table/table-html.js';
import { setBoxesFigure } from './figures/set-boxes.js';
import { shareCourseFigure } from './figures/share-course.js';
import { setTable } from './set-table.js';
import { type StudySection, studySection } from './study-section.js';
import type { ShownStudy } from './study-words.js';

export function assureSections(study: ShownStudy<AssureAnalysis>): StudySection[] {
  const { figure, analysis, nameOf } = study;
  const trainings = setBoxesFigure({
    id: 'share-losses',
    title: 'Every training',
    says: `The ${figure} of every training of ${nameOf(analysis.candidate)}.`,
    column: 'set',
    sets: [{ name: 'trainings', values: analysis.distribution.losses }],
    figure,
  });
  return [
    studySection({
      id: 'share',
      title: 'Every training',
      picture: shareCourseFigure(study),
      figures: [trainings],
      details: renderTable(setTable(study, study.sets)),
    }),
  ];
}

export function changeSections(study: ShownStudy<ChangeAnalysis>): StudySection[] {
  const { figure, analysis, nameOf } = study;
  const picture = setBoxesFigure({
    id: 'change-losses',
    title: 'Every training',
    says: `The ${figure} of every training, both on the same replicates.`,
    column: 'candidate',
    sets: [analysis.new, analysis.old].map(({ candidate, distribution }, place) => ({
      name: `${place === 0 ? 'new' : 'old'}: ${nameOf(candidate)}`,
      values: distribution.losses,
      isBest: place === 0,
    })),
    figure,
    isHigher: analysis.better === 'higher',
  });
  return [
    studySection({
      id: 'change',
      title: 'New and old',
      picture,
      details: renderTable(setTable(study, study.sets)),
      place: 'open',
    }),
  ];
}
