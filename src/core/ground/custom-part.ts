/** @file Checks the name and version of rules and criteria that users write. */
import { type InputError, inputError } from './errors.js';

/** A part of a race that a user wrote. Both members belong to the question that a run answers, and stand in its log. */
export interface CustomPart {
  /** The name in decisions, log and report: letters, digits, `+`, `.`, `_`, `-`; not the name of a built-in one. */
  readonly name: string;
  /** Change it when the part answers otherwise. */
  readonly version: number | string;
}

const NAME = /^[\p{L}\p{N}][\p{L}\p{N}+._-]{0,39}$/u;

/**
 * Throws an InputError where a part has no name of its own or no version. `isTaken` tells
 * which names are those of built-in ones.
 */
export function requireCustomPart(
  part: 'rule' | 'criterion',
  { name, version }: CustomPart,
  isTaken: (name: string) => boolean,
): void {
  if (typeof name !== 'string' || !NAME.test(name))
    throw wrongPart(part, '', 'name', name, 'up to 40 letters, digits, +, ., _ or -, a letter or digit first');
  if (isTaken(name)) throw wrongPart(part, name, 'name', name, `a name that no built-in ${part} has`);
  const isVersion =
    typeof version === 'number' ? Number.isFinite(version) : typeof version === 'string' && version !== '';
  if (!isVersion) throw wrongPart(part, name, 'version', version, 'a number or text, such as 1');
}

export function wrongPart(
  part: 'rule' | 'criterion',
  name: string,
  member: string,
  value: unknown,
  allowed: string,
): InputError {
  return inputError`custom-${part}: ${member} of your own ${part}${name === '' ? '' : ` "${name}"`} is ${value === undefined ? 'missing' : JSON.stringify(value)}
    Allowed: ${allowed}
    Fix: ${value === undefined ? `Give it ${member}.` : `Change ${member}.`}`;
}
