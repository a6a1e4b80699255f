/** @file Trials of Optuna, from its database and from its journal: Optuna's own tables and lines to trials with settings and values. */
import { type Direction, inputError, type JsonObject, type JsonValue, nearestName } from '../../core/index.js';
import {
  dottedName,
  type FoundAsked,
  type FoundTrial,
  type FoundTrials,
  requireKnownSettings,
  requireValues,
  severalObjectives,
} from './found-trials.js';

/** A study as a storage has it. */
export interface StoredStudy {
  readonly name: string;
  /** One for each objective. */
  readonly directions: readonly string[];
  readonly trials: readonly StoredTrial[];
}

interface StoredTrial {
  readonly number: number;
  readonly isComplete: boolean;
  readonly values: readonly number[];
  readonly parameters: readonly StoredParameter[];
}

interface StoredParameter {
  readonly name: string;
  /** Of a categorical one the place among its choices. */
  readonly value: number;
  /** JSON, with the name and the attributes of the distribution. */
  readonly distribution: string;
}

/** @param known  names of the settings that there can be; empty: all can be. */
export function trialsOfStudies(
  source: string,
  studies: readonly StoredStudy[],
  known: readonly string[],
  asked: FoundAsked,
): FoundTrials {
  const study = chosenStudy(source, studies, asked.study);
  if (study.directions.length !== 1)
    throw severalObjectives(`${source}: study "${study.name}"`, study.directions.length);
  const direction = directionOf(source, study.directions[0] as string, asked.direction);
  const ignored = new Set(asked.ignore);
  const trials = study.trials.map(({ number, isComplete, values, parameters }): FoundTrial => {
    const kept = parameters.filter(({ name }) => !ignored.has(name));
    const told = kept.map((one) => [dottedName(one.name), parameterValue(one)] as const);
    // A choice of nothing is an empty cell in Optuna's own tables.
    const settings: JsonObject = Object.fromEntries(told.filter(([, own]) => own !== null));
    return { place: `trial ${number}`, settings, value: isComplete ? (values[0] ?? Number.NaN) : Number.NaN };
  });
  const value = 'value';
  requireValues({ source, value, trials });
  const names = [...new Set(trials.flatMap(({ settings }) => Object.keys(settings)))];
  requireKnownSettings(
    source,
    names.map((name) => ({ name, column: name })),
    known,
  );
  return { source, value, direction, isWhole: false, names, trials };
}

function chosenStudy(source: string, studies: readonly StoredStudy[], asked: string | undefined): StoredStudy {
  const names = studies.map(({ name }) => name);
  const found = asked === undefined && studies.length === 1 ? studies[0] : studies.find(({ name }) => name === asked);
  if (found !== undefined) return found;
  const nearest = asked === undefined ? undefined : nearestName(asked, names);
  throw inputError`which-study: ${asked === undefined ? `${source} holds ${studies.length} studies.` : `${source} holds no study "${asked}"${nearest === undefined ? '.' : `; did you mean "${nearest}"?`}`}
    Allowed: ${names.join(', ').slice(0, 400) || 'a storage of Optuna with a study'}
    Fix: ${studies.length === 0 ? 'Check that the right file was named.' : 'Name the study with --study.'}`;
}

function directionOf(source: string, told: string, asked: Direction | undefined): Direction {
  const direction: Direction = told === 'MAXIMIZE' ? 'maximize' : 'minimize';
  if (asked === undefined || asked === direction) return direction;
  throw inputError`other-direction: --direction is ${asked}, but the study in ${source} says that it is to ${direction}.
    Allowed: \`--direction ${direction}\`, or none
    Fix: Leave --direction out.`;
}

interface Distribution {
  readonly name?: string;
  readonly attributes?: { readonly choices?: readonly JsonValue[] };
}

function parameterValue({ value, distribution }: StoredParameter): JsonValue {
  const { attributes } = JSON.parse(distribution) as Distribution;
  return attributes?.choices === undefined ? value : (attributes.choices[value] ?? null);
}

/** Optuna's numbers of operations, states and directions (optuna/storages/journal/_storage.py, study/_study_direction.py). */
const OPERATION = { createStudy: 0, deleteStudy: 1, createTrial: 4, setParameter: 5, setState: 6 } as const;
const COMPLETE = 1;
/** Complete, pruned, failed: nothing changes them. */
const ENDED = [COMPLETE, 2, 3];
const DIRECTIONS = ['NOT_SET', 'MINIMIZE', 'MAXIMIZE'];

