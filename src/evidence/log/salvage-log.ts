/** @file Rescues what can be read of a damaged log into a new one, which resumes. */
import { renameSync } from 'node:fs';
import { type InputError, inputError, isFailure, type Outcome, SALVAGED } from '../../core/index.js';
import { readForRescue } from './check-log.js';
import { LogContent } from './log-content.js';
import type {
  ForgottenEntry,
  HeadEntry,
  LogEntry,
  OutcomeEntry,
  ProposalEntry,
  QuestionEntry,
  ReservedEntry,
} from './log-entry.js';
import { buildLogFile } from './log-file.js';
import type { ReadableLog } from './readable-log.js';
import type { Witness } from './witness.js';

export interface Rescued {
  readonly trials: number;
  /** How many these are of those that a file beside the log counts, in words; undefined where none does. */
  readonly share: string | undefined;
}

/**
 * Writes into a new log what can be read of a damaged one: trials with their code, questions with what was decided and
 * concluded. What refers to a row that is lost is left out, or says that it is not known.
 * @throws InputError (`log-lost`) where not even the head can be read.
 */
export function salvageLog(path: string, target: string, claims: readonly string[]): Rescued {
  const { log, witnesses } = readForRescue(path);
  const head = headOf(log.entries);
  if (head === undefined) throw lost(path);
  const rescue = new Rescue(head, log);
  const kept: LogEntry[] = [head, ...claims.map((name): LogEntry => ({ table: 'claim', name }))];
  const outcomes: number[] = [];
  for (const entry of log.entries) {
    const taken = rescue.take(entry);
    if (taken === undefined) continue;
    kept.push(taken);
    if (entry.table === 'outcome') outcomes.push(log.numbers.get(entry) as number);
  }
  const share = shareOf(log, outcomes, witnesses);
  const trials = outcomes.length;
  const text = `${trials} ${trials === 1 ? 'training was' : 'trainings were'} rescued from a damaged log`;
  kept.push({
    table: 'notice',
    kind: SALVAGED,
    text: share === undefined ? text : `${text}: ${share}`,
    at: new Date().toISOString(),
    question: null,
  });
  renameSync(buildLogFile(target, kept), target);
  return { trials, share };
}

/** By the file that counts the most. What came after it was written is not among these, and what was forgotten by hand not lost. */
function shareOf(
  { entries }: ReadableLog,
  taken: readonly number[],
  witnesses: readonly Witness[],
): string | undefined {
  const [witness] = witnesses.toSorted((a, b) => b.extent.outcomes - a.extent.outcomes);
  if (witness === undefined) return undefined;
  const { file, extent } = witness;
  const isCounted = (number: number) => number <= extent.outcomes;
  const forgotten = entries.filter((entry) => entry.table === 'forgotten' && isCounted(entry.outcome)).length;
  const known = extent.outcomes - forgotten;
  const share = taken.filter(isCounted).length;
  return `${share === known ? 'all' : share} of the ${known} outcomes that ${file} counts`;
}

/** Questions know the head, too. */
function headOf(entries: readonly LogEntry[]): HeadEntry | undefined {
  for (const entry of entries) {
    if (entry.table === 'head') return entry;
    if (entry.table === 'question' && entry.head !== undefined) return { table: 'head', ...entry.head };
  }
  return undefined;
}

/** Takes over entry by entry; where rows are lost, those after them have other numbers than before. */
class Rescue {
  readonly #content: LogContent;
  readonly #numbers: ReadableLog['numbers'];
  /** Numbers of now by those of before. */
  readonly #places = new Map<number, number>();
  readonly #codes = new Map<number, number>();
  readonly #questions = new Map<number, number>();
  readonly #stretches = new Map<number, number>();

  constructor(head: HeadEntry, { numbers }: ReadableLog) {
    this.#content = new LogContent(head);
    this.#numbers = numbers;
  }

