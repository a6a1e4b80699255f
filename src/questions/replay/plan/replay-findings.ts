/** @file What a rule comes to on recorded losses: what it costs, and how far off its winner is. */
import type { JsonObject } from '../../../core/index.js';

/** An estimate with its interval, as Monte-Carlo runs give it. */
export interface ValueWithInterval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What one rule comes to on the recorded losses. */
export interface RuleOnTable {
  /** Of its race; null where there is no rule at all. */
  readonly description: JsonObject | null;
  /** `asked`: replayed on request. `published`: the published algorithm, for comparison. `exhaustive`: no rule at all. */
  readonly role: 'asked' | 'published' | 'exhaustive';
  readonly trials: number;
  /** Share of the recorded trials in use; null where it asked for others, which the table lacks. */
  readonly cost: number | null;
  /** The regret in losses, infinite without a pick; null if it cannot be judged. */
  readonly regret: number | null;
  /** Null where it cannot be judged. */
  readonly picksBest: boolean | null;
  /** Over random orders; null where there are none. */
  readonly simulation: ReplayFindings['simulation'];
}

/** What a rule would come to on recorded losses; all values on losses. */
export interface ReplayFindings {
  /** Replicates in use. */
  readonly replicates: number;
  /** Replicates in the table. */
  readonly recorded: number;
  /** Recorded trials of all candidates on the replicates in use. */
  readonly trials: number;
  /** Candidates with a trial on every replicate of the table: these can be judged. */
  readonly complete: number;
  /** Trials that the race asked for and that are not recorded. */
  readonly missing: number;
  /** Best of the complete candidates by the criterion over the whole table; null with fewer than two of them. */
  readonly best: { readonly candidate: string; readonly value: number } | null;
  /** The pick's criterion over the whole table; null without a pick, and if the pick is not complete. */
  readonly value: number | null;
  /** How much worse than the best's that is; null where there is no best. */
  readonly regret: number | null;
  /** The same of the complete candidates over random orders of the replicates in use; null where there are none. */
  readonly simulation: {
    readonly orders: number;
    /** Share of their trials that is used. */
    readonly cost: ValueWithInterval;
    /** Share of the orders that pick the best. */
    readonly correct: ValueWithInterval;
    /** Share that pick one within the rule's own tolerance of the best; null under a rule that states none. */
    readonly within: ValueWithInterval | null;
    readonly regret: ValueWithInterval;
    /** Share of the orders that end with one candidate. */
    readonly decided: ValueWithInterval;
  } | null;
}
