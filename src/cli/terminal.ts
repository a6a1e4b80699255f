/** @file Writes to a terminal, or to whatever stands in its place. */

import { areIsolatesBalanced, quoteArgument } from '../core/index.js';
import type { TerminalOptions } from '../report/index.js';

interface MaybeTerminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** No line is shorter than this: below, terminals are not made for reading. */
const NARROWEST = 20;
/** Sentences that are wider are hard to read. */
const WIDEST_PROSE = 120;
/** Of sentences in a file or a pipe. */
const PIPED_PROSE = 80;

/**
 * What there is room for. A terminal says how wide it is. Elsewhere COLUMNS does, and without it tables are as wide as they
 * need to be.
 */
export function layoutOf(stream: MaybeTerminal): TerminalOptions {
  const columns = stream.isTTY === true ? stream.columns || PIPED_PROSE : columnsGiven();
  const colors = isColorful(stream);
  if (columns === undefined) return { width: PIPED_PROSE, tableWidth: Number.POSITIVE_INFINITY, colors };
  const width = Math.max(NARROWEST, columns);
  return { width: Math.min(width, WIDEST_PROSE), tableWidth: width, colors };
}

/** The number of columns that the environment sets; undefined if it is none. */
function columnsGiven(): number | undefined {
  const columns = Number(process.env.COLUMNS);
  return Number.isSafeInteger(columns) && columns > 0 ? columns : undefined;
}

/** Colours where a terminal obeys, unless NO_COLOR (https://no-color.org) is set; FORCE_COLOR sets them anywhere, or with 0 nowhere. */
export function isColorful(stream: MaybeTerminal): boolean {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  if (NO_COLOR) return false;
  return FORCE_COLOR === undefined ? isObedient(stream) : FORCE_COLOR !== '0';
}

/** Whether lines can be renewed in place: without colours lines are plain, without any control code; those of a trace would come between. */
export function isRenewable(stream: MaybeTerminal): boolean {
  return isObedient(stream) && !process.env.NO_COLOR && !process.env.SUREFOOT_TRACE;
}

/** A terminal that does what control codes say. */
function isObedient(stream: MaybeTerminal): boolean {
  return stream.isTTY === true && process.env.TERM !== 'dumb';
}

const ESCAPE = String.fromCharCode(27);
/** Colours and weights as `picocolors` writes them; nothing that hides text or moves the cursor. */
const STYLE = `${ESCAPE}\\[(?:[0-479]|2[2-479]|3[0-79]|4[0-79]|9[0-7]|10[0-7])m`;
/** Control characters, line separators, and marks that turn the direction of writing. */
const CONTROLS = String.raw`[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066\u2067]`;
const ISOLATES = /[\u2068\u2069]/g;
const STYLE_OR_CONTROL = new RegExp(`(${STYLE})|\\r\\n?|${CONTROLS}`, 'gu');
const CONTROL = new RegExp(CONTROLS, 'gu');

/**
 * The door of all text to a terminal, also of foreign text: nothing but our own styles, line ends and tabs can
 * control one. What a carriage return would have written over stands line by line.
 */
export function print(stream: NodeJS.WritableStream, text: string): void {
  stream.write(withoutControls(text));
}

/** Sentences: on a terminal their lines end at spaces, elsewhere they stay whole, to be searched. */
export function printProse(stream: NodeJS.WritableStream & MaybeTerminal, text: string): void {
  print(stream, stream.isTTY === true ? wrapProse(text, layoutOf(stream).width) : text);
}

/** What can be typed is never broken, so that it can be copied. A word that is wider than a line is left to the terminal. */
function wrapProse(text: string, width: number): string {
  const held = text.replaceAll(/`[^`\n]*`|(?<=: )(?:surefoot|npm) .*/g, (typed) => typed.replaceAll(' ', HELD_SPACE));
  const line = new RegExp(`(?![^\\n]{1,${width}}$)([^\\n]{1,${width}}) `, 'gm');
  return held.replaceAll(line, '$1\n').replaceAll(HELD_SPACE, ' ');
}

/** Stands in for a space; no text may hold it. */
const HELD_SPACE = '\u0000';

/** The same as {@link print} for a JSON text, which stays the same value. */
export function printJson(stream: NodeJS.WritableStream, json: string): void {
  const escaped = (control: string) =>
    control === '\n' ? control : `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`;
  stream.write(json.replaceAll(CONTROL, escaped));
}

/** Text of others among ours: its styles are none, whatever they are. */
export function foreignText(text: string): string {
  return text.replaceAll(ESCAPE, '�');
}

/** Puts lines in the place of those that were put there before; the cursor waits at their beginning, wherever a resize moves it. */
export function renewLines(stream: NodeJS.WritableStream, lines: readonly string[]): void {
  const up = lines.length > 1 ? `${ESCAPE}[${lines.length - 1}A` : '';
  stream.write(`${CLEAR}${lines.map(withoutControls).join('\n')}\r${up}`);
}

/** Takes them away. */
export function clearLines(stream: NodeJS.WritableStream): void {
  stream.write(CLEAR);
}

/** To the beginning of the line, and nothing from there to the end of the screen. */
const CLEAR = `\r${ESCAPE}[J`;

function withoutControls(text: string): string {
  const safe = text.replaceAll(STYLE_OR_CONTROL, (found, style?: string) => {
    if (style !== undefined || found === '\n' || found === '\t') return found;
    return found.startsWith('\r') ? '\n' : '�';
  });
  if (safe.search(ISOLATES) < 0) return safe;
  const lines = safe.split('\n');
  return lines.map((line) => (areIsolatesBalanced(line) ? line : line.replaceAll(ISOLATES, '�'))).join('\n');
}

/** Options that only change what is printed, or would undo the run when they are repeated. */
const NOT_REPEATED = new Set(['--json', '--quiet', '-q', '--fresh', '--long']);

/** Set by a program that writes a file for each call, as the Python package does: its command cannot be typed again. */
const CALLER = 'SUREFOOT_CALLER';

/** The command line of this process, with quotes where a shell needs them; undefined where a program has made it. */
export function typedCommand(): string | undefined {
  if (process.env[CALLER] !== undefined) return undefined;
  const args = process.argv.slice(2).filter((arg) => !NOT_REPEATED.has(arg));
  return ['surefoot', ...args.map(quoteArgument)].join(' ');
}
