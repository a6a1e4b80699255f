/** @file Section: what the race cost, beside training every candidate every time. */
import { type Figure, renderFigure, type Section } from '../figures/index.js';
import { drawModelsLeft, drawTrialsUsed } from '../html/charts/effort-charts.js';
import { html } from '../html/markup.js';
import { formatCount, formatShare } from '../number-text.js';
import type { ReportView } from '../view/report-view.js';

export function costSection(view: ReportView): Section | null {
  if (view.race.rounds === 0) return null;
  const figures = [leftFigure(view), usedFigure(view)];
  return {
    id: 'cost',
    title: 'What it cost',
    content: html`<div class="pair">${figures.map(renderFigure)}</div>`,
    figures,
  };
}

function leftFigure({ effort }: ReportView): Figure {
  const isLooks = effort.leftBy === 'looks';
  return {
    id: 'cost-left',
    title: 'Candidates left',
    conclusion: isLooks
      ? 'Candidates that may be the best, after each look at all trials so far.'
      : 'Candidates trained in each round.',
    reading: [],
    direction: null,
    n: `n = ${formatCount(effort.candidates)} candidates`,
    interval: null,
    draw: (id) => drawModelsLeft(id, effort),
    keys: null,
    data: { columns: [isLooks ? 'look' : 'round', 'candidates'], rows: effort.left.map(({ at, left }) => [at, left]) },
  };
}

function usedFigure({ effort, result }: ReportView): Figure {
  const { candidates, exhaustiveRounds, steps } = effort;
  const { saved } = result.trials;
  return {
    id: 'cost-trials',
    title: 'Trials used',
    conclusion: `Trials used, beside training all ${formatCount(candidates)} candidates ${formatCount(exhaustiveRounds)} times each${saved > 0 ? `; ${formatShare(saved)} were saved` : ''}.`,
    reading: [],
    direction: null,
    n: `n = ${formatCount(result.trials.race)} trials`,
    interval: null,
    draw: (id) => drawTrialsUsed(id, effort),
    keys: null,
    data: {
      columns: ['round', 'trained', 'used'],
      rows: steps.map(({ round, trained, used }) => [round, trained, used]),
    },
  };
}
