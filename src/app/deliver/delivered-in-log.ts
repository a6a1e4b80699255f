/** @file What a race in a log handed over when it ended: so that the same file can be made again. */
import { type Candidate, type Outcome, type Store, trialKey } from '../../core/index.js';
import type { RaceDelivery } from '../../report/index.js';
import { readKept } from '../keep-conclusion.js';
import type { RaceFindings } from '../race-findings.js';

export interface LoggedDelivery {
  readonly winner: Candidate;
  /** As `choice.delivered` of result.json says it, with its trainings. */
  readonly delivery: RaceDelivery & { readonly outcomes: readonly Outcome[] };
}

/** Of the newest race; undefined where it has not ended by its rule, or nothing was handed over. */
export function deliveredIn(store: Store): LoggedDelivery | undefined {
  const race = store.questions().findLast(({ header }) => header.plan.kind === 'race');
  const { answer, delivery } = readKept<Pick<RaceFindings, 'answer' | 'delivery'>>(race?.conclusion()?.content ?? {});
  const winner = race?.header.candidates.find(({ id }) => id === answer?.choice);
  if (winner === undefined || delivery === undefined) return undefined;
  const logged = new Map(store.outcomes().map((outcome) => [trialKey(outcome.trial), outcome]));
  const outcomes = delivery.trials.flatMap((key) => logged.get(key) ?? []);
  return outcomes.length < delivery.trials.length ? undefined : { winner, delivery: { ...delivery, outcomes } };
}
