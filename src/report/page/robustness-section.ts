/** @file Section: how much retraining moves the losses of the choice and its rivals. */
import { renderSwitch, type Section } from '../figures/index.js';
import { html } from '../html/markup.js';
import { finalistTables } from '../html/tables.js';
import { intervalNote } from '../view/interval-words.js';
import type { ReportView } from '../view/report-view.js';
import { boxFigure, improvementFigure, profileFigure } from './robustness-section-figures.js';

export function robustnessSection(view: ReportView): Section | null {
  const { finalists, robustness, result } = view;
  if (robustness.rows.length === 0) return null;
  const figures = [boxFigure(view), profileFigure(view), improvementFigure(view)].filter((figure) => figure !== null);
  return {
    id: 'robustness',
    title: 'How much retraining matters',
    content: html`${renderSwitch('Robustness as', figures)}
${finalistTables(finalists, result)}
<p class="quiet">${finalistNote(view)}</p>`,
    figures,
  };
}

function finalistNote({ result }: ReportView): string {
  const note = intervalNote(result);
  const race = result.trials.fresh === 0 ? '' : ' In the race: the same figure from the trials that chose.';
  return `Iqr: the interquartile range. Worst: the worst trial.${race}${note === null ? '' : ` Below the figures: ${note}`}`;
}
