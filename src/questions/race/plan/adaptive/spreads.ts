/**
 * @file Estimates a spread of each candidate, on a scale of logarithms and by its own losses alone: shrinking spreads would hide the steadiest.
 * A standard deviation has the law of a sample variance. Another spread, such as between quartiles, is a shape's as much as a scale's: its
 * error is that of as many normal losses.
 */
import { randomFrom } from '../../../../core/index.js';
import { type Criterion, mean } from '../../../../stats/index.js';
import { type Estimates, LEAST_VARIANCE_SHARE } from './estimates.js';
import { type LossEvidence, rowOfLosses } from './evidence.js';
import { type LogMoments, logVarianceMoments } from './fit.js';
import type { CompleteAdaptiveSettings } from './settings.js';
import type { ShapeOfCriterion } from './shape.js';
import type { Summary } from './summary.js';

/** Simulated samples behind a moment. */
const DRAWS = 600;

type EstimateSpreads = (
  estimates: Estimates,
  evidence: LossEvidence,
  summary: Summary,
  least: Float64Array | undefined,
) => void;

export function createSpreads(
  { criterion, without }: CompleteAdaptiveSettings,
  form: ShapeOfCriterion,
): EstimateSpreads {
  const isOwn = form.as === 'spread' && form.isDeviation !== true && !without.has('own-quartiles');
  const known: LogMoments[] = [];
  return (estimates, evidence, { squares }, least) => {
    const { centers, variances, degrees, ownDegrees, finite, infinite, excluded, unseen, shape } = estimates;
    const tails = Math.max(1, (shape.kurtosis - 1) / 2);
    for (let i = 0; i < centers.length; i++) {
      const freedom = (finite[i] as number) - 1;
      excluded[i] = (infinite[i] as number) > 0 ? 1 : 0;
      ownDegrees[i] = 0;
      centers[i] = Number.NaN;
      if (freedom < 2) continue;
      degrees[i] = freedom;
      const own = isOwn ? criterion.evaluate(rowOfLosses(evidence, i).filter(Number.isFinite)) : 0;
      if (own > 0) {
        known[freedom] ??= logMoments(criterion, form, freedom + 1);
        const { bias, variance } = known[freedom];
        centers[i] = Math.log(own) - bias;
        variances[i] = Math.max(LEAST_VARIANCE_SHARE, variance);
        continue;
      }
      // Quartiles that are equal say no more of it than the losses beyond.
      const { bias, variance } = logVarianceMoments(freedom);
      const seen = (squares[i] as number) / freedom / Math.exp(bias);
      const most = Math.max(seen, least?.[i] ?? 0, Number.MIN_VALUE);
      unseen[i] = most > seen ? 1 : 0;
      centers[i] = Math.log(shape.k) + 0.5 * Math.log(most);
      variances[i] = Math.max(LEAST_VARIANCE_SHARE, 0.25 * variance * tails);
    }
  };
}

/** Of the log of the spread of so many normal losses, beside that of their law. */
function logMoments(criterion: Criterion, { normal }: ShapeOfCriterion, count: number): LogMoments {
  const random = randomFrom('selection/adaptive/spreads', count);
  const logs = Float64Array.from({ length: DRAWS }, () =>
    Math.log(criterion.evaluate(Float64Array.from({ length: count }, () => random.normal())) / normal),
  );
  const bias = mean(logs);
  return { bias, variance: mean(logs.map((log) => (log - bias) ** 2)) };
}
