/** @file Says what was made of the columns of a table: what each is taken for, which are no inputs, and which could be read in another way. */

import { resolve } from 'node:path';
import { groupBy } from '../../core/index.js';
import {
  type ColumnEncoding,
  type DataSpec,
  type Dataset,
  encodedNames,
  isEmbedded,
  leaksOf,
  lookAtTable,
  type ReadAs,
  readingOf,
  TEXT_LEFT_OUT,
} from '../../engine/datasets/index.js';
import type { SourcedExperiment } from './experiment-source.js';

const MOST_NAMED = 5;

/** Sentences for people, before a missing column, or numbers that are not what they were, tells them. */
export function columnWarnings(dataset: Dataset | undefined, data: DataSpec | undefined): readonly string[] {
  const left = (dataset?.encoding?.left ?? []).filter(({ isChosen }) => !isChosen);
  const named = left.map(({ name, reason }) => `\`${name}\` (${reason})`);
  const leftOut = `No ${left.length === 1 ? 'input' : 'inputs'}: ${namesOf(named)}. To change that, write \`columns\` under \`data\`.`;
  return [...(left.length === 0 ? [] : [leftOut]), ...readingNotes(dataset, data)];
}

/** How columns were read that may be read in another way, unless the experiment says how; and labels that may be one. */
export function readingNotes(dataset: Dataset | undefined, data: DataSpec | undefined): readonly string[] {
  if (dataset === undefined) return [];
  const stated = data !== undefined && 'columns' in data ? (data.columns ?? {}) : {};
  const inputs = (dataset.encoding?.columns ?? []).map((column) => [column.name, readingOf(column)] as const);
  const readings = [...inputs, ...Object.entries(dataset.targetReadings ?? {})].filter(([name]) => !(name in stated));
  const ways = new Map<string, string[]>();
  for (const [name, { kind, unit }] of readings) {
    for (const way of [WAYS[kind], unit == null ? undefined : `Numbers in ${unit}, read without it`]) {
      if (way !== undefined) ways.set(way, [...(ways.get(way) ?? []), `\`${name}\``]);
    }
  }
  return [
    ...[...ways].map(([way, names]) => `${way}: ${namesOf(names)}.${HINTS[way] ?? ''}`),
    ...alike('Classes', dataset.classes),
    ...(dataset.encoding?.columns ?? []).flatMap((column) =>
      alike(`Categories of \`${column.name}\``, levelsOf(column)),
    ),
  ];
}

const WAYS: Partial<Record<ReadAs['kind'], string>> = {
  'thousands-comma': 'Commas between thousands (3,998 is 3998)',
  'decimal-comma': 'Decimal commas (3,998 is 3.998)',
  'day-first': 'Dates with the day first (3/12/2024 is in December)',
  'month-first': 'Dates with the month first (3/12/2024 is in March)',
};

const HINTS: Readonly<Record<string, string>> = Object.fromEntries(
  (
    [
      ['thousands-comma', 'decimal-comma'],
      ['decimal-comma', 'thousands-comma'],
      ['day-first', 'month-first'],
      ['month-first', 'day-first'],
    ] as const
  ).map(([kind, other]) => [WAYS[kind] as string, ` If not, write \`columns: { NAME: ${other} }\` under \`data\`.`]),
);

function levelsOf(column: ColumnEncoding): readonly string[] {
  return column.kind === 'category' ? [...column.levels, ...(column.rare ?? [])] : [];
}

/** Words that differ in capital letters and white space alone. */
function alike(what: string, words: readonly string[]): readonly string[] {
  const groups = groupBy(words, (word) => word.toLowerCase().replaceAll(/\s+/g, ' '));
  const same = [...groups.values()].filter(({ length }) => length > 1);
  if (same.length === 0) return [];
  const named = same.map((group) => group.map((word) => `"${word}"`).join(' and '));
  return [`${what} that differ in spelling alone count as different: ${namesOf(named)}.`];
}

function namesOf(all: readonly string[]): string {
  const more = all.length > MOST_NAMED ? `, and ${all.length - MOST_NAMED} more` : '';
  return `${all.slice(0, MOST_NAMED).join(', ')}${more}`;
}

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
  const count = encodedNames(column).length;
  if (column.kind !== 'category') return `${count} number${count === 1 ? '' : 's'}`;
  const { levels, rare = [] } = column;
  return [
    `${levels.length} level${levels.length === 1 ? '' : 's'}`,
    ...(rare.length === 0 ? [] : [`${rare.length} too rare`]),
    ...(isEmbedded(column) ? ['embedded'] : []),
  ].join(', ');
}