  /** The entry as the new log has it; undefined for one that cannot be taken. */
  take(entry: LogEntry): LogEntry | undefined {
    const taken = this.#renumbered(entry);
    if (taken !== undefined) this.#content.add(taken);
    return taken;
  }

  #renumbered(entry: LogEntry): LogEntry | undefined {
    const { candidates, codes, questions, stretches } = this.#content;
    switch (entry.table) {
      case 'head':
      case 'claim':
        return undefined;
      case 'candidate':
        this.#places.set((this.#numbers.get(entry) ?? candidates.length + 1) - 1, candidates.length);
        return entry;
      case 'code':
        this.#codes.set(this.#numbers.get(entry) ?? codes.length + 1, codes.length + 1);
        return entry;
      case 'question':
        return this.#question(entry, questions.length + 1);
      case 'stretch': {
        this.#stretches.set(entry.number, stretches.length + 1);
        return { ...entry, number: stretches.length + 1, question: this.#questions.get(entry.question) ?? NO_QUESTION };
      }
      case 'outcome':
        return this.#outcome(entry);
      case 'notice':
        return { ...entry, question: entry.question === null ? null : (this.#questions.get(entry.question) ?? null) };
      case 'decision':
      case 'conclusion': {
        const question = this.#questions.get(entry.question);
        return question === undefined ? undefined : { ...entry, question };
      }
      case 'proposal':
        return this.#proposal(entry);
      default:
        return this.#rest(entry);
    }
  }

  /** What was forgotten is not taken over, and what later versions add belongs to its question. */
  #rest(entry: ForgottenEntry | ReservedEntry): LogEntry | undefined {
    if (entry.table === 'forgotten') return undefined;
    const question = this.#questions.get(entry.question);
    return question === undefined ? undefined : { ...entry, question };
  }

  /** One of which a candidate is lost is another question. */
  #question(entry: QuestionEntry, next: number): QuestionEntry | undefined {
    const candidates = entry.candidates.flatMap(([before, label]) => {
      const place = this.#places.get(before);
      return place === undefined ? [] : [[place, label] as const];
    });
    if (candidates.length < entry.candidates.length) return undefined;
    const number = this.#questions.get(entry.number) ?? next;
    this.#questions.set(entry.number, number);
    return { ...entry, number, candidates };
  }

  /** Those of which a candidate is lost are proposed again. */
  #proposal(entry: ProposalEntry): ProposalEntry | undefined {
    const question = this.#questions.get(entry.question);
    const candidates = entry.candidates.flatMap(([before, label, more]) => {
      const place = this.#places.get(before);
      return place === undefined ? [] : [[place, label, more] as const];
    });
    if (question === undefined || candidates.length < entry.candidates.length) return undefined;
    return { ...entry, question, candidates };
  }

  #outcome(entry: OutcomeEntry): OutcomeEntry | undefined {
    const { placeById, outcomes } = this.#content;
    const { code, ...rest } = entry.outcome;
    const place = placeById.get(rest.trial.candidate);
    if (place === undefined) return undefined;
    const present = outcomes.at(outcomes.slotOf(place, rest.trial) ?? -1);
    if (present !== undefined && !isFailure(present)) return undefined;
    const known = code === undefined ? undefined : this.#codes.get(code);
    const outcome: Outcome = known === undefined ? rest : { ...rest, code: known };
    const question = this.#questions.get(entry.question) ?? NO_QUESTION;
    const stretch = entry.stretch === null ? null : (this.#stretches.get(entry.stretch) ?? null);
    return { ...entry, outcome, place, question, stretch };
  }
}

/** Of what belonged to a question that is lost. */
const NO_QUESTION = 0;

function lost(path: string): InputError {
  return inputError`log-lost: Nothing can be rescued from ${path}: not even its first row can be read.
    Allowed: a log whose first row or one of whose questions can be read
    Fix: Restore the file from a backup, or start the run again.`;
}
