/**
 * @file Looks at all of a file that was refused, and says everything that is wrong with it at once. Slow against reading, and
 * only for files that cannot be used.
 */
import { resolve } from 'node:path';
import { InputError } from '../../../core/index.js';
import { ALLOWED, type ReadAs, type StatedKinds, typeOf } from '../columns/encoding.js';
import { haveDecimalCommas } from '../columns/infer-reading.js';
import { isSomeNumber, withUnit } from '../columns/number-format.js';
import { readLoosely, unfitWords } from '../columns/read-column.js';
import { chooseInputs, requireColumn } from './choose-columns.js';
import { ALLOWED_TIMES, isMoment } from './divide-file.js';
import { areArrays, type FileSpec } from './file-spec.js';
import { findTargetTroubles } from './find-target-troubles.js';
import { type PlacedCells, readPlacedCells } from './placed-cells.js';
import { readTargetCells, statedTargets } from './read-target.js';
import { isHeld, type TableCell } from './table-file.js';
import { attempt, cellsText, errorOf, type Trouble, troubleOf } from './trouble.js';

const NO_NAMES = 'data-header';

/** Grows as columns are looked at. */
type KnownKinds = { -readonly [name in keyof StatedKinds]: StatedKinds[name] };

/** The columns of a table by what they are for; those that are not there are left out. */
interface Roles {
  readonly inputs: readonly string[];
  readonly targets: readonly string[];
  readonly features: readonly string[];
}

/**
 * What `error` said of the files, and all else that is wrong with them. `error` itself where nothing more is found, and for
 * files that are no tables.
 */
export async function withAllTroubles(spec: FileSpec, baseFolder: string, error: InputError): Promise<InputError> {
  // Without names nothing can be said of columns.
  if (spec.targetFile !== undefined || error.code === NO_NAMES) return error;
  const kinds: KnownKinds = Object.fromEntries(
    Object.entries(spec.columns ?? {}).map(([name, kind]) => [name, { kind }]),
  );
  for (const path of [spec.file, spec.selectionFile, spec.finalFile]) {
    if (path === undefined) continue;
    const absolute = resolve(baseFolder, path);
    const table = await readOrNothing(absolute, spec);
    if (table === undefined || table.count === 0) return error;
    const isMain = path === spec.file;
    const [first, ...others] = troublesOf(spec, absolute, table, kinds, isMain);
    if (first !== undefined) return errorOf(absolute, [first, ...others], error);
  }
  return error;
}

/** The same of a table that no experiment says anything of: what is wrong with its names and lines. */
export async function withTroublesOfTable(path: string, error: InputError): Promise<InputError> {
  if (error.code === NO_NAMES) return error;
  const [first, ...others] = (await readOrNothing(path, {}))?.troubles ?? [];
  return first === undefined ? error : errorOf(path, [first, ...others], error);
}

