/** @file Values of options, checked where they are read; and options as questions say them themselves. */
import { type Command, Option } from 'commander';
import { badOption } from '../core/index.js';
import type { ToldFlag } from '../questions/common/index.js';

/** A parser for an option that takes a whole number of at least `least`. */
export function wholeNumber(option: string, least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isSafeInteger(value) && value >= least) return value;
    throw badOption(option, text, `a whole number, at least ${least}`);
  };
}

/** A parser for an option that takes a number above zero; `unit`: what it counts, such as minutes. */
export function positiveNumber(option: string, unit?: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
    throw badOption(option, text, `a number${unit === undefined ? '' : ` of ${unit}`} above 0`);
  };
}

/** A parser for an option whose range is checked where it is used. */
export function finiteNumber(option: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isFinite(value)) return value;
    throw badOption(option, text, 'a number');
  };
}

/** Gives a number if it is one; other values are checked where they are used. */
export function numberOrText(text: string): number | string {
  const value = Number(text);
  return text.trim() !== '' && Number.isFinite(value) ? value : text;
}

/** A parser for an option that takes whole numbers separated by commas. */
export function numberList(option: string): (text: string) => number[] {
  return (text) => {
    const values = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
    if (values.every((value) => Number.isSafeInteger(value))) return values;
    throw badOption(option, text, 'whole numbers separated by commas, such as 0,17,15');
  };
}

/** Texts separated by commas, each as it is, without the spaces around it. */
export function textList(text: string): string[] {
  return text.split(',').map((part) => part.trim());
}

/** Takes one more value of an option that may be given several times. */
export function another(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

export const DIRECTIONS = ['minimize', 'maximize'];

/** Makes an option take one of these words; its help lists them. */
export function takingWord(option: Option, words: readonly string[]): Option {
  return option.choices(words).argParser((text) => {
    if (words.includes(text)) return text;
    throw badOption(option.long ?? option.flags, text, words.join(', '));
  });
}

/** Options that a page of `surefoot help` explains, for all commands that take them: the command's own help leaves them out. */
export function explainedElsewhere(command: Command, add: (command: Command) => Command): Command {
  const shown = command.options.length;
  add(command);
  for (const option of command.options.slice(shown)) option.hideHelp();
  return command;
}

export function toldOption({ flags, help, read, fallback, shown, isRequired }: ToldFlag): Option {
  const option = new Option(flags, help).makeOptionMandatory(isRequired);
  option.argParser((text, before: unknown) => read(text, option.long ?? flags, before));
  return shown === undefined ? option : option.default(fallback, JSON.stringify(shown));
}

/** Completed by its defaults. */
export function readTold(told: readonly ToldFlag[], flags: object): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  const typed: Readonly<Record<string, unknown>> = { ...flags };
  for (const flag of told) {
    const [name = '', member] = flag.path;
    const value = typed[toldOption(flag).attributeName()] ?? flag.fallback;
    if (member !== undefined) values[name] = { ...(values[name] as object | undefined), [member]: value };
    else if (value !== undefined) values[name] = value;
  }
  return values;
}

/** Those of these names, in this order; all without names. */
export function addTold(command: Command, told: readonly ToldFlag[], ...names: readonly string[]): Command {
  const wanted = names.length === 0 ? told : names.flatMap((name) => told.find(({ path }) => path[0] === name) ?? []);
  for (const flag of wanted) command.addOption(toldOption(flag));
  return command;
}
