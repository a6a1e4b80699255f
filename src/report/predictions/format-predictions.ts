/** @file Formats a record of predictions for a terminal: the answer, tables of candidates, disputed examples and slices, and what to conclude. */
import pc from 'picocolors';
import type { Table } from '../table/table.js';
import { tableLines } from '../table/table-terminal.js';
import {
  INDENT,
  noticeLines,
  printable,
  statementLines,
  type TerminalOptions,
  wrapText,
} from '../terminal/terminal-text.js';
import { nameCandidates, shortName } from '../view/candidate-names.js';
import type { PredictionRecord } from './prediction-record.js';
import { candidateTable, disputedTable, sliceTable } from './prediction-tables.js';
import {
  type MeasureAdvice,
  predictionHeadline,
  predictionNotices,
  predictionStatements,
  sliceReading,
  sliceReasons,
  streamsStep,
} from './prediction-words.js';

/** Lines of at most `width` columns, tables of at most `tableWidth`. */
export function formatPredictions(
  record: PredictionRecord,
  options: TerminalOptions,
  advice: MeasureAdvice | null,
): string {
  const { width, colors } = options;
  const { bold } = pc.createColors(colors);
  const names = nameCandidates(record.candidates.map(({ candidate: id, label }) => ({ id, label })));
  const nameOf = (id: string): string => shortName(names, id);
  const step = streamsStep(record, advice);
  const tables: readonly (readonly string[])[] = [
    captioned(candidateTable(record, nameOf), options),
    captioned(disputedTable(record), options),
    ...record.slicings.flatMap((slicing) =>
      record.candidates.map((one) => captioned(sliceTable(record, slicing, nameOf, one), options)),
    ),
  ];
  return [
    bold(wrapText(`${printable(predictionHeadline(record, nameOf))}.`, width)),
    ...noticeLines(predictionNotices(record, nameOf), options),
    ...tables.flatMap((lines) => (lines.length === 0 ? [] : ['', ...lines])),
    '',
    ...statementLines(
      [
        ...(record.slicings.length === 0 ? [] : [`In slices: ${sliceReading(record)}`]),
        ...sliceReasons(record, record.slicings),
        ...predictionStatements(record, nameOf),
      ],
      options,
    ),
    // A command is copied, so no line of it is broken.
    ...(step === null ? [] : [wrapText(step.why, width, INDENT), `${INDENT}${printable(step.command)}`]),
    '',
  ].join('\n');
}

/** Nothing without rows. */
function captioned<Row>(table: Table<Row>, options: TerminalOptions): readonly string[] {
  const lines = tableLines(table, options);
  return lines.length === 0 ? [] : [wrapText(`${printable(table.caption)}:`, options.width), ...lines];
}
