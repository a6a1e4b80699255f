/** @file A space with its search alone, without an experiment around it: for races whose candidates others train. */
import { z } from 'zod';
import { checkExperiment, type ExperimentDraft } from './parse-experiment.js';

/** What is known of it before candidates are drawn. */
export type SearchDraft = Pick<ExperimentDraft, 'spaces' | 'search' | 'draw' | 'seed' | 'written'>;

/** `source` names it in messages. @throws InputError for everything wrong with them. */
export function checkSearch(
  value: { readonly space: unknown; readonly search?: unknown; readonly seed?: unknown },
  source: string,
): SearchDraft {
  const around = { name: 'race', trainer: { command: ['-'] } };
  return checkExperiment({ ...around, ...value }, { source, dataSchema: z.never() });
}
