/**
 * @file The tables of a log file and their version. Outcomes and decisions can only be added: triggers refuse every
 * change, so that not even a program outside Surefoot rewrites what was seen by accident.
 */
import { FAILURE_STATUSES } from '../core/index.js';

/** Counts up with every change of the tables; a file with a higher one was written by a newer Surefoot. */
export const LOG_VERSION = 1;

/** SQLite's application id of a log file: "SURE" in ASCII. */
export const LOG_APPLICATION_ID = 0x53555245;

const replaceable = FAILURE_STATUSES.map((status) => `'${status}'`).join(', ');

export const CREATE_LOG = `
  CREATE TABLE header (id INTEGER PRIMARY KEY CHECK (id = 1), content TEXT NOT NULL) STRICT;

  CREATE TABLE outcome (
    sequence INTEGER PRIMARY KEY,
    trial_key TEXT NOT NULL,
    candidate TEXT NOT NULL,
    init_stream INTEGER NOT NULL,
    sample_stream INTEGER NOT NULL,
    order_stream INTEGER NOT NULL,
    noise_stream INTEGER NOT NULL,
    sample_size INTEGER NOT NULL,
    epochs INTEGER NOT NULL,
    repeat INTEGER NOT NULL,
    status TEXT NOT NULL,
    loss ANY NOT NULL,
    metrics TEXT NOT NULL,
    loss_per_epoch TEXT NOT NULL,
    seconds REAL NOT NULL,
    failure_kind TEXT,
    failure_message TEXT,
    artifacts TEXT
  ) STRICT;
  CREATE INDEX outcome_by_trial ON outcome (trial_key);

  CREATE TABLE decision (sequence INTEGER PRIMARY KEY, content TEXT NOT NULL) STRICT;

  CREATE TABLE stretch (
    id INTEGER PRIMARY KEY,
    started_at TEXT NOT NULL,
    seconds REAL NOT NULL,
    workers INTEGER NOT NULL,
    environment TEXT NOT NULL
  ) STRICT;

  CREATE TRIGGER outcome_counts_once BEFORE INSERT ON outcome
  WHEN EXISTS (SELECT 1 FROM outcome WHERE trial_key = NEW.trial_key AND status NOT IN (${replaceable}))
  BEGIN SELECT RAISE(ABORT, 'this trial already has an outcome that counts'); END;

  ${['header', 'outcome', 'decision'].map(refuseChanges).join('\n')}

  PRAGMA application_id = ${LOG_APPLICATION_ID};
  PRAGMA user_version = ${LOG_VERSION};
`;

function refuseChanges(table: string): string {
  return ['UPDATE', 'DELETE']
    .map(
      (change) => `
  CREATE TRIGGER ${table}_refuses_${change.toLowerCase()} BEFORE ${change} ON ${table}
  BEGIN SELECT RAISE(ABORT, 'the log is append-only: ${change} of ${table} refused'); END;`,
    )
    .join('');
}
