/** @file The port of a kind of study, all that sets one apart from the others; and the candidates and factors that people name in one. */

import { parse } from 'yaml';
import type { z } from 'zod';
import {
  type Candidate,
  type FailurePolicy,
  type InputError,
  inputError,
  type JsonObject,
  type JsonValue,
  type Outcome,
} from '../../core/index.js';
import type { CommonSettings, Study, StudyBaseline, StudyState } from './plan/index.js';
import type { ToldQuestion } from './told-options.js';

/** What a study is of. */
interface StudySubject {
  readonly candidates: readonly Candidate[];
  /** `loss`, or a metric. */
  readonly figure: string;
  /** Of the experiment. */
  readonly seed: number;
  readonly failurePolicy: FailurePolicy;
  /** Training examples of a trial as the experiment says; 0 = the trainer's own default. */
  readonly sampleSize: number;
  /** Examples that samples are drawn from; null if it cannot be told. */
  readonly pool: number | null;
  /** Whether smaller samples lie inside larger ones of the same index. */
  readonly nested: boolean;
}

/** `decided`: the answer is yes. `denied`: it is no. `budget`: its trials ended before. */
type StudyEnd = 'decided' | 'denied' | 'budget';

/** A study that can be run, and what it makes of its outcomes. */
export interface PlannedStudy<Analysis> {
  readonly study: Study<CommonSettings>;
  /** Trials that it asks for, at most where that is not exact. */
  readonly all: { readonly trials: number; readonly isExact: boolean };
  /** What it will take, and what it can tell with that, said before anything is trained; nothing where absent. */
  readonly forecasts?: readonly string[];
  /** Of one that answers yes or no, once it asks for nothing more; absent where all trials are the answer. */
  endOf?(state: StudyState): StudyEnd;
  /** `baselines`: what its trainings are set beside; none by default. */
  analyse(outcomes: readonly Outcome[], baselines?: readonly StudyBaseline[]): Analysis;
}

/** Candidates of configurations, checked and completed; `place` says where each was written. */
export type BuildConfigurations = (
  configurations: readonly { readonly name: string; readonly place: string; readonly configuration: JsonObject }[],
) => readonly Candidate[];

/** A kind of study: all that sets it apart from the others. `Own`: what it is told in addition to its subject. */
export interface StudyKind<Own, Analysis, Options extends z.ZodObject = z.ZodObject> extends ToldQuestion<Options> {
  /** The question is about one candidate, which is named by `candidate` where there are several. */
  readonly aboutOne?: true;
  /** Whether its trials have the sample size of the experiment, and not sizes of its own. */
  readonly takesSample: boolean;
  /** Whether its replicates divide the data anew where the experiment says so, as those of a race do. */
  readonly replicates: boolean;
  /** Trainings that it may hold in memory. */
  trainings(own: Own, candidates: number): number;
  /** What the candidates of the experiment have to be asked for before it can be planned; all take part where absent. */
  settle?(
    own: Own,
    candidates: readonly Candidate[],
    build: BuildConfigurations,
  ): { readonly candidates: readonly Candidate[]; readonly found: Partial<Own> };
  /** The option by which its own settings divide the data anew; undefined where they do not. */
  divides?(own: Own): string | undefined;
  /** The same from what was told and from what a log holds of it. @throws InputError for settings that study nothing. */
  plan(subject: StudySubject, own: Own): PlannedStudy<Analysis>;
}

/** Of a study that asks for everything at once. */
export function allAtOnce(study: Study<unknown>): PlannedStudy<unknown>['all'] {
  const first = study.next(study.begin(), []);
  return { trials: first.kind === 'asked' ? first.asks.length : 0, isExact: true };
}

export function settingsOf({ candidates, figure, seed, failurePolicy }: StudySubject): CommonSettings {
  return { candidates: candidates.map(({ id }) => id), figure, seed, failurePolicy };
}

/** By id or by label, in the order of the experiment. @throws InputError for an unknown name. */
export function candidatesNamed(candidates: readonly Candidate[], names: readonly string[]): readonly Candidate[] {
  for (const name of names) {
    if (!candidates.some(({ id, label }) => id === name || label === name)) throw unknownCandidate(name, candidates);
  }
  return candidates.filter(({ id, label }) => names.includes(id) || names.includes(label));
}

/** Of a question about one. @throws InputError where there are several. */
export function onlyCandidate(candidates: readonly Candidate[]): Candidate {
  const [only, another] = candidates;
  if (only !== undefined && another === undefined) return only;
  throw inputError`several-candidates: There are ${candidates.length} candidates, but the question is about one.
    Allowed: one of ${namesOf(candidates)}; by default the winner of a finished race in the run folder
    Fix: Name it with --candidate, or finish a race first.`;
}

function unknownCandidate(name: string, candidates: readonly Candidate[]): InputError {
  return inputError`unknown-candidate: The experiment has no candidate "${name}".
    Allowed: ids or labels: ${namesOf(candidates)}
    Fix: Correct the name; \`surefoot check\` lists all candidates.`;
}

const MOST_NAMES = 10;

function namesOf(candidates: readonly Candidate[]): string {
  const shown = candidates.slice(0, MOST_NAMES).map(({ id, label }) => (label === '' ? id : `${id} (${label})`));
  const more = candidates.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** `levels` are absent where those of the space are meant. */
interface AskedFactor {
  readonly name: string;
  readonly levels?: readonly JsonValue[];
}

/**
 * `layers.activation=relu,elu`, `optimizer=[{ name: sgd }, { name: adamw }]`: levels as a YAML list, brackets optional.
 * @throws InputError for fewer than `fewest` levels.
 */
export function readFactor(text: string, fewest: number): AskedFactor {
  const sign = text.indexOf('=');
  if (sign === -1) return { name: text.trim() };
  const name = text.slice(0, sign).trim();
  const list = text.slice(sign + 1).trim();
  try {
    const levels: unknown = parse(list.startsWith('[') ? list : `[${list}]`);
    if (Array.isArray(levels) && levels.length >= fewest) return { name, levels: levels as JsonValue[] };
  } catch {
    // What is not YAML is told as any other list that is none.
  }
  throw inputError`factor-levels: The levels of the factor "${name}" are "${list}".
    Allowed: two or more, separated by commas, such as layers.activation=relu,elu or optimizer=[{ name: sgd }, { name: adamw }]
    Fix: Correct --factor.`;
}
