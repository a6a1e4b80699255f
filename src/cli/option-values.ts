/** @file Values of options, checked where they are read. */
import type { Command, Option } from 'commander';
import { badOption } from '../core/index.js';

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
