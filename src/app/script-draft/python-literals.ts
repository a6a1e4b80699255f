/** @file Reads literals and calls from the tokens of a Python source; nothing of it is run. */

export type Literal = string | number | boolean | null | readonly Literal[];

/** One argument of a call: its tokens, and its name where it has one. */
interface Argument {
  readonly name: string | undefined;
  readonly tokens: readonly string[];
}

const OPENING = ['(', '[', '{'];
const CLOSING = [')', ']', '}'];

/** Undefined for what is no literal, or an f-string. */
export function literalOf(tokens: readonly string[]): Literal | undefined {
  const [first = '', ...rest] = tokens;
  if (rest.length === 0) return plainLiteral(first);
  if (first === '-' || first === '+') {
    const value = literalOf(rest);
    return typeof value === 'number' ? (first === '-' ? -value : value) : undefined;
  }
  const isList = (first === '[' && tokens.at(-1) === ']') || (first === '(' && tokens.at(-1) === ')');
  if (!isList) return undefined;
  const members = splitArguments(tokens.slice(1, -1)).map((part) => literalOf(part));
  return members.includes(undefined) ? undefined : (members as readonly Literal[]);
}

function plainLiteral(token: string): Literal | undefined {
  const words: Readonly<Record<string, Literal>> = { True: true, False: false, None: null };
  if (Object.hasOwn(words, token)) return words[token];
  const text = writtenText(token);
  if (text !== undefined) return text;
  const number = /^[\d.]/.test(token) ? Number(token.replaceAll('_', '')) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** What a string holds that is no f-string and has no escapes. */
export function writtenText(token: string): string | undefined {
  const [, prefix = '', , text] = /^([A-Za-z]{0,2})("""|'''|"|')(.*)\2$/s.exec(token) ?? [];
  return text === undefined || /[fbt]/i.test(prefix) || text.includes('\\') ? undefined : text;
}

/** Of the call whose opening bracket stands at `open`. */
export function argumentsAt(tokens: readonly string[], open: number): readonly Argument[] {
  let depth = 0;
  let end = open;
  for (; end < tokens.length; end++) {
    if (OPENING.includes(tokens[end] as string)) depth++;
    else if (CLOSING.includes(tokens[end] as string)) depth--;
    if (depth === 0) break;
  }
  return splitArguments(tokens.slice(open + 1, end)).map((part) =>
    part[1] === '=' ? { name: part[0], tokens: part.slice(2) } : { name: undefined, tokens: part },
  );
}

function splitArguments(tokens: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (OPENING.includes(token)) depth++;
    else if (CLOSING.includes(token)) depth--;
    if (token === ',' && depth === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.filter((part) => part.length > 0);
}
