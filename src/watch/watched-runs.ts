/** @file Port: where the server has its runs from, what it tells of their courses, and the board of a run as it goes to its page. */

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

/** What a run is at, ready to be shown; text is for people. */
export interface Glimpse {
  readonly state: 'running' | 'ended' | 'failed' | 'lost' | 'waiting';
  /** `Running`, `Finished: decided`, ... */
  readonly stateText: string;
  /** Short facts, in order: elapsed, left, trials, pace, workers. */
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly running: readonly {
    readonly name: string;
    readonly detail: string;
    readonly losses: readonly (number | null)[];
  }[];
  /** Newest first. */
  readonly decisions: readonly { readonly number: number; readonly text: string }[];
  /** Of all there were. */
  readonly decisionCount: number;
  /** By their cause, the most frequent first. */
  readonly failures: readonly { readonly count: number; readonly text: string; readonly newest: string }[];
  /** What is wrong with the folder; null where nothing is. */
  readonly problem: string | null;
}

export interface ServedPage {
  readonly html: string;
  /** Equal for equal pages of one server. */
  readonly version: number;
  /** Trainings that its figures rest on. */
  readonly trainings: number;
}

/** One run that is looked at. */
export interface RunView {
  /** Now; cheap. */
  glimpse(): Glimpse;
  /** The page as it is made now, or was made a moment ago. Rejects with what is wrong in one clear message. */
  page(): Promise<ServedPage>;
  /** What has changed on the board since; undefined where nothing has. */
  board(known: BoardPlace | undefined): Board | BoardNews | undefined;
  /** How a race has gone; undefined before that is known, and for anything else. */
  course(): RaceCourse | undefined;
  /**
   * Calls back with what changes, from now until the returned function is called. `board` and `course`: there is more of it. `page`: another one
   * can be had. Nothing is looked for, and no page made, while no page listens.
   */
  listen(listener: RunListener): () => void;
}

interface RunListener {
  glimpse(glimpse: Glimpse): void;
  board(): void;
  course(): void;
  page(page: Omit<ServedPage, 'html'>): void;
}

/** `lost`: its process is gone without a word. `waiting`: no process is at work, and it has not ended. */
export type ListedState = Glimpse['state'] | 'unreadable';

/** A run in a list. */
export interface ListedRun {
  /** Its folder below the one that is served; what addresses name it by. */
  readonly folder: string;
  readonly name: string;
  readonly state: ListedState;
  /** `Finished: decided`, or what cannot be read. */
  readonly stateText: string;
  /** Or the leader; empty where there is none. */
  readonly winner: string;
  /** Of a race `decided`, `tied`, ...; of a study its kind; empty where there is none yet. */
  readonly claim: string;
  readonly trainings: number;
  /** Since something was written last; null where that is not known. */
  readonly ageSeconds: number | null;
  /** `3 min 05 s ago`. */
  readonly age: string;
  /** Figures of its result, by name, in the order of a table; empty where there is none yet. */
  readonly figures: Readonly<Record<string, string>>;
}

export interface WatchSource {
  /** The run that is served; undefined where a folder of runs is. */
  readonly only: RunView | undefined;
  /** Title of a list. */
  readonly title: string;
  runs(): readonly ListedRun[];
  /** Undefined for a name that none of the runs has. */
  run(folder: string): RunView | undefined;
  close(): void;
}

export interface CoursePoint {
  /** Trainings that it rests on. */
  readonly trainings: number;
  /** The name of the candidate that led. */
  readonly leader: string;
  /** Its criterion, as it is shown; null where it is infinite. */
  readonly value: number | null;
  /** It was within so much of the best; null where nothing bounds it. */
  readonly bound: number | null;
}

/** Of a row of the board: the chance to be better than the leader by more than the tolerance. */
interface ChancePath {
  readonly id: number;
  readonly text: string;
  /** In [0, 1], over the last points. */
  readonly path: readonly number[];
}

/** How a race has gone so far, as it goes to its page: which candidates led, how sure that was, and which may be better. */
export interface RaceCourse {
  /** What may be claimed now, in one sentence. */
  readonly claim: string;
  /** `q3 of the loss`, ... */
  readonly criterion: string;
  readonly better: 'high' | 'low';
  readonly points: readonly CoursePoint[];
  /** Ends of the axis of values. */
  readonly axis: Board['axis'];
  readonly chances: readonly ChancePath[];
}
