/** @file The end of a log that somebody may be writing: what was asked last and decided since, without any outcome being read. */
import type { Decision, RunHeader } from '../../core/index.js';
import { LogChange } from './log-change.js';
import { fileAt, readRows } from './log-connection.js';
import { LogContent } from './log-content.js';
import type { LogTable } from './log-entry.js';
import { damagedLog, messageOf } from './log-errors.js';
import { readLogFile } from './log-file.js';
import { LOG_VERSION } from './log-schema.js';
import { LogReader } from './read-log.js';
import { readVersion2 } from './version-2.js';

export interface TailOfLog {
  /** What was asked last; undefined before anything was. */
  readonly question: QuestionAtEnd | undefined;
  /** Outcomes that were ever logged, replaced ones included. */
  readonly outcomes: number;
}

export interface QuestionAtEnd {
  readonly number: number;
  readonly header: RunHeader;
  /** All that were ever made and not made void, in order. */
  readonly decisions: readonly Decision[];
  /** What it came to, where it has ended. */
  readonly conclusion: { readonly status: string; readonly headline: string; readonly at: string } | undefined;
}

const TABLES: readonly LogTable[] = ['head', 'candidate', 'question', 'decision', 'conclusion', 'forgotten'];

export class LogTail {
  readonly #path: string;
  #change: LogChange;
  #reader = new LogReader();
  #content: LogContent | undefined;
  #outcomes = 0;
  #file: string | undefined;

  constructor(path: string) {
    this.#path = path;
    this.#change = new LogChange(path);
  }

  /** Undefined where nothing has changed since. Throws an InputError as `openSqliteStore` does. */
  news(): TailOfLog | undefined {
    if (!this.#change.isNews()) return undefined;
    const file = fileAt(this.#path);
    if (file !== this.#file) this.#begin(file);
    readLogFile(this.#path, ({ connection, version }) => {
      try {
        if (version < LOG_VERSION) this.#take(readVersion2(connection));
        else this.#take(this.#reader.attach(connection).read(TABLES));
        this.#outcomes = readRows<[number]>(connection, 'SELECT count(*) FROM outcome')[0]?.[0] ?? 0;
      } catch (error) {
        throw damagedLog(this.#path, messageOf(error), error);
      }
    });
    return { question: this.#newest(), outcomes: this.#outcomes };
  }

  /** Another file has taken its place, or it is read for the first time. */
  #begin(file: string | undefined): void {
    this.#file = file;
    this.#reader = new LogReader();
    this.#content = undefined;
  }

  #take(entries: Iterable<Parameters<LogContent['add']>[0]>): void {
    for (const entry of entries) {
      if (entry.table === 'head') this.#content ??= new LogContent(entry);
      else if (entry.table !== 'outcome') this.#content?.add(entry);
    }
    if (this.#content === undefined) throw new Error('it has no head');
  }

  #newest(): QuestionAtEnd | undefined {
    const content = this.#content;
    if (content === undefined || content.newestQuestion === 0) return undefined;
    const { decisions, voidDecisions, ...question } = content.question(content.newestQuestion);
    return { ...question, decisions: decisions.slice(voidDecisions) };
  }
}
