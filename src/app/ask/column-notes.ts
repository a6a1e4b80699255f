/** @file Says what was made of the columns of a table: which are no inputs, and which could be read in another way. */
import { groupBy } from '../../core/index.js';
import {
  type ColumnEncoding,
  type DataSpec,
  type Dataset,
  type ReadAs,
  readingOf,
} from '../../engine/datasets/index.js';

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
  return column.kind === 'category' ? column.levels : [];
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
