/**
 * @file Where strings of Python end, formatted ones too: these hold expressions, which hold strings (PEP 701). What Python before 3.12 reads
 * otherwise than later ones has no end here.
 */

const NESTED = /((?:[rR][bBfFtT]?|[bBfFtT][rR]?|[uU])?)("""|'''|"|')/y;

/** The position after the delimiter; `at` is the first character after the opening one. Undefined for a string without an end. */
export function plainStringEnd(text: string, at: number, delimiter: string): number | undefined {
  for (let place = at; place < text.length; place++) {
    if (text.startsWith(delimiter, place)) return place + delimiter.length;
    if (text[place] === '\\') place++;
    else if (text[place] === '\n' && delimiter.length === 1) return undefined;
  }
  return undefined;
}

/** The same of an f-string or t-string. */
export function formattedStringEnd(text: string, at: number, delimiter: string): number | undefined {
  for (let place = at; place < text.length; ) {
    if (text.startsWith(delimiter, place)) return place + delimiter.length;
    const char = text[place];
    const next = text[place + 1];
    if (char === '\n' && delimiter.length === 1) return undefined;
    // A name in braces is none of an expression, but of `\N{...}`, which raw strings do not know.
    if (char === '\\') {
      if (next === 'N') return undefined;
      place += next === '{' || next === '}' ? 1 : 2;
    } else if ((char === '{' || char === '}') && next === char) place += 2;
    else if (char === '}') return undefined;
    else if (char === '{') {
      const end = fieldEnd(text, place + 1, delimiter);
      if (end === undefined) return undefined;
      place = end;
    } else place++;
  }
  return undefined;
}

/** Of an expression in braces, its format with it. */
function fieldEnd(text: string, at: number, delimiter: string): number | undefined {
  let depth = 0;
  for (let place = at; place < text.length; ) {
    const char = text[place] as string;
    if (char === '#' || char === '\\' || (char === '\n' && delimiter.length === 1)) return undefined;
    const nested = /\w/.test(text[place - 1] ?? '') ? undefined : nestedAt(text, place);
    if (nested !== undefined || char === '"' || char === "'") {
      const end = nested === undefined ? undefined : stringEnd(text, place, nested);
      if (end === undefined) return undefined;
      place = end;
      continue;
    }
    if (char === '}' && depth === 0) return place + 1;
    if (char === ':' && depth === 0) return formatEnd(text, place + 1, delimiter);
    if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char)) depth--;
    if (depth < 0) return undefined;
    place++;
  }
  return undefined;
}

function nestedAt(text: string, at: number): readonly string[] | undefined {
  NESTED.lastIndex = at;
  return NESTED.exec(text) ?? undefined;
}

function stringEnd(text: string, at: number, [whole = '', prefix = '', quote = '']: readonly string[]) {
  const first = at + whole.length;
  return /[ft]/i.test(prefix) ? formattedStringEnd(text, first, quote) : plainStringEnd(text, first, quote);
}

/** What stands between colon and brace is text, with expressions in it. */
function formatEnd(text: string, at: number, delimiter: string): number | undefined {
  for (let place = at; place < text.length; ) {
    const char = text[place];
    if (char === '}') return place + 1;
    if (char === '\\' || char === '\n' || text.startsWith(delimiter, place)) return undefined;
    if (char !== '{') place++;
    else {
      const end = text[place + 1] === '{' ? undefined : fieldEnd(text, place + 1, delimiter);
      if (end === undefined) return undefined;
      place = end;
    }
  }
  return undefined;
}
