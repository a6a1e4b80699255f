/**
 * @file Port: the append-only log of a run folder. It holds evidence (trials that can be exchanged) and the questions that
 * were asked of it, each with its own decisions.
 */
import type { Candidate } from '../ground/candidate.js';
import type { Decision } from '../ground/decision.js';
import type { JsonObject } from '../ground/json.js';
import type { Outcome } from '../ground/outcome.js';
import type { Trial } from '../ground/trial.js';

/** What makes the trials of a log exchangeable; written once, when the log begins. */
export interface EvidenceHead {
  readonly name: string;
  /** Equal for two logs exactly when their trials can be exchanged: hash of data, trainer and seed. */
  readonly identity: string;
  /** The parts of the identity by name (`data`, `trainer`, `seed`), so that a refusal can say which differs. */
  readonly identityParts: Readonly<Record<string, string>>;
  readonly seed: number;
  /** Random text for salted hashes of secrets in the identity; absent where nothing is secret. */
  readonly salt?: string;
  /** Settled when the log begins; absent where no command trains. */
  readonly threads?: ThreadVariables;
}

/** Environment variables that say how many threads a command's libraries take: for every stretch and every worker. */
export type ThreadVariables = Readonly<Record<string, string>>;

/** One question with the evidence that it is asked of: what reports are headed by. */
export interface RunHeader extends EvidenceHead {
  /** The plan's settings (kind, rule, criterion, warm-up, ...): other settings are another question. */
  readonly plan: JsonObject;
  /** The experiment as read, defaults filled in; enough to run it again. */
  readonly experiment: JsonObject;
  /** Those that take part; those that joined stand after the others. */
  readonly candidates: readonly Candidate[];
}

/** A candidate that joined a question while it was answered. */
export interface JoinedCandidate {
  readonly candidate: Candidate;
  /** In the space that it was drawn from: what was chosen at each of its choices; absent for one that comes from elsewhere. */
  readonly point?: readonly number[];
  /** Of one trial, beside the others; absent where all cost alike. */
  readonly cost?: number;
}

/** Those that joined together. */
export interface Joining {
  /** Outcomes that the question had applied by then: no other has as many. */
  readonly outcomes: number;
  /** May be empty: none was found that should join. */
  readonly candidates: readonly JoinedCandidate[];
  /** What the user's proposer gave and may not take part; absent where there is none of these. */
  readonly refused?: readonly RefusedProposal[];
}

/** A configuration that was proposed and may not take part. */
export interface RefusedProposal {
  readonly configuration: JsonObject;
  /** What is wrong with it, and what would be allowed. */
  readonly why: string;
}

/** A question as it is asked this time. */
export interface Asking {
  readonly header: RunHeader;
  /** What does not make it another question, but says how far it goes: the command, budgets, numbers of trials. */
  readonly request?: JsonObject;
}

/** What a question came to, and what that rests on. */
export interface Conclusion {
  /** Equal exactly when the same conclusion would be drawn again. */
  readonly key: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly status: string;
  /** One line for people. */
  readonly headline: string;
  /** What took long to compute, to be shown again without computing it. */
  readonly content: JsonObject;
}

/** One stretch of work on a question: a start, and later its end. Resumes add stretches. */
export interface Stretch {
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Wall time so far; grows while the stretch is open. */
  readonly seconds: number;
  /** Trainings under way when that was recorded: of a stretch that is over, those that were cut off. */
  readonly underWay?: number | undefined;
  readonly workers: number;
  /** Versions and CPU features that decide whether losses can be bit-identical: surefoot, node, onnxruntime, cpu. */
  readonly environment: JsonObject;
  /** Name of the run that its outcomes were taken over from; absent where they were trained. */
  readonly from?: string | undefined;
}

/** Kind of the notice of a log that was rescued: outcomes that decisions rest on may be missing. */
export const SALVAGED = 'salvaged';

/** Something that people should know when they read the result. */
export interface Notice {
  /** Stable: `warning`, `accepted-code`, `migrated`, ... */
  readonly kind: string;
  readonly text: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Number of the question that was asked then; null where it concerns all. */
  readonly question: number | null;
}

/** How far a log goes: what files beside it say, so that one that has lost something since, or is another, is noticed. */
export interface LogExtent {
  /** Names the log; 13 hexadecimal digits. */
  readonly id: string;
  /** All that were ever logged, superseded and forgotten ones included. */
  readonly outcomes: number;
  readonly decisions: number;
  readonly conclusions: number;
  /** Of the checksums of all these in the order in which they were written; 13 hexadecimal digits. */
  readonly chain: string;
}

