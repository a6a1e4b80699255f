/**
 * @file Which runs a trainer of the user's own trained, and which of them a function of the program that asked for them: their log names it,
 * and no command line has it.
 */
import type { RunHeader } from './store.js';

/** What the Python package names as a command where it trains with a function; it is there while such a call goes on. */
export const PYTHON_FUNCTION = 'python-function';

/** By a function of JavaScript, which stands for itself in the identity. */
export function isOfFunction({ identityParts }: Pick<RunHeader, 'identityParts'>): boolean {
  return identityParts.trainer === JSON.stringify('function');
}

/** By a function of JavaScript or of Python. */
export function isOfProgram({ identityParts, experiment }: Pick<RunHeader, 'identityParts' | 'experiment'>): boolean {
  const { trainer } = experiment as { readonly trainer?: { readonly command?: unknown } };
  return isOfFunction({ identityParts }) || String(trainer?.command) === PYTHON_FUNCTION;
}

/** By a function, a module or a command: nothing of it can be had from the log. */
export function isTrainedByOwn({
  identityParts,
  experiment,
}: Pick<RunHeader, 'identityParts' | 'experiment'>): boolean {
  return isOfFunction({ identityParts }) || typeof experiment.trainer === 'object';
}
