/**
 * @file Tests of location against the incumbent, for two samples and for pairs of one replicate. A loss that becomes
 * infinite never saves a rival from them, with one reservation: exact rank distributions depend on which losses are tied,
 * and breaking or making a tie may move a p-value a little either way.
 */
import {
  kolmogorovSmirnovTest,
  mannWhitneyTest,
  pairedTTest,
  welchTest,
  wilcoxonSignedRankTest,
} from '../../../../stats/index.js';
import { type ExtremeSamples, incumbentTestRule } from './incumbent-test.js';

/** Every loss of one above every loss of the other, and no two differences alike. */
const apart: ExtremeSamples = (trials) => {
  const better = Array.from({ length: trials }, (_, index) => index);
  return [better.map((loss) => trials + 2 * loss), better];
};

export const welch = incumbentTestRule(
  { name: 'welch', fits: ['location'] },
  {
    paired: false,
    minimumTrials: 2,
    test: welchTest,
    onRanks: mannWhitneyTest,
  },
);

export const mannWhitney = incumbentTestRule(
  { name: 'mann-whitney', aliases: ['mann-whitney-u'], fits: ['location'] },
  {
    paired: false,
    minimumTrials: 1,
    test: mannWhitneyTest,
    extreme: apart,
  },
);

export const kolmogorovSmirnov = incumbentTestRule(
  { name: 'kolmogorov-smirnov', aliases: ['ks'], fits: ['location'] },
  {
    paired: false,
    minimumTrials: 1,
    test: kolmogorovSmirnovTest,
    extreme: apart,
  },
);

export const pairedT = incumbentTestRule(
  { name: 'paired-t', fits: ['location'] },
  {
    paired: true,
    minimumTrials: 2,
    test: pairedTTest,
    onRanks: wilcoxonSignedRankTest,
  },
);

export const wilcoxon = incumbentTestRule(
  { name: 'wilcoxon', aliases: ['wilcoxon-signed-rank'], fits: ['location'] },
  {
    paired: true,
    minimumTrials: 1,
    test: wilcoxonSignedRankTest,
    extreme: apart,
  },
);
