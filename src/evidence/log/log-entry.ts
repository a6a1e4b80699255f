/**
 * @file The entries of a log. A log is a sequence of them: what a store knows is a fold over its entries, and every way of
 * writing a log (a file, memory, a rescue) writes these.
 */
import {
  asJson,
  type Conclusion,
  type Decision,
  type EvidenceHead,
  type Forgotten,
  type JoinedCandidate,
  type JsonObject,
  type JsonValue,
  type Notice,
  type Outcome,
  type RefusedProposal,
  type Stretch,
} from '../../core/index.js';

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
  /** The candidates that take part: the place of each in the table of candidates, and its label among the others. */
  readonly candidates: readonly (readonly [place: number, label: string])[];
  readonly askedAt: string;
  /** The log's own, once more: what is rescued without the row of the head is headed by this. */
  readonly head?: EvidenceHead;
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

/** An outcome that counts no longer, by the word of a person: its trial is trained again, and what was decided since is decided anew. */
export interface ForgottenEntry extends Forgotten {
  readonly table: 'forgotten';
  /** The outcome's place in the order of arrival, from 1. */
  readonly outcome: number;
  /** By number of the questions that it concerns: how many decisions each had, and when it was concluded, if it was. */
  readonly voids: readonly (readonly [question: number, decisions: number, concludedAt: string | null])[];
}

/** Candidates that joined a question after so many outcomes. */
export interface ProposalEntry {
  readonly table: 'proposal';
  readonly question: number;
  readonly outcomes: number;
  /** By place in the table of candidates, with the label among the others. */
  readonly candidates: readonly (readonly [place: number, label: string, more: ProposedDetails])[];
  /** Proposals that may not take part. */
  readonly refused?: readonly RefusedProposal[];
}

type ProposedDetails = Omit<JoinedCandidate, 'candidate'>;

/** Kinds that later versions write, each with its question: this version keeps a place for them, and passes them by. */
const RESERVED_TABLES = ['probation', 'delivery', 'prediction'] as const;

export interface ReservedEntry {
  readonly table: (typeof RESERVED_TABLES)[number];
  readonly question: number;
  readonly content: JsonObject;
}

/** `log`: drawn at random when the log is made, so that no two logs have one head. */
export type HeadEntry = { readonly table: 'head'; readonly log?: string } & EvidenceHead;

export type LogEntry =
  | HeadEntry
  | CandidateEntry
  | { readonly table: 'code'; readonly content: JsonObject }
  | QuestionEntry
  | StretchEntry
  | OutcomeEntry
  | { readonly table: 'decision'; readonly question: number; readonly decision: Decision }
  | ({ readonly table: 'notice' } & Notice)
  | { readonly table: 'claim'; readonly name: string }
  | ({ readonly table: 'conclusion'; readonly question: number } & Conclusion)
  | ForgottenEntry
  | ProposalEntry
  | ReservedEntry;

export type LogTable = LogEntry['table'];

/** All of them, in an order in which nothing comes before what it refers to. */
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
  'forgotten',
  'proposal',
  ...RESERVED_TABLES,
];

/** The length of a stretch grows in place. */
export const GROWING_TABLES: readonly LogTable[] = ['stretch'];

/** Tables whose rows hold JSON; outcomes have columns. */
export type DocumentTable = Exclude<LogTable, 'outcome'>;

/** The entry without its table, as a document keeps it. */
export function documentOf(entry: Exclude<LogEntry, OutcomeEntry>): JsonValue {
  const { table: _, ...document } = entry;
  return asJson(document);
}

/** A stretch grows at its place; all other entries stand for good. */
export function placeOf(entry: LogEntry): number | null {
  if (entry.table === 'head') return 1;
  return entry.table === 'stretch' ? entry.number : null;
}
