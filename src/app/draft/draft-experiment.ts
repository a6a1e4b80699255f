/** @file What `surefoot init` writes: an experiment for a table, the schema for editors beside it, and helpers for scripts. */

import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { InputError, inputError, type JsonObject, type JsonValue, nearestName } from '../../core/index.js';
import {
  type ColumnLook,
  chooseTarget,
  dataSpecSchema,
  guessTask,
  IDENTIFIER,
  leaksOf,
  loadDataset,
  lookAtTable,
  structureOf,
  type TableLook,
  type TargetChoices,
  type TargetGuess,
  targetMissing,
} from '../../engine/datasets/index.js';
import { experimentJsonSchema, type ModelKind, type TableDraft } from '../../experiment/index.js';
import { CLIENTS_FOLDER } from '../../trainers/index.js';
import { readingNotes } from '../ask/column-notes.js';

interface DraftedTable extends TableDraft {
  /** Whole sentences for people: what was guessed, and why. */
  readonly reasons: readonly string[];
}

/** Steps of training: few enough not to learn a small table by heart, and enough to learn a large one; the race chooses. */
const STEPS = [300, 1500] as const;
const BATCH = 32;
const EPOCHS = { least: 4, most: 600 } as const;
/** Of the file, as the draft splits it. */
const POOL = 0.6;

/** What can be the target of a table. Throws an InputError (`no-target`) where nothing can. */
export async function targetChoices(path: string): Promise<{ readonly look: TableLook } & TargetChoices> {
  const look = await lookAtTable(path);
  const choices = chooseTarget(look);
  if (choices.plausible.length > 0) return { look, ...choices };
  throw inputError`no-target: ${path}: no column can be the target: each is constant, an identifier, a date or text.
    Allowed: a column of numbers or categories, of two values or more
    Fix: Name the target with --target.`;
}

/**
 * Whole sentences: how columns of the drafted experiment are read where that may be wrong; or, where the table cannot be used yet, all
 * that keeps it from that, by row, with what to do.
 */
export async function draftNotes(path: string, { target, task, columns }: TableDraft): Promise<readonly string[]> {
  const file = { file: basename(path), target, columns, ...(task === undefined ? {} : { task }) };
  const spec = dataSpecSchema.parse(Object.keys(columns).length === 0 ? { ...file, columns: undefined } : file);
  try {
    return readingNotes(await loadDataset(spec, { baseFolder: dirname(path) }), spec);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return ['This experiment cannot run yet. Correct the table, or `data` in the file:', error.message];
  }
}

/** `kinds`: what races. Throws an InputError for a target that the table does not have, or of which it holds no value. */
export function draftTable(look: TableLook, target: TargetGuess, kinds: readonly ModelKind[]): DraftedTable {
  const column = look.columns.find(({ name }) => name === target.name);
  if (column === undefined) throw noColumn(look, target.name);
  if (column.kind !== 'array' && column.distinct === 0) throw targetMissing(look.path, column.name, look.count);
  const { task, reason } = guessTask(column);
  const isArray = column.kind === 'array';
  const leaks = isArray ? [] : leaksOf(column, look);
  const { split = {}, reasons: structure } = isArray ? { reasons: [] } : structureOf(column, look);
  const divides = Object.values(split)[0];
  const others = look.columns.filter(({ name }) => name !== column.name && name !== divides);
  const ignored = others.filter(({ name, odd }) => leaks.includes(name) || odd.includes(IDENTIFIER));
  return {
    target: column.name,
    ...(isArray ? {} : { task }),
    columns: Object.fromEntries(ignored.map(({ name }) => [name, 'ignore'])),
    split,
    sample: sampleOf(look.count, divides !== undefined),
    epochs: STEPS.map((steps) => epochsFor(steps, look.count)),
    kinds,
    reasons: [
      `Target column: \`${column.name}\` (${target.reason}).`,
      ...(isArray ? [] : [`Task: ${task}, because ${reason}.`]),
      ...structure,
      ...ignored.map(
        ({ name, odd }) =>
          `\`${name}\` is not an input: ${leaks.includes(name) ? `it reveals the target by itself; if it is known before \`${column.name}\` is` : `${odd[0]}; if it means something`}, take it out of \`columns\`.`,
      ),
      ...others
        .filter(({ kind, name }) => kind === 'text' && !ignored.some((one) => one.name === name))
        .map(
          ({ name }) =>
            `\`${name}\` is not an input: it is text (to use its words as categories, write \`columns: { ${name}: embedded }\`).`,
        ),
      ...oddities(others, ignored),
      ...others.flatMap(wordTexts),
    ],
  };
}

