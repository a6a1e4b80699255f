/**
 * @file The tables of a log file and their version. Entries can only be added: triggers refuse every change, so that not
 * even a program outside Surefoot rewrites by accident what was seen.
 */
import { FAILURE_STATUSES } from '../core/index.js';
import { LOG_TABLES } from './log-entry.js';

/**
 * Counts up with every change of the tables; a file with a higher one was written by a newer Surefoot. Version 1 held one
 * question, without checksums.
 */
export const LOG_VERSION = 2;

/** SQLite's application id of a log file: "SURE" in ASCII. */
export const LOG_APPLICATION_ID = 0x53555245;

const replaceable = FAILURE_STATUSES.map((status) => `'${status}'`).join(', ');

/** The length of a stretch grows, and a later conclusion takes the place of an earlier one. */
const GROWING: readonly string[] = ['stretch', 'conclusion'];

export const CREATE_LOG = `
  ${LOG_TABLES.filter((table) => table !== 'outcome')
    .map(createDocuments)
    .join('\n')}

  CREATE TABLE outcome (
    sequence INTEGER PRIMARY KEY,
    candidate INTEGER NOT NULL REFERENCES candidate (sequence),
    setting TEXT NOT NULL,
    status TEXT NOT NULL,
    loss ANY NOT NULL,
    metrics TEXT,
    loss_per_epoch TEXT,
    seconds REAL NOT NULL,
    failure TEXT,
    artifacts TEXT,
    question INTEGER NOT NULL,
    stretch INTEGER,
    code INTEGER,
    checksum INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX outcome_by_trial ON outcome (candidate, setting);

  CREATE TRIGGER outcome_counts_once BEFORE INSERT ON outcome
  WHEN EXISTS (
    SELECT 1 FROM outcome
    WHERE candidate = NEW.candidate AND setting = NEW.setting AND status NOT IN (${replaceable})
  )
  BEGIN SELECT RAISE(ABORT, 'this trial already has an outcome that counts'); END;

  ${LOG_TABLES.filter((table) => !GROWING.includes(table))
    .map(refuseChanges)
    .join('\n')}

  PRAGMA application_id = ${LOG_APPLICATION_ID};
  PRAGMA user_version = ${LOG_VERSION};
`;

/** `content` is JSON, `checksum` its CRC-32. */
function createDocuments(table: string): string {
  return `CREATE TABLE ${table} (sequence INTEGER PRIMARY KEY, content TEXT NOT NULL, checksum INTEGER NOT NULL) STRICT;`;
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
