/** @file Text that is safe and fits in a terminal. */

/**
 * Control characters, line ends and escape sequences of foreign names become `�`: names cannot move the cursor. The marks
 * that `isolate` sets around what runs from right to left are for pages.
 */
export function printable(text: string): string {
  return text.replace(/[\u2068\u2069]/g, '').replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '�');
}

/** Foreign text in one line: its first, with the last where that says more than where something happened. */
export function oneLine(text: string): string {
  const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== '');
  const [first = '', last = ''] = [lines[0], lines.at(-1)].map((line) => printable((line ?? '').trim()));
  return lines.length < 2 || /^at /.test(last) ? first : `${first} ${last}`;
}

/** The text, or its beginning with `…` where it is wider than `width` columns. */
export function fitText(text: string, width: number): string {
  if (text.length <= width) return text;
  return width < 1 ? '' : `${text.slice(0, width - 1)}…`;
}

/** Lines of at most `width` columns, broken at spaces (never inside brackets or before `%`), the following ones indented. */
export function wrapText(text: string, width: number, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/ (?!%)(?![^[]*\])/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length > width && line !== '') {
      lines.push(line);
      line = indent + word;
    } else {
      line = longer;
    }
  }
  return [...lines, line].join('\n');
}

/** Lines whose columns stand one below the other, two spaces apart: the first `left` of them to the left, the others right. */
export function alignColumns(rows: readonly (readonly string[])[], left = Number.POSITIVE_INFINITY): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const align = (cell: string, column: number): string => {
    const width = widths[column] as number;
    return column < left ? cell.padEnd(width) : cell.padStart(width);
  };
  return rows.map((row) => row.map(align).join('  ').trimEnd());
}
