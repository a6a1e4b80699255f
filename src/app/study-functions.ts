/** @file Studies as functions: the same questions as the commands measure, curve and compare ask. */
import { checkCompareOptions, checkCurveOptions, checkMeasureOptions } from './check-arguments.js';
import type { CompareOptions, CurveOptions, MeasureOptions, StudyFinding } from './study-options.js';

/**
 * How much of the spread of losses comes from which source of randomness.
 *
 * @example
 * const { record } = await measure({ experiment: 'experiment.yaml', vary: ['init', 'sample'], trials: 30 });
 *
 * @throws InputError for everything that can be wrong with it (nothing is written then), RunError when it is aborted.
 */
export async function measure<const Space = unknown>(options: MeasureOptions<Space>): Promise<StudyFinding> {
  checkMeasureOptions(options);
  const { vary = ['init', 'sample'], trials = 50, crossed = 'auto', repeats = 1 } = options;
  const { askMeasure } = await import('./ask-questions.js');
  return askMeasure(options, { vary, trials, crossed, repeats });
}

/** How many training examples it takes until a model is stable. Throws as `measure`. */
export async function curve<const Space = unknown>(options: CurveOptions<Space>): Promise<StudyFinding> {
  checkCurveOptions(options);
  const { sizes, trials = 10, criterion = 'median', spread = 'std', adaptive = true } = options;
  const tolerance = { criterion: 0.1, spread: 1, ...options.tolerance };
  const { askCurve } = await import('./ask-questions.js');
  return askCurve(options, { sizes, trials, criterion, spread, tolerance, adaptive });
}

/** One setting at a time, with tests of location and spread. Throws as `measure`. */
export async function compare<const Space = unknown>(options: CompareOptions<Space>): Promise<StudyFinding> {
  checkCompareOptions(options);
  const { trials = 20 } = options;
  const { askComparison } = await import('./ask-questions.js');
  return askComparison(options, trials);
}
