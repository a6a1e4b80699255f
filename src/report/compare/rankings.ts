/** @file How far two runs rank the candidates alike that both have tried. */
import { kendallTauB } from '../../stats/index.js';
import type { SharedCandidate } from './shared-candidates.js';

export interface RankingAgreement {
  /** Places among the compared runs. */
  readonly runs: readonly [number, number];
  /** Candidates that both have a value of. */
  readonly n: number;
  /** Kendall's tau-b, from -1 to 1; null for fewer than two candidates, and where all are alike. */
  readonly tau: number | null;
  /** Of 95 %; the candidates are taken as a sample. Null for fewer than 10. */
  readonly interval: readonly [low: number, high: number] | null;
}

/** Every pair of runs. */
export function rankingAgreements(shared: readonly SharedCandidate[], count: number): RankingAgreement[] {
  const pairs = Array.from({ length: count }, (_, first) =>
    Array.from({ length: count - first - 1 }, (_, after) => [first, first + 1 + after] as const),
  ).flat();
  return pairs.map(([first, second]) => {
    const values = shared.flatMap(({ figures }) => {
      const [left, right] = [first, second].map((place) => figures.find(({ run }) => run === place)?.value ?? null);
      return left === null || left === undefined || right === null || right === undefined
        ? []
        : [[left, right] as const];
    });
    const { tau, interval, n } = kendallTauB(
      values.map(([left]) => left),
      values.map(([, right]) => right),
    );
    return { runs: [first, second], n, tau: Number.isFinite(tau) ? tau : null, interval };
  });
}
