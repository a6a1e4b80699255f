/**
 * @file The tables of a log file and their version. Entries can only be added: triggers refuse every change, so that not
 * even a program outside Surefoot rewrites by accident what was seen.
 */
import { FAILURE_STATUSES } from '../../core/index.js';
import { GROWING_TABLES, LOG_TABLES } from './log-entry.js';

/**
 * Counts up with every change of the tables; a file with a higher one was written by a newer Surefoot. Version 2 held outcomes in
 * columns, without a chain over them, and did not say whether it was open.
 */
export const LOG_VERSION = 3;

/** The oldest version that is read. */
export const OLDEST_VERSION = 2;

/** The last commit that reads logs of version 1. */
export const READS_VERSION_1 = '19f62f2';

/** Added to the version that a file says while somebody writes it: what was written last lies beside it, in its WAL. */
export const OPEN_MARK = 0x10000;

/** SQLite's application id of a log file: "SURE" in ASCII. */
export const LOG_APPLICATION_ID = 0x53555245;

const replaceable = FAILURE_STATUSES.map((status) => `'${status}'`).join(', ');

/** Every candidate once more, in pages of its own: without its candidate an outcome is worth nothing. Read by a rescue alone. */
export const CANDIDATE_COPY = 'candidate_copy';

export const CREATE_LOG = `
  ${LOG_TABLES.filter((table) => table !== 'outcome')
    .map(createDocuments)
    .join('\n')}

  ${createDocuments(CANDIDATE_COPY)}

  CREATE TABLE outcome (
    sequence INTEGER PRIMARY KEY,
    candidate INTEGER NOT NULL REFERENCES candidate (sequence),
    setting TEXT NOT NULL,
    status TEXT NOT NULL,
    content TEXT NOT NULL,
    checksum INTEGER NOT NULL,
    chain INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX outcome_by_trial ON outcome (candidate, setting);

  CREATE TRIGGER outcome_counts_once BEFORE INSERT ON outcome
  WHEN EXISTS (
    SELECT 1 FROM outcome AS earlier
    WHERE candidate = NEW.candidate AND setting = NEW.setting AND status NOT IN (${replaceable})
      AND NOT EXISTS (SELECT 1 FROM forgotten WHERE json_extract(content, '$.outcome') = earlier.sequence)
  )
  BEGIN SELECT RAISE(ABORT, 'this trial already has an outcome that counts'); END;

  ${LOG_TABLES.filter((table) => !GROWING_TABLES.includes(table))
    .map(refuseChanges)
    .join('\n')}

  PRAGMA application_id = ${LOG_APPLICATION_ID};
  PRAGMA user_version = ${LOG_VERSION};
`;

/** `content` is JSON, `checksum` the CRC-32 of `kind` and `content`. A row says its table itself, so that it can be rescued alone. */
function createDocuments(table: string): string {
  return `CREATE TABLE ${table} (
    sequence INTEGER PRIMARY KEY, kind TEXT NOT NULL, content TEXT NOT NULL, checksum INTEGER NOT NULL) STRICT;`;
}

function refuseChanges(table: string): string {
  return ['UPDATE', 'DELETE']
    .map(
      (change) => `
  CREATE TRIGGER ${table}_refuses_${change.toLowerCase()} BEFORE ${change} ON ${table}
  BEGIN SELECT RAISE(ABORT, 'the log is append-only: ${change} of ${table} refused'); END;`,
    )
    .join('');
}
