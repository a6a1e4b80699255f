/** @file Port: the append-only log of a run. */
import type { Candidate } from './candidate.js';
import type { Decision } from './decision.js';
import type { JsonObject } from './json.js';
import type { Outcome } from './outcome.js';
import type { Trial } from './trial.js';

/** What a log is about; written once, when the run begins. */
export interface RunHeader {
  readonly name: string;
  /** Equal for two runs exactly when their trials can be exchanged: hash of data, trainer, candidates and seed. */
  readonly identity: string;
  /** The parts of the identity by name (`data`, `trainer`, `candidates`, `seed`), so that a refusal can say which differs. */
  readonly identityParts: Readonly<Record<string, string>>;
  readonly seed: number;
  /** The plan's own settings (kind, rule, criterion, warm-up, ...); a resume must bring the same. */
  readonly plan: JsonObject;
  /** The experiment as read, defaults filled in; enough to run it again. */
  readonly experiment: JsonObject;
  readonly candidates: readonly Candidate[];
}

/** One stretch of work on a run: a start, and later its end. Resumes add stretches. */
export interface Stretch {
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Wall time so far; grows while the stretch is open. */
  readonly seconds: number;
  readonly workers: number;
  /** Versions and CPU features that decide whether losses can be bit-identical: surefoot, node, onnxruntime, cpu. */
  readonly environment: JsonObject;
}

/**
 * Contract: `append` and `appendDecision` are durable when they return, and never change what was written before.
 * A second outcome under a trial key that has one is refused, except after a failed one, which it supersedes (both
 * stay in the log; reading gives the later). A decision of a round that has one supersedes it and all later ones in the
 * same way (`standingDecisions`). Reading gives what was appended, outcomes in order of arrival. A process killed at
 * any moment loses at most the append under way.
 */
export interface Store {
  readonly header: RunHeader;
  append(outcome: Outcome): void;
  appendDecision(decision: Decision): void;
  /** The outcome that counts for this trial, or undefined. */
  outcome(trial: Trial): Outcome | undefined;
  outcomes(): readonly Outcome[];
  decisions(): readonly Decision[];
  /** Opens a stretch; the returned function records its wall time so far and may be called repeatedly. */
  beginStretch(stretch: Omit<Stretch, 'seconds'>): (seconds: number) => void;
  stretches(): readonly Stretch[];
  close(): void;
}
