/**
 * @file Every error a user can meet: what happened, the value, what is allowed, and what to do about it. The code is
 * stable and meant for programs; the class decides the exit status of the command line.
 */

import { defined } from './collections.js';

export interface ErrorDetails {
  /** Stable kebab-case identifier, e.g. `unknown-key`. */
  readonly code: string;
  /** What happened, with the offending value and where it stands. */
  readonly what: string;
  /** What would have been allowed. */
  readonly allowed?: string;
  /** What to run or change; an imperative sentence. */
  readonly fix: string;
  readonly cause?: unknown;
}

/**
 * Base of all errors Surefoot raises on purpose. `message` is the whole text a terminal shows.
 *
 * @example if (error instanceof SurefootError) console.error(error.code, error.fix);
 */
export class SurefootError extends Error {
  // A text, because the names of classes are not kept where code is bundled for browsers.
  override readonly name: string = 'SurefootError';
  readonly code: string;
  readonly what: string;
  readonly allowed: string | undefined;
  readonly fix: string;

  constructor(details: ErrorDetails) {
    const lines = [details.what];
    if (details.allowed !== undefined) lines.push(`Allowed: ${details.allowed}`);
    lines.push(`Fix: ${details.fix}`);
    super(lines.join('\n'), details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code;
    this.what = details.what;
    this.allowed = details.allowed;
    this.fix = details.fix;
  }
}

/**
 * The user's input cannot be used (exit status 2): nothing has been written.
 *
 * @example if (error instanceof InputError) process.exitCode = 2;
 */
export class InputError extends SurefootError {
  override readonly name = 'InputError';
}

/**
 * The run could not go on (exit status 1): what had been finished is in the log.
 *
 * @example if (error instanceof RunError) console.error(error.what);
 */
export class RunError extends SurefootError {
  override readonly name: string = 'RunError';
}

/**
 * Makes an InputError of its texts: its code and what happened; what is allowed, where there is something to say; what to do;
 * and what caused it, where another error did. Values are put in as they are, whatever they hold.
 *
 * @example
 * throw inputError`data-unit: ${path}: the column is in ${unit}.
 *   Allowed: ${known}
 *   Fix: Convert the column.
 *   Cause: ${error}`;
 */
export function inputError(texts: readonly string[], ...values: readonly unknown[]): InputError {
  return new InputError(detailsIn(texts, values));
}

/** The same for a RunError. */
export function runError(texts: readonly string[], ...values: readonly unknown[]): RunError {
  return new RunError(detailsIn(texts, values));
}

/** Labels are looked for in the text alone: a value may hold such lines, too. */
function detailsIn(texts: readonly string[], values: readonly unknown[]): ErrorDetails {
  const told: Record<string, string> = {};
  let label = 'Told';
  let cause: unknown;
  const add = (piece: string): void => {
    told[label] = (told[label] ?? '') + piece;
  };
  texts.forEach((text, place) => {
    // Labels stand at odd places.
    for (const [index, piece] of text.split(/\n +(Allowed|Fix|Cause): /).entries()) {
      if (index % 2 === 0) add(piece);
      else label = piece;
    }
    if (place === values.length) return;
    if (label === 'Cause') cause = values[place];
    else add(String(values[place]));
  });
  const { Told: first = '', Allowed: allowed, Fix: fix = '' } = told;
  const end = first.indexOf(': ');
  return { code: first.slice(0, end), what: first.slice(end + 2), ...defined({ allowed }), fix, cause };
}
