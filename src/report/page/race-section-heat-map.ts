/** @file Figure: every training of the race as a cell. */
import type { Figure } from '../figures/index.js';
import { drawHeatMap } from '../html/charts/heat-map-chart.js';
import { formatCount, formatQuantity } from '../number-text.js';
import { shortName } from '../view/candidate-names.js';
import type { HeatMapView } from '../view/race-heat-map.js';
import type { ReportView } from '../view/report-view.js';

export const HEAT_MAP_ID = 'race-heat-map';

export function heatMapFigure({ heatMap, result, names, word }: ReportView): Figure | null {
  if (heatMap === null) return null;
  return {
    id: HEAT_MAP_ID,
    title: 'Heat map',
    conclusion: heatMapConclusion(heatMap, result),
    reading: [
      `A row is a candidate, the best first by rank; a column is a replicate, in which all share samples and seeds; a cell is one training in the colour of its ${word}. Empty: not trained.`,
      ...(heatMap.diverged > 0 ? [`A cross: the training diverged, which counts as an infinite ${word}.`] : []),
      ...(heatMap.failed > 0 ? ['A ring: it failed or ran out of time.'] : []),
      ...(heatMap.rows.length < heatMap.candidates
        ? [
            `Of ${formatCount(heatMap.candidates)} candidates ${formatCount(heatMap.rows.length)} are drawn: the first 60 by rank, and the others at even distances.`,
          ]
        : []),
      ...(heatMap.replicates.length < heatMap.allReplicates
        ? [`Of ${formatCount(heatMap.allReplicates)} replicates ${formatCount(heatMap.replicates.length)} are drawn.`]
        : []),
    ],
    direction: result.direction === 'maximize' ? 'higher is better' : 'lower is better',
    n: `n = ${formatQuantity(heatMap.trained, 'training')} of ${formatQuantity(heatMap.candidates, 'candidate')}`,
    interval: null,
    draw: (id, size) => drawHeatMap(id, heatMap, word, (candidate) => shortName(names, candidate), size),
    keys: null,
    data: {
      columns: ['rank', 'candidate', 'replicate', word],
      rows: heatMap.rows.flatMap(({ rank, candidate, cells }) =>
        cells.flatMap((cell, column) =>
          cell === null ? [] : [[rank, candidate, (heatMap.replicates[column] as number) + 1, cell] as const],
        ),
      ),
    },
  };
}

function heatMapConclusion(map: HeatMapView, { candidates, choice }: ReportView['result']): string {
  const counts = candidates.map(({ trials }) => trials).sort((a, b) => a - b);
  const middle = counts[Math.floor(counts.length / 2)] as number;
  const chosen = candidates.find(({ id }) => id === choice?.candidate)?.trials;
  const trained =
    chosen === undefined
      ? `The middle candidate was trained ${times(middle)}`
      : `The choice was trained ${times(chosen)}, the middle candidate ${times(middle)}`;
  const endings = [
    ...(map.diverged > 0 ? [`${formatCount(map.diverged)} diverged`] : []),
    ...(map.failed > 0 ? [`${formatCount(map.failed)} failed`] : []),
  ];
  const all = formatCount(map.trained);
  return endings.length === 0
    ? `${trained}; none of the ${all} trainings diverged or failed.`
    : `${trained}; of ${all} trainings ${endings.join(' and ')}.`;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${formatCount(count)} times`;
}
