/**
 * @file Expected shortfall, `es<p>`: the mean of the worst share of the losses. Where share * n is no whole number the last loss
 * enters with the remaining weight (Acerbi and Tasche 2002, doi 10.1016/S0378-4266(02)00283-2); below one loss it is the
 * largest.
 */
import { FORM_LIMIT } from '../intervals/standard-error.js';
import { requireCount } from '../moments.js';
import { sorted } from '../quantile.js';
import { NOT_CALIBRATED } from './criterion.js';
import { withShare } from './known.js';

export const shortfallCriteria = withShare(
  'es',
  'es0.1 = the mean of the worst tenth',
  (share) => share > 0 && share <= 1,
  (share) => ({
    name: `es${share}`,
    id: JSON.stringify({ of: 'shortfall', share }),
    evaluate: (losses) => expectedShortfall(losses, share),
    weights: (n) => shortfallWeights(share, n),
    ofLaw: (law) => (share === 1 ? law.mean : law.tailSum(law.quantile(1 - share)) / share),
    pivot: {
      calibrated: () => {
        const least = Math.max(5, Math.ceil(2 / share - 1e-9));
        return least > FORM_LIMIT ? NOT_CALIBRATED : { least, most: Number.POSITIVE_INFINITY };
      },
      scale: 'mixed',
    },
    words: (told) => ({
      figure: `mean ${told.word} of the worst ${told.share(share)}`,
      meaning: `The mean over the worst ${told.share(share)} of all trainings (${told.name})`,
    }),
  }),
);

function expectedShortfall(losses: ArrayLike<number>, share: number): number {
  requireCount(losses, 1, 'expected shortfall');
  const ordered = sorted(losses);
  const worst = share * ordered.length;
  const whole = Math.min(ordered.length, Math.floor(worst + 4 * Number.EPSILON * worst));
  if (whole === 0) return ordered[ordered.length - 1] as number;
  let total = 0;
  for (let index = 1; index <= whole; index++) total += ordered[ordered.length - index] as number;
  const rest = worst - whole;
  if (rest <= 4 * Number.EPSILON * worst) return total / whole;
  return (total + rest * (ordered[ordered.length - 1 - whole] as number)) / worst;
}

function shortfallWeights(share: number, n: number): Float64Array {
  const worst = share * n;
  const weights = new Float64Array(n);
  for (let place = 1; place <= n; place++) {
    weights[n - place] = Math.max(0, Math.min(1, worst - place + 1)) / worst;
  }
  if (worst < 1) weights[n - 1] = 1;
  return weights;
}
