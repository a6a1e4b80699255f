/** @file The port of a kind of study: all that sets one apart from the others. */

import type { z } from 'zod';
import type { Candidate, FailurePolicy, JsonObject, Outcome } from '../../core/index.js';
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
