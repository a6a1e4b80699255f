/**
 * @file The tables of a log file and their version. Entries can only be added: triggers refuse every change, so that not
 * even a program outside Surefoot rewrites by accident what was seen.
 */
import { FAILURE_STATUSES } from '../../core/index.js';
import { isChained } from './log-chain.js';
import { GROWING_TABLES, LOG_TABLES, type LogTable } from './log-entry.js';

/** Counts up with every change of the tables; no other version is read. */
export const LOG_VERSION = 6;

/** What a log's file says of itself where SQLite keeps a number for its user: version, whether it is open, and a part of its name. */
export interface FileMark {
  readonly version: number;
  /** A process writes it: what was written last lies beside it, in its WAL. */
  readonly isOpen: boolean;
  /** Of the log's own, from 0 to 2^22 - 1. The WAL beside it says the same. */
  readonly name: number;
}

const VERSIONS = 2 ** 8;
const OPEN = VERSIONS;
const NAMES_FROM = 2 * VERSIONS;
const NAMES = 2 ** 22;

/** Of a log that is closed. `id`: the log's, of 52 bits. */
export function markOf(id: number): number {
  return (id % NAMES) * NAMES_FROM + LOG_VERSION;
}

/** The same log's mark. */
export function openedMark(told: number, isOpen: boolean): number {
  return told + OPEN * (Number(isOpen) - Number(readMark(told).isOpen));
}

export function readMark(told: number): FileMark {
  return {
    version: told % VERSIONS,
    isOpen: Math.floor(told / OPEN) % 2 === 1,
    name: Math.floor(told / NAMES_FROM),
  };
}

/** Whether the mark is of the log with this id. */
export function isNameOf({ name }: FileMark, id: number): boolean {
  return name === id % NAMES;
}

/** SQLite's application id of a log file: "SURE" in ASCII. */
export const LOG_APPLICATION_ID = 0x53555245;

const replaceable = FAILURE_STATUSES.map((status) => `'${status}'`).join(', ');

/** Every candidate once more, in pages of its own: without its candidate an outcome is worth nothing. Read by a rescue alone. */
export const CANDIDATE_COPY = 'candidate_copy';

export const CREATE_LOG = `
  ${LOG_TABLES.filter((table) => table !== 'outcome')
    .map((table) => createDocuments(table))
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
`;

/** `content` is JSON, `checksum` the CRC-32 of `kind` and `content`. A row says its table itself, so that it can be rescued alone. */
function createDocuments(table: LogTable | typeof CANDIDATE_COPY): string {
  const chain = table !== CANDIDATE_COPY && isChained(table) ? ', chain INTEGER NOT NULL' : '';
  return `CREATE TABLE ${table} (
    sequence INTEGER PRIMARY KEY, kind TEXT NOT NULL, content TEXT NOT NULL, checksum INTEGER NOT NULL${chain}) STRICT;`;
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