function epochsFor(steps: number, rows: number): number {
  return Math.min(EPOCHS.most, Math.max(EPOCHS.least, Math.ceil((steps * BATCH) / (POOL * Math.max(1, rows)))));
}

/** Of the pool, so that retrainings see other rows; of groups and times the pool has only nearly what is asked for. */
const SAMPLE = { random: 0.9, together: 0.8 } as const;

/** Below it the rows that are left out are missed more than what they tell. */
const FEWEST_TO_SAMPLE = 50;

function sampleOf(rows: number, isTogether: boolean): number | undefined {
  const pool = Math.floor(POOL * rows);
  const share = isTogether ? SAMPLE.together : SAMPLE.random;
  return pool < FEWEST_TO_SAMPLE ? undefined : Math.floor(share * pool);
}

/** Missing cells that may be a level. */
function wordTexts({ name, word }: ColumnLook): readonly string[] {
  if (word === null) return [];
  return [
    `\`${name}\` says ${word.text} in ${word.cells} ${word.cells === 1 ? 'row' : 'rows'}: read as missing, which is a level of its own where it is not rare. If it is a name, write it otherwise, such as "no ${name}".`,
  ];
}

function oddities(columns: readonly ColumnLook[], ignored: readonly ColumnLook[]): string[] {
  return columns
    .filter((column) => !ignored.includes(column))
    .flatMap(({ name, odd }) =>
      odd.filter((text) => /^(constant|empty|nearly|mostly)/.test(text)).map((text) => `\`${name}\` is odd: ${text}.`),
    );
}

function noColumn({ path, columns }: TableLook, name: string): InputError {
  const names = columns.map((column) => column.name);
  const near = nearestName(name, names);
  return inputError`data-column: data.target: there is no column \`${name}\` in ${path}.
    Allowed: the columns of the file: ${names.slice(0, 20).join(', ')}${names.length > 20 ? `, ... (${names.length} in all)` : ''}
    Fix: ${near === undefined ? 'Name one of them.' : `Did you mean \`${near}\`?`}`;
}

/** The settings of networks are loaded when they are asked for. */
export async function editorSchema(): Promise<JsonObject> {
  const { candidateSchemas } = await import('../../engine/settings.js');
  return tellDefaults(experimentJsonSchema(dataSpecSchema, candidateSchemas())) as JsonObject;
}

/** Editors show descriptions and not defaults: so descriptions say them. */
function tellDefaults(node: JsonValue): JsonValue {
  if (Array.isArray(node)) return node.map((member: JsonValue) => tellDefaults(member));
  if (node === null || typeof node !== 'object') return node;
  const told = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, tellDefaults(value as JsonValue)]));
  const { description, default: fallback } = told;
  if (typeof description !== 'string' || fallback === undefined || typeof fallback === 'object') return told;
  return { ...told, description: `${description} Default: ${fallback}.` };
}

/** The name of each file beside a script, and where it lies. */
const FILES = {
  python: { name: 'surefoot.py', place: 'surefoot/_trainer.py' },
  r: { name: 'surefoot.R', place: 'surefoot.R' },
} as const;

export type ClientLanguage = keyof typeof FILES;
export const CLIENT_LANGUAGES = Object.keys(FILES) as readonly ClientLanguage[];

/** The one file that a script of this language imports. */
export function clientFile(language: ClientLanguage): { readonly name: string; readonly text: string } {
  const { name, place } = FILES[language];
  return { name, text: readFileSync(join(CLIENTS_FOLDER, language, place), 'utf8') };
}
