/** @file The candidates of a searching race: those that it began with, and those that joined while it went on, by the port that drafts them. */
import { type SettingPlaces, withRows } from '../../../../stats/index.js';
import type { LossEvidence } from '../adaptive/evidence.js';
import type { FailureRecord } from '../never-worked.js';

/** A candidate that joins. */
interface Newcomer {
  readonly id: string;
  /** By axis of the places of the others. */
  readonly places: ArrayLike<number>;
  /** Of one trial, beside those of the others; 1 where absent. */
  readonly cost?: number;
}

/** By index, in the order of joining. */
export interface SearchField {
  readonly ids: readonly string[];
  readonly places: SettingPlaces;
  /** Of one trial; all 1 where absent. */
  readonly costs?: ArrayLike<number>;
}

export function withNewcomers({ ids, places, costs }: SearchField, newcomers: readonly Newcomer[]): SearchField {
  const added = newcomers.map(({ cost = 1 }) => cost);
  return {
    ids: [...ids, ...newcomers.map(({ id }) => id)],
    places: withRows(
      places,
      newcomers.map((one) => one.places),
    ),
    ...(costs === undefined ? {} : { costs: Float64Array.from([...Array.from(costs), ...added]) }),
  };
}

/** What a state keeps by candidate. */
interface ByCandidate {
  readonly evidence: LossEvidence;
  readonly failures: FailureRecord;
  inPanel: Uint8Array;
}

/** Makes room for so many candidates in all. */
export function makeRoom(state: ByCandidate, candidates: number): void {
  const { evidence, failures } = state;
  evidence.losses = longer(evidence.losses, candidates * evidence.replicates, Number.NaN);
  evidence.applied = longer(evidence.applied, candidates);
  evidence.asked = longer(evidence.asked, candidates);
  evidence.candidates = candidates;
  failures.worked = longer(failures.worked, candidates);
  failures.failed = longer(failures.failed, candidates);
  state.inPanel = longer(state.inPanel, candidates);
}

function longer<Values extends Float64Array | Int32Array | Uint8Array>(
  values: Values,
  length: number,
  rest = 0,
): Values {
  const made = new (values.constructor as new (length: number) => Values)(length).fill(rest) as Values;
  made.set(values);
  return made;
}

// Port: where a searching race gets candidates that are not there yet. The race says which kind it wants and chooses among what it
// is shown; the keeper of the log remembers which it chose, so that the race is the same again.

/** A configuration that may join. */
export interface Draft {
  /** By axis of the places of the others. */
  readonly places: ArrayLike<number>;
}

/** Draws configurations: equal names give equal drafts. Undefined where a draw leads to what may not take part, or takes part already. */
export interface DraftSource {
  /** Near a candidate, by its id, or a draft; `width`: of a step of a number, as a share of its range on its scale. */
  near(from: string | Draft, width: number, ...names: (string | number)[]): Draft | undefined;
  anywhere(...names: (string | number)[]): Draft | undefined;
}

/** A look at which candidates may join. */
export interface JoiningLook {
  /** Applied so far: no other look has as many. */
  readonly outcomes: number;
  /** At most so many join. */
  readonly most: number;
  /** The candidates that were tried, the best first; `estimate`: of the criterion, by own trials and settings, in units of the loss. */
  tried(): readonly { readonly id: string; readonly trials: number; readonly estimate: number }[];
  /** What the race itself proposes, different drafts. */
  propose(source: DraftSource): readonly Draft[];
}

/** What came of a look. */
export interface Joined {
  readonly newcomers: readonly Newcomer[];
  /** How many the user's own proposer gave that may not take part. */
  readonly refused: number;
}

export interface Newcomers {
  /** What joins at this look: what joined before where that is known, else what it proposes, remembered from now on. */
  joining(look: JoiningLook): Joined;
}
