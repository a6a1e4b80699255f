/** @file The options of the rules that decide trial by trial. */
import { inputError, type JsonObject } from '../../../../core/index.js';
import { type AdaptiveRuleName, adaptiveDefinition } from '../adaptive/rules.js';
import { DELTAS, SCALE_SETTINGS } from '../adaptive/settings.js';
import type { FreeStatementSetting } from '../adaptive/statement/declared-bounds.js';
import type { AdaptiveRule } from '../rule.js';
import {
  amountOption,
  boundsOption,
  choiceOption,
  type DeclaredBounds,
  numberOption,
  parseBounds,
  type RuleSettings,
  readOptions,
  requireKnownOptions,
} from '../rule-options.js';

/** The tolerance that a rule has by itself. */
const OWN_TOLERANCE = 'auto';
const NO_BOUNDS = 'none';

export const ADAPTIVE_OPTIONS = {
  delta: numberOption(
    'default, strict, fast: nominal error probability of the claim',
    { allowed: `one of ${DELTAS.join(', ')}, which were calibrated`, contains: (value) => DELTAS.includes(value) },
    0.05,
  ),
  tolerance: amountOption(
    'default, strict, fast: a difference of the criterion that does not count: an amount of the loss, a share of the ' +
      'first leader\'s criterion such as "5 %", or auto, half the standard deviation of one retraining',
    OWN_TOLERANCE,
  ),
  scale: choiceOption(
    'default, strict, fast: auto compares a quantile on losses, their logarithms or their reciprocals, whichever makes ' +
      'spreads most alike; losses: as they are',
    SCALE_SETTINGS,
  ),
  statement: choiceOption(
    'default, strict: calibrated uses thresholds calibrated by simulation; distribution-free uses ' +
      'confidence sequences without assumptions, for quantiles and bounded means, and takes many more trainings',
    ['calibrated', 'distribution-free'],
  ),
  bounds: boundsOption(
    'default, strict: with distribution-free, the bounds of every score or loss: [0, 1], on a command line "0 to 1"',
    NO_BOUNDS,
  ),
};

/** @throws InputError for options that these rules do not have, and for values out of range. */
export function parseAdaptiveRule(name: AdaptiveRuleName, settings: RuleSettings): AdaptiveRule {
  requireKnownOptions(settings, ADAPTIVE_OPTIONS);
  const { delta, tolerance, scale, ...asked } = readOptions(settings, ADAPTIVE_OPTIONS);
  const statement = statementOf(name, asked);
  return {
    kind: 'adaptive',
    name,
    fits: ['location', 'spread', 'tail'],
    // The statement stands here only where it is not the usual one.
    settings: { name, delta, tolerance, scale, ...describeStatement(statement) },
    delta,
    scale,
    ...(tolerance === OWN_TOLERANCE ? {} : { tolerance }),
    ...(statement === undefined ? {} : { statement }),
  };
}

/** Undefined where it is calibrated. */
function statementOf(
  rule: AdaptiveRuleName,
  asked: { readonly statement: string; readonly bounds: DeclaredBounds | string },
): FreeStatementSetting | undefined {
  const bounds = parseBounds(asked.bounds);
  if (asked.statement === 'calibrated') {
    if (bounds === undefined) return undefined;
    throw inputError`bounds-without-statement: Rule "${rule}" is given bounds, ${bounds.join(' to ')}, which a calibrated statement does not use.
      Allowed: bounds beside statement: distribution-free
      Fix: Remove bounds, or add \`statement: distribution-free\`.`;
  }
  if (!adaptiveDefinition(rule).correctsForLooks) {
    throw inputError`statement-of-rule: Rule "${rule}" claims nothing.
      Allowed: statement: distribution-free with the rules default and strict
      Fix: Write \`rule: { name: default, statement: distribution-free }\`.`;
  }
  return bounds === undefined ? {} : { bounds };
}

function describeStatement(statement: FreeStatementSetting | undefined): JsonObject {
  if (statement === undefined) return {};
  const { bounds } = statement;
  return { statement: 'distribution-free', ...(bounds === undefined ? {} : { bounds: [...bounds] }) };
}
