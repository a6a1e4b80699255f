/**
 * @file A race as other rooms see it: a plan that can tell at any state which candidates may still be
 * chosen, what may be claimed and where every candidate stands.
 */
import type { JsonObject, Outcome, Plan, Trial } from '../../../core/index.js';
import type { Criterion } from '../../../stats/index.js';
import type { Ruling } from './adaptive/tuning.js';
import type { Assessment } from './adaptive/verdict.js';
import type { RaceAnswer } from './answer-schema.js';
import type { Rule } from './rule.js';

/** What a race is about, for reports. */
export interface RaceFacts {
  readonly candidates: readonly string[];
  readonly criterion: Criterion;
  readonly rule: Rule;
  /** Trials of every candidate before the first decision; 1 where the rule decides trial by trial. */
  readonly warmup: number;
  /** Candidates that are trained before the first decision; all of them where absent. */
  readonly starters?: number;
  /** Replicates that no candidate of the race gets more than, before an adaptive one goes on to separate a tie. */
  readonly maxReplicates: number;
  /** Fresh trials after the race, of those that may be chosen. */
  readonly finalTrials: number;
  /** Training examples of every trial; 0 = the trainer's own default. */
  readonly sampleSize: number;
  /** Of a rule that decides trial by trial; absent in a search, and where nothing is assumed. */
  readonly ruling?: Ruling;
  /** Share of the winner's trainings that must come out, shown on probation; absent if not asked for. */
  readonly reliability?: number;
}

/** How a race that asks for nothing more ended, or one that was ended before. */
export type RaceEnd = 'decided' | 'exhausted' | 'budget';

export interface Standing {
  readonly candidate: string;
  /** The losses that the race counted, in order of replicates: finite or Infinity; trials that it left out are not among them. */
  readonly losses: Float64Array;
  /** By loss: its replicate (0, 1, ...). */
  readonly replicates: Int32Array;
  /** Of these losses; null where there are fewer than criterion and rule need: that counts as the worst. */
  readonly criterion: number | null;
  /** Replicates after which it left; null while it is in the race, and if none leaves. */
  readonly eliminatedAt: number | null;
  /** The same of trainings after the race, on replicates that no race reads; empty for a candidate that got none. */
  readonly fresh: Float64Array;
  readonly freshReplicates: Int32Array;
}

/** What an outcome's loss counts as: Infinity for the worst, NaN to leave it out. */
export type LossOf = (outcome: Outcome) => number;

/** Losses of a candidate's fresh trials that count; empty where it had none. */
export type FreshLosses = (candidate: string) => Float64Array;

export const NO_FRESH_LOSSES: FreshLosses = () => new Float64Array();

export interface Race<State = unknown> extends Plan<State> {
  readonly facts: RaceFacts;
  /** The settings for the log's header. */
  readonly description: JsonObject;
  /** Throws an InputError for a loss outside the bounds that were declared; absent where there are none. `apply` asks it, too. */
  readonly requireLoss?: (loss: number, candidate: string) => void;
  /** Undefined before the first decision, and if none has a finite criterion. */
  winner(state: State): string | undefined;
  /** Ids of those that may still be chosen, the present winner first; all of them before the first decision. */
  survivors(state: State): readonly string[];
  /**
   * Undefined before there is anything to say. `freshOf` where there have been fresh trials, `chosen` where another of the set is
   * chosen than the one that leads.
   */
  answer(state: State, freshOf?: FreshLosses, chosen?: string): RaceAnswer | undefined;
  /** In units of the loss; undefined under a rule that states none. */
  tolerance(state: State): number | undefined;
  /** How it stands between its looks; absent under a rule that has none. */
  assess?(state: State): Assessment;
  /**
   * Of a candidate that is out by the decision just made: the largest criterion, as a cost, with which it would be in, had its finite losses
   * been better and all others what they are. Undefined where it is in, where no such losses would do, and where nobody can tell.
   */
  staysFrom?(state: State, candidate: string): number | undefined;
  /** All candidates, best first. */
  standings(state: State): readonly Standing[];
  /** Trials that count. */
  trials(state: State): number;
  /** How it ended; `budget` where it would ask for more. */
  endOf(state: State): RaceEnd;
}

/** The first replicate that is for fresh trials; no race has so many. */
export const FRESH_FROM = 1_000_000;

export function isFresh({ streams }: Pick<Trial, 'streams'>): boolean {
  return streams.init >= FRESH_FROM;
}

/** A candidate with what orders it. */
interface PlacedCandidate {
  readonly candidate: string;
  /** Its place in the returned set, from 0; for all others the same number above these. */
  readonly place: number;
  /** The estimate; Infinity where the candidate diverges, NaN without an estimate. */
  readonly center: number;
  /** The trials as {@link Standing} has them. */
  readonly trials: () => Pick<Standing, 'losses' | 'replicates'>;
}

/** Before there are trainings after the race. */
export const NO_FRESH = { fresh: new Float64Array(), freshReplicates: new Int32Array() };

/** By place, then by center, those without one last; ties by id. */
export function standingsInOrder(criterion: Criterion, placed: readonly PlacedCandidate[]): readonly Standing[] {
  return placed
    .toSorted((a, b) => a.place - b.place || compareCenters(a.center, b.center) || (a.candidate < b.candidate ? -1 : 1))
    .map(({ candidate, trials }) => {
      const { losses, replicates } = trials();
      return {
        candidate,
        losses,
        replicates,
        criterion: losses.length < criterion.minimumTrials ? null : criterion.evaluate(losses),
        eliminatedAt: null,
        ...NO_FRESH,
      };
    });
}

/** Ascending; Infinities are equal, and NaN is last. */
export function compareCenters(a: number, b: number): number {
  return a === b ? 0 : Number.isNaN(a) || a > b ? 1 : -1;
}
