/** @file Finds ranges as they are written, and refuses what is meant as one and is none: read as values it would be alternatives, or a constant that nobody sees. */
import {
  type InputError,
  inputError,
  type JsonObject,
  type JsonValue,
  type NumberRange,
  numberText,
  type SettingRange,
  writtenRange,
} from '../core/index.js';
import { type FaultyRange, faultOf, readRange } from './draws/number-range.js';
import { type ForeignRange, foreignRangeIn } from './foreign-range.js';
import { nameOf } from './schema-error.js';
import type { NamedSpace } from './space.js';
import { type WrittenValue, walkConfigurations } from './written-space.js';
import type { Path } from './yaml-source.js';

/** A range that cannot be used where it stands, and what its writer is told. */
export interface WrittenRange {
  /** All keys from the outside in. */
  readonly path: Path;
  readonly refusal: InputError;
}

interface Reading {
  /** Where a path stands in the text. */
  readonly locate: (path: Path) => string;
  /** Whether the experiment draws its candidates. */
  readonly isDrawn: boolean;
  /** Whether it says that they are searched, which no `draw` may stand beside; undefined where it says nothing. */
  readonly isSearched: boolean | undefined;
}

/** Of one space, in the order of the file; `path` leads to it. */
export function rangesIn(space: JsonValue, path: Path, { locate, isDrawn, isSearched }: Reading): WrittenRange[] {
  const found: WrittenRange[] = [];
  walkConfigurations(space, path, (written) => {
    const { value, path: at } = written;
    const own =
      value !== null && typeof value === 'object' && !Array.isArray(value) ? readRange(value as JsonObject) : undefined;
    const refuse = (refusal: InputError) => {
      found.push({ path: at, refusal });
      return false;
    };
    if (own !== undefined && 'fault' in own) return refuse(faulty(written, own, locate));
    if (own !== undefined) return isDrawn ? false : refuse(undrawn(written, own.range, { locate, isSearched }));
    const range = foreignRangeIn(value);
    return range === undefined || refuse(foreign(written, range, locate));
  });
  return found;
}

/** How an object is handed to a trainer that has such a setting of its own. */
function literally({ value, setting }: WrittenValue): string {
  const text = textOf(value);
  const thing = typeof value === 'string' ? 'text' : Array.isArray(value) ? 'list' : 'object';
  return `to pass this ${thing} to your trainer, write \`${setting}: { value: ${text.length <= LONGEST ? text : '...'} }\`.`;
}

function faulty(written: WrittenValue, { fault, instead }: FaultyRange, locate: Reading['locate']): InputError {
  const { value, path, setting } = written;
  return inputError`bad-range: ${locate(path)}: \`${nameOf(path)}\`: the range ${shorten(textOf(value))} ${fault}${fault.endsWith('?') ? '' : '.'}
    Allowed: { range: [low, high] } with low below high, and beside it scale: log (low above 0), integer: true, step (linear, ends at high), default
    Fix: Write \`${setting}: ${instead ?? '{ range: [0.001, 0.1], scale: log }'}\`${instead === undefined ? ' with numbers of your own' : ''}; ${literally(written)}`;
}

function undrawn(
  { path, setting, value }: WrittenValue,
  range: NumberRange,
  { locate, isSearched }: Pick<Reading, 'locate' | 'isSearched'>,
): InputError {
  const { low, high, log = false, whole = false } = range;
  const values = valuesOf({ ends: [low, high], isLog: log, isWhole: whole });
  // In a space it is undrawn only where a search is declined.
  const instead =
    path[0] === 'candidates'
      ? `Move it from \`candidates\` to \`space\`${isSearched === false ? '' : ', where it is searched'}`
      : 'Add `draw: 200`, or leave out `search: { prior: none }` to search it';
  return inputError`range-without-draw: ${locate(path)}: \`${nameOf(path)}\` is the range ${shorten(textOf(value))}, but nothing says how many candidates are drawn.
    Allowed: a range of a \`space\` that is searched${isSearched ? '' : ', or that has `draw: 200` beside it'}
    Fix: ${instead}; or write values, such as \`${setting}: ${values}\`.`;
}

