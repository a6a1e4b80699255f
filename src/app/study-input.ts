/** @file Collects what the report of a study is made from: what its log says, and what was found in that. */
import type { Outcome, Question } from '../core/index.js';
import type { StudyBaseline } from '../questions/common/plan/index.js';
import type { ReportedCode, RunFile, RunStatus, StudyInput } from '../report/index.js';
import { describeData, type ReportPlace } from './race-input.js';
import { RUN_FILES } from './run-files.js';
import type { PlannedStudy } from './study-plan.js';

/** How far a study has come. */
export interface StudyPosition {
  readonly status: RunStatus;
  readonly state: { readonly outcomes: readonly Outcome[] };
  /** Of the user's, that trained. */
  readonly code: ReportedCode | undefined;
  /** None while it goes on. */
  readonly baselines?: readonly StudyBaseline[] | undefined;
}

/** The question must use the outcomes of this position and no others. */
export function studyInput(
  question: Question,
  { study, analyse }: PlannedStudy,
  { status, state, code, baselines = [] }: StudyPosition,
  { folder, command }: ReportPlace,
): StudyInput {
  const { header } = question;
  const { outcomes } = state;
  return {
    header,
    status,
    log: question.extent(),
    forgotten: question.forgotten().length,
    plan: study.description,
    figure: study.settings.figure,
    analysis: analyse(outcomes, baselines),
    baselines,
    outcomes,
    stretches: question.usedStretches(),
    notices: question.notices(),
    data: describeData(header),
    command: command ?? null,
    code,
    files: folder === undefined ? [] : STUDY_FILES,
  };
}

const STUDY_FILES: readonly RunFile[] = [
  { name: RUN_FILES.report, content: 'the study, drawn' },
  { name: RUN_FILES.study, content: 'what was found, for programs' },
  { name: RUN_FILES.studyTable, content: 'every set of trials with its criteria, one a row' },
  { name: RUN_FILES.trials, content: 'every trial, one a row' },
  { name: RUN_FILES.log, content: 'the log, from which the run resumes and is extended' },
];
