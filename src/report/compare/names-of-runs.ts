/** @file Names of the candidates of several runs: each run names its own by what they differ in, so that two may be called alike. */
import { type CandidateName, nameCandidates } from '../view/candidate-names.js';
import type { ComparedRun } from './run-settings.js';

/** By id, each once: as the first run that has it calls it, with the id where another is called so. */
export function namesIn(runs: readonly ComparedRun[]): ReadonlyMap<string, CandidateName> {
  const all = new Map(runs.toReversed().flatMap(({ input }) => input.header.candidates.map((one) => [one.id, one])));
  return nameCandidates([...all.values()]);
}
