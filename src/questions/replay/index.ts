/** @file Which rule would have chosen what, at what price, on recorded losses: what it is asked with. Nothing is trained. */
import { z } from 'zod';
import { isObject } from '../../core/index.js';
import { countOption, fromZero, type OptionsOf, type ToldQuestion, text } from '../common/index.js';
import type { RuleSettings } from '../race/plan/index.js';

/** What a program tells it. */
export interface ReplayAsked {
  /** Columns of a table, where they are not called `candidate`, `replicate` and `loss*`. */
  readonly columns?: { readonly candidate?: string; readonly loss?: string; readonly replicate?: string };
  /** What is better in a table; default `minimize`. */
  readonly direction?: 'minimize' | 'maximize';
  /** Default: the run's, or `q3`. */
  readonly criterion?: string;
  /** Default: the run's, or `default`. */
  readonly rule?: string | RuleSettings;
  /** Of a rule that races in rounds; default: the run's, or 3. */
  readonly warmup?: number;
  /** positions of the replicates, counted from 0, in order of use; default: all of them. */
  readonly replicateOrder?: readonly number[];
  /** Random orders for cost, regret and how often the best is picked; default 0: none. */
  readonly orders?: number;
  /** Of the random orders; default 1. */
  readonly seed?: number;
}

const options = z.strictObject({
  columns: z
    .custom<NonNullable<ReplayAsked['columns']>>(isObject)
    .default({})
    .describe('an object such as { candidate: "model", loss: "loss_*" }'),
  direction: z.enum(['minimize', 'maximize']).default('minimize').describe('"minimize" or "maximize"'),
  criterion: text.optional(),
  rule: z
    .custom<ReplayAsked['rule']>((value) => isObject(value) || text.safeParse(value).success)
    .describe('the name of a rule, or { name, ... } with its options')
    .optional(),
  warmup: countOption.optional(),
  replicateOrder: z.array(fromZero).min(1).readonly().describe('a list of whole numbers from 0').optional(),
  orders: fromZero.default(0),
  seed: fromZero.default(1),
} satisfies OptionsOf<ReplayAsked>);

/** The same, completed. */
export type ReplayTold = z.output<typeof options>;

export const REPLAY: ToldQuestion<typeof options> = { options, example: "{ criterion: 'mean' }" };
