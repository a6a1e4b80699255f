/** @file Figures: what to expect of a training of the winner on unseen examples, and which of them the model is. */
import { boxFigure } from '../chart/box-chart.js';
import { betterWay, type Chart } from '../chart/index.js';
import { html, type Markup } from '../html/markup.js';
import { formatCount, formatQuantity } from '../number-text.js';
import type { ResultFinalDistribution } from '../result/figure-schema.js';
import type { ResultChoice } from '../result/result-schema.js';
import { renderTable } from '../table/table-html.js';
import { mainMetrics } from '../view/choice-words.js';
import { chosenName, metricText, modelName } from '../view/final-words.js';
import { intervalWords } from '../view/interval-words.js';
import { capitalised } from '../view/phrases.js';
import type { ReportView } from '../view/report-view.js';
import { judgingWords } from '../view/run-notices.js';
import { boxOf, fitAxis } from '../view/value-axis.js';
import { finalTables } from './final-tables.js';

/** A figure for each of the metrics that say most; none where there are no models to judge. */
export function finalFigures({ result }: ReportView): Chart[] {
  const { winner } = result;
  const distribution = winner?.finalDistribution ?? null;
  if (winner === null || distribution === null) return [];
  const { from, replicates, metrics } = distribution;
  const kind = from === 'fresh' ? 'fresh training' : 'race training';
  return mainMetrics(winner).flatMap(([metric, exported]) => {
    const figure = metrics[metric];
    if (figure === undefined) return [];
    const { better, values, interval } = figure;
    const direction = better === 'high' ? 'maximize' : 'minimize';
    const words = intervalWords([interval]);
    const row = {
      ...{ name: 'trainings', isChoice: true, count: formatCount(values.length), values },
      ...{ box: boxOf(values, direction), mark: { value: exported, interval: null } },
    };
    return boxFigure({
      id: `final-${metric.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
      title: metric,
      says: `${capitalised(metricText(result, winner, [metric, exported]) ?? metric)}.`,
      reads: [`The diamond is ${modelName(winner)}.`, words && `In brackets: ${words}`],
      direction: better === 'zero' ? null : betterWay(better === 'high'),
      n: `n = ${formatQuantity(replicates.length, kind)}`,
      ...{ column: 'set', word: metric, rows: [row], axis: fitAxis([...values, exported], direction) },
    });
  });
}

/** What stands below the figures: which training the exported model is, and all metrics. */
export function finalDetails({ result }: ReportView): Markup | null {
  const { winner, plan } = result;
  const distribution = winner?.finalDistribution ?? null;
  if (winner === null || distribution === null) return null;
  return html`<p class="quiet">${exportedText(winner, distribution, judgingWords(plan))} Nothing was chosen by these figures.</p>
${finalTables(result).map((table) => html`<p class="caption">${table.caption}</p>\n${renderTable(table)}\n`)}`;
}

function exportedText(winner: ResultChoice, distribution: ResultFinalDistribution, judging: string): string {
  const { replicates, exported, lost = 0 } = distribution;
  if (mainMetrics(winner).length === 0) return '';
  const isAmong = exported !== null && replicates.includes(exported);
  const place = `${chosenName(winner)} is ${exportedPlace(isAmong, winner.delivered, judging)}`;
  if (lost === 0) return place;
  return `${place} ${formatQuantity(lost, 'training')} left no model and ${lost === 1 ? 'counts' : 'count'} as the worst there is.`;
}

/** Says which of the trainings it is. */
function exportedPlace(isAmong: boolean, delivered: ResultChoice['delivered'], judging: string): string {
  if (delivered?.refit !== undefined) {
    return `none of them: it was trained again on all examples, these included, for ${formatQuantity(delivered.refit.epochs, 'epoch')}. What is marked is the training with the same weights to begin with, before that.`;
  }
  switch (delivered?.reason) {
    case 'ensemble':
      return `the mean of ${formatCount(delivered.instances?.length ?? 0)} of them as one model.`;
    case 'nearest-to-mean':
      return 'one of them: the nearest to their mean prediction on the selection set, whatever its loss.';
    default:
      return isAmong
        ? `one of them, the best on ${judging}, and no typical one.`
        : `none of them: it was the best on ${judging} in the race, and is no typical training.`;
  }
}
