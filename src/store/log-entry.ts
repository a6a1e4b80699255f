/**
 * @file The entries of a log. A log is a sequence of them: what a store knows is a fold over its entries, and every way of
 * writing a log (a file, memory, a migration, a rescue) writes these.
 */
import type {
  Conclusion,
  Decision,
  EvidenceHead,
  JsonObject,
  JsonValue,
  Notice,
  Outcome,
  Stretch,
} from '../core/index.js';

/** A candidate as it is kept for good. */
export interface CandidateEntry {
  readonly table: 'candidate';
  /** SHA-256 of the configuration: what its trials are kept under. */
  readonly hash: string;
  readonly id: string;
  readonly configuration: JsonObject;
}

/** A question as it was asked; asking again with another request adds an entry of the same number. */
export interface QuestionEntry {
  readonly table: 'question';
  readonly number: number;
  /** Hash of plan and candidates. */
  readonly identity: string;
  /** Of the experiment. */
  readonly name: string;
  readonly plan: JsonObject;
  readonly experiment: JsonObject;
  readonly request: JsonObject;
  /** Who takes part, by place in the table of candidates, and its label among the others. */
  readonly candidates: readonly (readonly [place: number, label: string])[];
  readonly askedAt: string;
}

export interface StretchEntry extends Stretch {
  readonly table: 'stretch';
  readonly number: number;
  readonly question: number;
}

export interface OutcomeEntry {
  readonly table: 'outcome';
  readonly outcome: Outcome;
  /** Place in the table of candidates, from 0. */
  readonly place: number;
  readonly question: number;
  readonly stretch: number | null;
  /** `settingKey` of the trial, where it is at hand: many outcomes share one text. */
  readonly setting?: string;
}

export type LogEntry =
  | ({ readonly table: 'head' } & EvidenceHead)
  | CandidateEntry
  | { readonly table: 'code'; readonly content: JsonObject }
  | QuestionEntry
  | StretchEntry
  | OutcomeEntry
  | { readonly table: 'decision'; readonly question: number; readonly decision: Decision }
  | ({ readonly table: 'notice' } & Notice)
  | { readonly table: 'claim'; readonly name: string }
  | ({ readonly table: 'conclusion'; readonly question: number } & Conclusion);

export type LogTable = LogEntry['table'];

/** In an order in which nothing comes before what it refers to. */
export const LOG_TABLES: readonly LogTable[] = [
  'head',
  'claim',
  'candidate',
  'code',
  'question',
  'stretch',
  'outcome',
  'decision',
  'notice',
  'conclusion',
];

/** Tables whose rows hold JSON; outcomes have columns. */
export type DocumentTable = Exclude<LogTable, 'outcome'>;

/** The entry without its table, as a document keeps it. */
export function documentOf(entry: Exclude<LogEntry, OutcomeEntry>): JsonValue {
  const { table: _, ...document } = entry;
  return document as unknown as JsonObject;
}

/** Stretches grow and conclusions are replaced, each at a place of its own; all other entries stand for good. */
export function placeOf(entry: LogEntry): number | null {
  if (entry.table === 'head') return 1;
  if (entry.table === 'stretch') return entry.number;
  return entry.table === 'conclusion' ? entry.question : null;
}
