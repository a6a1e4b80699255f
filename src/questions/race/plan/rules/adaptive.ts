/** @file The options of the rules that decide trial by trial. */
import type { AdaptiveRuleName } from '../adaptive/rules.js';
import { DELTAS, SCALE_SETTINGS } from '../adaptive/settings.js';
import type { AdaptiveRule } from '../rule.js';
import {
  amountOption,
  choiceOption,
  numberOption,
  type RuleSettings,
  readOptions,
  requireKnownOptions,
} from '../rule-options.js';

/** The tolerance that a rule has by itself. */
const OWN_TOLERANCE = 'auto';

export const ADAPTIVE_OPTIONS = {
  delta: numberOption(
    'default, strict, fast: nominal error probability of what is stated',
    { allowed: `one of ${DELTAS.join(', ')}, which were calibrated`, contains: (value) => DELTAS.includes(value) },
    0.05,
  ),
  tolerance: amountOption(
    'default, strict, fast: a difference of the criterion that does not count: an amount of the loss, a share of the ' +
      'best\'s criterion such as "5 %", or auto, half of one retraining\'s standard deviation (fast: 0)',
    OWN_TOLERANCE,
  ),
  scale: choiceOption(
    'default, strict, fast: auto compares a quantile on losses, their logarithms or their reciprocals, whichever makes ' +
      'spreads most alike; losses: as they are',
    SCALE_SETTINGS,
  ),
};

/** @throws InputError for options that these rules do not have, and for values out of range. */
export function parseAdaptiveRule(name: AdaptiveRuleName, settings: RuleSettings): AdaptiveRule {
  requireKnownOptions(settings, ADAPTIVE_OPTIONS);
  const { delta, tolerance, scale } = readOptions(settings, ADAPTIVE_OPTIONS);
  return {
    kind: 'adaptive',
    name,
    fits: ['location', 'spread', 'tail'],
    settings: { name, delta, tolerance, scale },
    delta,
    scale,
    ...(tolerance === OWN_TOLERANCE ? {} : { tolerance }),
  };
}
