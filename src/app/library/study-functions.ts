/** @file Studies as functions: the same questions as the commands measure, curve, compare and couple ask. */
import { askedByProgram } from '../../core/index.js';
import type { CompareOptions, CoupleOptions, CurveOptions, MeasureOptions, StudyFinding } from './study-options.js';

/**
 * How much of the spread of losses comes from which source of randomness.
 *
 * @example
 * const { record } = await measure({ experiment: 'experiment.yaml', vary: ['init', 'sample'], trials: 30 });
 *
 * @throws InputError for everything that can be wrong with it (nothing is written then), RunError when it is aborted.
 */
export async function measure<const Space = unknown>(options: MeasureOptions<Space>): Promise<StudyFinding> {
  const { askStudy } = await import('./ask-questions.js');
  return askedByProgram(() => askStudy('measure', options));
}

/** How many training examples it takes until a model is stable. Throws as `measure`. */
export async function curve<const Space = unknown>(options: CurveOptions<Space>): Promise<StudyFinding> {
  const { askStudy } = await import('./ask-questions.js');
  return askedByProgram(() => askStudy('curve', options));
}

/** One setting at a time, with tests of location and spread. Throws as `measure`. */
export async function compare<const Space = unknown>(options: CompareOptions<Space>): Promise<StudyFinding> {
  const { askStudy } = await import('./ask-questions.js');
  return askedByProgram(() => askStudy('compare', options));
}

/** How settings, sample size and streams couple, in one design made for the budget. Throws as `measure`. */
export async function couple<const Space = unknown>(options: CoupleOptions<Space>): Promise<StudyFinding> {
  const { askStudy } = await import('./ask-questions.js');
  return askedByProgram(() => askStudy('couple', options));
}
