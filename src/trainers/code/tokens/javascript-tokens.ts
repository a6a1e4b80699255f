/**
 * @file A JavaScript or TypeScript source as its tokens: what is left when comments and white space are taken away, with the line ends that may
 * end a statement (ECMA-262, 12.10). Two sources with equal tokens are one program. In doubt there are none: where a slash may
 * divide or begin a regular expression, and in what looks like JSX.
 */

const WORD = /#?[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy;
const NUMBER = /0[xXoObB][\da-fA-F_]+n?|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?n?/y;
const STRING = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/sy;
const REGULAR_EXPRESSION = /\/(?:[^/\\[\n]|\\[^\n]|\[(?:[^\]\\\n]|\\[^\n])*\])+\/[\p{ID_Continue}$]*/uy;
const TEMPLATE_PART = /(?:[^`\\$]|\\.|\$(?!\{))*(?:`|\$\{)/sy;
const PUNCTUATOR =
  />>>=|\.\.\.|===|!==|\*\*=|<<=|>>=|>>>|&&=|\|\|=|\?\?=|=>|==|!=|<=|>=|&&|\|\||\?\?|\?\.|\+\+|--|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|<<|>>|\*\*|[{}()[\];,<>+\-*/%&|^!~?:=.@]/y;

/** Whether what stands here is a value, so that a slash divides it. */
type Before = 'value' | 'no value' | 'in doubt';

const NO_VALUE = new Set(
  'return typeof case in instanceof void delete do else new throw extends default if while for with switch'.split(' '),
);
const DOUBTFUL = new Set(
  'of yield await async as satisfies is keyof infer asserts readonly function type let'.split(' '),
);
const CONTROL = new Set(['if', 'while', 'for', 'with']);
const PAIRS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** No token of JavaScript looks like it. */
const LINE_END = '\0line end';

interface Bracket {
  readonly opener: string;
  /** What stands after its end. */
  readonly after: Before;
}

export function javascriptTokens(source: string): readonly string[] | undefined {
  const text = source.replace(/^\ufeff?(?:#![^\n]*)?/, '').replaceAll('\r\n', '\n');
  if (/[\r\u2028\u2029]|<!--|^[ \t]*-->/m.test(text)) return undefined;
  const tokens: string[] = [];
  const brackets: Bracket[] = [];
  let before = 'no value' as Before;
  let hasLineEnd = false;
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  const push = (token: string, after: Before): void => {
    if (hasLineEnd && isLineEndNeeded(tokens.at(-1), token, brackets.at(-1)?.opener)) tokens.push(LINE_END);
    hasLineEnd = false;
    tokens.push(token);
    before = after;
    at += token.length;
  };
  /** From after its opening, or from after an expression in it; false without an end. */
  const templatePart = (): boolean => {
    const part = take(TEMPLATE_PART);
    if (part === undefined) return false;
    if (part.endsWith('`')) push(part, 'value');
    else {
      push(part, 'no value');
      brackets.push({ opener: '${', after: 'no value' });
    }
    return true;
  };
  while (at < text.length) {
    const char = text[at] as string;
    if (/[ \t\v\f\u00a0\ufeff]/.test(char)) at++;
    else if (char === '\n') {
      hasLineEnd = true;
      at++;
    } else if (text.startsWith('//', at)) {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
    } else if (text.startsWith('/*', at)) {
      const end = text.indexOf('*/', at + 2);
      if (end < 0) return undefined;
      hasLineEnd ||= text.slice(at, end).includes('\n');
      at = end + 2;
    } else if (char === '`') {
      push(char, 'no value');
      if (!templatePart()) return undefined;
    } else if (char === '}' && brackets.at(-1)?.opener === '${') {
      brackets.pop();
      push(char, 'no value');
      if (!templatePart()) return undefined;
    } else if (char === '"' || char === "'") {
      const string = take(STRING);
      if (string === undefined) return undefined;
      push(string, 'value');
    } else if (char === '/' && before !== 'value') {
      const expression = before === 'in doubt' ? undefined : take(REGULAR_EXPRESSION);
      if (expression === undefined) return undefined;
      push(expression, 'value');
    } else if (char === '<' && before !== 'value' && /[\p{ID_Start}$_>]/u.test(text[at + 1] ?? '')) {
      return undefined;
    } else {
      const number = take(NUMBER);
      const word = number === undefined ? take(WORD) : undefined;
      const token = number ?? word ?? take(PUNCTUATOR);
      if (token === undefined) return undefined;
      if (number !== undefined) push(token, 'value');
      else if (word !== undefined) push(token, afterWord(token, tokens));
      else if (!pushPunctuator(token)) return undefined;
    }
  }
  return brackets.length === 0 ? tokens : undefined;

  /** False for a bracket that closes none. */
  function pushPunctuator(token: string): boolean {
    const opener = PAIRS[token];
    if (opener !== undefined) {
      const opened = brackets.pop();
      if (opened?.opener !== opener) return false;
      push(token, opened.after);
      return true;
    }
    const after = afterPunctuator(token, before);
    const opened = '([{'.includes(token) ? { opener: token, after: afterBracket(token, tokens) } : undefined;
    push(token, after);
    if (opened !== undefined) brackets.push(opened);
    return true;
  }
}

function afterWord(word: string, tokens: readonly string[]): Before {
  if (isMember(tokens.length, tokens)) return 'value';
  if (NO_VALUE.has(word)) return 'no value';
  return DOUBTFUL.has(word) ? 'in doubt' : 'value';
}

/** Whether what stands at this place is a name after a dot. */
function isMember(place: number, tokens: readonly string[]): boolean {
  const dot = tokens[place - 1] === LINE_END ? tokens[place - 2] : tokens[place - 1];
  return dot === '.' || dot === '?.';
}

function afterPunctuator(token: string, before: Before): Before {
  if (token === '++' || token === '--') return 'in doubt';
  // TypeScript's `x!` is a value.
  return token === '!' && before !== 'no value' ? 'in doubt' : 'no value';
}

function afterBracket(opener: string, tokens: readonly string[]): Before {
  if (opener === '[') return 'value';
  if (opener === '{') return 'in doubt';
  const word = tokens.at(-1) ?? '';
  if (word === 'await') return 'in doubt';
  return CONTROL.has(word) && !isMember(tokens.length - 1, tokens) ? 'no value' : 'value';
}

/** After these a statement goes on, whatever comes. */
const GOES_ON = new Set(
  '{ ( [ ; , . ?. : = += -= *= /= %= &= |= ^= **= <<= >>= >>>= &&= ||= ??= && || ?? + - % & | ^ ~ < <= >= == === != !== => ** << ... @ ${'.split(
    ' ',
  ),
);
/** Before these too. */
const CONTINUES = new Set(
  '} ) ] , ; . ?. : = += -= *= /= %= &= |= ^= **= <<= >>= >>>= &&= ||= ??= && || ?? + - % & | ^ ? > <= >= == === != !== ** <<'.split(
    ' ',
  ),
);
/** A line end after these counts wherever it stands. */
const RESTRICTED = new Set(
  'return break continue throw yield async await type declare abstract interface namespace module get set static accessor using'.split(
    ' ',
  ),
);

/** `bracket`: the innermost that is open. */
function isLineEndNeeded(before: string | undefined, next: string, bracket: string | undefined): boolean {
  if (before === undefined) return false;
  if (RESTRICTED.has(before) || next === '++' || next === '--' || next === '=>') return true;
  if (bracket === '(' || bracket === '[' || bracket === '${') return false;
  return !GOES_ON.has(before) && !CONTINUES.has(next);
}
