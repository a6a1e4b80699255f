/** @file Tables for other documents and for programs: LaTeX with the package booktabs, Markdown, CSV and JSON. */
import type { Cell } from '../csv-line.js';
import { columnMeanings, columnsShown, type ShownColumn, type Table, tableCsv, tableData, tableNote } from './table.js';

export const TABLE_FORMATS = ['latex', 'markdown', 'csv', 'json'] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

/** One after the other, with a line end after the last. */
export function formatTables(tables: readonly Table[], format: TableFormat): string {
  if (format === 'json') return `${JSON.stringify(tables.map(tableObject), null, 2)}\n`;
  return tables.map(FORMATS[format]).join('\n');
}

const FORMATS: Readonly<Record<Exclude<TableFormat, 'json'>, (table: Table) => string>> = {
  latex: latexTable,
  markdown: markdownTable,
  csv: tableCsv,
};

/** A row as an object by the keys of the columns; JSON has infinite values as text. */
function tableObject(table: Table): unknown {
  const { columns, rows } = tableData(table);
  const plain = (cell: Cell | undefined): Cell =>
    typeof cell === 'number' && !Number.isFinite(cell) ? String(cell) : (cell ?? null);
  return {
    id: table.id,
    caption: table.caption,
    rows: rows.map((row) => Object.fromEntries(columns.map((key, place) => [key, plain(row[place])]))),
  };
}

/** Rows of texts: of a number with its interval. */
function linesOf(columns: readonly ShownColumn[], table: Table): readonly (readonly string[])[] {
  return table.rows.map((_, row) =>
    columns.map(({ cells }) => [cells[row]?.text, cells[row]?.ends].filter(Boolean).join(' ')),
  );
}

/** A paper explains its columns. */
function noteOf(table: Table): string | null {
  const texts = [columnMeanings(table), tableNote(table, 'text')].filter((text) => text !== null);
  return texts.length === 0 ? null : texts.join(' ');
}

function markdownTable(table: Table): string {
  const columns = columnsShown(table, 'text');
  const note = noteOf(table);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  const lines = [
    line(columns.map(({ heading }) => markdownText(heading))),
    line(columns.map(({ align }) => (align === 'left' ? '---' : '---:'))),
    ...linesOf(columns, table).map((cells) => line(cells.map(markdownText))),
  ];
  return `${markdownText(table.caption)}:\n\n${lines.join('')}${note === null ? '' : `\n${markdownText(note)}\n`}`;
}

function markdownText(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>|~]/g, '\\$&').replaceAll(/\s+/g, ' ');
}

function latexTable(table: Table): string {
  const columns = columnsShown(table, 'text');
  const note = noteOf(table);
  const line = (cells: readonly string[]): string => `    ${cells.map(latexText).join(' & ')} \\\\\n`;
  return [
    '\\begin{table}\n  \\centering\n',
    `  \\caption{${latexText(`${table.caption}.${note === null ? '' : ` ${note}`}`)}}\n`,
    `  \\begin{tabular}{${columns.map(({ align }) => (align === 'left' ? 'l' : 'r')).join('')}}\n    \\toprule\n`,
    line(columns.map(({ heading }) => heading)),
    '    \\midrule\n',
    ...linesOf(columns, table).map(line),
    '    \\bottomrule\n  \\end{tabular}\n\\end{table}\n',
  ].join('');
}

const LATEX: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  // A bracket at the beginning of a row would be an option of the line end before it.
  '[': '{[}',
  ']': '{]}',
  '−': '$-$',
  '∞': '$\\infty$',
  '×': '$\\times$',
  '…': '\\ldots{}',
  '–': '--',
};

function latexText(text: string): string {
  return text
    .replaceAll(/[\\~^<>|[\]−∞×…–]|[#$%&_{}]/g, (character) => LATEX[character] ?? `\\${character}`)
    .replaceAll(/\s+/g, ' ');
}
