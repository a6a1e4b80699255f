/** @file The command that tells apart what a race moves together. */
import { quoteArgument } from '../../core/index.js';
import { anotherQuestion } from '../studies/typed-command.js';

/** What tells the streams of a race apart that move together in it; null where nobody typed the race. */
export function measureCommand(command: string | null, candidate: string | undefined): string | null {
  const measure = anotherQuestion(command, 'measure', []);
  return measure === null || candidate === undefined ? measure : `${measure} --candidate ${quoteArgument(candidate)}`;
}
