/**
 * @file Every error a user can meet: what happened, the value, what is allowed, and what to do about it. The code is
 * stable and meant for programs; the class decides the exit status of the command line.
 */

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

/** Base of all errors Surefoot raises on purpose. `message` is the whole text a terminal shows. */
export class SurefootError extends Error {
  // As text: the names of classes are not kept where code is bundled for browsers.
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

/** The user's input cannot be used (exit status 2): nothing has been written. */
export class InputError extends SurefootError {
  override readonly name = 'InputError';
}

/** The run could not go on (exit status 1): what had been finished is in the log. */
export class RunError extends SurefootError {
  override readonly name = 'RunError';
}
