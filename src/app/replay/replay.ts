/** @file Replays as a function: which rule would have chosen what, at what price, on recorded losses. */
import type { LossColumns } from '../../datasets/index.js';
import { parseRule, type Rule, type RuleSettings } from '../../questions/race/plan/index.js';
import { buildResult, type Direction, type Result } from '../../report/index.js';
import { settleRace } from './as-in-run.js';
import { replayRule } from './replay-rule.js';
import { readReplaySource } from './replay-source.js';

export interface ReplayOptions {
  /** Columns of a table, where they are not called `candidate`, `replicate` and `loss*`. */
  readonly columns?: LossColumns;
  /** What is better in a table; default `minimize`. */
  readonly direction?: Direction;
  /** Default: the run's, or `q3`. */
  readonly criterion?: string;
  /** Default: the run's, or `default`. */
  readonly rule?: string | RuleSettings;
  /** Of a rule that races in rounds; default: the run's, or 3. */
  readonly warmup?: number;
  /** 0-based positions of the replicates, in order of use; default: all of them. */
  readonly replicateOrder?: readonly number[];
  /** Random orders for cost, regret and how often the best is picked; default 0: none. */
  readonly orders?: number;
  /** Of the random orders; default 1. */
  readonly seed?: number;
}

/** `losses`: a table (CSV or Parquet), a run folder, or its log. @throws InputError for everything that can be wrong. */
export async function replayLosses(losses: string, options: ReplayOptions = {}): Promise<Result> {
  const { columns = {}, direction = 'minimize', replicateOrder, orders = 0, seed = 1 } = options;
  const { rule, criterion, warmup } = options;
  const source = await readReplaySource(losses, columns, direction);
  const settled = settleRace(source.header, {
    ...(rule === undefined ? {} : { rules: [parseRule(typeof rule === 'string' ? { name: rule } : rule)] }),
    ...(criterion === undefined ? {} : { criterion }),
    ...(warmup === undefined ? {} : { warmup }),
  });
  const { input } = replayRule({
    source,
    criterion: settled.criterion,
    rule: settled.rules[0] as Rule,
    warmup: settled.warmup,
    direction,
    orders,
    seed,
    ...(replicateOrder === undefined ? {} : { replicateOrder }),
    command: null,
  });
  return buildResult(input);
}
