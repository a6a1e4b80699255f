/** @file Candidates by id, for executors that get trials. */
import { type Candidate, runError, type Trial } from '../../core/index.js';

/** A function from a trial to its candidate; the list may grow. It throws a RunError (`unknown-candidate`) for a trial of none of them. */
export function candidateLookup(candidates: readonly Candidate[]): (trial: Trial) => Candidate {
  const byId = new Map<string, Candidate>();
  return (trial) => {
    for (const candidate of candidates.slice(byId.size)) byId.set(candidate.id, candidate);
    const candidate = byId.get(trial.candidate);
    if (candidate !== undefined) return candidate;
    throw runError`unknown-candidate: A training asks for candidate "${trial.candidate}", which this run does not have.
      Allowed: one of the ${byId.size} candidates of the run
      Fix: Give the executor the same candidates as the plan.`;
  };
}
