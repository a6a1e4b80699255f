/** @file One word on where each candidate stands, for lists of all of them: the words of the tables beside the choice. */
import type { ReportInput } from '../input.js';
import type { Result } from '../result/result-schema.js';
import { standingText } from './group-words.js';

/** By id; who is not in it has no standing, as before the first decision. */
export function candidateStandings({ answer }: ReportInput, result: Result): ReadonlyMap<string, string> {
  const { choice, untried, neverWorked, candidates } = result;
  const stands = new Map<string, string>();
  for (const { id, eliminatedAt } of candidates) if (eliminatedAt !== null) stands.set(id, 'left the race');
  for (const { candidate } of neverWorked) stands.set(candidate, 'never worked');
  if (choice === null) return stands;
  for (const { candidate, standing } of answer?.rivals ?? []) {
    stands.set(candidate, standingText({ standing }, result));
  }
  for (const id of untried) stands.set(id, 'never tried');
  stands.set(choice.candidate, 'the choice');
  return stands;
}
