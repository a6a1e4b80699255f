/** @file How a race has gone so far, as it goes to its page: who led, how sure that was, and who may be better. */
import type { Board } from './board.js';

export interface CoursePoint {
  /** Trainings that it rests on. */
  readonly trainings: number;
  /** Who led, by name. */
  readonly leader: string;
  /** Its criterion, as it is shown; null where it is infinite. */
  readonly value: number | null;
  /** It was within so much of the best; null where nothing bounds it. */
  readonly bound: number | null;
}

/** Of a row of the board: the chance to be better than the leader by more than the tolerance. */
export interface ChancePath {
  readonly id: number;
  readonly text: string;
  /** In [0, 1], over the last points. */
  readonly path: readonly number[];
}

export interface RaceCourse {
  /** What may be claimed now, in one sentence. */
  readonly claim: string;
  /** `q3 of the loss`, ... */
  readonly criterion: string;
  readonly largerIsBetter: boolean;
  readonly points: readonly CoursePoint[];
  /** Ends of the axis of values. */
  readonly axis: Board['axis'];
  readonly chances: readonly ChancePath[];
}
