/**
 * @file Requirements on metrics: only a candidate that is not shown to break one may win, and one that is shown to meet all goes before the others. The one that wins
 * is trained on until its trainings tell, or it has all of them; then the next one, as long as none is shown to meet them.
 */
import type { Admission } from '../adaptive/admission.js';
import { type MetricBound, type MetricStandingsSettings, metricStandings } from './metric-standings.js';

interface MetricRequirements extends Omit<MetricStandingsSettings, 'candidates'> {
  readonly candidates: readonly string[];
  /** At least one. */
  readonly bounds: readonly MetricBound[];
}

/** @throws InputError for a criterion that the default rule cannot go by. */
export function metricRequirements({ candidates, bounds, ...settings }: MetricRequirements): Admission {
  const begin = metricStandings(bounds, { ...settings, candidates: candidates.length });
  return {
    begin: () => {
      const { of, isFull, answer, ...standings } = begin();
      return {
        ...standings,
        pursued: (leader, { centers, excluded }) => {
          if (of(leader) !== 'open') return -1;
          if (!isFull(leader)) return leader;
          // If one were shown to meet them, it would have left.
          return centers.reduce((next, center, i) => {
            if (excluded[i] === 1 || isFull(i) || Number.isNaN(center)) return next;
            return next < 0 || center < (centers[next] as number) ? i : next;
          }, -1);
        },
        answer: (_chosen, excluded) => ({ requirements: answer(candidates, excluded) }),
      };
    },
  };
}
