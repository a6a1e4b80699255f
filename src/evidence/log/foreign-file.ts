/** @file SQLite files that are no log of ours: read as they are, never written. */
import { InputError } from '../../core/index.js';
import { connect, readRows } from './log-connection.js';
import { messageOf } from './log-errors.js';

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
    throw new InputError({
      code: 'database-unreadable',
      what: `${path} cannot be read as a database: ${messageOf(cause)}.`,
      allowed: 'a whole SQLite file that nobody is writing to',
      fix: 'Copy it again while nothing writes to it, or write the trials as a table (CSV).',
      cause,
    });
  }
}
