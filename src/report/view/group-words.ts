/** @file The words over and in tables of the choice and its rivals: what a group rests on, where a rival stands. */
import type { Result } from '../result/result-schema.js';
import type { FigureGroup, FigureRow } from './finalists-view.js';

/** What the figures of a group rest on. */
export function groupText({ from, rows }: FigureGroup, { choice }: Pick<Result, 'choice'>): string {
  if (from === 'fresh') return 'On fresh trials, which played no part in choosing';
  if (choice === null) return 'In the race';
  if (rows.length === 1) return 'In the race: the trials that chose';
  return `In the race: the trials that chose, each on replicates in common with the choice`;
}

const ADAPTIVE = { tied: 'may be better', close: 'may be as good', worse: 'worse', undecided: 'undecided' } as const;
const PUBLISHED = { ...ADAPTIVE, tied: 'not significantly worse' } as const;

/** Of a rival against the choice; empty for the choice, and where nobody is chosen. */
export function standingText(
  { standing }: Pick<FigureRow, 'standing'>,
  { tolerance }: Pick<Result, 'tolerance'>,
): string {
  if (standing === null || standing === 'choice') return '';
  return (tolerance === null ? PUBLISHED : ADAPTIVE)[standing];
}
