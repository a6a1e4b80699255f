/**
 * @file The log as one SQLite file: one commit per outcome, in WAL mode with full synchronisation, so that what `append`
 * returned from survives a killed process and a power cut. Others may read while it is written.
 */
import {
  type Decision,
  type JsonObject,
  type Outcome,
  type RunHeader,
  type Store,
  type Stretch,
  standingDecisions,
  type Trial,
} from '../core/index.js';
import {
  type Access,
  type Connection,
  closeLogFile,
  createLogFile,
  notWritable,
  openLogFile,
  readRows,
} from './log-file.js';
import {
  decisionFromText,
  OUTCOME_COLUMNS,
  type OutcomeRow,
  outcomeToRow,
  rowToOutcome,
  writeJson,
} from './log-rows.js';
import { OutcomeIndex } from './outcome-index.js';
import { beforeFirstStop, isCurrent, withoutEarlyStop } from './stopped-trials.js';

export interface OpenOptions {
  /** For reports and dashboards: writes nothing, and every reading sees what another process has appended by then. */
  readonly readOnly?: boolean;
}

/** A new log at `path`, whose folder exists. Throws an InputError (`log-exists`) when a file is there. */
export function createSqliteStore(path: string, header: RunHeader): Store {
  createLogFile(path, header);
  return openSqliteStore(path);
}

/**
 * The log at `path`. Throws an InputError: `log-missing`, `not-a-log`, `newer-log`. Writing is for the process that holds
 * the lock of the run folder.
 */
export function openSqliteStore(path: string, options: OpenOptions = {}): Store {
  const access = options.readOnly === true ? 'read-only' : 'read-write';
  return new SqliteStore(path, openLogFile(path, access), access);
}

const INSERT_OUTCOME = `INSERT INTO outcome (${OUTCOME_COLUMNS.join(', ')})
  VALUES (${OUTCOME_COLUMNS.map(() => '?').join(', ')})`;
const SELECT_OUTCOMES = `SELECT sequence, ${OUTCOME_COLUMNS.join(', ')} FROM outcome
  WHERE sequence > ? ORDER BY sequence`;

class SqliteStore implements Store {
  readonly header: RunHeader;
  readonly #path: string;
  readonly #connection: Connection;
  readonly #access: Access;
  readonly #outcomes = new OutcomeIndex();
  /** All that were ever made, superseded ones included. */
  readonly #decisions: Decision[] = [];
  readonly #insertOutcome;
  readonly #insertDecision;
  readonly #updateStretch;
  #lastOutcomeRead = 0;
  #closed = false;

  constructor(path: string, connection: Connection, access: Access) {
    this.#path = path;
    this.#connection = connection;
    this.#access = access;
    const [header] = readRows<[string]>(connection, 'SELECT content FROM header');
    this.header = withoutEarlyStop(JSON.parse((header as [string])[0]) as RunHeader);
    this.#insertOutcome = connection.prepare(INSERT_OUTCOME);
    this.#insertDecision = connection.prepare('INSERT INTO decision (content) VALUES (?)');
    this.#updateStretch = connection.prepare('UPDATE stretch SET seconds = ? WHERE id = ?');
    this.#readNewRows();
  }

  append(outcome: Outcome): void {
    this.#outcomes.requireRoomFor(outcome);
    this.#write(() => this.#insertOutcome.run(outcomeToRow(outcome)));
    this.#outcomes.add(outcome);
  }

  appendDecision(decision: Decision): void {
    this.#write(() => this.#insertDecision.run([writeJson(decision)]));
    this.#decisions.push(decision);
  }

  outcome(trial: Trial): Outcome | undefined {
    this.#catchUp();
    return this.#outcomes.get(trial);
  }

  outcomes(): readonly Outcome[] {
    this.#catchUp();
    return this.#outcomes.all();
  }

  decisions(): readonly Decision[] {
    this.#catchUp();
    return beforeFirstStop(standingDecisions(this.#decisions));
  }

  beginStretch(stretch: Omit<Stretch, 'seconds'>): (seconds: number) => void {
    const insert = this.#connection.prepare(
      'INSERT INTO stretch (started_at, seconds, workers, environment) VALUES (?, 0, ?, ?)',
    );
    const row = [stretch.startedAt, stretch.workers, writeJson(stretch.environment)];
    const { lastInsertRowid } = this.#write(() => insert.run(row));
    return (seconds) => this.#write(() => this.#updateStretch.run([seconds, lastInsertRowid]));
  }

  stretches(): readonly Stretch[] {
    const query = 'SELECT started_at, seconds, workers, environment FROM stretch ORDER BY id';
    return readRows<[string, number, number, string]>(this.#connection, query).map(
      ([startedAt, seconds, workers, environment]) => ({
        startedAt,
        seconds,
        workers,
        environment: JSON.parse(environment) as JsonObject,
      }),
    );
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    closeLogFile(this.#connection, this.#access);
  }

  #catchUp(): void {
    // Whoever writes knows all there is: the run folder's lock keeps others from writing.
    if (this.#access === 'read-only') this.#readNewRows();
  }

  #readNewRows(): void {
    for (const [sequence, ...row] of readRows<[number, ...OutcomeRow]>(
      this.#connection,
      SELECT_OUTCOMES,
      this.#lastOutcomeRead,
    )) {
      const outcome = rowToOutcome(row);
      if (isCurrent(outcome)) this.#outcomes.add(outcome);
      this.#lastOutcomeRead = sequence;
    }
    const query = 'SELECT content FROM decision ORDER BY sequence LIMIT -1 OFFSET ?';
    for (const [content] of readRows<[string]>(this.#connection, query, this.#decisions.length)) {
      this.#decisions.push(decisionFromText(content));
    }
  }

  #write<Result>(write: () => Result): Result {
    try {
      return write();
    } catch (error) {
      throw notWritable(this.#path, error);
    }
  }
}
