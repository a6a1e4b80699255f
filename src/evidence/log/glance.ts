/** @file A quick look into a log: whose evidence it is, without its outcomes. */
import { type EvidenceHead, FAILURE_STATUSES, type JsonObject } from '../../core/index.js';
import { type Connection, readRows } from './log-connection.js';
import { LogContent } from './log-content.js';
import type { LogTable } from './log-entry.js';
import { damagedLog, messageOf } from './log-errors.js';
import { readLogFile } from './log-file.js';
import { LogReader } from './read-log.js';

export interface LogGlance {
  readonly head: EvidenceHead;
  readonly claims: readonly string[];
  /** Whether any trial has ever come to something, or anything was decided. */
  readonly hasWorked: boolean;
  /** Of the last stretch of work; undefined before the first. */
  readonly environment: JsonObject | undefined;
}

/** Throws an InputError as `openSqliteStore` does. */
export function glanceAtLog(path: string): LogGlance {
  return glance(path, ['head', 'claim', 'stretch'], ({ head, claims, stretches }, connection) => {
    const failures = FAILURE_STATUSES.map((status) => `'${status}'`).join(', ');
    const [[hasWorked] = [0]] = readRows<[number]>(
      connection,
      `SELECT EXISTS (SELECT 1 FROM outcome WHERE status NOT IN (${failures})) OR EXISTS (SELECT 1 FROM decision)`,
    );
    return { head, claims: [...claims], hasWorked: hasWorked === 1, environment: stretches.at(-1)?.environment };
  });
}

interface LogNames {
  readonly head: EvidenceHead;
  /** Ids of candidates by the hash of the whole configuration. */
  readonly ids: ReadonlyMap<string, string>;
}

/** The names that a log gave. Throws an InputError as `openSqliteStore` does. */
export function readLogNames(path: string): LogNames {
  return glance(path, ['head', 'candidate'], ({ head, placeByHash, candidates }) => {
    const ids = [...placeByHash].map(([hash, place]) => [hash, candidates[place]?.id ?? ''] as const);
    return { head, ids: new Map(ids) };
  });
}

function glance<T>(
  path: string,
  tables: readonly LogTable[],
  look: (content: LogContent, connection: Connection) => T,
): T {
  return readLogFile(path, (connection) => {
    try {
      const entries = new LogReader(connection).read(tables);
      const first = entries.next();
      if (first.done === true || first.value.table !== 'head') throw new Error('its first row is missing');
      const content = new LogContent(first.value);
      for (const entry of entries) content.add(entry);
      return look(content, connection);
    } catch (error) {
      throw damagedLog(path, messageOf(error), error);
    }
  });
}
