/** @file What retrainings predict, as a section of the page of a race or a study. */
import { renderFigures, type Section } from '../chart/index.js';
import { commandList, noticeList, statementList } from '../html/first-screen.js';
import { html } from '../html/markup.js';
import type { Table } from '../table/table.js';
import { renderTable } from '../table/table-html.js';
import { disputedFigure } from './disputed-figure.js';
import type { PredictionRecord } from './prediction-record.js';
import { candidateTable, sliceTable } from './prediction-tables.js';
import {
  type MeasureAdvice,
  predictionHeadline,
  predictionNotices,
  predictionStatements,
  sliceReading,
  sliceReasons,
  streamsStep,
} from './prediction-words.js';
import { reliabilityFigure } from './reliability-figure.js';

export function predictionSection(
  record: PredictionRecord,
  nameOf: (candidate: string) => string,
  advice: MeasureAdvice | null,
): Section {
  const figures = [disputedFigure(record, nameOf), reliabilityFigure(record, nameOf)].filter((one) => one !== null);
  const step = streamsStep(record, advice);
  const tables: readonly Table[] = [
    candidateTable(record, nameOf),
    ...record.slicings.map((one) => sliceTable(record, one, nameOf)),
  ];
  const slices = record.slicings.length === 0 ? [] : [`In slices: ${sliceReading(record)}`];
  return {
    id: 'predictions',
    title: 'What retrainings predict',
    content: html`<p>${predictionHeadline(record, nameOf)}.</p>
${noticeList(predictionNotices(record, nameOf).map((text) => ({ kind: 'power', text })))}${renderFigures(figures)}
${tables.map((table) => html`<p class="caption">${table.caption}</p>\n${renderTable(table)}\n`)}
${statementList([...slices, ...sliceReasons(record, record.slicings), ...predictionStatements(record, nameOf)])}${step === null ? null : commandList([step])}`,
    figures,
  };
}
