/** @file Checks and completes the settings of a race. */
import { type InputError, inputError, type JsonObject } from '../../../core/index.js';
import { CRITERION_FAMILIES, type Criterion, describeCriterion } from '../../../stats/index.js';
import { ADAPTIVE_RULES } from './adaptive/rules.js';
import { DEFAULT_REPLICATES } from './adaptive/settings.js';
import type { CollapseSettings } from './collapses.js';
import type { JointFigure } from './joint-costs.js';
import { rulesFor } from './parse-rule.js';
import type { RaceFacts } from './race.js';
import type { RoundRule, Rule } from './rule.js';

export interface RaceSettings {
  /** At least two different ids. */
  readonly candidates: readonly string[];
  readonly criterion: Criterion;
  readonly rule: Rule;
  /** Trials of every candidate before the first decision of a race in rounds; default 3. */
  readonly warmup?: number;
  /** Fresh trials after the race of the winner and of those that may be better; default 20. 0 for a table. */
  readonly finalTrials?: number;
  /**
   * Replicates after which a race with several left ends. Default: 20; in rounds enough for a rule that keeps a share to
   * reach one, where that is more.
   */
  readonly maxReplicates?: number;
  /** Whether losses are what is raced or, where larger is better, its negatives; `minimize` where absent. */
  readonly direction?: 'minimize' | 'maximize';
  /** Share of the winner's trainings that must come out, shown on probation after the race; not asked for where absent. */
  readonly reliability?: number;
  /** What counts as a collapse then. */
  readonly collapse?: CollapseSettings;
  /** What is raced in place of a loss that is each training's own. */
  readonly joint?: JointFigure;
  /** Training examples of every trial; 0 = the trainer's own default. */
  readonly sampleSize?: number;
  /** Of one trial, by candidate, above 0; only adaptive rules ask. Default: all alike. */
  readonly costs?: ArrayLike<number>;
  /** Names what an adaptive rule draws at random. */
  readonly seed?: number;
  /**
   * Replicates up to which an adaptive race that ends with several goes on to separate them; what it states then is what
   * holds at any look.
   */
  readonly separate?: number;
}

/** Of a race in rounds. */
export interface RoundsSettings extends RaceSettings {
  readonly rule: RoundRule;
}

/** The same with defaults filled in. */
export interface CompleteRaceSettings extends RaceFacts {
  readonly rule: RoundRule;
}

export const DEFAULT_FINAL_TRIALS = 20;
const DEFAULT_WARMUP = 3;

/** Throws an InputError that names the first setting that cannot be raced. */
export function completeRaceSettings(settings: RoundsSettings): CompleteRaceSettings {
  const { candidates, criterion, rule, finalTrials = DEFAULT_FINAL_TRIALS, sampleSize = 0 } = settings;
  const { warmup = DEFAULT_WARMUP } = settings;
  requireCandidates(candidates);
  requireFit(rule, criterion);
  const leastWarmup = Math.max(1, criterion.minimumTrials, rule.minimumTrials);
  requireWholeSetting('warmup', warmup, leastWarmup, `criterion ${criterion.name} with rule ${rule.name}`);
  requireWholeSetting('finalTrials', finalTrials, 0, 'the winner');
  requireWholeSetting('sampleSize', sampleSize, 0, 'a training');
  const decisions = decisionsToOne(rule, candidates.length);
  const enough = Math.max(DEFAULT_REPLICATES, warmup + (decisions - 1) * rule.testEvery);
  const maxReplicates = settings.maxReplicates ?? enough;
  requireWholeSetting('maxReplicates', maxReplicates, warmup, 'a race with this warm-up');
  if (settings.separate !== undefined) throw separateInRounds(rule.name, settings.separate);
  return { candidates, criterion, rule, warmup, finalTrials, maxReplicates, sampleSize };
}

/** Decisions until one is left, where the losses do not matter to that; 1 where they do. */
function decisionsToOne({ keeps }: RoundRule, candidates: number): number {
  if (keeps === undefined) return 1;
  let decisions = 0;
  for (let left = candidates; left > 1; left = keeps(left)) decisions++;
  return decisions;
}

function separateInRounds(rule: string, separate: number): InputError {
  return inputError`separate-in-rounds: separate is ${separate}, but the rule "${rule}" cannot separate: it has no tolerance
    Allowed: one of the rules ${ADAPTIVE_RULES.join(', ')}
    Fix: Leave out separate, or choose such a rule.`;
}

/** What the log's header keeps of any race that decides trial by trial. */
export function describeRacing(
  { criterion, rule, maxReplicates, finalTrials, sampleSize }: RaceFacts,
  costs: ArrayLike<number> | undefined,
): JsonObject {
  return {
    kind: 'race',
    criterion: describeCriterion(criterion),
    rule: rule.settings,
    finalTrials,
    maxReplicates,
    sampleSize,
    ...(costs === undefined ? {} : { costs: Array.from(costs) }),
  };
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

export function requireCandidates(candidates: readonly string[]): void {
  if (candidates.length < 2) {
    throw inputError`too-few-candidates: There ${candidates.length === 1 ? `is 1 candidate ("${candidates[0]}")` : 'are no candidates'} to race
      Allowed: at least 2 candidates
      Fix: Add candidates to compare.`;
  }
  const seen = new Set<string>();
  for (const id of candidates) {
    if (seen.has(id)) {
      throw inputError`duplicate-candidate: Candidate "${id}" appears twice
        Fix: Remove one of the two.`;
    }
    seen.add(id);
  }
}

function requireFit(rule: Rule, criterion: Criterion): void {
  if (rule.fits.includes(criterion.kind)) return;
  throw inputError`rule-criterion-mismatch: Rule "${rule.name}" does not fit criterion "${criterion.name}", which is one of ${criterion.kind}
    Allowed: ${fittingTable()}
    Fix: Choose a pair that fits.`;
}

/** Says which criteria go with which rules: a line for all that go with the same. */
function fittingTable(): string {
  const lines = new Map<string, string>();
  for (const { written, sample } of CRITERION_FAMILIES) {
    const rules = rulesFor(sample).join(', ');
    const before = lines.get(rules);
    lines.set(rules, before === undefined ? written : `${before}, ${written}`);
  }
  const widest = Math.max(...Array.from(lines.values(), ({ length }) => length));
  return Array.from(lines, ([rules, criteria]) => `\n  ${criteria.padEnd(widest)}  ${rules}`).join('');
}

export function requireWholeSetting(setting: string, value: number, least: number, whose: string): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw inputError`race-${setting.toLowerCase()}: ${setting} is ${value}
    Allowed: a whole number, at least ${least} for ${whose}
    Fix: Change ${setting}.`;
}
