/** @file Describes the columns of an experiment's table: what each is taken for, how it is encoded, and what is odd about it. */
import { resolve } from 'node:path';
import {
  type ColumnEncoding,
  type Dataset,
  encodedNames,
  isEmbedded,
  leaksOf,
  lookAtTable,
  TEXT_LEFT_OUT,
} from '../../engine/datasets/index.js';
import type { SourcedExperiment } from '../ask/experiment-source.js';

export interface ColumnDescription {
  readonly name: string;
  readonly role: 'input' | 'target' | 'feature' | 'split' | 'left out';
  /** `number`, `category`, `date`, `text`, `array`, ... */
  readonly type: string;
  readonly missing: number;
  readonly distinct: number;
  /** `1 number`, `4 levels`, ...; empty for what is no input. */
  readonly encoded: string;
  readonly odd: readonly string[];
}

/** Columns beyond these are too many to look at one by one. */
const MOST_COLUMNS = 200;

/** Undefined where the data are no table of single values, or a very wide one. */
export async function describeColumns(
  { draft, baseFolder }: SourcedExperiment,
  dataset: Dataset | undefined,
): Promise<readonly ColumnDescription[] | undefined> {
  const { data } = draft;
  if (data === undefined || dataset === undefined || !('file' in data)) return undefined;
  const { encoding, inputNames, targetNames } = dataset;
  if (encoding === undefined && inputNames === undefined) return undefined;
  if ((inputNames?.length ?? 0) > MOST_COLUMNS) return undefined;
  const look = await lookAtTable(resolve(baseFolder, data.file));
  const encodings = new Map(encoding?.columns.map((column) => [column.name, column]));
  const inputs = new Set([...(inputNames ?? []), ...encodings.keys()]);
  // The role says that it is left out.
  const reasons = new Map(
    encoding?.left.map(({ name, reason, isChosen }) => [name, isChosen ? 'as `columns` says' : reason]),
  );
  const target = look.columns.find(({ name }) => name === targetNames[0]);
  const leaks = new Set(target === undefined ? [] : leaksOf(target, look));
  const roleOf = (name: string): ColumnDescription['role'] => {
    if (targetNames.includes(name)) return 'target';
    if (inputs.has(name)) return 'input';
    if (data.features?.includes(name)) return 'feature';
    return data.split.by === name || data.split.time === name ? 'split' : 'left out';
  };
  return look.columns.map(({ name, kind, missing, distinct, odd }) => ({
    name,
    role: roleOf(name),
    type: encodings.get(name)?.kind ?? kind,
    missing,
    distinct,
    encoded: inputs.has(name) ? encodedText(encodings.get(name)) : '',
    odd: [
      ...(leaks.has(name) && inputs.has(name) ? ['reveals the target'] : []),
      // What the cells look like does not matter if their kind is stated.
      ...(reasons.has(name)
        ? [reasons.get(name) as string]
        : odd.filter((text) => !inputs.has(name) || text !== TEXT_LEFT_OUT)),
    ],
  }));
}

function encodedText(column: ColumnEncoding | undefined): string {
  if (column === undefined) return '1 number';
  if (isEmbedded(column)) return `${column.levels.length} levels, embedded`;
  const count = encodedNames(column).length;
  return column.kind === 'category'
    ? `${count} level${count === 1 ? '' : 's'}`
    : `${count} number${count === 1 ? '' : 's'}`;
}
