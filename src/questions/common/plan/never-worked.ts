/** @file Who never worked in a study: candidates all of whose trainings failed. What is found is about the others. */
import { isFailure, type Outcome } from '../../../core/index.js';

/** Those of the candidates that have outcomes, none of which is a training that worked; one that diverged has worked, badly. */
export function neverWorkedAmong(candidates: readonly string[], outcomes: readonly Outcome[]): readonly string[] {
  const tried = new Set(outcomes.map(({ trial }) => trial.candidate));
  const worked = new Set(outcomes.filter((outcome) => !isFailure(outcome)).map(({ trial }) => trial.candidate));
  return candidates.filter((candidate) => tried.has(candidate) && !worked.has(candidate));
}

/** All others. */
export function comparedAmong(candidates: readonly string[], outcomes: readonly Outcome[]): readonly string[] {
  const left = new Set(neverWorkedAmong(candidates, outcomes));
  return candidates.filter((candidate) => !left.has(candidate));
}
