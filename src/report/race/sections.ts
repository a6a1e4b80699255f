/** @file The sections of a race's page that are figures: which figures each has. */
import { type Chart, renderFigures, type Section } from '../chart/index.js';
import { type Content, html } from '../html/markup.js';
import { predictionSection } from '../predictions/prediction-section.js';
import { measureAdvice } from '../predictions/prediction-words.js';
import type { ReportView } from '../view/report-view.js';
import { costFigure } from './cost.js';
import { differenceFigure } from './difference.js';
import { finalDetails, finalFigures } from './final.js';
import { importanceFigure, matterDetails } from './importance.js';
import { learningFigure } from './learning.js';
import { raceStripFigure } from './race-strip.js';
import { relianceDetails, relianceFigure } from './reliance.js';
import { trainingDetails, trainingsFigure } from './trainings.js';

/** A figure to add is a file beside this one, and its line in one of these lists. */
type FigureMaker = (view: ReportView) => Chart | null | undefined | readonly Chart[];

export const raceStripSection = section('race', 'The race', [raceStripFigure]);
export const settingsSection = section('settings', 'Which settings matter', [importanceFigure], matterDetails);
export const finalSection = section('final', 'On unseen examples', [finalFigures], finalDetails);
export const relianceSection = section('reliance', 'What the model relies on', [relianceFigure], relianceDetails);
export const raceSection = section('course', 'Differences to the winner', [differenceFigure]);
export const robustnessSection = section(
  'robustness',
  'How much retraining matters',
  [trainingsFigure],
  trainingDetails,
);
export const learningSection = section('learning', 'Learning curves', [learningFigure]);
export const costSection = section('cost', 'What it cost', [costFigure]);

export function predictionsSection({ input: { predictions, header }, result, telling }: ReportView): Section | null {
  if (predictions === undefined) return null;
  const advice = measureAdvice(header, result.command, predictions.candidates[0]?.candidate);
  return predictionSection(predictions, telling.nameOf, advice);
}

/** Null where it has no figure to show; `details` stand below the figures. */
function section(
  id: string,
  title: string,
  makers: readonly FigureMaker[],
  details?: (view: ReportView) => Content,
): (view: ReportView) => Section | null {
  return (view) => {
    const figures = makers.flatMap((make) => make(view) ?? []);
    if (figures.length === 0) return null;
    return { id, title, content: html`${renderFigures(figures)}\n${details?.(view) ?? null}`, figures };
  };
}
