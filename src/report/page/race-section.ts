/** @file Section: how the race went, as differences to the choice, as a map of all trainings, and as the criterion's paths. */
import { renderSwitch, type Section } from '../figures/index.js';
import { columnFormat } from '../number-text.js';
import { shortName } from '../view/candidate-names.js';
import type { HeatCell } from '../view/race-heat-map.js';
import type { ReportView } from '../view/report-view.js';
import { DECISIONS_ID, differenceFigure, pathFigure } from './race-section-figures.js';
import { HEAT_MAP_ID, heatMapFigure } from './race-section-heat-map.js';

export function raceSection(view: ReportView): Section | null {
  if (view.race.rounds === 0) return null;
  const figures = [differenceFigure(view), heatMapFigure(view), pathFigure(view)].filter((figure) => figure !== null);
  return {
    id: 'race',
    title: 'The race',
    content: renderSwitch('The race as', figures),
    figures,
    payloads: {
      [DECISIONS_ID]: () => view.decisions.told.map(({ text }) => text),
      [`grid-${HEAT_MAP_ID}`]: () => heatMapWords(view),
    },
  };
}

/** Names and values of the cells, for whoever points at one. */
function heatMapWords({ heatMap, names, word }: ReportView) {
  if (heatMap === null) return null;
  const values = heatMap.rows.flatMap(({ cells }) => cells.filter((cell) => typeof cell === 'number'));
  const format = columnFormat(values);
  const textOf = (cell: HeatCell): string => {
    if (cell === null) return 'not trained';
    return typeof cell === 'number' ? `${word} ${format(cell)}` : cell;
  };
  return {
    rows: heatMap.rows.map(({ candidate, rank }) => `#${rank} ${shortName(names, candidate)}`),
    columns: heatMap.replicates.map((replicate) => `replicate ${replicate + 1}`),
    cells: heatMap.rows.map(({ cells }) => cells.map(textOf)),
  };
}