/** A trial whose outcome a person had forgotten. */
export interface Forgotten {
  readonly candidate: string;
  /** Its key. */
  readonly trial: string;
  readonly reason: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/**
 * ## The contract
 *
 * **One writer.** One process at a time writes a log: the one that holds the lock of its run folder. The next one may come as soon as that
 * process has ended, however it did. Any number may read meanwhile: each sees what some transaction left, and never half of one.
 *
 * **Durable.** What `append`, `appendDecision`, `claim` and `conclude` wrote is on the disk when they return, in one transaction each;
 * whatever else was told before is written with it at the latest, so a run that never comes to an outcome may leave an existing log as
 * it was. A process killed at any moment loses at most the call under way. Who acknowledges an outcome elsewhere does it after `append`.
 *
 * **Append-only.** Nothing changes what was written before. Reading gives what was appended, outcomes in order of arrival. A trial has one
 * outcome that counts; only one that failed, or that a person had forgotten, can be followed by another.
 *
 * **Noticed.** What is read is checked: each row against its checksum, outcomes, decisions and conclusions against the chain over all before, and the
 * whole against what files beside the log have said of it. A log that is not what was written is refused as damaged, never read as less.
 *
 * **One file at rest.** A log whose writer has closed it is one file. While it is written it says of itself that it is open: a copy of that
 * file without the one beside it is refused as incomplete. Readers write nothing beside the log.
 *
 * **Versions.** A log says which version of its format it is; no other than today's is read.
 */
export interface Store {
  readonly head: EvidenceHead;
  /** All that ever took part, in order of joining; their ids are fixed. */
  candidates(): readonly Candidate[];
  /** Ids by the hash of the whole configuration. */
  knownIds(): ReadonlyMap<string, string>;
  /** The outcomes that count, one per trial. */
  outcomes(): readonly Outcome[];
  /**
   * The question that this asks: one that was asked before when plan and candidates are equal, else a new one. Candidates
   * that are not known join. Throws a RunError (`candidate-renamed`) when one is known by another id.
   */
  ask(asking: Asking): Question;
  /** In the order in which they were first asked. */
  questions(): readonly Question[];
  /** The question that was asked last, of this kind where one is named; undefined before the first. */
  newestQuestion(kind?: string): Question | undefined;
  stretches(): readonly Stretch[];
  notices(): readonly Notice[];
  /** Keeps a notice that is not there yet; the same text of the same kind is kept once a question. */
  notice(notice: Notice): void;
  /** The number of this content among the codes, the same for equal contents. */
  recordCode(content: JsonObject): number;
  /** Contents by number - 1. */
  codes(): readonly JsonObject[];
  /** Names in the run folder that are Surefoot's: made by it, and free to be overwritten and removed. */
  claims(): readonly string[];
  claim(names: readonly string[]): void;
  /** Of what is durable; undefined where nothing outlives the process. */
  extent(): LogExtent | undefined;
  /**
   * The outcome of this trial counts no longer, whatever it was; what was decided and concluded since with its candidate counts no
   * longer either. Durable when it returns. Throws a RangeError where there is none.
   */
  forget(trial: Trial, reason: string): void;
  /** In the order in which they were forgotten. */
  forgotten(): readonly Forgotten[];
  /** Makes durable whatever was told before. */
  flush(): void;
  close(): void;
}

/**
 * One question, and the evidence as it concerns it. A second outcome under a trial key that has one is refused, except
 * after a failed one, which it supersedes (both stay in the log; reading gives the later). A decision of a round that has
 * one supersedes it and all later ones in the same way (`standingDecisions`).
 */
export interface Question {
  /** 1, 2, ... in the order in which questions were first asked. */
  readonly number: number;
  readonly header: RunHeader;
  readonly request: JsonObject;
  /** When it was asked first; ISO 8601, UTC. */
  readonly askedAt: string;
  /** The candidates that joined, in order: they stand in the header, after the others, and do not make it another question. */
  joined(): readonly Joining[];
  /** Durable when it returns. Candidates that are not known join the log, too; their ids are as in `ask`. */
  join(joining: Joining): void;
  /** All or nothing. */
  append(outcomes: readonly Outcome[]): void;
  /** The outcome that counts for this trial, or undefined. */
  outcome(trial: Trial): Outcome | undefined;
  /** The outcome of this trial, where it has one, belongs to what the question uses. */
  use(trial: Trial): void;
  /** The outcomes that count of its candidates, from any question. */
  outcomes(): readonly Outcome[];
  /** Those that `use` named or `append` took since the question was opened, in that order, or that `useOnly` named. */
  usedOutcomes(): readonly Outcome[];
  /** Those that were trained for it and that it does not use: ahead of what it asked for, or under way when nobody waited any more. */
  unusedOutcomes(): readonly Outcome[];
  /** Of those that it uses, how many were taken over from other runs, by the name of each. */
  takenOver(): ReadonlyMap<string, number>;
  /**
   * Its answer rests on these and no others, in this order, and on its first so many decisions; what else was trained and decided
   * for it, under a larger budget, say, stays in the log.
   */
  useOnly(trials: readonly Trial[], decisions: number): void;
  appendDecision(decision: Decision): void;
  decisions(): readonly Decision[];
  /** Those that `useOnly` left; all of them before. */
  usedDecisions(): readonly Decision[];
  /** Opens a stretch; the returned function records its wall time so far, and what is under way, and may be called repeatedly. */
  beginStretch(stretch: Omit<Stretch, 'seconds' | 'underWay'>): (seconds: number, underWay?: number) => void;
  /** Stretches of work on this question. */
  stretches(): readonly Stretch[];
  /** Those, and the stretches in which other questions trained what this one uses; in order of time. */
  usedStretches(): readonly Stretch[];
  notice(kind: string, text: string): void;
  /** Of this question, and those that concern all. */
  notices(): readonly Notice[];
  /** Of the log that it is asked of; undefined where nothing outlives the process. */
  extent(): LogExtent | undefined;
  /** Trials of its candidates whose outcomes a person had forgotten, in order. */
  forgotten(): readonly Forgotten[];
  /** Takes the place of the conclusion before. */
  conclude(conclusion: Conclusion): void;
  conclusion(): Conclusion | undefined;
}

/** The header of a question as it was asked: without those that joined since. */
export function askedHeader(header: RunHeader, joined: readonly Joining[]): RunHeader {
  const more = joined.reduce((count, { candidates }) => count + candidates.length, 0);
  return more === 0 ? header : { ...header, candidates: header.candidates.slice(0, -more) };
}
