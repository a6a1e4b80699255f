/** @file JSON of a file that a user names: its value, or where it ends to be JSON, why, and what to do. */
import { type ParserFault, parserFault } from './parser-fault.js';

export class NotJson extends Error {
  readonly fix: string;

  /** The message is the end of a sentence: `it is not JSON: line 2, column 5: ...`. */
  constructor({ why, fix }: ParserFault, cause: unknown) {
    super(why, { cause });
    this.fix = fix;
  }
}

/** A byte order mark is passed over. Throws a {@link NotJson}. */
export function readJson(text: string): unknown {
  const json = text.replace(/^\uFEFF/, '');
  try {
    return JSON.parse(json);
  } catch (cause) {
    const at = endOfJson(json);
    const lines = json.slice(0, at).split('\n');
    const found = json.slice(at).split('\n', 1)[0] ?? '';
    const before = json.slice(0, at).trimEnd().at(-1) ?? '';
    const isCut = CUT.test(json.slice(at));
    const rest = json.trim() === '' ? 'EMPTY' : isCut ? 'END' : `${before}\n${found}`;
    const { why, fix } = parserFault('json', undefined, rest);
    throw new NotJson(
      { why: `it is not JSON: line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}: ${why}`, fix },
      cause,
    );
  }
}

/** Nothing more, or what only begins: a text, a word, a number. */
const CUT = /^("[^"]*|t(ru?)?|f(a(ls?)?)?|n(ul?)?|-?((0|[1-9]\d*)(\.\d*)?([eE][-+]?)?)?)$/;

/** No other space is one of JSON. */
const SPACE = /[ \t\n\r]*/y;
const TOKEN =
  /(?:([{}[\],:])|("(?:[^"\\]|\\.)*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)\b))/y;
type Expected = 'value' | 'first-value' | 'key' | 'first-key' | 'colon' | 'next' | 'nothing';
const CLOSES = { '{': '}', '[': ']' } as const;

/** The offset of the first thing that is not JSON, by its grammar (RFC 8259); the length of the text where it only ends too early. */
function endOfJson(text: string): number {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let offset = 0;
  const ended = (): Expected => (open.length === 0 ? 'nothing' : 'next');
  for (;;) {
    SPACE.lastIndex = offset;
    const start = offset + (SPACE.exec(text)?.[0].length ?? 0);
    TOKEN.lastIndex = start;
    const [whole, mark, string, plain] = TOKEN.exec(text) ?? [];
    if (whole === undefined || !isText(string)) return start;
    const around = open.at(-1);
    if (
      mark !== undefined &&
      around !== undefined &&
      mark === CLOSES[around] &&
      ['first-value', 'first-key', 'next'].includes(expected)
    ) {
      open.pop();
      expected = ended();
    } else if ((mark === '{' || mark === '[') && expected.endsWith('value')) {
      open.push(mark);
      expected = mark === '{' ? 'first-key' : 'first-value';
    } else if (string !== undefined && expected.endsWith('key')) expected = 'colon';
    else if ((string ?? plain) !== undefined && expected.endsWith('value')) expected = ended();
    else if (mark === ':' && expected === 'colon') expected = 'value';
    else if (mark === ',' && expected === 'next') expected = around === '{' ? 'key' : 'value';
    else return start;
    offset = TOKEN.lastIndex;
  }
}

/** Whether it has neither line breaks nor unknown escapes. */
function isText(string = '""'): boolean {
  try {
    JSON.parse(string);
    return true;
  } catch {
    return false;
  }
}
