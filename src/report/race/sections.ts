/** @file The sections of a race's page that are figures: which figures each has, in the order of the page. */
import { type Chart, renderFigures, type Section } from '../chart/index.js';
import { type Content, html } from '../html/markup.js';
import { PREDICTION_TITLE } from '../predictions/prediction-section.js';
import type { ReportView } from '../view/report-view.js';
import { candidatesLeftFigure } from './candidates-left.js';
import { costFigures } from './cost-each.js';
import { differenceFigure } from './difference.js';
import { finalDetails, finalFigures } from './final.js';
import { importanceFigure } from './importance.js';
import { learningFigure } from './learning.js';
import { matterDetails } from './matters-trust.js';
import { racePredictionDetails, racePredictionFigures } from './predictions.js';
import { raceStripFigure } from './race-strip.js';
import { relianceDetails, relianceFigure } from './reliance.js';
import { rivalsFigure } from './rivals.js';
import { settingBarsFigure } from './setting-bars.js';
import { trainingDetails, trainingsFigure } from './trainings.js';
import { trialsUsedFigure } from './trials-used.js';

/** A figure to add is a file beside this one, and its line in one of these lists. */
type FigureMaker = (view: ReportView) => Chart | null | readonly Chart[];

interface FigureSection extends Pick<Section, 'id' | 'title'> {
  readonly figures: readonly FigureMaker[];
  /** What stands below the figures. */
  readonly details?: (view: ReportView) => Content;
}

const RACE_STRIP: FigureSection = { id: 'race', title: 'The race', figures: [raceStripFigure] };
const SETTING_BARS: FigureSection = { id: 'settings', title: 'Which settings matter', figures: [settingBarsFigure] };
const FINAL: FigureSection = {
  id: 'final',
  title: 'On unseen examples',
  figures: [finalFigures],
  details: finalDetails,
};
const RELIANCE: FigureSection = {
  id: 'reliance',
  title: 'What the model relies on',
  figures: [relianceFigure],
  details: relianceDetails,
};
const PREDICTIONS: FigureSection = {
  id: 'predictions',
  title: PREDICTION_TITLE,
  figures: [racePredictionFigures],
  details: racePredictionDetails,
};
const RACE: FigureSection = {
  id: 'course',
  title: 'The race in full',
  figures: [rivalsFigure, differenceFigure],
};
const ROBUSTNESS: FigureSection = {
  id: 'robustness',
  title: 'How much retraining matters',
  figures: [trainingsFigure],
  details: trainingDetails,
};
const LEARNING: FigureSection = { id: 'learning', title: 'Learning curves', figures: [learningFigure] };
const WHAT_MATTERS: FigureSection = {
  id: 'what-matters',
  title: 'Which settings matter',
  figures: [importanceFigure],
  details: matterDetails,
};
const COST: FigureSection = {
  id: 'cost',
  title: 'What it cost',
  figures: [trialsUsedFigure, candidatesLeftFigure, costFigures],
};

export const raceStripSection = sectionOf(RACE_STRIP);
export const settingBarsSection = sectionOf(SETTING_BARS);
export const finalSection = sectionOf(FINAL);
export const predictionsSection = sectionOf(PREDICTIONS);
export const relianceSection = sectionOf(RELIANCE);
export const raceSection = sectionOf(RACE);
export const robustnessSection = sectionOf(ROBUSTNESS);
export const learningSection = sectionOf(LEARNING);
export const whatMattersSection = sectionOf(WHAT_MATTERS);
export const costSection = sectionOf(COST);

/** Null where it has no figure to show. */
function sectionOf({ id, title, figures: makers, details }: FigureSection): (view: ReportView) => Section | null {
  return (view) => {
    const figures = makers.flatMap((make) => make(view) ?? []);
    if (figures.length === 0) return null;
    return { id, title, content: html`${renderFigures(figures)}\n${details?.(view) ?? null}`, figures };
  };
}
