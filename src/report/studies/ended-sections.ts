/** @file The section of each question that is trained until it is answered: a promise, and a change. */
import type { AssureAnalysis } from '../../questions/assure/plan/index.js';
import type { ChangeAnalysis } from '../../questions/change/plan/index.js';
import { shareCourseFigure } from './figures/share-course.js';
import { assuredTrainingsFigure, changedTrainingsFigure } from './figures/training-histograms.js';
import { type ShownStudy, type StudySection, studySection } from './study-section.js';
import { criteriaBySet } from './study-tables.js';

export function assureSections(study: ShownStudy<AssureAnalysis>): StudySection[] {
  return [
    studySection({
      id: 'share',
      title: 'Every training',
      picture: shareCourseFigure(study),
      figures: [assuredTrainingsFigure(study)],
      details: criteriaBySet(study.sets),
    }),
  ];
}

export function changeSections(study: ShownStudy<ChangeAnalysis>): StudySection[] {
  return [
    studySection({
      id: 'change',
      title: 'New and old',
      picture: changedTrainingsFigure(study),
      details: criteriaBySet(study.sets),
      place: 'open',
    }),
  ];
}
