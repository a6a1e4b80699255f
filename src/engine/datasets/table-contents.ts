/** @file What a data set is made of, as plain data for logs, results and models: task, classes, and every column. */
import type { DataColumn, DataContents } from '../../core/index.js';
import { type ColumnEncoding, encodedNames, isEmbedded } from './columns/encoding.js';
import { unitOf } from './columns/number-format.js';
import type { Dataset } from './dataset.js';

/** Columns that serve another purpose, by name. */
interface OtherColumns {
  readonly weights?: string | undefined;
  readonly split?: { readonly by?: string | undefined; readonly time?: string | undefined };
}

const MOST_LISTED = 50;
/** Of wider tables the columns are not listed. */
const MOST_COLUMNS = 1000;
const NOTHING = {
  type: null,
  encoding: null,
  width: 0,
  missing: null,
  fill: null,
  categoryCount: null,
  categories: null,
  reason: null,
} as const;
const NUMBER = { ...NOTHING, type: 'number', encoding: 'number', width: 1, missing: 'refused' } as const;

export function dataContentsOf(
  { task, inputShape, classes, targetNames, targetReadings, inputNames, encoding, pool }: Omit<Dataset, 'hash'>,
  { weights, split = {} }: OtherColumns = {},
): DataContents {
  const inputCount = encoding?.columns.length ?? inputNames?.length;
  if (inputCount === undefined || inputCount > MOST_COLUMNS) return { task, inputShape, classes, columns: null };
  const besideNumbers = unitsBesideNumbers({ encoding, targetReadings });
  const named = (name: string) => ({ name, unit: besideNumbers.get(name) ?? unitOf(name) });
  const levels = { categoryCount: classes.length, categories: classes.length > MOST_LISTED ? null : classes };
  const inputs =
    encoding?.columns.map((column) => ({ ...named(column.name), role: 'input' as const, ...describeInput(column) })) ??
    (inputNames ?? []).map((name) => ({ ...named(name), role: 'input' as const, ...NUMBER }));
  const others = [
    [weights, 'weights'],
    [split.by, 'split'],
    [split.time, 'split'],
  ] as const;
  const columns: readonly DataColumn[] = [
    ...inputs,
    ...Object.keys(pool.features).map((name) => ({ ...named(name), role: 'feature' as const, ...NUMBER })),
    ...targetNames.map((name) => ({
      ...named(name),
      role: 'target' as const,
      ...NUMBER,
      ...(task === 'classification' ? { type: 'category' as const, encoding: 'class' as const, ...levels } : {}),
    })),
    ...others.flatMap(([name, role]) => (name === undefined ? [] : [{ ...named(name), role, ...NOTHING }])),
    ...(encoding?.left ?? []).map(({ name, reason }) => ({
      ...named(name),
      role: 'left out' as const,
      ...NOTHING,
      reason,
    })),
  ];
  return { task, inputShape, classes, columns };
}

/** By column: those that stand beside the numbers of a table. */
export function unitsBesideNumbers({
  encoding,
  targetReadings = {},
}: {
  readonly encoding?: Dataset['encoding'] | undefined;
  readonly targetReadings?: Dataset['targetReadings'] | undefined;
}): ReadonlyMap<string, string> {
  const inputs = (encoding?.columns ?? []).map(
    (column) => [column.name, 'unit' in column ? column.unit : null] as const,
  );
  const targets = Object.entries(targetReadings).map(([name, { unit }]) => [name, unit] as const);
  return new Map([...inputs, ...targets].flatMap(([name, unit]) => (unit == null ? [] : [[name, unit] as const])));
}

function describeInput(column: ColumnEncoding): Omit<DataColumn, 'name' | 'role' | 'unit'> {
  const width = encodedNames(column).length;
  if (column.kind === 'category') {
    const { levels } = column;
    return {
      ...NOTHING,
      type: 'category',
      encoding: isEmbedded(column) ? 'embedding' : 'one-hot',
      width,
      missing: levels.includes('') ? 'own category' : 'no category',
      categoryCount: levels.length,
      categories: levels.length > MOST_LISTED ? null : levels,
    };
  }
  const { kind, fill, indicator } = column;
  const missing = indicator ? 'mean and indicator' : 'mean';
  return { ...NOTHING, type: kind, encoding: kind, width, missing, fill };
}
