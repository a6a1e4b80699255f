/** @file What data are made of, as logs, results and models say it: task, classes, and every column of a table. */

/** A column, and how it becomes numbers. */
export interface DataColumn {
  readonly name: string;
  /** `feature`: may be joined to a layer. `weights`: of the examples. `split`: the parts go by it. */
  readonly role: 'input' | 'feature' | 'target' | 'weights' | 'split' | 'left out';
  /** Null if not inferred. */
  readonly type: 'number' | 'category' | 'date' | null;
  /** What stands beside its numbers, else as the name says it; null where neither does. */
  readonly unit: string | null;
  /** Null for what is no input, feature or target. */
  readonly encoding: 'number' | 'one-hot' | 'embedding' | 'date' | 'class' | null;
  /** How many numbers it makes; an embedded column makes one, of which networks make a learned row. */
  readonly width: number;
  /** What is made of a missing cell; null for what is no input, feature or target. */
  readonly missing: 'refused' | 'mean' | 'mean and indicator' | 'own category' | 'no category' | null;
  /** In the place of a missing cell: the mean of the pool, of dates in days since 1970. */
  readonly fill: number | null;
  /** Null for what has none. */
  readonly categoryCount: number | null;
  /** In their order, the empty text for a missing one; null where there are more than 50, which models list. */
  readonly categories: readonly string[] | null;
  /** Why it is left out. */
  readonly reason: string | null;
}

export interface DataContents {
  readonly task: 'classification' | 'regression';
  /** Of one example, as networks see it. */
  readonly inputShape: readonly number[];
  /** In the order of their numbers; empty for a regression. */
  readonly classes: readonly string[];
  /** Inputs, features, targets, then the others; null where an example is no row of single values, or one of more than 1,000. */
  readonly columns: readonly DataColumn[] | null;
}
