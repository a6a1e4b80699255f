/** @file Section: what trainings of a study predict for the same examples, by the streams that differ; there where predictions were kept. */
import { PREDICTION_TITLE, predictionDetails, predictionFigures } from '../../predictions/prediction-section.js';
import { type ShownStudy, type StudySection, studySection } from '../study-section.js';

export function predictionSections({ predictions, nameOf }: ShownStudy): readonly StudySection[] {
  if (predictions === undefined) return [];
  return [
    studySection({
      id: 'predictions',
      title: PREDICTION_TITLE,
      figures: predictionFigures(predictions, nameOf),
      as: { switch: 'Predictions as' },
      details: predictionDetails(predictions, nameOf, null),
    }),
  ];
}
