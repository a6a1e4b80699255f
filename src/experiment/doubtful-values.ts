/** @file Says which values of a space are read as something else than their writer may mean; they are allowed all the same. */
import type { JsonValue } from '../core/index.js';
import { nameOf } from './schema-error.js';
import { isLiteral, walkConfigurations } from './written-space.js';
import type { Path } from './yaml-source.js';

/** Texts that a reader takes for a number: 1_000, 0,5, 5 %, 1/3, 10k, and lists of numbers; no dates. */
const LIKE_NUMBERS = /^[-+([]*\s*\.?\d[\d\s.,:;_^*/()[\]\u2212eE+-]*[%kKMG]?$/;
const DATE = /^\d{4}-\d\d-\d\d/;
/** In YAML 1.1 these were true and false. */
const YES_OR_NO = /^(?:yes|no|on|off)$/i;
/** What other languages call nothing, or no number. */
const NOTHING = /^(?:None|nil|NA|NaN|nan|[-+]?(?:inf|Inf|Infinity))$/;

/**
 * Whole sentences on one space. `isBare` says whether a text stands without quotes at a path: in quotes it is meant as text.
 */
export function doubtsAbout(space: JsonValue, path: Path, isBare: (path: Path) => boolean): string[] {
  const doubts: string[] = [];
  walkConfigurations(space, path, ({ value, path: at }) => {
    const name = `\`${nameOf(at)}\``;
    if (typeof value === 'string' && isBare(at)) doubts.push(...doubtsAboutText(name, value));
    if (!Array.isArray(value)) return true;
    const quoted = value.filter(
      (member: JsonValue, index): member is string =>
        typeof member === 'string' && isLikeNumber(member) && !isBare([...at, index]),
    );
    if (quoted.length > 0 && value.some((member: JsonValue) => typeof member === 'number')) {
      doubts.push(
        `${name} has numbers beside ${quoted.map((text) => `'${text}'`).join(', ')} in quotes, which the trainer gets as text. Without quotes they are numbers.`,
      );
    }
    if (isListOfLists(value)) {
      const isRead =
        at.at(-1) === 'oneOf'
          ? 'has lists as alternatives, and the values of each are again alternatives'
          : 'is a list of lists, read as a sequence: each part is one of the values of its list';
      const whole = value.map((list) => `{ value: ${JSON.stringify(list)} }`).join(', ');
      doubts.push(`${name} ${isRead}. For whole lists as alternatives write { oneOf: [${whole}] }.`);
    }
    if (
      value.some(isLiteral) &&
      value.some((member: JsonValue) => member !== null && isPlain(member)) &&
      at.at(-1) !== 'oneOf'
    ) {
      doubts.push(
        `${name} has plain values beside { value: ... }, which makes it one list. For alternatives write { oneOf: [...] }.`,
      );
    }
    return true;
  });
  return doubts;
}

/** Settings that null leaves out in some candidates, where a trainer may expect to be told null. */
export function leftOutIn(space: JsonValue, path: Path): string[] {
  const names: string[] = [];
  walkConfigurations(space, path, ({ value, path: at }) => {
    if (Array.isArray(value) && value.includes(null) && value.every(isPlain)) names.push(nameOf(at));
    return true;
  });
  return names;
}

function doubtsAboutText(name: string, text: string): string[] {
  const quotes = `Write '${text}' in quotes where text is meant.`;
  if (isLikeNumber(text)) return [`${name} is the text ${text}, which YAML does not read as a number. ${quotes}`];
  if (YES_OR_NO.test(text)) {
    const meant = /^(?:yes|on)$/i.test(text);
    return [`${name} is the text ${text} and not ${meant}, which YAML writes ${meant}. ${quotes}`];
  }
  if (NOTHING.test(text)) {
    return [`${name} is the text ${text}. null leaves the setting out, { value: null } is null. ${quotes}`];
  }
  return [];
}

function isLikeNumber(text: string): boolean {
  return LIKE_NUMBERS.test(text) && !DATE.test(text);
}

/** Lists of plain values alone, one of them with a choice. */
function isListOfLists(list: readonly JsonValue[]): list is readonly (readonly JsonValue[])[] {
  const arePlain = list.every((member) => Array.isArray(member) && member.every(isPlain));
  return arePlain && list.some((member) => (member as readonly JsonValue[]).length > 1);
}

function isPlain(value: JsonValue): boolean {
  return value === null || typeof value !== 'object';
}
