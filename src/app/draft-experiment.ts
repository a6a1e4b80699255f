/** @file Drafts an experiment for a table: what is to be found, by which task, from which columns, and for how long. */
import { InputError, nearestName } from '../core/index.js';
import {
  type ColumnLook,
  guessTargets,
  guessTask,
  leaksOf,
  lookAtTable,
  type TableLook,
  targetMissing,
} from '../datasets/index.js';
import type { TableDraft } from '../experiment/index.js';

export interface DraftedTable extends TableDraft {
  /** Whole sentences for people: what was guessed, and why. */
  readonly reasons: readonly string[];
}

export interface TargetChoice {
  readonly name: string;
  readonly reason: string;
}

/** Steps of training: few enough not to learn a small table by heart, and enough to learn a large one; the race chooses. */
const STEPS = [300, 1500] as const;
const BATCH = 32;
const EPOCHS = { least: 4, most: 600 } as const;
/** Of the file, as the draft splits it. */
const POOL = 0.6;

/** What could be found in a table, the most likely first. Throws an InputError (`no-target`) where nothing could. */
export async function targetChoices(
  path: string,
): Promise<{ readonly look: TableLook; readonly targets: readonly TargetChoice[] }> {
  const look = await lookAtTable(path);
  const targets = guessTargets(look);
  if (targets.length > 0) return { look, targets };
  throw new InputError({
    code: 'no-target',
    what: `${path}: no column can be the target: each is constant, an identifier, a date or text, or has missing cells.`,
    allowed: 'a column of numbers or categories, of two values or more, filled in every row',
    fix: 'Name it with --target, after its missing cells were filled or removed.',
  });
}

/** Throws an InputError for a target that the table does not have, or of which it holds no value. */
export function draftTable(look: TableLook, target: TargetChoice): DraftedTable {
  const column = look.columns.find(({ name }) => name === target.name);
  if (column === undefined) throw noColumn(look, target.name);
  if (column.kind !== 'array' && column.distinct === 0) throw targetMissing(look.path, column.name, look.count);
  const { task, reason } = guessTask(column);
  const leaks = column.kind === 'array' ? [] : leaksOf(column, look);
  const others = look.columns.filter(({ name }) => name !== column.name);
  const ignored = others.filter(
    ({ name, odd }) => leaks.includes(name) || odd.some((text) => text.startsWith('an identifier')),
  );
  const unclear = others.filter(({ kind }) => kind === 'unclear').map(({ name }) => name);
  const needs = Object.fromEntries([
    ...ignored.map(({ name }) => [name, 'ignore'] as const),
    ...unclear.map((name) => [name, 'decimal-comma'] as const),
  ]);
  return {
    target: column.name,
    ...(column.kind === 'array' ? {} : { task }),
    columns: needs,
    epochs: STEPS.map((steps) => epochsFor(steps, look.count)),
    reasons: [
      `\`${column.name}\` is to be found: ${target.reason}.`,
      ...(column.kind === 'array' ? [] : [`It is a ${task}: ${reason}.`]),
      ...(column.missing === 0 ? [] : [rowsToFill(column, look)]),
      ...ignored.map(
        ({ name, odd }) => `\`${name}\` is no input: ${leaks.includes(name) ? 'it gives the target away' : odd[0]}.`,
      ),
      ...others
        .filter(({ kind, name }) => kind === 'text' && !ignored.some((one) => one.name === name))
        .map(
          ({ name }) =>
            `\`${name}\` is no input: it is text (\`columns: { ${name}: embedded }\` takes its words for categories).`,
        ),
      ...unclear.map((name) => `The commas of \`${name}\` may mean two things: taken for decimal commas.`),
      ...oddities(others, ignored),
    ],
  };
}

function rowsToFill({ name, missing }: ColumnLook, { count }: TableLook): string {
  return `\`${name}\` is missing in ${missing} of ${count} rows. Fill them in or remove them: \`surefoot check\` says where.`;
}

function epochsFor(steps: number, rows: number): number {
  return Math.min(EPOCHS.most, Math.max(EPOCHS.least, Math.ceil((steps * BATCH) / (POOL * Math.max(1, rows)))));
}

function oddities(columns: readonly ColumnLook[], ignored: readonly ColumnLook[]): string[] {
  return columns
    .filter((column) => !ignored.includes(column))
    .flatMap(({ name, odd }) =>
      odd
        .filter((text) => text.startsWith('constant') || text.startsWith('nearly') || text.startsWith('mostly'))
        .map((text) => `\`${name}\` is odd: ${text}.`),
    );
}

function noColumn({ path, columns }: TableLook, name: string): InputError {
  const names = columns.map((column) => column.name);
  const near = nearestName(name, names);
  return new InputError({
    code: 'data-column',
    what: `data.target: there is no column \`${name}\` in ${path}.`,
    allowed: `the columns of the file: ${names.slice(0, 20).join(', ')}${names.length > 20 ? `, ... (${names.length} in all)` : ''}`,
    fix: near === undefined ? 'Name one of them.' : `Did you mean \`${near}\`?`,
  });
}
