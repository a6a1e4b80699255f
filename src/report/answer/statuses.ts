/** @file Where every candidate of a race stands: one of eight words for each, in every table, page and sentence. */
import type { RaceAnswer, RivalAnswer } from '../../questions/race/plan/index.js';
import { formatCount } from '../number-text.js';
import type { Result } from '../result/result-schema.js';
import type { ShownStanding } from '../standing.js';
import { candidatesInAll } from './cost.js';

/** A list of candidates by status has this order: whoever may still be the best comes first. */
export const CANDIDATE_STATUSES = [
  'winner',
  'on probation',
  'undecided',
  'equivalent',
  'behind',
  'out',
  'never worked',
  'not tried',
] as const;
export type CandidateStatus = (typeof CANDIDATE_STATUSES)[number];

/** How many candidates have each status; these add up to all candidates. */
export type StatusCounts = Readonly<Record<CandidateStatus, number>>;

/** For legends: what a status says. Differences are those to the winner, all at once at the level of the claim. */
export const STATUS_MEANINGS: Readonly<Record<CandidateStatus, string>> = {
  winner: 'Chosen by the race.',
  'on probation': 'Trained again and again, until it is known how often it fails.',
  undecided: 'May be better than the winner by more than the tolerance; before there is a winner: may become it.',
  equivalent: 'Neither better nor worse than the winner by more than the tolerance.',
  behind:
    'Not better than the winner by more than the tolerance, or hardly likely to keep what is required; it may be worse.',
  out: 'Worse than the winner, dropped by the rule, or unable to win.',
  'never worked': 'All of its trainings failed.',
  'not tried': 'Never trained.',
};

/** Of every candidate, in the order of the standings. `isOver`: the race has come to its own end. */
export function statusesOf(
  answer: RaceAnswer | undefined,
  standings: readonly Pick<ShownStanding, 'id' | 'eliminatedAt' | 'outcomes' | 'fresh'>[],
  isOver: boolean,
): ReadonlyMap<string, CandidateStatus> {
  const rivals = new Map(answer?.rivals.map((rival) => [rival.candidate, rival]));
  const neverWorked = new Set(answer?.neverWorked);
  const untried = new Set(answer?.untried);
  const refused = new Set([...(answer?.requirements?.refused ?? []), ...(answer?.requirement?.beyond ?? [])]);
  const onProbation = answer?.reliability?.members.find(({ status }) => status === 'open')?.candidate;
  return new Map(
    standings.map(({ id, eliminatedAt, outcomes, fresh }): [string, CandidateStatus] => {
      if (neverWorked.has(id)) return [id, 'never worked'];
      if (untried.has(id) || outcomes.length + fresh.outcomes.length === 0) return [id, 'not tried'];
      if (id === onProbation) return [id, 'on probation'];
      if (id === answer?.winner) return [id, 'winner'];
      const isDropped = eliminatedAt !== null;
      // Better than whom, nobody could say.
      if (answer === undefined || answer.winner === null) {
        return [id, isDropped || refused.has(id) || isOver ? 'out' : 'undecided'];
      }
      return [id, statusBeside(rivals.get(id), isDropped, answer)];
    }),
  );
}

/** Under a published rule, which has no tolerance, nobody is equivalent or behind. */
function statusBeside(rival: RivalAnswer | undefined, isDropped: boolean, { tolerance }: RaceAnswer): CandidateStatus {
  if (rival === undefined || tolerance === null) {
    return isDropped || rival?.standing === 'worse' ? 'out' : 'undecided';
  }
  const { standing, interval } = rival;
  if (standing === 'tied' || standing === 'undecided') return 'undecided';
  const isInside = 'low' in interval && interval.low >= -tolerance.value && interval.high <= tolerance.value;
  if (isInside) return 'equivalent';
  return standing === 'worse' ? 'out' : 'behind';
}

export function countStatuses(statuses: ReadonlyMap<string, CandidateStatus>): StatusCounts {
  const counts = Object.fromEntries(CANDIDATE_STATUSES.map((status) => [status, 0])) as Record<CandidateStatus, number>;
  for (const status of statuses.values()) counts[status]++;
  return counts;
}

/** How many may be the best beside the chosen one: by more than the tolerance, or because they were not tried. */
export function openCount(counts: StatusCounts, result: Pick<Result, 'winner'>): number {
  const chosen = result.winner === null ? 0 : 1;
  return counts.winner + counts['on probation'] + counts.undecided + counts['not tried'] - chosen;
}

/** `1 winner, 19 equivalent, 28 behind`: those that somebody has, candidates of a search that have no training included. */
export function countsText(counts: StatusCounts, result: Pick<Result, 'candidates' | 'search'>): string {
  const left = candidatesInAll(result) - result.candidates.length;
  const all = { ...counts, 'not tried': counts['not tried'] + left };
  return CANDIDATE_STATUSES.filter((status) => all[status] > 0)
    .map((status) => `${formatCount(all[status])} ${status}`)
    .join(', ');
}
