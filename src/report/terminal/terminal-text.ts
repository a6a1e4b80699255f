/** @file Text that is safe and fits in a terminal, whose columns are those of its characters: two for an ideograph or emoji. */
import pc from 'picocolors';
import stringWidth from 'string-width';
import { areIsolatesBalanced } from '../../core/index.js';
import { unbroken } from '../number-text.js';

/**
 * Control characters, line ends, escape sequences and marks that turn the direction of writing become `�`: names cannot
 * move the cursor or their neighbours. What holds an emoji together stays, and so does text between isolates that are
 * closed (U+2068 ... U+2069).
 */
export function printable(text: string): string {
  if (PLAIN.test(text)) return text;
  const isBalanced = areIsolatesBalanced(text);
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (mark) => {
    return JOINERS.test(mark) || (isBalanced && ISOLATES.test(mark)) ? mark : '�';
  });
}

const PLAIN = /^[ -~]*$/;
const JOINERS = /[\u200c\u200d]/;
const ISOLATES = /[\u2068\u2069]/;

/** Foreign text in one line: its first, with the last where that says more than where something happened. */
export function oneLine(text: string): string {
  const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== '');
  const [first = '', last = ''] = [lines[0], lines.at(-1)].map((line) => printable((line ?? '').trim()));
  return lines.length < 2 || /^at /.test(last) ? first : `${first} ${last}`;
}

/** Columns that a line takes; styles take none. */
export function columnsOf(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text);
}

const CHARACTERS = new Intl.Segmenter('en');

/** The text, or its beginning with `…` where it is wider than `width` columns; never a part of a character. */
export function fitText(text: string, width: number): string {
  if (columnsOf(text) <= width) return text;
  if (width < 1) return '';
  if (PLAIN.test(text)) return `${text.slice(0, width - 1)}…`;
  let kept = '';
  let room = width - 1;
  for (const { segment } of CHARACTERS.segment(text)) {
    room -= columnsOf(segment);
    if (room < 0) break;
    kept += segment;
  }
  return `${kept}${areIsolatesBalanced(kept) ? '' : '\u2069'}…`;
}

/** The text with spaces up to `width` columns, behind it or before it. */
export function padText(text: string, width: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, width - columnsOf(text)));
  return align === 'left' ? text + space : space + text;
}

/**
 * Lines of at most `width` columns, broken at spaces (never inside brackets, or between a number and its unit), the following ones
 * indented; a word that is wider is broken anywhere.
 */
export function wrapText(text: string, width: number, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  const end = (): void => {
    lines.push(line);
    line = indent;
  };
  for (const word of wordsOf(text)) {
    const isEmpty = line === '' || line === indent;
    const longer = isEmpty ? line + word : `${line} ${word}`;
    if (columnsOf(longer) <= width) {
      line = longer;
      continue;
    }
    if (!isEmpty) end();
    for (const part of partsOf(word, Math.max(1, width - indent.length))) {
      if (line !== '' && line !== indent) end();
      line += part;
    }
  }
  return closeIsolates([...lines, line]).join('\n');
}

function wordsOf(text: string): readonly string[] {
  let from = 0;
  // Of the text as it is: what is copied from a terminal has common spaces.
  return unbroken(text)
    .split(/ (?![^[]*\])/)
    .map((word) => {
      const own = text.slice(from, from + word.length);
      from += word.length + 1;
      return own;
    });
}

/** An isolate that goes on in the next line is closed in this one. */
function closeIsolates(lines: readonly string[]): readonly string[] {
  let isOpen = false;
  return lines.map((line) => {
    const start = isOpen ? '\u2068' : '';
    for (const mark of line.match(/[\u2068\u2069]/g) ?? []) isOpen = mark === '\u2068';
    return `${start}${line}${isOpen ? '\u2069' : ''}`;
  });
}

function partsOf(word: string, width: number): string[] {
  if (columnsOf(word) <= width) return [word];
  const parts: string[] = [''];
  for (const { segment } of CHARACTERS.segment(word)) {
    const longer = `${parts.at(-1)}${segment}`;
    if (columnsOf(longer) <= width) parts[parts.length - 1] = longer;
    else parts.push(segment);
  }
  return parts;
}

export interface TerminalOptions {
  /** Columns for sentences. */
  readonly width: number;
  /** Columns for tables, which nobody wants wrapped: Infinity where lines may be of any length. As `width` where absent. */
  readonly tableWidth?: number;
  readonly colors: boolean;
  /** True: tables and notes as well, not the answer alone. */
  readonly long?: boolean;
}

export function tableWidthOf({ width, tableWidth = width }: TerminalOptions): number {
  return tableWidth;
}

/** Of what stands below its heading, and of the further lines of a sentence. */
export const INDENT = '  ';

/** What must be read before figures are used: marked and in yellow, a paragraph each. */
export function noticeLines(texts: readonly string[], { width, colors }: TerminalOptions): string[] {
  const { yellow } = pc.createColors(colors);
  return texts.map((text) => yellow(wrapText(`! ${printable(text)}`, width, INDENT)));
}

/** Sentences, a paragraph each. */
export function statementLines(texts: readonly string[], { width }: Pick<TerminalOptions, 'width'>): string[] {
  return texts.map((text) => wrapText(printable(text), width, INDENT));
}
