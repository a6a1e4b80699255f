/** @file Trainings of another run that can be exchanged with those of this one: data, trainer and seed agree, so equal trials are the same. */
import {
  type Candidate,
  canonicalJson,
  isFailure,
  type JsonObject,
  type Outcome,
  type Question,
  type Store,
  type Trial,
} from '../../../core/index.js';
import { openSqliteStore } from '../../../evidence/log/index.js';
import { differenceClauses, type IdentityParts } from '../../../experiment/index.js';
import { isFresh } from '../../../questions/race/plan/index.js';
import type { CodeState, WatchedCode } from '../../../trainers/index.js';

export interface FoundEvidence {
  /** Name of the run. */
  readonly from: string;
  /** Where its last trainings were made. */
  readonly environment: JsonObject;
  readonly codes: readonly JsonObject[];
  /** Each with the configuration that was trained, as canonical JSON. */
  readonly trainings: readonly (readonly [configuration: string, outcome: Outcome])[];
}

/** The parts of this run's identity with the salt of a log. */
export type PartsWith = (salt: string) => IdentityParts;

/** What this run would train. */
interface Wanted extends Pick<WatchedCode, 'isOfTrainer'> {
  readonly partsWith: PartsWith;
  /** Whether it ever asks for trainings on so many examples and for so many epochs. */
  asksFor(trial: Pick<Trial, 'fidelity'>): boolean;
}

/** The evidence in the log at this path; or a clause for each part by which its trainings are others. */
export function exchangeableIn(
  log: string,
  { partsWith, asksFor, isOfTrainer = () => true }: Wanted,
): FoundEvidence | readonly string[] {
  const store = openSqliteStore(log, { readOnly: true });
  try {
    const { head } = store;
    const environment = store.stretches().at(-1)?.environment ?? {};
    const differences = differenceClauses(head.identityParts, partsWith(head.salt ?? ''));
    if (differences.length > 0) return differences;
    const candidates = new Map(store.candidates().map((candidate) => [candidate.id, candidate]));
    const codes = store.codes();
    const candidateOf = ({ trial }: Outcome) => candidates.get(trial.candidate) as Candidate;
    // The fresh trainings of this run are to be its own: they choose no candidate, and leave its model.
    const kept = store.outcomes().filter((outcome) => !isFailure(outcome) && !isFresh(outcome.trial));
    const wanted = kept.filter(({ trial }) => asksFor(trial));
    if (wanted.length === 0 && kept.length > 0) return ['no training there has the `sample` of this experiment'];
    const same = wanted.filter((outcome) => {
      const { files = {} } = (codes[(outcome.code ?? 0) - 1] ?? {}) as Partial<CodeState>;
      return isOfTrainer(candidateOf(outcome), files);
    });
    if (same.length === 0 && wanted.length > 0) return ['the trainers of its models are others'];
    const trainings = same.map((outcome) => [canonicalJson(candidateOf(outcome).configuration), outcome] as const);
    return { from: head.name, environment, codes, trainings };
  } finally {
    store.close();
  }
}

/** How many of its trainings are of these candidates. */
export function countTaken({ trainings }: FoundEvidence, candidates: Question['header']['candidates']): number {
  const own = new Set(candidates.map(({ configuration }) => canonicalJson(configuration)));
  return trainings.filter(([configuration]) => own.has(configuration)).length;
}

/**
 * Adds to the log, once, what it does not hold of the question's candidates, as a stretch without time; without the files that the
 * trainings have left, which stay where they are.
 */
export function takeOver(store: Store, question: Question, evidence: FoundEvidence): void {
  const { from, environment, codes, trainings } = evidence;
  const { candidates } = question.header;
  const ids = new Map(candidates.map(({ id, configuration }) => [canonicalJson(configuration), id]));
  const taken = trainings.flatMap(([configuration, { artifacts: _, artifactSums: __, ...outcome }]): Outcome[] => {
    const candidate = ids.get(configuration);
    const trial = { ...outcome.trial, candidate: candidate ?? '' };
    if (candidate === undefined || question.outcome(trial) !== undefined) return [];
    const code = outcome.code === undefined ? undefined : codes[outcome.code - 1];
    return [{ ...outcome, trial, ...(code === undefined ? {} : { code: store.recordCode(code) }) }];
  });
  if (taken.length === 0) return;
  question.beginStretch({ startedAt: new Date().toISOString(), workers: 0, environment, from });
  question.append(taken);
}
