/** @file The journal of Optuna's `JournalStorage`: an operation a line, in order. Only what makes studies and trials is read. */
import { inputError } from '../../core/index.js';
import type { StoredParameter, StoredStudy } from './optuna-study.js';

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
