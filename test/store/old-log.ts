/** @file Logs as version 1 wrote them. */
import Database from 'libsql';
import { type Decision, type Outcome, type RunHeader, trialKey, writableNumber } from '../../src/core/index.js';

const TABLES = `
  CREATE TABLE header (id INTEGER PRIMARY KEY CHECK (id = 1), content TEXT NOT NULL) STRICT;
  CREATE TABLE outcome (
    sequence INTEGER PRIMARY KEY, trial_key TEXT NOT NULL, candidate TEXT NOT NULL, init_stream INTEGER NOT NULL,
    sample_stream INTEGER NOT NULL, order_stream INTEGER NOT NULL, noise_stream INTEGER NOT NULL,
    sample_size INTEGER NOT NULL, epochs INTEGER NOT NULL, repeat INTEGER NOT NULL, status TEXT NOT NULL,
    loss ANY NOT NULL, metrics TEXT NOT NULL, loss_per_epoch TEXT NOT NULL, seconds REAL NOT NULL, failure_kind TEXT,
    failure_message TEXT, artifacts TEXT
  ) STRICT;
  CREATE TABLE decision (sequence INTEGER PRIMARY KEY, content TEXT NOT NULL) STRICT;
  CREATE TABLE stretch (
    id INTEGER PRIMARY KEY, started_at TEXT NOT NULL, seconds REAL NOT NULL, workers INTEGER NOT NULL,
    environment TEXT NOT NULL
  ) STRICT;
  CREATE TRIGGER outcome_refuses_update BEFORE UPDATE ON outcome BEGIN SELECT RAISE(ABORT, 'append-only'); END;
  PRAGMA application_id = ${0x53555245};
  PRAGMA user_version = 1;
`;

export interface OldLog {
  readonly header: RunHeader;
  readonly outcomes: readonly Outcome[];
  readonly decisions: readonly Decision[];
}

/** One stretch of 12.5 s, and everything that is given. */
export function writeOldLog(path: string, { header, outcomes, decisions }: OldLog): void {
  const log = new Database(path);
  log.exec(TABLES);
  const add = (table: string, row: readonly unknown[]) =>
    log.prepare(`INSERT INTO ${table} VALUES (${row.map(() => '?').join(', ')})`).run([...row]);
  add('header', [1, text(header)]);
  add('stretch', [1, '2025-01-01T00:00:00.000Z', 12.5, 2, '{"surefoot":"0.0.9"}']);
  for (const outcome of outcomes) add('outcome', [null, ...outcomeRow(outcome)]);
  for (const decision of decisions) add('decision', [null, text(decision)]);
  log.close();
}

function outcomeRow(outcome: Outcome): readonly unknown[] {
  const { trial, failure, artifacts } = outcome;
  const { init, sample, order, noise } = trial.streams;
  const { sampleSize, epochs } = trial.fidelity;
  return [
    ...[trialKey(trial), trial.candidate, init, sample, order, noise, sampleSize, epochs, trial.repeat],
    ...[outcome.status, writableNumber(outcome.loss), text(outcome.metrics), text(outcome.lossPerEpoch)],
    ...[outcome.seconds, failure?.kind ?? null, failure?.message ?? null],
    artifacts === undefined ? null : text(artifacts),
  ];
}

function text(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => writableNumber(member));
}
