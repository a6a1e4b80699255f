/** @file Quantiles of the losses (type 7): median and quartiles, any other as `q<p>`, and the extremes. */

import { normalQuantile } from '../distributions.js';
import { nyblomMinimum } from '../intervals/share-interval.js';
import { FORM_LIMIT } from '../intervals/standard-error.js';
import { quantile, quantileWeights } from '../quantile.js';
import {
  type CriterionWords,
  type KnownCriterion,
  NOT_CALIBRATED,
  named,
  type RaceForm,
  type Statistic,
  type ToldAs,
  withShare,
} from './criterion.js';

export const medianCriterion = named(quantileCriterion('median', 'median', 0.5));
export const q3Criterion = named(quantileCriterion('q3', 'q1', 0.75));
export const maxCriterion = named({
  ...quantileCriterion('max', 'min', 1),
  kind: 'tail',
  divergence: 'infinite',
  beyond: 'exceed this maximum',
});
export const minCriterion = named({
  ...quantileCriterion('min', 'max', 0),
  kind: 'tail',
  beyond: 'fall below this minimum',
});

export const quantileCriteria = withShare(
  'q',
  'q0.9 = the quantile at 0.9',
  (probability) => probability > 0 && probability < 1,
  (probability) => {
    // Decimal digits, so that the mirror of q0.9 is q0.1 and not q0.09999999999999998.
    const mirrored = Number((1 - probability).toPrecision(12));
    return quantileCriterion(`q${probability}`, `q${mirrored}`, probability);
  },
);

function quantileCriterion(name: string, scoreName: string, probability: number): KnownCriterion {
  return {
    name,
    kind: 'location',
    minimumTrials: 1,
    evaluate: (losses) => quantile(losses, probability),
    divergence: 'share',
    scoreName,
    negatedForScores: true,
    statistic: quantileStatistic(name, probability),
    words: (told) => wordsOf(probability, told),
  };
}

function quantileStatistic(name: string, probability: number): Statistic {
  const side = Math.min(probability, 1 - probability);
  // Beyond the quartiles it rests on one to three spacings, as the expected shortfall does.
  const isTail = side < 0.25;
  const isCalibrated = side > 0 && side <= 0.25;
  return {
    id: JSON.stringify({ of: 'quantile', probability }),
    weights: (n) => quantileWeights(n, probability),
    ofLaw: (law) => {
      if (side > 0) return law.quantile(probability);
      throw new RangeError(`no distribution has a quantile at ${probability}`);
    },
    error: isTail ? 'intervals' : 'resampling',
    probability,
    isBounded: true,
    bears: 1 - probability,
    pivot: {
      calibrated: (level) => {
        if (!isCalibrated) return NOT_CALIBRATED;
        const most = Math.min(FORM_LIMIT, nyblomMinimum(probability, level) - 1);
        return { least: Math.max(5, Math.ceil(0.8 / side - 1e-9)), most };
      },
      row: name,
      scale: isTail ? 'mixed' : 'error',
    },
    race: raceForm(probability),
  };
}

function raceForm(probability: number): RaceForm {
  if (probability === 0 || probability === 1) {
    const name = probability === 1 ? 'max' : 'min';
    return {
      as: 'none',
      why: `A few trainings say nothing about the ${name} of endless ones`,
      instead: probability === 1 ? 'q0.9 or es0.1' : 'q0.1',
    };
  }
  return {
    as: 'location',
    normal: normalQuantile(probability),
    keepsOnScales: true,
    diverging: {
      bears: 1 - probability,
      among: (quantileOf, diverged) => {
        const value = quantileOf(probability / (1 - diverged));
        // By the density of the normal there.
        const slope = (probability / (1 - diverged) ** 2) * Math.sqrt(2 * Math.PI) * Math.exp(0.5 * value * value);
        return { value, slope };
      },
    },
  };
}

function wordsOf(probability: number, { word, isScore, name, share }: ToldAs): CriterionWords {
  const than = isScore ? 'at or above' : 'at or below';
  if (probability === 1) return { figure: `worst ${word}`, meaning: `The ${word} of the worst training` };
  if (probability === 0) return { figure: `best ${word}`, meaning: `The ${word} of the best training` };
  if (probability === 0.5) return { figure: `median ${word}`, meaning: `Half of all trainings lie ${than} it` };
  if (probability === 0.75) {
    return {
      figure: `${isScore ? 'lower' : 'upper'}-quartile ${word}`,
      meaning: `Three of four trainings lie ${than} it (${name})`,
    };
  }
  return { figure: `${name} of the ${word}`, meaning: `${share(probability)} of all trainings lie ${than} it` };
}
