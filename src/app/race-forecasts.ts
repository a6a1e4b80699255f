/** @file What a race will take and what it cannot tell, said before anything is trained. */
import { powerWarning, type Race, reliabilityCost, statementNeeds } from '../questions/race/plan/index.js';

/** What probation will take. */
export function forecastsOf({ facts: { reliability, candidates } }: Race): string[] {
  return reliability === undefined ? [] : [reliabilityCost(reliability, candidates.length)];
}

/** What a statement without assumptions takes; a test that cannot drop anybody after the warm-up, or at all, in the replicates there are. */
export function powerWarnings({ facts }: Race): string[] {
  const { rule, warmup, maxReplicates, candidates } = facts;
  const needs = statementNeeds(facts);
  if (needs !== undefined) return [needs];
  const atFirst = powerWarning(rule, warmup, candidates.length);
  if (atFirst === undefined) return [];
  const inTheEnd = powerWarning(rule, maxReplicates, candidates.length);
  return [inTheEnd === undefined ? atFirst : `${inTheEnd} The race cannot drop anybody.`];
}
