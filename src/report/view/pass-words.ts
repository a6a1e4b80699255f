/** @file What is said where trainings pass or fail: how likely so many of the choice all pass. It is shown, not raced. */
import { formatQuantity, formatShare } from '../number-text.js';
import type { Result } from '../result/result-schema.js';

/** Whole sentences on the choice; none where losses are more than passes and failures, or nobody is chosen. */
export function passStatements({ choice }: Result): string[] {
  const passes = choice?.passes;
  if (passes === undefined) return [];
  const { passed, trials, from, level, chances } = passes;
  const counted =
    from === 'fresh'
      ? `${passed} of ${formatQuantity(trials, 'fresh training')} passed`
      : `${passed} of the ${formatQuantity(trials, 'training')} that chose it passed, which flatters it`;
  const texts = chances.map(({ trainings, value, low, high }) => {
    const interval = low === null || high === null ? '' : ` [${formatShare(low)}, ${formatShare(high)}]`;
    const event = trainings === 1 ? 'one training passes' : `${trainings} all pass`;
    return `that ${event}, ${formatShare(value)}${interval}`;
  });
  const how = from === 'fresh' ? ` (${formatShare(level)} intervals, Clopper and Pearson)` : '';
  return [`${counted}. Estimated chance ${texts.join('; ')}${how}.`];
}
