/** @file Promises as functions: the same question as the command assure asks, and the same for test runners. */
import { askedByProgram } from '../../core/index.js';
import {
  type AssureFinding,
  type AssureOptions,
  type ChangeFinding,
  type ChangeOptions,
  NotRobustError,
} from './assure-options.js';

/**
 * Whether enough trainings of one candidate pass a bar: trains it until that is decided either way, with an error of at most
 * 5 % however often it is looked at. A training that fails or diverges does not pass.
 *
 * @example
 * const { verdict } = await assure({ experiment: 'experiment.yaml', share: 0.95, below: 0.4 });
 *
 * @throws InputError for everything that can be wrong with it (nothing is written then), RunError when it is aborted.
 */
export async function assure<const Space = unknown>(options: AssureOptions<Space>): Promise<AssureFinding> {
  const { askAssurance } = await import('./ask-questions.js');
  return askedByProgram(() => askAssurance(options));
}

/**
 * Whether the candidate of `experiment` is better than that of `against`, by the criterion of `experiment`: trains both on the same
 * replicates until that is sure, with an error of at most 5 % over all looks, or not to be expected any more.
 *
 * @example
 * const { verdict } = await assureChange({ experiment: 'new.yaml', against: 'old.yaml' });
 *
 * @throws InputError as `assure`, and where the two have other data or another trainer.
 */
export async function assureChange<const Space = unknown>(options: ChangeOptions<Space>): Promise<ChangeFinding> {
  const { askChange } = await import('./ask-questions.js');
  return askedByProgram(() => askChange(options));
}

/**
 * The same as `assure` for tests: gives what was found where the promise holds.
 *
 * @example
 * test('trains well nearly every time', async () => {
 *   await expectRobust({ experiment: 'experiment.yaml', share: 0.9, below: 0.4, out: 'runs/robust' });
 * });
 *
 * @throws NotRobustError where it does not hold or is undecided; else as `assure`.
 */
export async function expectRobust<const Space = unknown>(options: AssureOptions<Space>): Promise<AssureFinding> {
  const finding = await assure(options);
  if (finding.verdict !== 'holds') throw new NotRobustError(finding);
  return finding;
}
