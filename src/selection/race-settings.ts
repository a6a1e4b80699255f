/** @file Checks and completes the settings of a race. */
import { InputError, type JsonObject } from '../core/index.js';
import { type Criterion, type CriterionKind, describeCriterion } from '../stats/index.js';
import { rulesFitting } from './parse-rule.js';
import type { Rule } from './rule.js';

export interface RaceSettings {
  /** At least two different ids. */
  readonly candidates: readonly string[];
  readonly criterion: Criterion;
  readonly rule: Rule;
  /** Trials of every candidate before the first decision. */
  readonly warmup: number;
  /** Trials in all that a sole survivor gets; default 20. 0 for a table that has no further replicates. */
  readonly finalTrials?: number;
  /**
   * Replicates after which a race with several left ends. Default: enough for a rule that keeps a share to reach one, and
   * at least `finalTrials`.
   */
  readonly maxReplicates?: number;
  /** Training examples of every trial; 0 = the trainer's own default. */
  readonly sampleSize?: number;
}

/** The same with defaults filled in. */
export type CompleteRaceSettings = Required<RaceSettings>;

const DEFAULT_FINAL_TRIALS = 20;

/** Throws an InputError that names the first setting that cannot be raced. */
export function completeRaceSettings(settings: RaceSettings): CompleteRaceSettings {
  const { candidates, criterion, rule, warmup, finalTrials = DEFAULT_FINAL_TRIALS, sampleSize = 0 } = settings;
  requireCandidates(candidates);
  requireFit(rule, criterion);
  const leastWarmup = Math.max(1, criterion.minimumTrials, rule.minimumTrials);
  requireWhole('warmup', warmup, leastWarmup, `criterion ${criterion.name} with rule ${rule.name}`);
  requireWhole('finalTrials', finalTrials, 0, 'the winner');
  requireWhole('sampleSize', sampleSize, 0, 'a trial');
  const decisions = rule.decisionsToOne?.(candidates.length) ?? 1;
  const enough = Math.max(finalTrials, warmup + (decisions - 1) * rule.testEvery);
  const maxReplicates = settings.maxReplicates ?? enough;
  requireWhole('maxReplicates', maxReplicates, warmup, 'a race with this warm-up');
  return { candidates, criterion, rule, warmup, finalTrials, maxReplicates, sampleSize };
}

/** The race as the log's header keeps it. */
export function describeRace(settings: CompleteRaceSettings): JsonObject {
  const { criterion, rule, warmup, finalTrials, maxReplicates, sampleSize } = settings;
  return {
    kind: 'race',
    criterion: describeCriterion(criterion),
    rule: rule.settings,
    warmup,
    finalTrials,
    maxReplicates,
    sampleSize,
  };
}

function requireCandidates(candidates: readonly string[]): void {
  if (candidates.length < 2) {
    throw new InputError({
      code: 'too-few-candidates',
      what: `There ${candidates.length === 1 ? `is 1 candidate ("${candidates[0]}")` : 'are no candidates'} to race`,
      allowed: 'at least 2 candidates',
      fix: 'Add candidates to compare.',
    });
  }
  const seen = new Set<string>();
  for (const id of candidates) {
    if (seen.has(id)) {
      throw new InputError({
        code: 'duplicate-candidate',
        what: `Candidate "${id}" appears twice`,
        fix: 'Remove one of the two.',
      });
    }
    seen.add(id);
  }
}

const FITTING: Readonly<Record<CriterionKind, string>> = {
  location: 'mean, median, q3, q<p>',
  spread: 'std, iqr',
  tail: 'max, min, q3+iqr, es<p>',
};

/** Column of the criteria in the table of what fits. */
const WIDEST = Math.max(...Object.values(FITTING).map(({ length }) => length));

function requireFit(rule: Rule, criterion: Criterion): void {
  if (rule.fits.includes(criterion.kind)) return;
  throw new InputError({
    code: 'rule-criterion-mismatch',
    what: `Rule "${rule.name}" does not fit criterion "${criterion.name}", which is one of ${criterion.kind}`,
    allowed: `\n${Object.entries(FITTING)
      .map(([kind, names]) => `  ${names.padEnd(WIDEST)}  ${rulesFitting(kind as CriterionKind).join(', ')}`)
      .join('\n')}`,
    fix: 'Choose a pair that fits.',
  });
}

function requireWhole(setting: string, value: number, least: number, whose: string): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new InputError({
    code: `race-${setting.toLowerCase()}`,
    what: `${setting} is ${value}`,
    allowed: `a whole number, at least ${least} for ${whose}`,
    fix: `Change ${setting}.`,
  });
}