function foreign(written: WrittenValue, range: ForeignRange, locate: Reading['locate']): InputError {
  const { value, path, setting } = written;
  const [what, allowed, instead] =
    range.choices === undefined
      ? [
          'a range in the words of another program',
          'a range of a `space`, such as { range: [1e-5, 0.1], scale: log }, or a list with each value written out',
          `${rangeOf(range)}\` or \`${setting}: ${valuesOf(range)}`,
        ]
      : ['alternatives under a name, which would become part of each', 'alternatives as a plain list', valuesOf(range)];
  return inputError`range-in-space: ${locate(path)}: \`${nameOf(path)}\` is ${shorten(textOf(value))}: ${what}.
    Allowed: ${allowed}
    Fix: Write \`${setting}: ${instead}\`${range.choices === undefined ? '' : ' or values of your own'}; ${literally(written)}`;
}

/** The range as it is written here; a sample where its ends cannot be told. */
function rangeOf({ ends, isLog, isWhole }: ForeignRange): string {
  const [low, high] = ends ?? [0.001, 0.1];
  const whole = isWhole || areWhole([low, high]);
  const log = low > 0 && (isLog || (!whole && high / low >= WIDE));
  const range = { low, high, ...(log ? { log } : {}), ...(whole ? { whole } : {}) };
  return writtenRange(faultOf(range) === undefined ? range : { low: 0.001, high: 0.1, log: true });
}

/** A text whose call YAML ended at its first comma, as it happens inside braces, says so. */
function textOf(value: JsonValue): string {
  const isCut = typeof value === 'string' && value.includes('(') && !value.includes(')');
  return yamlText(isCut ? `${value}, ...)` : value);
}

/** What is longer is not written out again. */
const LONGEST = 90;

function shorten(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 3)}...`;
}

/** The value as a user would write it in one line. */
function yamlText(value: JsonValue): string {
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (typeof value === 'number') return numberText(value);
  if (value === null || typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[${value.map(yamlText).join(', ')}]`;
  return `{ ${Object.entries(value)
    .map(([key, member]) => `${key}: ${yamlText(member as JsonValue)}`)
    .join(', ')} }`;
}

/** Ends so far apart are meant by their ratio. */
const WIDE = 100;
const FEW = 5;

/**
 * A list in YAML that stands for the range: its ends and what lies between, by ratio where it is logarithmic or wide. A sample where the
 * ends cannot be told.
 *
 * @example valuesOf({ ends: [1e-5, 0.1], isLog: true, isWhole: false }) // '[1e-5, 1e-4, 1e-3, 0.01, 0.1]'
 */
function valuesOf({ ends, choices, isLog, isWhole }: ForeignRange): string {
  if (choices !== undefined && choices.length > 0)
    return `[${choices.map((value) => JSON.stringify(value)).join(', ')}]`;
  if (choices !== undefined) return '[first, second]';
  if (ends === undefined || !(ends[0] < ends[1]) || (isLog && ends[0] <= 0)) return '[0.001, 0.01, 0.1]';
  const [low, high] = ends;
  const byRatio = low > 0 && (isLog || high / low >= WIDE);
  const whole = isWhole || areWhole(ends);
  const count = FEW;
  const values = Array.from({ length: count }, (_, step) => {
    const share = step / (count - 1);
    const value = byRatio ? low * (high / low) ** share : low + (high - low) * share;
    return step === 0 ? low : step === count - 1 ? high : whole ? Math.round(value) : Number(value.toPrecision(2));
  });
  return `[${[...new Set(values)].map(numberText).join(', ')}]`;
}

/** Whole numbers so far apart that those between them are meant, too. */
function areWhole([low, high]: readonly [number, number]): boolean {
  return Number.isInteger(low) && Number.isInteger(high) && high - low >= FEW;
}

/** In the order of the file; one that stands in several alternatives comes as often. */
export function rangesOf(spaces: readonly NamedSpace[]): SettingRange[] {
  const ranges: SettingRange[] = [];
  for (const { space } of spaces) {
    walkConfigurations(space, [], ({ value, path }) => {
      if (value === null || typeof value !== 'object' || Array.isArray(value)) return true;
      const found = readRange(value as JsonObject);
      if (found === undefined || 'fault' in found) return true;
      const names = path.filter((key) => typeof key === 'string' && key !== 'oneOf');
      ranges.push({ setting: names.join('.'), ...found.range });
      return false;
    });
  }
  return ranges;
}
