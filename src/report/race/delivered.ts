/** @file What is handed over of the winner, beside what else could be: a table below the figures of unseen examples. */
import { html, type Markup, tableStart } from '../html/markup.js';
import {
  columnFormat,
  formatBytes,
  formatCount,
  formatLevel,
  formatQuantity,
  formatShare,
  formatValue,
} from '../number-text.js';
import type { Conformal, DeliveryAlternative } from '../result/delivery-schema.js';
import type { Result } from '../result/result-schema.js';
import { mainMetrics } from '../view/choice-words.js';

/** Null where there is nothing to set it against. */
export function deliveredTable(result: Result): Markup | null {
  const { winner, data } = result;
  const { alternatives = [], conformal } = winner?.delivered ?? {};
  if (winner === null || alternatives.length === 0) return null;
  const figures = mainMetrics(winner).map(([name]) => name);
  const isOfClasses = data.classes.length > 0;
  return html`<h3>What model.onnx is, and what else it could be</h3>
${tableStart('Models of the winner')}
<thead><tr><th>model</th>${figures.map((name) => html`<th class="number">${name}</th>`)}<th class="number">differs from a training</th><th class="number">file</th><th class="number">one example</th></tr></thead>
<tbody>${alternatives.map((one) => rowOf(one, alternatives, figures, isOfClasses))}</tbody></table></div>
<p class="quiet">${measuredText(result)}${lackingText(alternatives)}</p>
${conformal == null ? null : html`<p class="quiet">${conformalText(conformal)}</p>`}`;
}

function rowOf(
  one: DeliveryAlternative,
  all: readonly DeliveryAlternative[],
  figures: readonly string[],
  isOfClasses: boolean,
): Markup {
  const { disagreement, bytes, milliseconds, delivered } = one;
  const cells = figures.map((name) => {
    const text = columnFormat(all.map((other) => other.figures[name] ?? Number.NaN).filter(Number.isFinite));
    const value = one.figures[name];
    return html`<td class="number">${value === undefined ? '–' : text(value)}</td>`;
  });
  const share = isOfClasses ? formatShare : (value: number) => formatValue(value, 2);
  const name = delivered ? html`<strong>${modelWords(one)}</strong> (model.onnx)` : modelWords(one);
  return html`<tr><td>${name}</td>${cells}<td class="number">${disagreement === null ? lackingWord(all) : share(disagreement.value)}</td><td class="number">${formatBytes(bytes)}</td><td class="number">${formatValue(milliseconds, 2)} ms</td></tr>
`;
}

/** In place of a distance: nothing to compare with at all, or nothing left of it. */
function lackingWord(all: readonly DeliveryAlternative[]): string {
  return all.every(({ disagreement }) => disagreement === null) ? 'not kept' : 'too few';
}

function lackingText(all: readonly DeliveryAlternative[]): string {
  if (all.every(({ disagreement }) => disagreement !== null)) return '';
  if (lackingWord(all) === 'too few')
    return ' Too few: of the fresh trainings none is left over that the ensemble could be compared with.';
  return ' Not kept: predictions for the final set are kept of fewer than two fresh trainings, so there is none to compare with (`keep: { predictions: winner }` keeps them).';
}

function modelWords({ reason, instances }: DeliveryAlternative): string {
  switch (reason) {
    case 'ensemble':
      return `${formatCount(instances)} trainings as one`;
    case 'nearest-to-mean':
      return 'nearest to the mean';
    default:
      return 'smallest loss';
  }
}

/** Says which examples chose, which measured, and what the columns mean. */
function measuredText({ data, winner }: Result): string {
  const { selection = 0, final = 0 } = data.split;
  const differs =
    data.classes.length > 0
      ? 'the share of labels that differ from those of another training'
      : 'the median difference from another training, over the spread of the target';
  return (
    `The nearest and the one with the smallest loss were chosen on the selection set (${formatQuantity(selection, 'example')}), ensembles by nothing: they are the first fresh trainings. ` +
    `All figures are of the final set (${formatQuantity(final, 'example')}), which chose none of them. Differs: ${differs}; each fresh training in turn is left out, and the model is chosen among the others.${collapsedText(winner)} Time: of one example alone, on the machine of the run.`
  );
}

/** What retrainings predict is told without them: these distances are larger. */
function collapsedText(winner: Result['winner']): string {
  const { collapsed = 0, begun = 0 } = winner?.collapses ?? {};
  if (collapsed === 0) return '';
  return ` Trainings that collapsed (${formatCount(collapsed)} of ${formatCount(begun)}) count here where they left predictions.`;
}

function conformalText(conformal: Conformal): string {
  const { level, calibration, promised } = conformal;
  const [low, high] = [promised.low, promised.high].map(formatShare);
  const begin = `At ${formatLevel(level)}, calibrated on ${formatQuantity(calibration, 'example')} that nothing else used: `;
  const expected = ` Where both sets are alike, ${low} to ${high} is to be expected.`;
  if (conformal.kind === 'sets') {
    const { meanSize, coverage } = conformal;
    return `${begin}sets of ${formatValue(meanSize, 3)} classes on average hold ${heldText(coverage)}.${expected}`;
  }
  const targets = conformal.targets.map(({ name, halfWidth, coverage }) => {
    return `${name} ± ${formatValue(halfWidth, 3)} holds ${heldText(coverage)}`;
  });
  return `${begin}${targets.join('; ')}.${expected}`;
}

function heldText({
  value,
  hits,
  examples,
}: {
  readonly value: number;
  readonly hits: number;
  readonly examples: number;
}) {
  return `${formatShare(value)} of the truths of the final set (${formatCount(hits)} of ${formatCount(examples)})`;
}
