/** @file Values of options, checked where they are read. */
import { InputError } from '../../core/index.js';

/** A parser for an option that takes a whole number of at least `least`. */
export function wholeNumber(option: string, least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isSafeInteger(value) && value >= least) return value;
    throw badOption(option, text, `a whole number, at least ${least}`);
  };
}

/** A parser for an option that takes a number above zero. */
export function positiveNumber(option: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
    throw badOption(option, text, 'a number above 0');
  };
}

function badOption(option: string, text: string, allowed: string): InputError {
  return new InputError({
    code: 'bad-option',
    what: `${option} is "${text}".`,
    allowed,
    fix: `Give ${option} such a value, or leave it out.`,
  });
}
