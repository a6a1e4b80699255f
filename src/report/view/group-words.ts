/** @file The words on where candidates stand: over and in tables of the choice and its rivals, and for lists of all of them. */

import type { ReportInput } from '../input.js';
import type { Result } from '../result/result-schema.js';
import type { MemberGroup, MemberRow } from './finalists-view.js';

/** What the figures of a group rest on. */
export function groupText({ from, rows }: MemberGroup, { choice }: Pick<Result, 'choice'>): string {
  if (from === 'fresh') return 'On fresh trials, which played no part in choosing';
  if (choice === null) return 'In the race';
  if (rows.length === 1) return 'In the race: the trials that chose';
  return `In the race: the trials that chose, each on replicates in common with the choice`;
}

const ADAPTIVE = {
  tied: 'may be better',
  close: 'may be as good',
  worse: 'worse',
  behind: 'behind so far',
  undecided: 'undecided',
} as const;
const PUBLISHED = { ...ADAPTIVE, tied: 'not significantly worse' } as const;

/** Of a rival against the choice; empty for the choice, and where nobody is chosen. */
export function standingText(
  { standing }: Pick<MemberRow, 'standing'>,
  { tolerance }: Pick<Result, 'tolerance'>,
): string {
  if (standing === null || standing === 'choice') return '';
  return (tolerance === null ? PUBLISHED : ADAPTIVE)[standing];
}

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
