/** @file Why a race has chosen nobody, after a colon. */
import { formatCount } from '../number-text.js';
import type { Result } from '../result/result-schema.js';
import { criterionPhrase } from '../view/choice-words.js';
import type { Telling } from '../view/telling.js';
import { nobodyMeets } from './required-metric-words.js';

export function absenceReason(result: Result, telling: Telling): string {
  const unmet = nobodyMeets(result, telling);
  if (unmet !== null) return unmet;
  const { used, completed, diverged, unused } = result.trials;
  if (used === 0) return unused.trials === 0 ? 'nothing was trained yet' : 'its first training is not done yet';
  if (completed === 0 && diverged === 0) return 'every training failed';
  if (completed === 0) return 'every training diverged';
  const isOpen = result.decisions.length === 0 && result.survivors.length > 1;
  if (isOpen && result.status !== 'decided' && result.status !== 'exhausted') {
    if (result.plan.warmup !== undefined) return 'not every candidate has its first trainings yet';
    const { untried } = result;
    const never =
      untried.length === 0
        ? ''
        : `, and ${formatCount(untried.length)} ${untried.length === 1 ? 'was' : 'were'} not tried`;
    return `none has enough trainings yet${never}`;
  }
  const infinite = `the ${criterionPhrase(result)} is infinite for the best of them`;
  if (result.criterion.divergence !== 'infinite') return infinite;
  return `${infinite}, since one training that diverges is enough for that; race by q3, which bears some`;
}
