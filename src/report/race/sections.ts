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

type FigureMaker = (view: ReportView) => Chart | null | undefined | readonly Chart[];

/** By section. A figure to add is a file beside this one, and its name in one of these lists. */
export const RACE_FIGURES = {
  race: [raceStripFigure],
  settings: [importanceFigure],
  final: [finalFigures],
  reliance: [relianceFigure],
  course: [differenceFigure],
  robustness: [trainingsFigure],
  learning: [learningFigure],
  cost: [costFigure],
} as const satisfies Readonly<Record<string, readonly FigureMaker[]>>;

export const raceStripSection = section('race', 'The race');
export const settingsSection = section('settings', 'Which settings matter', matterDetails);
export const finalSection = section('final', 'On unseen examples', finalDetails);
export const relianceSection = section('reliance', 'What the model relies on', relianceDetails);
export const raceSection = section('course', 'Differences to the winner');
export const robustnessSection = section('robustness', 'How much retraining matters', trainingDetails);
export const learningSection = section('learning', 'Learning curves');
export const costSection = section('cost', 'What it cost');

export function predictionsSection({ input: { predictions, header }, result, telling }: ReportView): Section | null {
  if (predictions === undefined) return null;
  const advice = measureAdvice(header, result.command, predictions.candidates[0]?.candidate);
  return predictionSection(predictions, telling.nameOf, advice);
}

/** Null where it has no figure to show; `details` stand below the figures. */
function section(
  id: keyof typeof RACE_FIGURES,
  title: string,
  details?: (view: ReportView) => Content,
): (view: ReportView) => Section | null {
  return (view) => {
    const makers: readonly FigureMaker[] = RACE_FIGURES[id];
    const figures = makers.flatMap((make) => make(view) ?? []);
    if (figures.length === 0) return null;
    return { id, title, content: html`${renderFigures(figures)}\n${details?.(view) ?? null}`, figures };
  };
}
