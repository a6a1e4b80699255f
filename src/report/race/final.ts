/** @file Figures: what to expect of a training of the winner on unseen examples, and which of them the model is. */
import type { PlotOptions } from '@observablehq/plot';
import { drawBoxChart } from '../chart/box-chart.js';
import type { Chart } from '../chart/index.js';
import { html, type Markup, tableStart } from '../html/markup.js';
import { formatCount, formatQuantity, halfWidth } from '../number-text.js';
import type { ResultFinalDistribution } from '../result/figure-schema.js';
import type { Result, ResultChoice } from '../result/result-schema.js';
import { intervalText, mainMetrics } from '../view/choice-words.js';
import { metricFormat, metricText, modelName } from '../view/final-words.js';
import { intervalWords, noIntervalWords } from '../view/interval-words.js';
import { capitalised } from '../view/phrases.js';
import type { ReportView } from '../view/report-view.js';
import { judgingWords } from '../view/run-notices.js';
import { type Box, boxOf, fitAxis, type ValueAxis } from '../view/value-axis.js';
import { deliveredTable } from './delivered.js';

/** A figure for each of the metrics that say most; none where there are no models to judge. */
export function finalFigures({ result }: ReportView): Chart[] {
  const distribution = result.winner?.finalDistribution ?? null;
  return distribution === null ? [] : viewFinal(result).map((figure) => metricFigure(figure, distribution));
}

/** What stands below the figures: which training the exported model is, and all metrics. */
export function finalDetails({ result }: ReportView): Markup | null {
  const { winner, plan } = result;
  const distribution = winner?.finalDistribution ?? null;
  if (winner === null || distribution === null) return null;
  return html`<p class="quiet">${exportedText(viewFinal(result), winner, judgingWords(plan))} Nothing was chosen by these figures.</p>
${metricTable(winner, distribution)}
${deliveredTable(result)}`;
}

function metricFigure(figure: FinalMetric, { from, replicates, metrics }: ResultFinalDistribution): Chart {
  const { metric, better, conclusion, values, exported } = figure;
  const intervals = metrics[metric] === undefined ? [] : [metrics[metric].interval];
  const words = intervalWords(intervals);
  return {
    id: `final-${metric.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    title: metric,
    says: conclusion,
    reads: [`The diamond is ${exported.name}.`, words && `In brackets: ${words}`],
    direction: better === 'high' ? 'higher is better' : better === 'low' ? 'lower is better' : null,
    n: `n = ${formatQuantity(replicates.length, from === 'fresh' ? 'fresh training' : 'training of the race', from === 'fresh' ? 'fresh trainings' : 'trainings of the race')}`,
    plot: () => drawFinal(figure),
    data: { columns: ['replicate', metric], rows: values.map((value, place) => [replicates[place] ?? null, value]) },
  };
}

function exportedText(
  [first]: readonly FinalMetric[],
  { finalDistribution, delivered }: ResultChoice,
  judging: string,
): string {
  if (first === undefined) return '';
  const { lost = 0 } = finalDistribution ?? {};
  const place = `${first.exported.name} is ${exportedPlace(first.exported.isAmong, delivered, judging)}`;
  if (lost === 0) return place;
  return `${place} ${formatQuantity(lost, 'training')} left no model and ${lost === 1 ? 'counts' : 'count'} as the worst there is.`;
}

/** Says which of the trainings it is. */
function exportedPlace(isAmong: boolean, delivered: ResultChoice['delivered'], judging: string): string {
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

function metricTable({ final, model }: ResultChoice, { metrics }: ResultFinalDistribution): Markup {
  return html`${tableStart('Metrics on unseen examples')}
<thead><tr><th>metric</th><th class="number">median</th><th class="number">quartiles</th><th class="number">worst</th><th class="number">${model}</th></tr></thead>
<tbody>${Object.entries(metrics).map(([name, { values, median, q1, q3, worst, interval }]) => {
    const text = metricFormat(values, halfWidth(interval));
    const title = 'reason' in interval ? html` title="${noIntervalWords(interval, 'median')}"` : null;
    const exported = final?.[name];
    return html`<tr><td>${name}</td><td class="number">${text(median)}<small class="detail"${title}>${intervalText(interval).trim()}</small></td><td class="number">${text(q1)}, ${text(q3)}</td><td class="number">${text(worst)}</td><td class="number">${exported === undefined ? '–' : text(exported)}</td></tr>
`;
  })}</tbody></table></div>`;
}

/** One row: every training, with the exported model as its mark. */
function drawFinal({ metric, values, box, axis, exported }: FinalMetric): PlotOptions {
  const row = { id: 'trainings', label: '', isChoice: true, count: formatCount(values.length), values, box };
  return drawBoxChart({ boxes: [{ ...row, mark: { value: exported.value, interval: null } }], axis }, metric);
}

/** One metric as a chart draws it. */
interface FinalMetric {
  readonly metric: string;
  readonly better: 'high' | 'low' | 'zero';
  /** Whole sentence: median, worst, and the exported model's. */
  readonly conclusion: string;
  /** By replicate; infinite where the training diverged. */
  readonly values: readonly number[];
  /** A value of it as all of them are written. */
  readonly text: (value: number) => string;
  readonly box: Box | null;
  readonly axis: ValueAxis;
  /** The exported model's value, and its name; it may be the best of the race, and none of the fresh trainings. */
  readonly exported: { readonly value: number; readonly name: string; readonly isAmong: boolean };
}

/** The metrics that say most; none where there is no distribution. */
function viewFinal(result: Result): readonly FinalMetric[] {
  const { winner } = result;
  const distribution = winner?.finalDistribution;
  if (winner === null || distribution === null || distribution === undefined) return [];
  const { replicates, exported, metrics } = distribution;
  return mainMetrics(winner).flatMap(([metric, value]) => {
    const figure = metrics[metric];
    if (figure === undefined) return [];
    const direction = figure.better === 'high' ? 'maximize' : 'minimize';
    return {
      metric,
      better: figure.better,
      conclusion: `${capitalised(metricText(result, winner, [metric, value]) ?? metric)}.`,
      values: figure.values,
      text: metricFormat(figure.values, halfWidth(figure.interval)),
      box: boxOf(figure.values, direction),
      axis: fitAxis([...figure.values, value], direction),
      exported: { value, name: modelName(winner), isAmong: exported !== null && replicates.includes(exported) },
    };
  });
}