interface Entry {
  readonly op_code: number;
  readonly study_name?: string;
  readonly directions?: readonly number[];
  readonly study_id?: number;
  readonly trial_id?: number;
  readonly param_name?: string;
  readonly param_value_internal?: number;
  readonly distribution?: string;
  readonly state?: number;
  readonly values?: readonly number[] | null;
  /** Of a trial that comes whole. */
  readonly value?: number | null;
  readonly params?: Readonly<Record<string, number>>;
  readonly distributions?: Readonly<Record<string, string>>;
}

interface MutableTrial {
  readonly number: number;
  isComplete: boolean;
  hasEnded: boolean;
  values: readonly number[];
  readonly parameters: StoredParameter[];
}

/** Whether a text begins as a journal does. */
export function isJournal(text: string): boolean {
  return /^\s*\{[^\n]*"op_code"/.test(text);
}

/** A last line that is only half there is what a killed process left: it is passed over. @throws InputError for another that is none. */
export function studiesOfJournal(source: string, text: string): StoredStudy[] {
  const studies: { name: string; directions: string[]; trials: MutableTrial[]; isDeleted: boolean }[] = [];
  const trials: MutableTrial[] = [];
  for (const entry of entriesOf(source, text)) {
    const { op_code: operation, study_id: study = -1, trial_id: trial = -1 } = entry;
    if (operation === OPERATION.createStudy) {
      const directions = (entry.directions ?? []).map((direction) => DIRECTIONS[direction] ?? 'NOT_SET');
      // A second study of one name is refused by Optuna when the journal is read.
      if (studies.some(({ name, isDeleted }) => name === entry.study_name && !isDeleted)) continue;
      studies.push({ name: entry.study_name ?? '', directions, trials: [], isDeleted: false });
    }
    const owner = studies[study];
    if (operation === OPERATION.deleteStudy && owner !== undefined) owner.isDeleted = true;
    if (operation === OPERATION.createTrial && owner !== undefined) {
      const created = trialOf(entry, owner.trials.length);
      owner.trials.push(created);
      trials.push(created);
    }
    const own = trials[trial];
    if (own === undefined || own.hasEnded) continue;
    if (operation === OPERATION.setParameter) {
      const { param_name: name = '', param_value_internal: value = Number.NaN } = entry;
      own.parameters.push({ name, value, distribution: entry.distribution ?? '{}' });
    }
    if (operation === OPERATION.setState) {
      own.isComplete = entry.state === COMPLETE;
      own.hasEnded = ENDED.includes(entry.state ?? -1);
      own.values = entry.values ?? [];
    }
  }
  return studies.filter(({ isDeleted }) => !isDeleted);
}

/** A trial may come whole: `study.add_trial`. */
function trialOf({ params = {}, distributions = {}, state, values, value: one }: Entry, number: number): MutableTrial {
  return {
    number,
    isComplete: state === COMPLETE,
    hasEnded: ENDED.includes(state ?? -1),
    values: values ?? (typeof one === 'number' ? [one] : []),
    parameters: Object.entries(params).map(([name, value]) => ({
      name,
      value,
      distribution: distributions[name] ?? '{}',
    })),
  };
}

/** JSON has no word for either; a number that is too large is infinite. */
function pythonNumber(word: string): string {
  return word === 'NaN' ? 'null' : word.replace('Infinity', '1e999');
}

function* entriesOf(source: string, text: string): Generator<Entry> {
  const lines = text.split('\n');
  for (const [place, line] of lines.entries()) {
    if (line.trim() === '') continue;
    try {
      // Python writes what JSON has no word for.
      yield JSON.parse(line.replaceAll(/(?<=[[:,])(-?)Infinity|(?<=[[:,])NaN/g, pythonNumber)) as Entry;
    } catch (cause) {
      if (place === lines.length - 1) return;
      throw inputError`bad-journal: ${source}: line ${place + 1} is no entry of a journal of Optuna.
        Allowed: a file that JournalFileBackend wrote, whole
        Fix: Copy the file again, or write the trials as a table: study.trials_dataframe().to_csv("trials.csv").
        Cause: ${cause}`;
    }
  }
}
