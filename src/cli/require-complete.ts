/** @file Ends a command whose answer is printed and whose files are not all written. */
import { incomplete, type Missing } from '../app/commands.js';

/** Throws a RunError, which sets the exit status, once the answer is printed. */
export function requireComplete(missing: readonly Missing[], folder: string): void {
  if (missing.length > 0) throw incomplete(missing, `run the same command again, or surefoot report ${folder}`);
}
