/** @file The content of a study's record, `measure.json` and the like: what a study asked, what it found, and the run it comes from. */
import type { JsonObject, LogExtent } from '../../core/index.js';
import type { StudyBaseline, StudyEndings } from '../../questions/common/plan/index.js';
import type { StudyAnalysis } from '../../questions/index.js';
import type { QuestionStatus } from '../input.js';
import type { ResultNeverWorked } from '../result/figure-schema.js';
import { countOutcomes, type RunFacts, runFactsOf, type TrialCounts } from '../result/run-facts.js';
import { endingsInStudy, neverWorkedInStudy } from './lost-in-study.js';
import { noticesOfStudy, type StudyNotice } from './notices.js';
import { headlineOfStudy } from './study-answer.js';
import type { StudyInput } from './study-input.js';

const STUDY_FORMAT = 'surefoot-study';
const STUDY_VERSION = 2;

export interface StudyRecord extends RunFacts {
  readonly format: typeof STUDY_FORMAT;
  readonly version: typeof STUDY_VERSION;
  readonly log: LogExtent | null;
  /** The number of `surefoot status`. */
  readonly question: number | null;
  readonly forgotten: number;
  readonly kind: StudyAnalysis['kind'];
  readonly name: string;
  /**
   * `budget`: the budget ended before all trials were trained; the same command goes on. `interrupted`, `running`: so does what
   * was found so far.
   */
  readonly status: 'finished' | Exclude<QuestionStatus, 'decided' | 'denied' | 'exhausted'>;
  readonly figure: string;
  readonly headline: string;
  readonly notices: readonly StudyNotice[];
  readonly plan: JsonObject;
  readonly candidates: readonly { readonly id: string; readonly label: string; readonly configuration: JsonObject }[];
  /** All of their trainings failed: findings are about the others. */
  readonly neverWorked: readonly ResultNeverWorked[];
  /** How trainings of the others ended, over all that were begun. */
  readonly endings: readonly StudyEndings[];
  readonly findings: StudyAnalysis;
  readonly baselines: readonly StudyBaseline[];
  readonly trials: TrialCounts;
}

function statusOf({ status }: StudyInput): StudyRecord['status'] {
  return status === 'decided' || status === 'denied' || status === 'exhausted' ? 'finished' : status;
}

export function buildStudyRecord(input: StudyInput): StudyRecord {
  const { header, analysis, figure, plan, outcomes } = input;
  return {
    format: STUDY_FORMAT,
    version: STUDY_VERSION,
    log: input.log ?? null,
    question: input.question ?? null,
    forgotten: input.forgotten ?? 0,
    kind: analysis.kind,
    name: header.name,
    figure,
    status: statusOf(input),
    headline: headlineOfStudy(input),
    notices: noticesOfStudy(input),
    plan,
    candidates: header.candidates.map(({ id, label, configuration }) => ({ id, label, configuration })),
    neverWorked: neverWorkedInStudy(input),
    endings: endingsInStudy(input),
    findings: analysis,
    baselines: input.baselines ?? [],
    trials: countOutcomes(outcomes, input.beside),
    ...runFactsOf(header, input.stretches, input.data, input.command, input.code),
  };
}