async function readOrNothing(
  path: string,
  spec: Pick<FileSpec, 'format' | 'delimiter'>,
): Promise<PlacedCells | undefined> {
  try {
    return await readPlacedCells(path, spec);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** Adds to `kinds` what columns turn out to be: other files are read so. */
function troublesOf(
  spec: FileSpec,
  path: string,
  table: PlacedCells,
  kinds: KnownKinds,
  isMain: boolean,
): readonly Trouble[] {
  const troubles = [...table.troubles];
  const roles = rolesOf(spec, path, table, troubles);
  for (const name of roles.inputs) {
    const trouble = inputTrouble(spec, path, table, name, kinds);
    if (trouble !== undefined) troubles.push(trouble);
  }
  for (const name of roles.features) troubles.push(...numberTroubles(table, name, name === spec.weights));
  const ofSplit = splitTroubles(spec, table);
  troubles.push(...ofSplit);
  // Where lines are shifted, what stands in them says nothing about classes.
  if (isMain && troubles.every(({ code }) => code !== 'data-uneven')) {
    const cells = readTargets(spec, path, table, roles.targets, kinds, troubles);
    if (cells !== undefined) {
      troubles.push(...findTargetTroubles(spec, path, { ...table, cells }, roles.targets, ofSplit.length === 0));
    }
  }
  return troubles;
}

/** Every name that the file does not have is one trouble. */
function rolesOf(spec: FileSpec, path: string, { columns }: PlacedCells, troubles: Trouble[]): Roles {
  const file = { path, columns, read: () => Promise.reject(new Error('not read')) };
  const known = (names: readonly string[], key: string): string[] =>
    names.filter((name) => attempt(() => requireColumn(name, key, file), path, troubles) !== undefined);
  const targets = known(spec.target ?? [], 'target');
  const features = known(spec.features ?? [], 'features');
  const weights = known(spec.weights === undefined ? [] : [spec.weights], 'weights');
  const split = [...known(listOf(spec.split.by), 'split.by'), ...known(listOf(spec.split.time), 'split.time')];
  known(Object.keys(spec.columns ?? {}), 'columns');
  const taken = new Set([...targets, ...features, ...weights, ...split]);
  const patterns = spec.inputs === undefined ? [undefined] : spec.inputs.map((pattern) => [pattern]);
  const inputs = patterns.flatMap((pattern) => {
    const own = { ...spec, inputs: pattern };
    return attempt(() => chooseInputs(own, file, taken), path, troubles) ?? [];
  });
  return { inputs: [...new Set(inputs)], targets, features: [...new Set([...features, ...weights])] };
}

function placeIn(table: PlacedCells, path: string, name: string) {
  const hasDecimalCommas = () => haveDecimalCommas(table.cells.values());
  return { path, name, delimiter: table.delimiter, hasDecimalCommas };
}

/** All cells, those of targets as they are read; undefined where it is not clear how. */
function readTargets(
  spec: FileSpec,
  path: string,
  table: PlacedCells,
  targets: readonly string[],
  kinds: StatedKinds,
  troubles: Trouble[],
): PlacedCells['cells'] | undefined {
  const areLabels = targets.length === 1 && (spec.task === 'classification' || spec.classes !== undefined);
  const read = attempt(
    () => {
      const stated = statedTargets(targets, kinds);
      return targets.map((name) => {
        const own = { stated: stated[name], areLabels };
        return [
          name,
          readTargetCells(table.cells.get(name) as readonly TableCell[], placeIn(table, path, name), own).cells,
        ] as const;
      });
    },
    path,
    troubles,
  );
  return read && new Map([...table.cells, ...read]);
}

function listOf(name: string | undefined): readonly string[] {
  return name === undefined ? [] : [name];
}

function inputTrouble(
  spec: FileSpec,
  path: string,
  table: PlacedCells,
  name: string,
  kinds: KnownKinds,
): Trouble | undefined {
  const stated = areArrays(spec) ? undefined : kinds[name];
  if (stated?.kind === 'ignore') return undefined;
  const cells = table.cells.get(name) as readonly TableCell[];
  if (areArrays(spec)) return numberTroubles(table, name, false)[0];
  try {
    const { column, unfit } = readLoosely(cells, placeIn(table, path, name), stated as ReadAs | undefined);
    const { readAs } = column;
    kinds[name] = readAs;
    if (unfit.length === 0) return undefined;
    const { none, fix } = unfitWords(readAs, name);
    return {
      code: typeOf(readAs.kind) === 'date' ? 'data-date' : 'data-not-a-number',
      what: `column \`${name}\` is ${cellsText(cells, unfit, table.placeOf)}: not ${none} as the others in it`,
      allowed: ALLOWED[readAs.kind],
      fix,
    };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return troubleOf(error, path);
  }
}

/** Of a column that must have a number in every row. */
function numberTroubles({ cells, placeOf }: PlacedCells, name: string, areWeights: boolean): Trouble[] {
  const own = cells.get(name) as readonly TableCell[];
  const rows = own.flatMap((cell, row) => {
    const isFine = typeof cell === 'number' && isHeld(cell) && (!areWeights || cell >= 0);
    return isFine ? [] : [row];
  });
  if (rows.length === 0) return [];
  return [
    {
      code: areWeights ? 'data-weights' : 'data-not-a-number',
      what: `column \`${name}\` is ${cellsText(own, rows, placeOf)}: not ${areWeights ? 'weights' : 'finite numbers'}`,
      allowed: areWeights ? 'finite numbers of at least 0' : 'finite numbers in every row',
      fix: rows.every((row) => isWritten(own[row] as TableCell))
        ? 'Write them as plain numbers such as 1234.5: commas and units are read in inputs and targets of tables alone.'
        : 'Correct them, or remove these rows.',
    },
  ];
}

/** Whether a cell is a number as people write it. */
function isWritten(cell: TableCell): boolean {
  return typeof cell === 'string' && (isSomeNumber(cell) || withUnit(cell) !== undefined);
}

function splitTroubles({ split: { by, time } }: FileSpec, { cells, placeOf }: PlacedCells): Trouble[] {
  const name = by ?? time;
  const own = name === undefined ? undefined : cells.get(name);
  if (own === undefined) return [];
  const rows = own.flatMap((cell, row) => (cell === '' || (by === undefined && !isMoment(cell)) ? [row] : []));
  if (rows.length === 0) return [];
  return [
    {
      code: by === undefined ? 'split-time' : 'split-groups',
      what: `column \`${name}\` is ${cellsText(own, rows, placeOf)}: ${by === undefined ? 'no times' : 'of no group'}, so these rows belong to no part`,
      allowed: by === undefined ? ALLOWED_TIMES : 'a group in every row',
      fix: 'Correct them, or remove these rows.',
    },
  ];
}
