/**
 * @file Placeholders in a command line: `{trial}`, `{seed.init}`, `{configuration.learningRate}`, and `{configuration:--key value}` for all
 * settings; `{{x}}` stands for `{x}`.
 */
import {
  flatSettings,
  type InputError,
  inputError,
  type JsonObject,
  nearestName,
  STREAM_NAMES,
} from '../../core/index.js';
import { CONFIGURATION_FORMS, type ConfigurationForm, configurationWords, readForm } from './configuration-form.js';
import { checkScripts, checkShellLine, type QuotedPlace } from './shell-quoting.js';
import type { TrialMessage } from './trial-message.js';

const NAME = '(configuration:[^{}]+|[A-Za-z][\\w.-]*)';
const PATTERN = new RegExp(`\\{\\{${NAME}\\}\\}|\\{${NAME}\\}`, 'g');
const SETTING = 'configuration.';
const FORM = 'configuration:';

const NAMES = [
  ...['trial', 'result', 'reports', 'folder', 'configuration', 'replicate', 'sampleSize', 'experimentSeed'],
  ...STREAM_NAMES.map((name) => `seed.${name}`),
];

/** Paths that only the one who starts the command knows. */
export interface CommandPaths {
  readonly trial: string;
  readonly result: string;
  readonly reports: string;
}

/** Throws an InputError for a placeholder that no trial can fill. */
export function checkPlaceholders(texts: readonly string[]): void {
  for (const name of texts.flatMap(placeholdersIn)) {
    if (NAMES.includes(name) || name.startsWith(SETTING) || formOf(name) !== undefined) continue;
    const forms = CONFIGURATION_FORMS.map((form) => `${FORM}${form}`);
    throw unknownPlaceholder(name, [...NAMES, `${SETTING}KEY`, ...forms], [...NAMES, ...forms]);
  }
}

/** Throws an InputError for a placeholder whose value a shell would not read as one word. */
export function checkQuoting(command: readonly string[] | { readonly shell: string }): void {
  for (const text of 'shell' in command ? [command.shell] : command) {
    const isShell = 'shell' in command;
    const glued = placesIn(text).find(({ name, position }) => {
      const before = text.slice(0, position);
      const after = text.slice(position + name.length + 2);
      const isAlone = isShell
        ? /(?:^|[\s;&|(])$/.test(before) && /^(?:$|[\s;&|)<>])/.test(after)
        : before + after === '';
      return name.startsWith(FORM) && !isAlone;
    });
    if (glued !== undefined) throw notAlone(glued.name);
  }
  if ('shell' in command) checkShellLine(command.shell, placesIn(command.shell));
  else checkScripts(command, (text) => placeholdersIn(text).filter((name) => name.startsWith('configuration')));
}

function notAlone(name: string): InputError {
  return inputError`placeholder-beside-text: trainer.command: {${name}} stands beside other text, but expands to several words.
    Allowed: a separate word in the command
    Fix: Separate it by blanks, or make it its own entry of the list.`;
}

function formOf(name: string): ConfigurationForm | undefined {
  return name.startsWith(FORM) ? readForm(name.slice(FORM.length)) : undefined;
}

/** Whether all settings of a candidate are told as arguments. */
export function tellsAllSettings(texts: readonly string[]): boolean {
  return texts.flatMap(placeholdersIn).some((name) => formOf(name) !== undefined);
}

/** Throws an InputError for the first known placeholder: a command that stays is started before there is any trial. */
export function refusePlaceholders(texts: readonly string[]): void {
  const name = texts
    .flatMap(placeholdersIn)
    .find((one) => NAMES.includes(one) || one.startsWith(SETTING) || one.startsWith(FORM));
  if (name === undefined) return;
  throw inputError`placeholder-long-lived: trainer.command: {${name}} has no value when a long-lived command starts.
    Allowed: placeholders with \`protocol: one-shot\`; a long-lived command is told of each trial in JSON lines
    Fix: Remove it, or use \`protocol: one-shot\`.`;
}

/** Throws an InputError for a placeholder of a setting that this configuration does not have. */
export function checkSettingPlaceholders(texts: readonly string[], configuration: JsonObject): void {
  const settings = flatSettings(configuration).map(([name]) => `${SETTING}${name}`);
  for (const name of texts.flatMap(placeholdersIn)) {
    if (name.startsWith(SETTING) && !settings.includes(name)) throw unknownPlaceholder(name, settings, settings);
  }
}

/** Puts the values of a trial into an argument: one, or as many as a placeholder for all settings makes of them. */
export function fillArgument(text: string, message: TrialMessage, paths: CommandPaths): readonly string[] {
  const [, , name] = [...text.matchAll(PATTERN)][0] ?? [];
  const form = name === undefined ? undefined : formOf(name);
  if (form !== undefined) return configurationWords(form, message.configuration);
  return [fillPlaceholders(text, (own) => textFor(own, message, paths))];
}

/** Puts the values of a trial into a line for /bin/sh, each quoted as one word. */
export function fillShellLine(line: string, message: TrialMessage, paths: CommandPaths): string {
  return fillPlaceholders(line, (name) => {
    const form = formOf(name);
    if (form === undefined) return quoteForShell(textFor(name, message, paths));
    return configurationWords(form, message.configuration).map(quoteForShell).join(' ');
  });
}

function fillPlaceholders(text: string, textOf: (name: string) => string): string {
  return text.replaceAll(PATTERN, (whole, escaped?: string, name?: string) => {
    if (escaped !== undefined) return `{${escaped}}`;
    return name === undefined ? whole : textOf(name);
  });
}

/** For /bin/sh: one word, whatever it holds. */
export function quoteForShell(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}

function placeholdersIn(text: string): string[] {
  return placesIn(text).map(({ name }) => name);
}

function placesIn(text: string): QuotedPlace[] {
  return [...text.matchAll(PATTERN)].flatMap(({ 2: name, index }) =>
    name === undefined ? [] : [{ name, position: index }],
  );
}

function textFor(name: string, message: TrialMessage, paths: CommandPaths): string {
  switch (name) {
    case 'trial':
    case 'result':
    case 'reports':
      return paths[name];
    case 'folder':
      return message.folder;
    case 'configuration':
      return JSON.stringify(message.configuration);
    case 'sampleSize':
      return String(message.sample.size);
    case 'replicate':
    case 'experimentSeed':
      return String(message[name]);
  }
  const stream = STREAM_NAMES.find((one) => name === `seed.${one}`);
  if (stream !== undefined) return String(message.seeds[stream] ?? 0);
  const setting = flatSettings(message.configuration).find(([key]) => name === `${SETTING}${key}`);
  return setting?.[1] ?? '';
}

function unknownPlaceholder(name: string, allowed: readonly string[], known: readonly string[]): InputError {
  const near = nearestName(name, known);
  const braced = (one: string) => `{${one}}`;
  return inputError`unknown-placeholder: trainer.command: there is no placeholder ${braced(name)}.
    Allowed: ${allowed.map(braced).join(', ')}
    Fix: ${near === undefined ? `Remove it, or write {{${name}}} for the text itself.` : `Did you mean ${braced(near)}?`}`;
}
