/** @file Figures: what retrainings of the winner and its rivals predict for the same examples; there where predictions were kept. */
import type { Chart } from '../chart/index.js';
import type { Markup } from '../html/markup.js';
import { predictionDetails, predictionFigures } from '../predictions/prediction-section.js';
import { measureAdvice } from '../predictions/prediction-words.js';
import type { ReportView } from '../view/report-view.js';

export function racePredictionFigures({ input: { predictions }, telling }: ReportView): readonly Chart[] {
  return predictions === undefined ? [] : predictionFigures(predictions, telling.nameOf);
}

/** What stands below them. */
export function racePredictionDetails({ input: { predictions, header }, result, telling }: ReportView): Markup | null {
  if (predictions === undefined) return null;
  return predictionDetails(
    predictions,
    telling.nameOf,
    measureAdvice(header, result.command, predictions.candidates[0]?.candidate),
  );
}
