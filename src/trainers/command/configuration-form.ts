/**
 * @file All settings of a candidate at once, as a script that exists takes them: `{configuration:--key value}`, `{configuration:key=value}`.
 * The form is written as one setting of it would be. Settings as arguments and environment variables, too.
 */
import {
  flatSettings,
  inputError,
  isPlainList,
  type JsonObject,
  type JsonValue,
  STREAM_NAMES,
  settingLeaves,
} from '../../core/index.js';
import type { TrialMessage } from './trial-message.js';

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

/**
 * `--optimizer.name adamw --seed.init 17 ...`. A value that begins with a dash is joined to its name by `=`, so that no
 * reader takes it for a flag.
 */
export function toArguments(message: TrialMessage): string[] {
  const pairs = [...flatSettings(message.configuration), ...flattenRest(message)];
  return pairs.flatMap(([name, text]) => (text.startsWith('-') ? [`--${name}=${text}`] : [`--${name}`, text]));
}

/** `SUREFOOT_CONFIG_optimizer_name=adamw SUREFOOT_SEED_INIT=17 ...` */
export function toEnvironment(message: TrialMessage): Record<string, string> {
  const configuration = flatSettings(message.configuration).map(([name, text]) => [variableOf(name), text]);
  const rest = flattenRest(message).map(([name, text]) => [
    `SUREFOOT_${name.replaceAll('.', '_').toUpperCase()}`,
    text,
  ]);
  return Object.fromEntries([...configuration, ...rest]) as Record<string, string>;
}

/** Throws an InputError when two settings of a configuration would get one name; `by` is what passes them. */
export function checkNames(configuration: JsonObject, pass: 'arguments' | 'environment', by: string): void {
  const taken = new Map<string, string>();
  if (by.startsWith('trainer.pass') && pass === 'arguments')
    for (const name of RESERVED) taken.set(name, `Surefoot's own ${name}`);
  for (const [name] of flatSettings(configuration)) {
    requireName(name, pass, by);
    const key = pass === 'arguments' ? name : variableOf(name);
    const other = taken.get(key);
    if (other !== undefined) {
      throw inputError`setting-name: ${by} gives the setting "${name}" the same name as ${other}.
        Allowed: settings with unique names
        Fix: Rename the setting, or use \`pass: json-file\`.`;
    }
    taken.set(key, `the setting "${name}"`);
  }
}

/** Names that would come out as something else on the other side. */
function requireName(name: string, pass: 'arguments' | 'environment', by: string): void {
  const fits = pass === 'arguments' ? /^[^-=\s\0][^=\s\0]*$/.test(name) : /[A-Za-z0-9]/.test(name);
  if (fits) return;
  throw inputError`setting-name: ${by} cannot pass the setting ${JSON.stringify(name)}: unsupported name.
    Allowed: ${pass === 'arguments' ? 'names without = or spaces that begin with no dash' : 'names with a letter of A-Z or a digit'}
    Fix: Rename the setting, or use \`pass: json-file\`.`;
}

const RESERVED = [...STREAM_NAMES.map((name) => `seed.${name}`), 'replicate', 'sample.size', 'folder'];

function flattenRest({ seeds, replicate, sample, folder }: TrialMessage): [string, string][] {
  const seedPairs = Object.entries(seeds).map(([name, seed]) => [`seed.${name}`, String(seed)] as [string, string]);
  return [...seedPairs, ['replicate', String(replicate)], ['sample.size', String(sample.size)], ['folder', folder]];
}

function variableOf(name: string): string {
  return `SUREFOOT_CONFIG_${name.replaceAll(/[^A-Za-z0-9]/g, '_')}`;
}
