/** @file JSON of a file that a user names: its value, or where it ends to be JSON, why, and what to do. */
import { type ParserFault, type ParserWords, parserFault } from './parser-fault.js';

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
    const { why, fix } = parserFault(undefined, WORDS, OTHERWISE, rest);
    throw new NotJson(
      { why: `it is not JSON: line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}: ${why}`, fix },
      cause,
    );
  }
}

/** Nothing more, or what only begins: a text, a word, a number. */
const CUT = /^("[^"]*|t(ru?)?|f(a(ls?)?)?|n(ul?)?|-?((0|[1-9]\d*)(\.\d*)?([eE][-+]?)?)?)$/;
const COPY = 'Write the file again, whole.';
const QUOTES = 'Write texts and keys in double quotes.';
const WORDS: readonly ParserWords[] = [
  { said: /\nEMPTY$/, why: 'nothing stands in it', fix: COPY },
  { said: /\nEND$/, why: 'it ends in the middle', fix: COPY },
  {
    said: /\n(-?Infinity|-?NaN|None|True|False|undefined)\b/,
    why: '$1 is no word of JSON',
    fix: 'Write null for no number, "Infinity" for one that diverged, and true or false.',
  },
  { said: /\n'/, why: 'a text stands in single quotes', fix: QUOTES },
  { said: /\n[[{,:]\n([A-Za-z_$][\w$]*)/, why: '$1 is not in double quotes', fix: QUOTES },
  {
    said: /\n[[,:]\n([-+.\d][-+.\w]*)/,
    why: '$1 is no number of JSON',
    fix: 'Write numbers as 0.5, -2 or 1e-3 are.',
  },
  { said: /\n,\n[\]}]/, why: 'nothing follows a comma', fix: 'Remove the comma before it.' },
  {
    said: /\n[}\]]\n[{[]/,
    why: 'a second value begins',
    fix: 'Put values into one list, with commas between them. For a value a line: jq -s . FILE.',
  },
  { said: /\n[}\]"\w]\n["\w]/, why: 'a comma or a colon is missing before this', fix: 'Add it.' },
  {
    said: /\n"/,
    why: 'a text is not closed, or has a line break or a bare backslash in it',
    fix: 'Write the text in one line, with \\n and \\\\.',
  },
  { said: /\n(\S)[^\n]*$/, why: '$1 cannot stand here', fix: 'Correct the text there.' },
];
const OTHERWISE: ParserFault = { why: 'this cannot stand here', fix: 'Correct the text there.' };

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
