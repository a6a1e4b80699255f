/** @file Selects the most robust candidate of an experiment: the main job as a function. */
import { askedByProgram } from '../../core/index.js';
import type { Selection, SelectOptions } from './select-options.js';

/**
 * Races the candidates of an experiment.
 * @throws InputError for anything wrong with the experiment (nothing is written then), RunError when the run cannot go on
 * or is aborted; finished trials are in the log.
 */
export async function select<const Space = unknown>(options: SelectOptions<Space>): Promise<Selection> {
  const { askRace } = await import('./ask-questions.js');
  return askedByProgram(() => askRace(options));
}
