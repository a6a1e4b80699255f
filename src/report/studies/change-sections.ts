/** @file The section of a change. */
import type { ChangeAnalysis } from '../../questions/change/plan/index.js';
import { changedTrainingsFigure } from './figures/changed-trainings.js';
import { type ShownStudy, type StudySection, studySection } from './study-section.js';
import { criteriaBySet } from './study-tables.js';

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
