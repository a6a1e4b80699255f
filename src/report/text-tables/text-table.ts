/** @file Tables as text for other documents: Markdown, CSV, and LaTeX with the package booktabs. */
import { csvLine } from '../csv-line.js';

/** Cells are plain text for people. */
export interface TextTable {
  /** No full stop at its end. */
  readonly caption: string;
  readonly columns: readonly { readonly heading: string; readonly align: 'left' | 'right' }[];
  readonly rows: readonly (readonly string[])[];
}

export const TABLE_FORMATS = ['latex', 'markdown', 'csv'] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

/** One after the other, with a line end after the last. */
export function formatTables(tables: readonly TextTable[], format: TableFormat): string {
  return tables.map(FORMATS[format]).join('\n');
}

const FORMATS: Readonly<Record<TableFormat, (table: TextTable) => string>> = {
  latex: latexTable,
  markdown: markdownTable,
  csv: ({ columns, rows }) => [columns.map(({ heading }) => heading), ...rows].map(csvLine).join(''),
};

function markdownTable({ caption, columns, rows }: TextTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  const lines = [
    line(columns.map(({ heading }) => markdownText(heading))),
    line(columns.map(({ align }) => (align === 'left' ? '---' : '---:'))),
    ...rows.map((cells) => line(cells.map(markdownText))),
  ];
  return `${markdownText(caption)}:\n\n${lines.join('')}`;
}

function markdownText(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>|~]/g, '\\$&').replaceAll(/\s+/g, ' ');
}

function latexTable({ caption, columns, rows }: TextTable): string {
  const line = (cells: readonly string[]): string => `    ${cells.map(latexText).join(' & ')} \\\\\n`;
  return [
    '\\begin{table}\n  \\centering\n',
    `  \\caption{${latexText(caption)}.}\n`,
    `  \\begin{tabular}{${columns.map(({ align }) => (align === 'left' ? 'l' : 'r')).join('')}}\n    \\toprule\n`,
    line(columns.map(({ heading }) => heading)),
    '    \\midrule\n',
    ...rows.map(line),
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
};

function latexText(text: string): string {
  return text
    .replaceAll(/[\\~^<>|[\]−∞×…]|[#$%&_{}]/g, (character) => LATEX[character] ?? `\\${character}`)
    .replaceAll(/\s+/g, ' ');
}
