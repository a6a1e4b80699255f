/** @file An explanation as a table: for the terminal, and as CSV for programs. */
import pc from 'picocolors';
import { csvLine } from '../csv-line.js';
import {
  alignColumns,
  fitText,
  noticeLines,
  printable,
  statementLines,
  type TerminalOptions,
  tableWidthOf,
  wrapText,
} from '../terminal/terminal-text.js';
import { type Explanation, type RelianceRow, relianceRows, type UnitImportance } from './explanation.js';
import {
  explanationHeadline,
  explanationMethod,
  explanationNotices,
  explanationStatements,
  groupTexts,
  importanceFormat,
} from './explanation-words.js';

const WIDEST_NAME = 30;
/** Rows of a terminal; a file or a pipe gets all of them. */
const MOST_ROWS = 30;

/** Lines of at most `width` columns, the table of at most `tableWidth`; where there is no limit it shows every instance. */
export function formatExplanation(explanation: Explanation, options: TerminalOptions): string {
  const { width, colors } = options;
  const { bold, dim } = pc.createColors(colors);
  return [
    bold(wrapText(`${printable(explanationHeadline(explanation))}.`, width)),
    ...noticeLines(explanationNotices(explanation), options),
    '',
    wrapText(`${printable(explanationMethod(explanation))}:`, width),
    ...tableLines(explanation, options),
    ...statementLines(groupTexts(explanation), options).map(dim),
    '',
    ...statementLines(explanationStatements(explanation), options),
    ...(explanation.candidate === null ? [] : [dim(fitText(printable(origin(explanation)), width))]),
    '',
  ].join('\n');
}

function tableLines(explanation: Explanation, options: TerminalOptions): readonly string[] {
  const { dim } = pc.createColors(options.colors);
  const width = tableWidthOf(options);
  const isWide = width === Number.POSITIVE_INFINITY;
  const { columns, groups, spread, exported, instances } = explanation;
  const show = importanceFormat(explanation);
  const all = relianceRows(explanation);
  const rows = isWide ? all : all.filter((_, place) => place < MOST_ROWS || place >= columns.length);
  const each = isWide && spread === 'retrainings' ? instances.map(({ replicate }) => String(replicate)) : [];
  const heads = [
    'column',
    spread === 'model' ? 'mean' : 'median',
    'least',
    'most',
    ...(exported === null ? [] : ['model.onnx']),
    ...(isWide ? ['error', 'p'] : []),
    ...each,
    '',
  ];
  const groupOf = ({ name }: RelianceRow): readonly string[] => {
    const place = groups.findIndex((group) => group.columns.includes(name));
    return place < 0 ? [] : [`group ${place + 1}`];
  };
  const cellsOf = (row: RelianceRow): readonly string[] => [
    fitText(printable(row.name), isWide ? Number.POSITIVE_INFINITY : WIDEST_NAME),
    ...[row.importance, row.least, row.most].map(show),
    ...(row.exported === null ? [] : [show(row.exported)]),
    ...(isWide ? [show(row.error), row.pValue.toPrecision(2)] : []),
    ...(each.length === 0 ? [] : row.values.map(show)),
    [...groupOf(row), ...(row.isClear ? [] : [row.values.every((value) => value === 0) ? 'none' : 'unclear'])].join(
      ', ',
    ),
  ];
  const [heading = '', ...lines] = alignColumns([heads, ...rows.map(cellsOf)], 1).map((line) => fitText(line, width));
  const left = all.length - rows.length;
  return [
    dim(heading),
    ...lines.map((line, place) => (rows[place]?.isClear === true ? line : dim(line))),
    ...(left === 0 ? [] : [dim(`... and ${left} more columns, none above these (all of them: --csv)`)]),
  ];
}

function origin({ candidate, instances, spread }: Explanation): string {
  const replicates = instances.map(({ replicate }) => replicate).join(', ');
  return spread === 'model' ? `Candidate ${candidate}` : `Candidate ${candidate}, replicates ${replicates}`;
}

/** CSV with a header; `instance.<replicate>` are the retrainings. Columns of a group are joined by ` + `. */
export function explanationCsv({ columns, groups, instances, spread, exported }: Explanation): string {
  const each = spread === 'model' ? [] : instances.map(({ replicate }) => `instance.${replicate}`);
  const header = [
    'column',
    'importance',
    'least',
    'most',
    'error',
    'p_value',
    'clear',
    ...(exported === null ? [] : ['exported']),
    ...each,
  ];
  const line = (name: string, unit: UnitImportance) =>
    csvLine([
      name,
      ...[unit.importance, unit.least, unit.most, unit.error, unit.pValue].map(String),
      unit.isClear ? 'yes' : 'no',
      ...(unit.exported === null ? [] : [String(unit.exported)]),
      ...(each.length === 0 ? [] : unit.values.map(String)),
    ]);
  return [
    csvLine(header),
    ...columns.map((unit) => line(unit.column, unit)),
    ...groups.map((unit) => line(unit.columns.join(' + '), unit)),
  ].join('');
}
