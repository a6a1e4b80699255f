/**
 * @file Cheap trials of a searching race: of fewer epochs or examples than those that count. They say who is worth a trial that counts,
 * as far as they go with these, and nothing else rests on them. In the order of asks each stands as a number below 0.
 */
import { permutation, randomFrom } from '../../../../core/index.js';
import { type AuxiliarySource, rowsOf, type SettingPlaces } from '../../../../stats/index.js';
import { appendAsk, type LossEvidence } from '../adaptive/evidence.js';
import type { CheapFinding, CheapLevel } from './cheap-level.js';
import { isComparable } from './evidence.js';
import type { SearchStanding } from './standing.js';

/** Owned by the state of a search. A candidate has one trial of each level at most. */
export interface CheapTrials {
  readonly levels: readonly CheapLevel[];
  /** By level: who was asked for, and the losses that came of it. */
  readonly asked: readonly Set<number>[];
  readonly losses: readonly Map<number, number>[];
  /** By level: outcomes applied. */
  readonly applied: Int32Array;
}

/** Of what the trials that count take, as long as it is used. */
const EFFORT = 0.15;
/** Fewer are not worth a look of their own. */
const LEAST_ASKED = 8;
/** Candidates with both kinds of trials after which a level that does not help is given up. */
export const JUDGED_FROM = 40;

export function createCheapTrials(levels: readonly CheapLevel[] = []): CheapTrials {
  return {
    levels,
    asked: levels.map(() => new Set<number>()),
    losses: levels.map(() => new Map<number, number>()),
    applied: new Int32Array(levels.length),
  };
}

/** Asked for so far, over all levels. */
export function countCheap({ asked }: CheapTrials): number {
  return asked.reduce((count, { size }) => count + size, 0);
}

/** Outcomes applied, over all levels. */
export function appliedCheap({ applied }: CheapTrials): number {
  return applied.reduce((sum, count) => sum + count, 0);
}

/** Whose an ask is, and of what level; the level of one that counts is undefined. */
export function readAsk(ask: number, { levels }: CheapTrials): { candidate: number; level?: number } {
  return ask >= 0 ? { candidate: ask } : { candidate: Math.floor(~ask / levels.length), level: ~ask % levels.length };
}

/** Takes the loss of the next ask where that is a cheap one; says whether it is. */
export function applyCheap(evidence: LossEvidence, cheap: CheapTrials, loss: number): boolean {
  const { candidate, level } = readAsk(evidence.sequence[evidence.outcomes] as number, cheap);
  if (level === undefined) return false;
  evidence.outcomes++;
  cheap.applied[level] = (cheap.applied[level] as number) + 1;
  if (isComparable(loss)) cheap.losses[level]?.set(candidate, loss);
  return true;
}

export function cheapSources({ levels, losses }: CheapTrials, places: SettingPlaces): AuxiliarySource[] {
  return levels.map(({ name }, level) => {
    const found = losses[level] as Map<number, number>;
    return { name, places: rowsOf(places, [...found.keys()]), values: Array.from(found.values(), (loss) => [loss]) };
  });
}

/** Of each level one trial of each of these. */
export function askCheapOf(evidence: LossEvidence, cheap: CheapTrials, candidates: Iterable<number>): void {
  for (const candidate of candidates) {
    for (const level of cheap.levels.keys()) pushCheap(evidence, cheap, candidate, level);
  }
}

/**
 * What is due at a look. While a level is used: of untried ones, the most promising first, for a share of what the trials that count
 * take. While too few have both kinds to say that it does not help: of those tried. Otherwise nothing. Returns how many were asked for.
 */
export function askCheap(
  seed: string | number,
  evidence: LossEvidence,
  cheap: CheapTrials,
  { own, excluded, chances, sources }: SearchStanding,
): number {
  const before = evidence.length;
  const full = evidence.length - countCheap(cheap);
  const order = permutation(evidence.candidates, randomFrom('search/cheap', seed, evidence.outcomes));
  for (const [level, { share }] of cheap.levels.entries()) {
    const asked = cheap.asked[level] as Set<number>;
    const among = (isWanted: (i: number) => boolean): number[] =>
      [...order].filter((i) => excluded[i] === 0 && !asked.has(i) && isWanted(i));
    const finding = sources[level];
    const push = (candidates: readonly number[]): void => {
      for (const candidate of candidates) pushCheap(evidence, cheap, candidate, level);
    };
    if (finding?.used === true) {
      const most = Math.floor((EFFORT * full) / (share * cheap.levels.length)) - asked.size;
      const promising = among((i) => own.n[i] === 0);
      promising.sort((a, b) => (chances[b] as number) - (chances[a] as number));
      if (Math.min(most, promising.length) >= LEAST_ASKED) push(promising.slice(0, most));
    } else if (finding !== undefined && asked.size < JUDGED_FROM) {
      const tried = among((i) => (own.n[i] as number) > 0);
      push(tried.slice(0, JUDGED_FROM - asked.size));
    }
  }
  return evidence.length - before;
}

export function findCheap({ levels, applied }: CheapTrials, { sources }: SearchStanding): readonly CheapFinding[] {
  return levels.map(({ name, share }, level) => {
    const { both, tau, interval, used } = sources[level] ?? { both: 0, tau: Number.NaN, interval: null, used: false };
    return { name, share, trials: applied[level] as number, both, tau: Number.isNaN(tau) ? null : tau, interval, used };
  });
}

function pushCheap(evidence: LossEvidence, { asked, levels }: CheapTrials, candidate: number, level: number): void {
  appendAsk(evidence, ~(candidate * levels.length + level), 0);
  asked[level]?.add(candidate);
}
