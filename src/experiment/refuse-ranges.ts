/** @file Refuses ranges where a space has values: read as values they would be alternatives, or constants that nobody sees. */
import { InputError, type JsonValue } from '../core/index.js';
import { numberText, type Range, rangeIn, valuesOf } from './ranges.js';
import { nameOf } from './schema-error.js';
import { type WrittenValue, walkConfigurations } from './written-space.js';
import type { Path } from './yaml-source.js';

/** A range that stands where values are meant, and what its writer is told. */
export interface WrittenRange {
  /** All keys from the outside in. */
  readonly path: Path;
  readonly refusal: InputError;
}

/** Of one space, in the order of the file; `path` leads to it, `locate` says where a path stands in the text. */
export function rangesIn(space: JsonValue, path: Path, locate: (path: Path) => string): WrittenRange[] {
  const found: WrittenRange[] = [];
  walkConfigurations(space, path, (written) => {
    const range = rangeIn(written.value);
    if (range === undefined) return true;
    found.push({ path: written.path, refusal: refuse(written, range, locate) });
    return false;
  });
  return found;
}

function refuse({ value, path, setting }: WrittenValue, range: Range, locate: (path: Path) => string): InputError {
  // Braces end a text at its first comma.
  const isCut = typeof value === 'string' && value.includes('(') && !value.includes(')');
  const text = yamlText(isCut ? `${value}, ...)` : value);
  const thing = typeof value === 'string' ? 'text' : Array.isArray(value) ? 'list' : 'object';
  const literal = `{ value: ${text.length <= LONGEST ? text : '...'} }`;
  const [what, allowed] =
    range.choices === undefined
      ? ['a range, and nothing is drawn from ranges', 'ranges come as lists today: each value written out']
      : ['alternatives under a name, which would be part of each', 'alternatives as a plain list'];
  return new InputError({
    code: 'range-in-space',
    what: `${locate(path)}: \`${nameOf(path)}\` is ${shorten(text)}: ${what}.`,
    allowed,
    fix: `Write \`${setting}: ${valuesOf(range)}\` or values of your own; to pass this ${thing} to your trainer, write \`${setting}: ${literal}\`.`,
  });
}

/** What is longer is not written out again. */
const LONGEST = 90;

function shorten(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 3)}...`;
}

/** As a user would write it in one line. */
function yamlText(value: JsonValue): string {
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (typeof value === 'number') return numberText(value);
  if (value === null || typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[${value.map(yamlText).join(', ')}]`;
  return `{ ${Object.entries(value)
    .map(([key, member]) => `${key}: ${yamlText(member as JsonValue)}`)
    .join(', ')} }`;
}
