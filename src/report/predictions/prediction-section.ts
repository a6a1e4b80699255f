/** @file What retrainings predict, as a part of the page of a race or a study: its figures, and what stands below them. */
import type { Chart } from '../chart/index.js';
import { commandList, statementList } from '../html/first-screen.js';
import { html, type Markup } from '../html/markup.js';
import { renderTable } from '../table/table-html.js';
import { disagreementFigure } from './disagreement-figure.js';
import { disputedFigure } from './disputed-figure.js';
import type { PredictionRecord } from './prediction-record.js';
import { candidateTable } from './prediction-tables.js';
import { type MeasureAdvice, predictionNotices, predictionStatements, streamsStep } from './prediction-words.js';
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
  const texts = [...predictionNotices(record, nameOf), ...predictionStatements(record, nameOf)];
  const step = streamsStep(record, advice);
  const table = candidateTable(record, nameOf);
  return html`<p class="caption">${table.caption}</p>
${renderTable(table)}
${statementList(texts)}${step === null ? null : commandList([step])}`;
}
