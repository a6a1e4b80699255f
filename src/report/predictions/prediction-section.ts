/** @file What retrainings predict, as a part of the page of a race or a study: its figures, and what stands below them. */
import type { Chart } from '../chart/index.js';
import { commandList, statementList } from '../html/first-screen.js';
import { html, type Markup, tableStart } from '../html/markup.js';
import { candidateColumns } from './candidate-columns.js';
import { disagreementFigure } from './disagreement-figure.js';
import { disputedFigure } from './disputed-figure.js';
import type { PredictionRecord } from './prediction-record.js';
import {
  candidateCaption,
  type MeasureAdvice,
  predictionNotices,
  predictionStatements,
  streamsStep,
} from './prediction-words.js';
import { reliabilityFigure } from './reliability-figure.js';
import { slicesFigures } from './slices-figure.js';

type NameOf = (candidate: string) => string;

export const PREDICTION_TITLE = 'What retrainings predict';

export function predictionFigures(record: PredictionRecord, nameOf: NameOf): readonly Chart[] {
  return [
    disagreementFigure(record, nameOf),
    disputedFigure(record, nameOf),
    reliabilityFigure(record, nameOf),
    ...slicesFigures(record, nameOf),
  ].filter((figure) => figure !== null);
}

export function predictionDetails(record: PredictionRecord, nameOf: NameOf, advice: MeasureAdvice | null): Markup {
  const columns = candidateColumns(record);
  const texts = [...predictionNotices(record, nameOf), ...predictionStatements(record, nameOf)];
  const step = streamsStep(record, advice);
  return html`<p class="caption">${candidateCaption(record)}</p>
${tableStart('Predictions by candidate')}
<thead><tr><th>candidate</th>${columns.map(({ heading }) => html`<th class="number">${heading}</th>`)}</tr></thead>
<tbody>${record.candidates.map(
    (
      one,
    ) => html`<tr${one.isWinner ? html` class="chosen"` : null}><td class="name">${nameOf(one.candidate)}</td>${columns.map(({ cell }) => html`<td class="number">${cell(one)}</td>`)}</tr>
`,
  )}</tbody></table></div>
${statementList(texts)}${step === null ? null : commandList([step])}`;
}
