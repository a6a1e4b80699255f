/**
 * @file Reads JSON and numbers as people's programs write them, in time linear in the text and without recursion: what a
 * command prints may be of any size and form, and is read in event handlers, where nothing may be thrown.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BARE_WORDS = ['NaN', 'Infinity'];
const WORD_CHARACTER = /[\w$]/;
/** No number that a program prints has more characters. */
const LONGEST_NUMBER = 1024;

/** The bare words NaN, Infinity and -Infinity are numbers too, and come out as strings. Undefined for no JSON; never throws. */
export function parseJson(text: string): unknown {
  const value = parseStrictly(text);
  if (value !== undefined || !BARE_WORDS.some((word) => text.includes(word))) return value;
  return parseStrictly(quoteBareWords(text));
}

/** The number that a line is, when it is nothing but a number. */
export function parseLossText(line: string): number | undefined {
  const text = line.trim();
  if (text.length > LONGEST_NUMBER) return undefined;
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return Number(text);
  const word = /^([+-]?)(nan|inf|infinity)$/i.exec(text);
  if (word === null) return undefined;
  return word[2]?.toLowerCase() === 'nan'
    ? Number.NaN
    : word[1] === '-'
      ? Number.NEGATIVE_INFINITY
      : Number.POSITIVE_INFINITY;
}

function parseStrictly(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The text with its bare words outside of strings in quotes, from one pass over its characters. */
function quoteBareWords(text: string): string {
  const parts: string[] = [];
  let copied = 0;
  for (let at = 0; at < text.length; ) {
    if (text.charCodeAt(at) === QUOTE) {
      at = endOfString(text, at);
      continue;
    }
    const word = bareWordAt(text, at);
    if (word === undefined) {
      at++;
      continue;
    }
    const start = text[at - 1] === '-' ? at - 1 : at;
    at += word.length;
    parts.push(text.slice(copied, start), `"${text.slice(start, at)}"`);
    copied = at;
  }
  return parts.join('') + text.slice(copied);
}

/** The position after the string that begins at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at + 1;
}

function bareWordAt(text: string, at: number): string | undefined {
  const word = BARE_WORDS.find((one) => text.startsWith(one, at));
  if (word === undefined || isWordCharacter(text[at - 1]) || isWordCharacter(text[at + word.length])) return undefined;
  return word;
}

function isWordCharacter(character: string | undefined): boolean {
  return character !== undefined && WORD_CHARACTER.test(character);
}
