/** @file The board of a run as it goes to its page: a row for each candidate, a dot for each training. */

/** A value as it is shown, or null; and how it ended. */
export type BoardDot = readonly [value: number | null, kind: 'race' | 'fresh' | 'diverged' | 'failed'];

interface BoardRow {
  /** Equal for the same candidate of one run. */
  readonly id: number;
  readonly name: string;
  /** `leader`, `undecided`, ...; empty in a study. */
  readonly status: string;
  readonly trainings: number;
  /** What the row comes to so far. */
  readonly value: number | null;
  readonly valueText: string;
  /** The newest, in order of arrival. */
  readonly dots: readonly BoardDot[];
}

/** Candidates that have no row of their own. */
interface BoardRest {
  readonly candidates: number;
  readonly trainings: number;
  readonly dots: readonly BoardDot[];
}

export interface Board {
  /** Rows stand in one order throughout a version. */
  readonly version: number;
  /** Trainings that have ended. */
  readonly ended: number;
  /** What a dot is: `loss`, `accuracy`, ... */
  readonly score: string;
  /** What rows come to: `q3`, `median`, ... */
  readonly summary: string;
  /** Values beyond it stand at its ends. */
  readonly axis: { readonly low: number; readonly high: number; readonly lowText: string; readonly highText: string };
  readonly rows: readonly BoardRow[];
  readonly rest: BoardRest | null;
}

/** What has ended since: of the same version. */
export interface BoardNews extends Pick<Board, 'version' | 'ended'> {
  /** In order of arrival; `id` null for one that has no row. */
  readonly dots: readonly (readonly [id: number | null, dot: BoardDot])[];
  /** Rows that have changed. */
  readonly rows: readonly Pick<BoardRow, 'id' | 'trainings' | 'value' | 'valueText'>[];
}

/** How far a page knows a board. */
export type BoardPlace = Pick<Board, 'version' | 'ended'>;
