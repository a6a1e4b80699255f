/** @file The section of a promise. */
import type { AssureAnalysis } from '../../questions/assure/plan/index.js';
import { assuredTrainingsFigure } from './figures/assured-trainings.js';
import { shareCourseFigure } from './figures/share-course.js';
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
