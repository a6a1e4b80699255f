/** @file Writes to a terminal, or to whatever stands in its place. */

interface MaybeTerminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Columns to write: the terminal's own, at most 120; 80 where there is none. */
export function widthOf(stream: MaybeTerminal): number {
  return Math.max(60, Math.min(stream.columns ?? 80, 120));
}

/** Colours on a terminal, unless NO_COLOR (https://no-color.org) is set; FORCE_COLOR sets them anywhere. */
export function isColorful(stream: MaybeTerminal): boolean {
  if (process.env.NO_COLOR) return false;
  return process.env.FORCE_COLOR !== undefined || stream.isTTY === true;
}

const ESCAPE = String.fromCharCode(27);
/** Colours and weights as `picocolors` writes them; nothing that hides text or moves the cursor. */
const STYLE = `${ESCAPE}\\[(?:[0-479]|2[2-479]|3[0-79]|4[0-79]|9[0-7]|10[0-7])m`;
/** Control characters, line separators, and marks that turn the direction of writing. */
const CONTROLS = String.raw`[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]`;
const STYLE_OR_CONTROL = new RegExp(`(${STYLE})|\\r\\n?|${CONTROLS}`, 'gu');
const CONTROL = new RegExp(CONTROLS, 'gu');

/**
 * The door of all text to a terminal, whoever wrote parts of it: nothing but our own styles, line ends and tabs can
 * control one. What a carriage return would have written over stands line by line.
 */
export function print(stream: NodeJS.WritableStream, text: string): void {
  stream.write(withoutControls(text));
}

/** The same for a JSON text, which stays the same value. */
export function printJson(stream: NodeJS.WritableStream, json: string): void {
  const escaped = (control: string) =>
    control === '\n' ? control : `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`;
  stream.write(json.replaceAll(CONTROL, escaped));
}

/** Text of somebody else's among ours: its styles are none, whatever they are. */
export function foreignText(text: string): string {
  return text.replaceAll(ESCAPE, '�');
}

/** Writes a line in place of the one that the cursor stands on, without ending it. */
export function renewLine(stream: NodeJS.WritableStream, line: string): void {
  stream.write(`\r${ESCAPE}[2K${withoutControls(line)}`);
}

function withoutControls(text: string): string {
  return text.replaceAll(STYLE_OR_CONTROL, (found, style?: string) => {
    if (style !== undefined || found === '\n' || found === '\t') return found;
    return found.startsWith('\r') ? '\n' : '�';
  });
}
