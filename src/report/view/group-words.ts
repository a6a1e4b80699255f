/** @file The words over tables of the winner and its rivals. */
import type { Result } from '../result/result-schema.js';
import type { MemberGroup } from './finalists-view.js';

/** What the figures of a group rest on. */
export function groupText({ from, rows }: MemberGroup, { choice }: Pick<Result, 'choice'>): string {
  if (from === 'fresh') return 'On fresh trainings, which played no part in choosing';
  if (choice === null) return 'On race trainings';
  if (rows.length === 1) return 'On race trainings: those that chose it';
  return 'On race trainings, each on replicates in common with the winner';
}
