/** @file Studies in a SQLite file of Optuna's RDBStorage, read with our own library. */
import { groupBy } from '../../core/index.js';
import { type RowReader, readForeignFile } from '../../evidence/log/index.js';
import type { StoredStudy } from '../../experiment/index.js';

/** Whether a SQLite file has studies; a log of ours has none. */
export function isStudyFile(path: string): boolean {
  return readForeignFile(path, (rows) => {
    const tables = rows<[string]>("SELECT name FROM sqlite_master WHERE type = 'table'").map(([name]) => name);
    return ['studies', 'trials', 'trial_params'].every((name) => tables.includes(name));
  });
}

/** In the order of their creation. @throws InputError for a file that cannot be read. */
export function studiesOfFile(path: string): StoredStudy[] {
  return readForeignFile(path, (rows) =>
    rows<[number, string]>('SELECT study_id, study_name FROM studies ORDER BY study_id').map(([id, name]) => ({
      name,
      directions: rows<[string]>(
        'SELECT direction FROM study_directions WHERE study_id = ? ORDER BY objective',
        id,
      ).map(([direction]) => direction),
      trials: trialsOf(rows, id),
    })),
  );
}

function trialsOf(rows: RowReader, study: number): StoredStudy['trials'] {
  const parameters = groupBy(
    rows<[number, string, number, string]>(
      'SELECT t.trial_id, p.param_name, p.param_value, p.distribution_json FROM trials t JOIN trial_params p USING (trial_id) ' +
        'WHERE t.study_id = ? ORDER BY p.param_id',
      study,
    ),
    ([trial]) => trial,
  );
  const values = groupBy(
    rows<[number, number | null, string]>(
      'SELECT t.trial_id, v.value, v.value_type FROM trials t JOIN trial_values v USING (trial_id) WHERE t.study_id = ? ORDER BY v.objective',
      study,
    ),
    ([trial]) => trial,
  );
  return rows<[number, number, string]>(
    'SELECT trial_id, number, state FROM trials WHERE study_id = ? ORDER BY number',
    study,
  ).map(([id, number, state]) => ({
    number,
    isComplete: state === 'COMPLETE',
    values: (values.get(id) ?? []).map(([, value, kind]) => INFINITE[kind] ?? value ?? Number.NaN),
    parameters: (parameters.get(id) ?? []).map(([, name, value, distribution]) => ({ name, value, distribution })),
  }));
}

const INFINITE: Readonly<Record<string, number>> = {
  INF_POS: Number.POSITIVE_INFINITY,
  INF_NEG: Number.NEGATIVE_INFINITY,
};
