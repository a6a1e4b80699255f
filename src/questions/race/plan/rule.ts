/** @file A rule: from the losses so far it says which candidates leave. Rules know no trials, rounds or logs. */
import type { CriterionKind } from '../../../stats/index.js';
import type { AdaptiveRuleName } from './adaptive/rules.js';
import type { ScaleSetting } from './adaptive/settings.js';
import type { FreeStatementSetting } from './adaptive/statement/declared-bounds.js';
import { type RuleOptions, type RuleSettings, readOptions, type ValuesOf } from './rule-options.js';

/**
 * What a rule sees at a decision: the candidates with a finite criterion, addressed by their place in the order of the
 * criterion, best first, ties by id. Place 0 is the leader. There are at least two.
 */
export interface Contest {
  /** The criterion by place, ascending. */
  readonly values: Float64Array;
  /** Candidates that entered the decision, those with an infinite criterion (which leave anyway) included. */
  readonly entrants: number;
  /** Losses by place, in order of replicates; finite or Infinity. A view: read, do not keep or change. */
  losses(place: number): Float64Array;
}

/** What a rule found about the candidate at one place. */
export interface Finding {
  readonly leaves: boolean;
  readonly statistic?: number;
  /** Adjusted by the rule's correction, where it has one. */
  readonly pValue?: number;
  /** Kebab-case, where the figures alone do not say it. */
  readonly reason?: string;
}

/** A rule that compares p-values with a level. */
interface Significance {
  readonly alpha: number;
  /** The name of the correction in evidence; absent where nothing is corrected. */
  readonly correction?: string;
  /** The smallest (corrected) p-value that this many trials of this many candidates can give at all. */
  smallestPValue(trials: number, candidates: number): number;
}

/** How a rule with its options set judges. */
export interface RuleBody {
  /** Losses per candidate below which it cannot be applied. */
  readonly minimumTrials: number;
  /** True where it compares replicate by replicate, so that candidates need the same replicates. */
  readonly paired: boolean;
  readonly significance?: Significance;
  /** How many of so many stay after a decision, where the losses do not matter to that. */
  keeps?(entrants: number): number;
  /** One finding per place; the incumbent's never leaves. Pure. */
  judge(contest: Contest): readonly Finding[];
}

/** A rule by rounds, or one that decides trial by trial. */
export type Rule = RoundRule | AdaptiveRule;

/** One of the rules of `adaptive/`, with its options. */
export interface AdaptiveRule {
  readonly kind: 'adaptive';
  readonly name: AdaptiveRuleName;
  readonly fits: readonly CriterionKind[];
  readonly settings: RuleSettings;
  readonly delta: number;
  readonly scale: ScaleSetting;
  /** In units of the loss, or a share such as `5 %`; absent: the rule's own. */
  readonly tolerance?: number | string;
  /** What is stated comes from confidence sequences alone. Bounds are of what is raced, which losses are the negatives of where larger is better. */
  readonly statement?: FreeStatementSetting;
}

export interface RoundRule extends RuleBody {
  readonly kind: 'rounds';
  /** The name in decisions: `halving`, `welch`, ... */
  readonly name: string;
  /** Kinds of criteria it asks the right question for. */
  readonly fits: readonly CriterionKind[];
  /** Everything that sets it apart from another rule, for the log's header; `parseRule` reads it back. */
  readonly settings: RuleSettings;
  /** It is asked at the first decision and at every m-th round after it. */
  readonly testEvery: number;
  /** It never leaves fewer candidates than this, the best ones; divergence still does. */
  readonly minimumSurvivors: number;
}

/** A rule as its own file describes it: everything that is known of it beside what every rule has. */
export interface RuleDefinition<Options extends RuleOptions> {
  readonly name: string;
  /** Short names people use; decisions and logs have the long one. */
  readonly aliases?: readonly string[];
  readonly fits: readonly CriterionKind[];
  readonly options: Options;
  /** What the statistic of its findings is, where that has a name of its own. */
  readonly statistic?: { readonly name: string; readonly isCount: boolean };
  /** Throws an InputError where options that are fine one by one do not go together, or not enough of them are given. */
  readonly check?: (given: RuleSettings) => void;
  readonly build: (options: ValuesOf<Options>) => RuleBody;
}

/** The same without knowing its options. */
export interface RuleFamily extends Omit<RuleDefinition<RuleOptions>, 'build' | 'check'> {
  /** The rule, and its own options with defaults filled in. Throws an InputError for values out of range. */
  readonly build: (settings: RuleSettings) => { readonly body: RuleBody; readonly options: ValuesOf<RuleOptions> };
}

export function defineRule<Options extends RuleOptions>(definition: RuleDefinition<Options>): RuleFamily {
  const { check, build, ...about } = definition;
  return {
    ...about,
    build: (settings) => {
      check?.(settings);
      const options = readOptions(settings, definition.options);
      return { body: build(options), options };
    },
  };
}
