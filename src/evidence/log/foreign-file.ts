/** @file SQLite files that are no log of ours: read as they are, never written. */
import { InputError, inputError, type ParserFault, type ParserWords, parserFault } from '../../core/index.js';
import { connect, readRows } from './log-connection.js';

/** Reads rows of one query after the other, as arrays. */
export type RowReader = <Row extends readonly unknown[]>(query: string, ...parameters: (string | number)[]) => Row[];

/** What `read` makes of the file at `path`. @throws InputError for a file that is damaged, locked, or lacks what is asked for. */
export function readForeignFile<Result>(path: string, read: (rows: RowReader) => Result): Result {
  try {
    const connection = connect(path, 'ro');
    try {
      return read((query, ...parameters) => readRows(connection, query, ...parameters));
    } finally {
      connection.close();
    }
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    const { why, fix } = parserFault(cause, WORDS, DAMAGED);
    throw inputError`database-unreadable: ${path} cannot be read: ${why}.
      Allowed: a whole SQLite file that nobody is writing to
      Fix: ${fix}
      Cause: ${cause}`;
  }
}

const AS_TABLE = 'write the trials as a table: study.trials_dataframe().to_csv("trials.csv")';
const DAMAGED: ParserFault = {
  why: 'it is damaged, or a part of it is missing',
  fix: `Copy it again while nothing writes to it, or ${AS_TABLE}.`,
};
const WORDS: readonly ParserWords[] = [
  { said: /^SQLITE_NOTADB/, why: 'it begins as a SQLite file does, and is none', fix: DAMAGED.fix },
  {
    said: /^SQLITE_(?:BUSY|LOCKED)/,
    why: 'another program is writing to it',
    fix: `Wait until that program has ended, or ${AS_TABLE}.`,
  },
  {
    said: /no such table: (\S+)/,
    why: 'it has no table `$1`, which a study of Optuna has',
    fix: `Name the file in which Optuna keeps the study, or ${AS_TABLE}.`,
  },
  {
    said: /no such column: (?:\w\.)?(\S+)/,
    why: 'its tables have no column `$1`, as another version of Optuna may write them',
    fix: `With that Optuna ${AS_TABLE}.`,
  },
  {
    said: /^SQLITE_CANTOPEN/,
    why: 'the system does not let it be opened',
    fix: 'Set the permissions of the file and its folder.',
  },
];
