/**
 * @file The end of a log that somebody may be writing: what was asked last and decided since; and for readers that want them, the outcomes
 * as they come.
 */

import { statSync } from 'node:fs';
import type { Decision, Joining, JsonObject, Outcome, RunHeader } from '../../core/index.js';
import { type Connection, fileAt, readRows } from './log-connection.js';
import { LogContent } from './log-content.js';
import type { LogTable } from './log-entry.js';
import { damagedLog, messageOf, openingError } from './log-errors.js';
import { readLogFile } from './log-file.js';
import { LogReader } from './read-log.js';
import { snapshotOf } from './snapshot-file.js';

export interface TailOfLog {
  /** What was asked last; undefined before anything was. */
  readonly question: QuestionAtEnd | undefined;
  /** Outcomes that were ever logged, replaced ones included. */
  readonly outcomes: number;
}

export interface QuestionAtEnd {
  readonly number: number;
  readonly header: RunHeader;
  /** What makes the same question again. */
  readonly request: JsonObject;
  /** The candidates that joined since it was asked: they are in the header. */
  readonly joined: readonly Joining[];
  /** All that were ever made and not made void, in order. */
  readonly decisions: readonly Decision[];
  /** What it came to, where it has ended. */
  readonly conclusion: { readonly status: string; readonly headline: string; readonly at: string } | undefined;
}

/** Takes outcomes as they stand in the log. */
export interface OutcomeTaker {
  /** Another question, more candidates of it, or another log: all its outcomes follow. */
  begin(question: QuestionAtEnd): void;
  /** `place`: in the order of arrival, from 1. `question`: number of the one that it was trained for. */
  take(outcome: Outcome, place: number, question: number): void;
  /** Counts no longer, by the word of a person. */
  forget(place: number): void;
}

const TABLES: readonly LogTable[] = [
  'head',
  'candidate',
  'question',
  'decision',
  'conclusion',
  'forgotten',
  'proposal',
];
const OUTCOME_TABLES: readonly LogTable[] = ['head', 'candidate', 'outcome', 'forgotten'];

/** Numbers of outcomes have no gaps, and the last one is found at once. */
const COUNT = 'SELECT max(sequence) FROM outcome';

export class LogTail {
  readonly #path: string;
  #change: LogChange;
  #reader = new LogReader();
  #content: LogContent | undefined;
  #outcomes = 0;
  /** Where a reader of outcomes stands: it has a place of its own in the log. */
  #given:
    | { readonly reader: LogReader; readonly question: number; readonly joined: number; places: number }
    | undefined;
  #file: string | undefined;

  constructor(path: string) {
    this.#path = path;
    this.#change = new LogChange(path);
  }

  /**
   * Undefined where nothing has changed since. `taker`: gets the outcomes that have come since it got some. Throws an InputError as `openSqliteStore` does.
   */
  news(taker?: OutcomeTaker): TailOfLog | undefined {
    const isBehind = taker !== undefined && this.#given === undefined && this.#content !== undefined;
    if (!this.#change.isNews() && !isBehind) return undefined;
    const file = fileAt(this.#path);
    if (file !== this.#file) this.#begin(file);
    try {
      this.#read(taker);
    } catch (error) {
      // What could not be read is news again.
      this.#change = new LogChange(this.#path);
      throw error;
    }
    return { question: this.#newest(), outcomes: this.#outcomes };
  }

  #read(taker: OutcomeTaker | undefined): void {
    readLogFile(this.#path, (connection) => {
      try {
        this.#take(this.#reader.attach(connection).read(TABLES));
        if (taker !== undefined) this.#give(taker, connection);
        this.#outcomes = readRows<[number]>(connection, COUNT)[0]?.[0] ?? 0;
      } catch (error) {
        throw damagedLog(this.#path, messageOf(error), error);
      }
    });
  }

  /** Another file has taken its place, or it is read for the first time. */
  #begin(file: string | undefined): void {
    this.#file = file;
    this.#reader = new LogReader();
    this.#content = undefined;
    this.#given = undefined;
  }

  #give(taker: OutcomeTaker, connection: Connection): void {
    const question = this.#newest();
    if (question === undefined) return;
    const joined = question.joined.length;
    if (this.#given?.question !== question.number || this.#given.joined !== joined) {
      this.#given = { reader: new LogReader(), question: question.number, joined, places: 0 };
      taker.begin(question);
    }
    for (const entry of this.#given.reader.attach(connection).read(OUTCOME_TABLES)) {
      if (entry.table === 'outcome') taker.take(entry.outcome, ++this.#given.places, entry.question);
      else if (entry.table === 'forgotten') taker.forget(entry.outcome);
    }
  }

  #take(entries: Iterable<Parameters<LogContent['add']>[0]>): void {
    for (const entry of entries) {
      if (entry.table === 'head') this.#content ??= new LogContent(entry);
      else if (entry.table !== 'outcome') this.#content?.add(entry);
    }
    if (this.#content === undefined) throw new Error('its first row is missing');
  }

  #newest(): QuestionAtEnd | undefined {
    const content = this.#content;
    if (content === undefined || content.newestQuestion === 0) return undefined;
    const { decisions, voidDecisions, ...question } = content.question(content.newestQuestion);
    return { ...question, decisions: decisions.slice(voidDecisions) };
  }
}

// Tells from outside whether a log was written to. No connection is held for it: one that reads keeps the writer from
// leaving a single file behind in the end. Nor is the file opened: closing it would give away this process's own locks on it.

/** Times of files are of some milliseconds' precision: what is so new may change once more without another time. */
const PRECISION_MS = 50;

export class LogChange {
  readonly #paths: readonly string[];
  #seen: string | undefined;

  constructor(path: string) {
    this.#paths = [path, `${path}-wal`, snapshotOf(path)];
  }

  /** Whether it may hold more than when this was asked last; true the first time. Throws an InputError (`log-unreadable`). */
  isNews(): boolean {
    const found = this.#paths.map((path) => this.#stateOf(path));
    const seen = found.map((file) => (file ? `${file.ino} ${file.size} ${file.mtimeNs}` : '')).join(', ');
    const isSame = seen === this.#seen;
    const newest = Math.max(...found.map((file) => Number(file?.mtimeMs ?? 0)));
    this.#seen = Date.now() - newest < PRECISION_MS ? undefined : seen;
    return !isSame;
  }

  #stateOf(path: string) {
    try {
      return statSync(path, { throwIfNoEntry: false, bigint: true });
    } catch (error) {
      throw openingError(path, error);
    }
  }
}
