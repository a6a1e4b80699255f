/** @file An explanation as a table: for the terminal, and as CSV for programs. */
import pc from 'picocolors';
import { type Column, type Table, tableCsv } from '../table/table.js';
import { tableLines } from '../table/table-terminal.js';
import {
  fitText,
  noticeLines,
  printable,
  statementLines,
  type TerminalOptions,
  tableWidthOf,
  wrapText,
} from '../terminal/terminal-text.js';
import { type Explanation, type RelianceRow, relianceRows } from './explanation.js';
import {
  explanationHeadline,
  explanationMethod,
  explanationNotices,
  explanationStatements,
  groupTexts,
} from './explanation-words.js';

/** Lines of at most `width` columns, the table of at most `tableWidth`; where there is no limit it shows every instance. */
export function formatExplanation(explanation: Explanation, options: TerminalOptions): string {
  const { width, colors } = options;
  const { bold, dim } = pc.createColors(colors);
  return [
    bold(wrapText(`${printable(explanationHeadline(explanation))}.`, width)),
    ...noticeLines(explanationNotices(explanation), options),
    '',
    wrapText(`${printable(explanationMethod(explanation))}:`, width),
    ...tableLines(relianceTable(explanation, tableWidthOf(options) === Number.POSITIVE_INFINITY), options),
    ...statementLines(groupTexts(explanation), options).map(dim),
    '',
    ...statementLines(explanationStatements(explanation), options),
    ...(explanation.candidate === null ? [] : [dim(fitText(printable(origin(explanation)), width))]),
    '',
  ].join('\n');
}

/** CSV with a header; `instance.<replicate>` are the retrainings. Columns of a group are joined by ` + `. */
export function explanationCsv(explanation: Explanation): string {
  return tableCsv(relianceTable(explanation, true));
}

/** `isWhole`: with each retraining. */
export function relianceTable(explanation: Explanation, isWhole: boolean): Table<RelianceRow> {
  const { columns, groups, spread, exported, instances } = explanation;
  const value = (
    key: string,
    label: string,
    of: (row: RelianceRow) => number | null,
    spare = 0,
  ): Column<RelianceRow> => {
    return { ...{ key, label, unit: 'value', spare }, of, spread: ({ error }) => error };
  };
  const groupOf = ({ name }: RelianceRow): readonly string[] => {
    const place = groups.findIndex((group) => group.columns.includes(name));
    return place < 0 ? [] : [`group ${place + 1}`];
  };
  const rows = relianceRows(explanation);
  const wholeName = new Map(rows.map((row, place) => [row, groups[place - columns.length]?.columns.join(' + ')]));
  const says = (row: RelianceRow): string =>
    [...groupOf(row), ...(row.isClear ? [] : [isUnused(row) ? 'none' : 'unclear'])].join(', ');
  return {
    id: 'reliance',
    caption: explanationMethod(explanation),
    columns: [
      { key: 'column', of: (row) => wholeName.get(row) ?? row.name, shownIn: ['file'] },
      { key: 'name', label: 'column', of: ({ name }) => name, shownIn: ['page', 'text'] },
      value('importance', spread === 'model' ? 'mean' : 'median', ({ importance }) => importance),
      value('least', 'least', ({ least }) => least),
      value('most', 'most', ({ most }) => most),
      { key: 'error', unit: 'ratio', of: ({ error }) => error, ...(isWhole ? {} : { shownIn: ['file'] }) },
      { key: 'p_value', label: 'p', unit: 'p', of: ({ pValue }) => pValue, ...(isWhole ? {} : { shownIn: ['file'] }) },
      { key: 'clear', of: ({ isClear }) => (isClear ? 'yes' : 'no'), shownIn: ['file'] },
      ...(exported === null ? [] : [value('exported', 'model.onnx', (row) => row.exported, 1)]),
      ...(isWhole && spread === 'retrainings'
        ? instances.map(({ replicate }, place) =>
            value(`instance.${replicate}`, String(replicate), ({ values }) => values[place] ?? null),
          )
        : []),
      { key: 'says', label: '', unit: 'sentence', of: (row) => says(row), shownIn: ['page', 'text'] },
    ],
    // What must be read in the place of its columns comes first.
    rows: [...rows.slice(columns.length), ...rows.slice(0, columns.length)],
    all: 'with --csv',
    role: ({ isClear }) => (isClear ? null : 'faint'),
  };
}

function isUnused({ values }: RelianceRow): boolean {
  return values.every((value) => value === 0);
}

function origin({ candidate, instances, spread }: Explanation): string {
  const replicates = instances.map(({ replicate }) => replicate).join(', ');
  return spread === 'model' ? `Candidate ${candidate}` : `Candidate ${candidate}, replicates ${replicates}`;
}
