/** @file SQLite files that are no log of ours: read as they are, never written. */
import { InputError, inputError, parserFault } from '../../core/index.js';
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
    const { why, fix } = parserFault('sqlite', cause);
    throw inputError`database-unreadable: ${path} cannot be read: ${why}.
      Allowed: a whole SQLite file that nobody is writing to
      Fix: ${fix}
      Cause: ${cause}`;
  }
}
