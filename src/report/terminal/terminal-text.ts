/** @file Text that is safe and fits in a terminal. */

/** Control characters, line ends and escape sequences of foreign names become `�`: names cannot move the cursor. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '�');
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
