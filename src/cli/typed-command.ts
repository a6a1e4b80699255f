/** @file The command that was typed, as it can be typed again. */
import { quoteArgument } from '../core/index.js';

/** Options that only change what is printed, or would undo the run when they are repeated. */
const NOT_REPEATED = new Set(['--json', '--quiet', '-q', '--fresh', '--long']);

/** Set by a program that writes a file for each call, as the Python package does: nobody can type its command again. */
const CALLER = 'SUREFOOT_CALLER';

/** The command line of this process, with quotes where a shell needs them; undefined where a program has made it. */
export function typedCommand(): string | undefined {
  if (process.env[CALLER] !== undefined) return undefined;
  const args = process.argv.slice(2).filter((arg) => !NOT_REPEATED.has(arg));
  return ['surefoot', ...args.map(quoteArgument)].join(' ');
}
