/**
 * @file The audit of a searching race: candidates drawn at random are tried whatever their settings say, and judged by their own trials
 * alone. How many of them may be better bounds what share of the space is, whatever settings say of it; a single exception it misses.
 */
import { chancesAhead, type Standings, shareAtMost } from '../../../../stats/index.js';
import { contestedBy } from '../adaptive/contested.js';
import type { AuditFinding } from '../answer-schema.js';

/** What the chances of the audited to be better may sum to; what is left of 0.05 is for the draw itself. */
export const AUDIT_LEVEL = 0.01;
const DRAW_LEVEL = 0.04;
/** One in so many trials is for the audit until all of its candidates were tried, so that it is no more of any budget. */
const EVERY = 5;

/** How many of the audited are to be asked for once so many trials are. */
export function auditedAt(asked: number, audit: number): number {
  return Math.min(audit, Math.floor(asked / EVERY));
}

/** Said before a race with a budget that cannot try all of them, else undefined. */
export function auditBeyond(audit: number, trials: number | undefined): string | undefined {
  if (trials === undefined || audit <= trials) return undefined;
  return (
    `\`search.audit\` is ${audit}, and a budget of ${trials} trainings cannot try so many: what the audit says rests on those that were tried. ` +
    `One training in ${EVERY} goes to it, so that all of it takes a budget of about ${EVERY * audit}.`
  );
}

/** Chances of the audited that were tried, of those `alone` has by own trials alone; 0 elsewhere. */
export function auditChances({ ownVariances }: Standings, audit: readonly number[], alone: Float64Array): Float64Array {
  const found = new Float64Array(alone.length);
  for (const i of audit) if (Number.isFinite(ownVariances[i] as number)) found[i] = alone[i] as number;
  return found;
}

/** Of losses that are all equal it is not known of what size a difference is; of a candidate without any nothing is known. */
const [CHANCE_AMONG_EQUALS, CHANCE_UNTRIED] = [0.5, 1];

/** Of being better than the leader by more than the tolerance, by own trials alone, of each candidate that has one. */
export function byOwnTrials(
  standings: Standings,
  leader: number,
  tolerance: number,
  allAreEqual: boolean,
): Float64Array {
  const { ownVariances } = standings;
  if (allAreEqual) {
    return ownVariances.map((variance, i) => {
      if (i === leader) return 0;
      return Number.isFinite(variance) ? CHANCE_AMONG_EQUALS : CHANCE_UNTRIED;
    });
  }
  const defiers = Float64Array.from(ownVariances, (variance) => (Number.isFinite(variance) ? 1 : 0));
  return chancesAhead({ ...standings, defiers }, leader, tolerance);
}

/** `chances`: as of {@link auditChances}. */
export function findByAudit(
  audit: readonly number[],
  chances: Float64Array,
  isTried: (i: number) => boolean,
): AuditFinding {
  const tried = audit.filter(isTried);
  const isOpen = contestedBy(chances, AUDIT_LEVEL);
  const open = tried.filter((i) => isOpen[i] === 1).length;
  const atMost = tried.length === 0 ? 1 : shareAtMost(open, tried.length, 1 - DRAW_LEVEL);
  return { drawn: audit.length, tried: tried.length, open, atMost };
}
