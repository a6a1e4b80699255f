/**
 * @file Says to a program what was written for a command line: options by the names that they have in the library. Commands stay as a shell
 * takes them.
 */

import { defined } from './collections.js';
import { type ErrorDetails, InputError, RunError, type SurefootError } from './errors.js';

/** To the end of its line, or of its backticks. */
const COMMAND = /(\bsurefoot [a-z][a-z-]* [^`\n]*)/;
/** Options with their values, as they are typed, in backticks of their own. */
const TYPED = /`(--[^`]+)`/g;
const ONE_TYPED = /--([a-z]+(?:-[a-z]+)*)(?:[ =](?:'([^']*)'|((?!--)[^\s']+)))?(?: |$)/y;
/** In backticks or not. */
const OPTION = /(`?)--([a-z]+(?:-[a-z]+)*)(?![\w-])(`?)/g;
/** Options that functions take under the same name; others, such as those of other programs, stay as they are. */
const SHARED =
  'out workers workers-at budget minutes separate reliability ahead propose from candidate metric vary trials crossed repeats sizes criterion ' +
  'spread tolerance spread-tolerance base share below above against against-candidate slices value direction study ignore question warmup ' +
  'replicate replicate-order loss rule target abstain';
const NAMES: ReadonlyMap<string, string> = new Map([
  ...SHARED.split(' ').map((option): [string, string] => [option, inCamelCase(option)]),
  ...['fresh', 'retry-failed', 'accept-changed-code', 'accept-changed-model'].map((option): [string, string] => {
    return [option, `${inCamelCase(option)}: true`];
  }),
  ['factor', 'factors'],
  ['loss-below', 'below'],
  ['on', 'set'],
]);
/** Of what takes several: what stands between them, where one option names them all. */
const LISTS: ReadonlyMap<string, string | undefined> = new Map([
  ['factors', undefined],
  ['ignore', ','],
  ['sizes', ','],
  ['vary', ','],
]);
const AGAIN: readonly (readonly [theirs: string, own: string])[] = [
  ['the same command', 'the same call'],
  ['run the same call again', 'make the same call again'],
];

export function inLibraryWords(text: string): string {
  const parts = text.split(COMMAND);
  return parts.map((part, place) => (place % 2 === 0 ? inOwnWords(part) : part)).join('');
}

function inOwnWords(text: string): string {
  const written = text.replace(TYPED, (all, typed: string) => {
    const members = membersOf(typed);
    return members === undefined ? all : `\`${members.join(', ')}\``;
  });
  const named = written.replace(OPTION, (all, open: string, option: string, close: string) => {
    const own = NAMES.get(option);
    if (own === undefined) return all;
    // Inside of longer backticks they stay where they are.
    return open === close ? `\`${own}\`` : `${open}${own}${close}`;
  });
  return AGAIN.reduce((told, [theirs, own]) => told.replaceAll(theirs, own), named);
}

/** `--value a --share 0.9` as `value: 'a'` and `share: 0.9`; undefined where something else is among them. */
function membersOf(typed: string): readonly string[] | undefined {
  const members: string[] = [];
  for (ONE_TYPED.lastIndex = 0; ONE_TYPED.lastIndex < typed.length; ) {
    const [, option = '', quoted, bare] = ONE_TYPED.exec(typed) ?? [];
    const own = NAMES.get(option);
    if (own === undefined) return undefined;
    const value = quoted ?? bare;
    members.push(value === undefined ? own : `${own}: ${writtenFor(own, value)}`);
  }
  return members;
}

function writtenFor(own: string, value: string): string {
  if (!LISTS.has(own)) return literal(value);
  const between = LISTS.get(own);
  const texts = between === undefined ? [value] : value.split(between);
  return `[${texts.map(literal).join(', ')}]`;
}

function literal(value: string): string {
  return /^-?\d+(\.\d+)?$/.test(value) ? value : `'${value}'`;
}

function inCamelCase(option: string): string {
  return option.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The same error in these words; anything else as it is. */
function toldToProgram(error: unknown): unknown {
  if (error instanceof InputError) return reworded(error, InputError);
  return error instanceof RunError ? reworded(error, RunError) : error;
}

function reworded(error: SurefootError, Kind: new (details: ErrorDetails) => SurefootError): SurefootError {
  const { code, cause } = error;
  const allowed = error.allowed === undefined ? undefined : inLibraryWords(error.allowed);
  const told = new Kind({
    ...{ code, cause, what: inLibraryWords(error.what), fix: inLibraryWords(error.fix) },
    ...defined({ allowed }),
  });
  if (told.message === error.message) return error;
  // Where it came from is where it was thrown first.
  if (error.stack !== undefined) told.stack = error.stack.replace(error.message, () => told.message);
  return told;
}

/** What a program calls: its errors speak of the library. */
export function calledByProgram<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw toldToProgram(error);
  }
}

/** The same of what takes its time. */
export function askedByProgram<Result>(work: () => Promise<Result>): Promise<Result> {
  return calledByProgram(work).catch((error: unknown) => {
    throw toldToProgram(error);
  });
}
