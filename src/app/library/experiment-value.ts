/** @file The type of an experiment as a value: every key of an experiment file, to its leaves, and what only programs can give. */
import type { DataSpecInput } from '../../engine/datasets/index.js';
import type { ExperimentInput } from '../../experiment/index.js';
import type { CustomRule, RuleSettings } from '../../questions/race/plan/index.js';
import type { CustomCriterion } from '../../stats/index.js';

/** Callers may hold their values as constants. */
type Frozen<Value> = Value extends readonly (infer Element)[]
  ? readonly Frozen<Element>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: Frozen<Value[Key]> }
    : Value;

type Written = Frozen<ExperimentInput<DataSpecInput>>;
type WrittenRace = NonNullable<Written['race']>;

/** The `race` of an experiment as a value: as in a file; instead of names it also takes a rule and a criterion themselves. */
export type RaceValue = Omit<WrittenRace, 'rule' | 'criterion'> & {
  readonly rule?: string | RuleSettings | CustomRule;
  readonly criterion?: string | CustomCriterion;
};

/** An experiment as a value: the keys of an experiment file, with the space's type kept. */
export type ExperimentValue<Space> = Omit<Written, 'space' | 'candidates' | 'race'> & {
  /** The candidates: a list of plain values stands for alternatives, `{ oneOf: [...] }` for any. */
  readonly space?: Space;
  /** Instead of `space`: candidates, or small spaces of them, by name. */
  readonly candidates?: Readonly<Record<string, Space>>;
  readonly race?: RaceValue;
};
