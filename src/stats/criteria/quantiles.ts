/** @file Quantiles of the losses (type 7): median and quartiles, any other as `q<p>`, and the extremes. */

import { normalQuantile } from '../distributions.js';
import { nyblomMinimum } from '../intervals/share-interval.js';
import { FORM_LIMIT } from '../intervals/standard-error.js';
import { quantile, quantileWeights } from '../quantile.js';
import {
  type CriterionWords,
  familyByShare,
  familyOf,
  type KnownCriterion,
  NOT_CALIBRATED,
  type PivotForm,
  type RaceForm,
  type ToldAs,
} from './criterion.js';
import { known } from './known.js';

/** Those that have a name of their own. */
const NAMES: Readonly<Record<number, string>> = { 0: 'min', 0.5: 'median', 0.75: 'q3', 1: 'max' };

export const medianCriterion = familyOf(quantileCriterion('median', 'median', 0.5));
export const q3Criterion = familyOf(quantileCriterion('q3', 'q1', 0.75));
export const maxCriterion = familyOf(quantileCriterion('max', 'min', 1));
export const minCriterion = familyOf(quantileCriterion('min', 'max', 0));

export const quantileCriteria = familyByShare(
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
  const isExtreme = probability === 0 || probability === 1;
  const criterion = known({
    name,
    id: JSON.stringify({ of: 'quantile', probability }),
    scoreName,
    evaluate: (losses) => quantile(losses, probability),
    weights: (n) => quantileWeights(n, probability),
    ofLaw: (law) => {
      if (!isExtreme) return law.quantile(probability);
      throw new RangeError(`no distribution has a quantile at ${probability}`);
    },
    pivot: pivotOf(probability),
    words: (told) => wordsOf(probability, told),
  });
  return {
    ...criterion,
    kind: isExtreme ? 'tail' : 'location',
    divergence: probability === 1 ? 'infinite' : 'share',
    statistic: {
      ...criterion.statistic,
      // Of q0.75 that of q3, which it is.
      row: NAMES[probability] ?? `q${probability}`,
      probability,
      bears: 1 - probability,
      race: raceForm(probability),
    },
  };
}

function pivotOf(probability: number): PivotForm {
  const side = Math.min(probability, 1 - probability);
  return {
    calibrated: (level) => {
      if (side === 0 || side > 0.25) return NOT_CALIBRATED;
      const most = Math.min(FORM_LIMIT, nyblomMinimum(probability, level) - 1);
      return { least: Math.max(5, Math.ceil(0.8 / side - 1e-9)), most };
    },
    // Beyond the quartiles it rests on one to three spacings, as the expected shortfall does.
    scale: side < 0.25 ? 'mixed' : 'error',
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
