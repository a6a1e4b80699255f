/**
 * @file Which of the candidates that a race cannot tell apart is to be used, and why: the steadiest where one is shown to be, else the cheapest to
 * train where one clearly is, else the winner. No part of the claim: any of them would do.
 */
import { quantile } from '../../stats/index.js';
import type { ReportInput } from '../input.js';
import { formatDuration, formatShare, formatValue } from '../number-text.js';
import type { Result } from '../result/result-schema.js';
import type { ShownStanding } from '../standing.js';

export interface Taken {
  readonly candidate: string;
  readonly isWinner: boolean;
  /** `the cheapest to train: 1.2 s, the winner 3.4 s`. */
  readonly why: string;
}

interface Known {
  readonly header: ReportInput['header'];
  readonly standings: readonly ShownStanding[];
  readonly better: 'high' | 'low';
}

/** Null where the race ended in no tie. */
export function takenOfTie(result: Result, { header, standings, better }: Known): Taken | null {
  const { winner: chosen, verdict, tieSet, tolerance, steadier, reliability, criterion } = result;
  if (chosen === null || verdict !== 'tied' || tolerance === null) return null;
  const winner = chosen.candidate;
  const asWinner = (why: string): Taken => ({ candidate: winner, isWinner: true, why });
  // Only the winner has stood the test.
  if (reliability?.status === 'passed') return asWinner('which passed probation');
  const open = (tieSet?.tied ?? []).filter((candidate) => isShownToMeet(result, candidate));
  if (steadier !== null && open.includes(steadier.candidate)) {
    const why = `the steadiest: its losses vary ${formatValue(steadier.ratio, 2)} times as much as the winner's`;
    return { candidate: steadier.candidate, isWinner: false, why };
  }
  const costs = declaredCosts(header) ?? measuredCosts(standings);
  const cheapest = cheapestOf(winner, open, costs);
  if (cheapest === winner) return asWinner('the cheapest to train');
  if (cheapest !== undefined) {
    const why = `the cheapest to train: ${costs.text(cheapest, winner)}`;
    return { candidate: cheapest, isWinner: false, why };
  }
  return asWinner(`whose ${criterion.name} is most surely ${better}`);
}

/** Where nothing is required of metrics, too. */
function isShownToMeet({ requirements }: Result, candidate: string): boolean {
  return (requirements?.metrics ?? []).every(({ candidates }) =>
    candidates.some((one) => one.candidate === candidate && one.standing === 'met'),
  );
}

/** What one training of a candidate costs. */
interface Costs {
  /** Whether the first is clearly cheaper than the second. */
  readonly isBelow: (candidate: string, other: string) => boolean;
  readonly text: (candidate: string, winner: string) => string;
}

/** A smaller saving is none to choose by. */
const MOST = 0.8;

/** The costs that the experiment declares; undefined where it does not. */
function declaredCosts({ plan, candidates }: ReportInput['header']): Costs | undefined {
  const { costs } = plan;
  if (!Array.isArray(costs)) return undefined;
  const known = new Map(candidates.map(({ id }, place) => [id, Number(costs[place])]));
  const share = (candidate: string, other: string) => (known.get(candidate) ?? NaN) / (known.get(other) ?? NaN);
  return {
    isBelow: (candidate, other) => share(candidate, other) <= MOST,
    text: (candidate, winner) => `${formatShare(share(candidate, winner))} of what the winner costs`,
  };
}

/** Seconds of so few trainings, or so few seconds, say nothing. */
const FEWEST = 3;
const SHORTEST = 1;

/** By the clock: three of four trainings of the one are shorter than three of four of the other. */
function measuredCosts(standings: readonly ShownStanding[]): Costs {
  const known = new Map(
    standings.map(({ id, outcomes, fresh }) => {
      const own = [...outcomes, ...fresh.outcomes].filter(({ status }) => status === 'completed');
      return [id, Float64Array.from(own, ({ seconds }) => seconds).filter((seconds) => seconds > 0)];
    }),
  );
  const at = (candidate: string, probability: number): number => {
    const seconds = known.get(candidate) ?? new Float64Array();
    return seconds.length < FEWEST ? Number.NaN : quantile(seconds, probability);
  };
  return {
    isBelow: (candidate, other) =>
      at(other, 0.5) >= SHORTEST &&
      at(candidate, 0.75) < at(other, 0.25) &&
      at(candidate, 0.5) <= MOST * at(other, 0.5),
    text: (candidate, winner) =>
      `${formatDuration(at(candidate, 0.5))} each, the winner ${formatDuration(at(winner, 0.5))}`,
  };
}

/** The winner where it is cheaper than all others, another that is cheaper than it and than no other dearer; undefined where none is. */
function cheapestOf(winner: string, open: readonly string[], { isBelow }: Costs): string | undefined {
  if (open.length > 0 && open.every((other) => isBelow(winner, other))) return winner;
  const cheaper = open.filter((one) => isBelow(one, winner));
  return cheaper.find((one) => cheaper.every((other) => !isBelow(other, one)));
}
