/** @file The candidates of a searching race: those that it began with, and those that joined while it went on. */
import { type SettingPlaces, withRows } from '../../../../stats/index.js';
import type { LossEvidence } from '../adaptive/evidence.js';
import type { FailureRecord } from '../never-worked.js';

/** A candidate that joins. */
export interface Newcomer {
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
