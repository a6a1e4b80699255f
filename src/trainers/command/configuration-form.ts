/**
 * @file All settings of a candidate at once, as a script that exists takes them: `{configuration:--key value}`, `{configuration:key=value}`.
 * The form is written as one setting of it would be.
 */
import { isPlainList, type JsonObject, type JsonValue, settingLeaves } from '../../core/index.js';

export interface ConfigurationForm {
  /** In front of each name; without a dash settings are Hydra's overrides. */
  readonly prefix: '' | '+' | '++' | '-' | '--';
  /** Between name and value; a blank makes two words of them. */
  readonly joint: ' ' | '=';
  /** The members of a list are words of their own. */
  readonly spreadsLists: boolean;
  /** What says that a switch is on, and perhaps off, where booleans are no values. */
  readonly switches: 'values' | 'on' | 'on-or-off';
}

export const CONFIGURATION_FORMS = ['key=value', '--key value', '--key=value', '--key value, --flag'] as const;

const OVERRIDES = /^(\+{0,2})key=value$/;
const OPTIONS = /^(--?)key([ =])value(\.\.\.)?(?:, \1flag(\/\1no-flag)?)?$/;

/** Undefined for what is none. */
export function readForm(text: string): ConfigurationForm | undefined {
  const [, plus] = OVERRIDES.exec(text) ?? [];
  if (plus !== undefined) {
    return { prefix: plus as ConfigurationForm['prefix'], joint: '=', spreadsLists: false, switches: 'values' };
  }
  const option = OPTIONS.exec(text);
  if (option === null) return undefined;
  const [, prefix, joint, spread, off] = option;
  if (spread !== undefined && joint === '=') return undefined;
  return {
    prefix: prefix as ConfigurationForm['prefix'],
    joint: joint as ConfigurationForm['joint'],
    spreadsLists: spread !== undefined,
    switches: off !== undefined ? 'on-or-off' : text.includes(',') ? 'on' : 'values',
  };
}

/** One word after the other, in the order of the configuration. */
export function configurationWords(form: ConfigurationForm, configuration: JsonObject): string[] {
  const wordsOf = form.prefix.startsWith('-') ? optionWords : overrideWord;
  return settingLeaves(configuration).flatMap(([name, value]) => wordsOf(form, name, value));
}

/** What is null is left to the script's own default. */
function optionWords(
  { prefix, joint, spreadsLists, switches }: ConfigurationForm,
  name: string,
  value: JsonValue,
): string[] {
  if (value === null) return [];
  if (typeof value === 'boolean' && switches !== 'values') {
    if (value) return [`${prefix}${name}`];
    return switches === 'on' ? [] : [`${prefix}no-${name}`];
  }
  if (spreadsLists && Array.isArray(value) && isPlainList(value)) return [`${prefix}${name}`, ...value.map(optionText)];
  const text = optionText(value);
  // No reader is to take the value for an option.
  return joint === '=' || text.startsWith('-') ? [`${prefix}${name}=${text}`] : [`${prefix}${name}`, text];
}

function optionText(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function overrideWord({ prefix }: ConfigurationForm, name: string, value: JsonValue): string[] {
  return [`${prefix}${name}=${overrideText(value)}`];
}

/** Hydra's grammar of overrides: texts are quoted where it would read something else, keys of mappings stand without quotes. */
function overrideText(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(overrideText).join(',')}]`;
  if (typeof value === 'string') return PLAIN_TEXT.test(value) && !READ_AS_OTHER.test(value) ? value : quoted(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, member]) => `${key}:${overrideText(member)}`)
    .join(',')}}`;
}

/** Letters, digits and what stands in paths; a blank within. */
const PLAIN_TEXT = /^[\p{L}_/.][\p{L}\p{N}_/.+-]*(?: [\p{L}\p{N}_/.+-]+)*$/u;
const READ_AS_OTHER = /^(?:null|true|false|nan|inf)$|^\.\d/i;

/** A backslash counts only before a quote, or at the end. */
function quoted(text: string): string {
  return `'${text.replaceAll(/(\\*)'/g, "$1$1\\'").replace(/(\\+)$/, '$1$1')}'`;
}
