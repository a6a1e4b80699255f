/**
 * @file Friedman's test over all candidates with the replicate as block, then Conover's comparison of every rival with
 * the incumbent, as irace 4.2 races (doi 10.1016/j.orp.2016.09.002); Wilcoxon's signed-rank test when two are left.
 * Unlike there, the incumbent is the best by the criterion, not by rank sum: a rival with a smaller rank sum never leaves.
 * A rival with a diverged trial leaves at once, as there, unless the incumbent has one too; then all are ranked.
 */
import { friedmanTest, wilcoxonSignedRankTest } from '../../../../stats/index.js';
import { type Contest, defineRule, type Finding } from '../rule.js';
import { alternativeOf, correctionName, DIVERGED_RIVAL, judgeRivals, TEST_OPTIONS } from './incumbent-test.js';

export const friedman = defineRule({
  name: 'friedman',
  fits: ['location'],
  options: TEST_OPTIONS,
  build: ({ alpha, sided, correction }) => {
    const alternative = alternativeOf(sided);

    const judge = (contest: Contest): readonly Finding[] => {
      const diverged = Array.from(contest.values, (_, place) =>
        contest.losses(place).includes(Number.POSITIVE_INFINITY),
      );
      if (diverged[0] || !diverged.includes(true)) return judgeRanked(contest);
      const ranked = diverged.flatMap((leaves, place) => (leaves ? [] : [place]));
      const findings = judgeRanked({
        ...contest,
        values: Float64Array.from(ranked, (place) => contest.values[place] as number),
        losses: (place) => contest.losses(ranked[place] as number),
      }).values();
      return diverged.map((leaves) => (leaves ? { leaves, ...DIVERGED_RIVAL } : (findings.next().value as Finding)));
    };

    const judgeRanked = (contest: Contest): readonly Finding[] => {
      const places = contest.values.length;
      if (places === 1) return [{ leaves: false }];
      if (places === 2) {
        return judgeRivals(contest, alpha, correction, () =>
          wilcoxonSignedRankTest(contest.losses(1), contest.losses(0), alternative),
        );
      }
      const overall = friedmanTest(Array.from({ length: places }, (_, place) => contest.losses(place)));
      if (overall.pValue >= alpha) {
        const { statistic, pValue } = overall;
        const stays: Finding = { leaves: false, statistic, pValue, reason: 'no-difference-overall' };
        return [{ leaves: false }, ...Array<Finding>(places - 1).fill(stays)];
      }
      const findings = judgeRivals(contest, alpha, correction, (place) => overall.compare(place, 0, alternative));
      return findings.map((finding) => ({ ...finding, leaves: finding.leaves && (finding.statistic ?? 0) > 0 }));
    };

    /** All replicates agree on the order of all candidates. */
    const smallestPValue = (trials: number, candidates: number): number => {
      const replicates = Array.from({ length: trials }, (_, index) => index);
      if (candidates === 2) {
        const worse = replicates.map((index) => 2 * index + 1);
        return wilcoxonSignedRankTest(worse, replicates, alternative).pValue;
      }
      const agreeing = Array.from({ length: candidates }, (_, candidate) => replicates.map(() => candidate));
      return friedmanTest(agreeing).pValue;
    };

    return {
      minimumTrials: 2,
      paired: true,
      significance: { alpha, ...correctionName(correction), smallestPValue },
      judge,
    };
  },
});
