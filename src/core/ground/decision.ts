/** @file A decision of a race: data, with the evidence it rests on. */

/** What the rule saw of one candidate. Which fields are present depends on the rule. */
export interface Evidence {
  readonly candidate: string;
  /** The rule's figure: a rank for halving, a test statistic for tests, ... */
  readonly statistic?: number;
  readonly pValue?: number;
  /** Losses of this candidate that entered. */
  readonly n: number;
  /** Correction over candidates, when one was applied (`holm`, `benjamini-hochberg`). */
  readonly correction?: string;
  /** Why, where no statistic can say it, e.g. `divergence`. */
  readonly reason?: string;
}

export interface Decision {
  /** Replicates used so far, the warm-up included; under a rule that decides trial by trial: the number of the look. */
  readonly round: number;
  /** Name of the rule, e.g. `halving`. */
  readonly rule: string;
  /** Ids left after the decision, best first by criterion, ties by id. */
  readonly survivors: readonly string[];
  /** Ids that leave with this decision, best first. */
  readonly eliminated: readonly string[];
  /** The best of those that entered. */
  readonly incumbent: string;
  /** Its criterion on the losses so far. */
  readonly incumbentValue: number;
  /** If none leaves for good: ids that cannot be the best as things stand, and were not idle before. */
  readonly idle?: readonly string[];
  /** Ids that were idle and may be the best again. */
  readonly woken?: readonly string[];
  readonly evidence: readonly Evidence[];
}

/**
 * The decisions that count, of all that were ever made: one of a round that had a decision before takes the place of that
 * one and of all after it, because outcomes changed underneath (failed trials were trained again).
 */
export function standingDecisions(decisions: readonly Decision[]): Decision[] {
  const standing: Decision[] = [];
  for (const decision of decisions) {
    while (standing.length > 0 && (standing.at(-1) as Decision).round >= decision.round) standing.pop();
    standing.push(decision);
  }
  return standing;
}
