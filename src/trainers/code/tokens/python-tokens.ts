/**
 * @file A Python source as its tokens: what is left when comments, blank lines and the width of white space are taken away. Two sources
 * with equal tokens are one program (https://docs.python.org/3/reference/lexical_analysis.html). In doubt there are none.
 */
import { formattedStringEnd, plainStringEnd } from './python-strings.js';

const WORD = /[\p{ID_Start}_][\p{ID_Continue}]*/uy;
const NUMBER = /0[xXoObB][\da-fA-F_]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?[jJ]?/y;
const OPERATOR =
  /\*\*=|\/\/=|>>=|<<=|\.\.\.|\*\*|\/\/|>>|<<|<=|>=|==|!=|->|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|@=|:=|[-+*/%@&|^~<>()[\]{},:;.=]/y;
const STRING = /((?:[rR][bBfFtT]?|[bBfFtT][rR]?|[uU])?)("""|'''|"|')/y;
const INDENTATION = /[ \t]*/y;
const PAIRS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** No token of Python looks like these. */
const [NEWLINE, INDENT, DEDENT] = ['\0newline', '\0indent', '\0dedent'];

/** Undefined for what is no Python, and for what other versions of Python may read otherwise. */
export function pythonTokens(source: string): readonly string[] | undefined {
  const text = source.replace(/^\ufeff/, '').replaceAll('\r\n', '\n');
  if (text.includes('\r') || !isUtf8Said(text)) return undefined;
  const tokens: string[] = [];
  const brackets: string[] = [];
  const indents = [0];
  const marks = new Set<string>();
  const take = (pattern: RegExp, at: number): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  let isLineStart = true;
  for (let at = 0; at < text.length; ) {
    if (isLineStart) {
      const indentation = take(INDENTATION, at) as string;
      at += indentation.length;
      const char = text[at];
      if (char === '\f' || char === '\\') return undefined;
      if (char === '#') at = endOfLine(text, at);
      if (at >= text.length) break;
      if (text[at] === '\n') {
        at++;
        continue;
      }
      for (const mark of indentation) marks.add(mark);
      // How wide a tab is decides where both stand.
      if (marks.size > 1 || !indent(indentation.length)) return undefined;
      isLineStart = false;
    }
    const char = text[at] as string;
    if (char === ' ' || char === '\t' || char === '\f') at++;
    else if (char === '#') at = endOfLine(text, at);
    else if (char === '\n') {
      at++;
      if (brackets.length > 0) continue;
      tokens.push(NEWLINE);
      isLineStart = true;
    } else if (char === '\\') {
      if (text[at + 1] !== '\n' || at + 2 >= text.length) return undefined;
      at += 2;
    } else {
      const token = stringAt(text, at) ?? take(NUMBER, at) ?? take(WORD, at) ?? take(OPERATOR, at);
      if (token === undefined || token === '') return undefined;
      if (token.length === 1 && '([{'.includes(token)) brackets.push(token);
      if (Object.hasOwn(PAIRS, token) && brackets.pop() !== PAIRS[token]) return undefined;
      tokens.push(token);
      at += token.length;
    }
  }
  if (brackets.length > 0) return undefined;
  if (!isLineStart) tokens.push(NEWLINE);
  indent(0);
  return tokens;

  /** False for a depth that nothing above has. */
  function indent(width: number): boolean {
    if (width > (indents.at(-1) as number)) {
      indents.push(width);
      tokens.push(INDENT as string);
    }
    while (width < (indents.at(-1) as number)) {
      indents.pop();
      tokens.push(DEDENT as string);
    }
    return width === indents.at(-1);
  }
}

/** Empty for a string without an end; undefined where none begins. */
function stringAt(text: string, at: number): string | undefined {
  STRING.lastIndex = at;
  const [whole, prefix = '', delimiter = ''] = STRING.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const first = at + whole.length;
  const isFormatted = /[ft]/i.test(prefix);
  const end = isFormatted ? formattedStringEnd(text, first, delimiter) : plainStringEnd(text, first, delimiter);
  return end === undefined ? '' : text.slice(at, end);
}

/** By the comment of PEP 263, in one of the first two lines. */
function isUtf8Said(text: string): boolean {
  const said = text
    .split('\n', 2)
    .flatMap((line) => /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/.exec(line)?.[1] ?? [])
    .map((name) => name.toLowerCase().replaceAll('_', '-'));
  return said.every((name) => name === 'utf-8' || name === 'utf8');
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
