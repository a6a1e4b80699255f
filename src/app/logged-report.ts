/**
 * @file Reports a question from its log alone, as often as there is more: of a run that goes on in another process, that was
 * interrupted, or that has ended. Writes nothing.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Baseline, Conclusion, Question, Store } from '../core/index.js';
import { LogFollower } from '../evidence/drive/index.js';
import type { StudyState } from '../questions/common/plan/index.js';
import type { Race, RaceAnswer } from '../questions/race/plan/index.js';
import {
  buildReportView,
  formatFinalTable,
  formatStudyTable,
  type ReportInput,
  type ReportView,
  type RunFile,
  type RunStatus,
  type StudyInput,
  type TerminalOptions,
} from '../report/index.js';
import type { PageScripts } from '../report/pages.js';
import { reportedCode } from './code-history.js';
import { drawConclusion, readKept } from './keep-conclusion.js';
import { planOfLog } from './logged-plan.js';
import { renderRacePage, renderStudyPage } from './pages.js';
import { MODEL_FILE, raceInput, withArtifacts } from './race-input.js';
import { keptBaselines } from './study-baselines.js';
import { studyInput } from './study-input.js';

export type LoggedReport =
  | { readonly kind: 'race'; readonly status: RunStatus; readonly view: ReportView }
  | { readonly kind: 'study'; readonly status: RunStatus; readonly input: StudyInput };

export interface LoggedQuestion {
  readonly question: Question;
  /** `isRunning`: another process is at it. What is there by now. */
  report(isRunning: boolean): LoggedReport;
}

/**
 * `folder` is the one of the run whose log `store` is.
 * @throws InputError for a rule or criterion that only the program that asked has.
 */
export function followQuestion(store: Store, question: Question, folder: string): LoggedQuestion {
  const plan = planOfLog(question);
  const { request } = question;
  const place = { folder, ...(typeof request.command === 'string' ? { command: request.command } : {}) };
  const isThere = ({ name }: RunFile) => existsSync(join(folder, name));
  const code = () => reportedCode(question.usedOutcomes(), store.codes());
  if (plan.kind === 'study') {
    const { planned, limit } = plan;
    const follower = new LogFollower<StudyState>({ plan: planned.study, question, limit });
    return {
      question,
      report: (isRunning) => {
        const { state, end, isShort } = follower.follow({ isOver: !isRunning });
        const status = end === 'finished' ? 'exhausted' : unfinished(question.conclusion(), isRunning, isShort);
        const isOpen = status === 'running' || status === 'interrupted';
        const request = planned.study.description;
        const kept = isOpen ? undefined : drawConclusion(question, { status, request }).kept;
        const position = { status, state, code: code(), baselines: keptBaselines(kept) };
        const input = studyInput(question, planned, position, place);
        return { kind: 'study', status, input: { ...input, files: input.files.filter(isThere) } };
      },
    };
  }
  const { race, limit } = plan;
  const follower = new LogFollower<unknown>({ plan: race, question, limit });
  return {
    question,
    report: (isRunning) => {
      const { state, end, isShort, decisions } = follower.follow({ isOver: !isRunning });
      const status = end === 'finished' ? race.endOf(state) : unfinished(question.conclusion(), isRunning, isShort);
      const kept = keptOf(question, race, status, state);
      const position = { status, state, answer: kept?.answer ?? race.answer(state), decisions, code: code() };
      const input = raceInput(question, race, position, place);
      return { kind: 'race', status, view: withArtifacts(buildReportView(withKept(input, kept, isThere))) };
    },
  };
}

/** The page, as UTF-8 text. */
export function renderLogged(report: LoggedReport, scripts?: PageScripts): Promise<string> {
  return report.kind === 'race' ? renderRacePage(report.view, scripts) : renderStudyPage(report.input, scripts);
}

/** What the terminal shows of it; `folder` is the run's, absent where nothing was written there: then no files are listed. */
export function formatLogged(report: LoggedReport, options: TerminalOptions, folder?: string): string {
  const onlyWritten = <T extends { readonly files: readonly RunFile[] }>(of: T): T =>
    folder === undefined ? { ...of, files: [] } : of;
  if (report.kind === 'study') return formatStudyTable(onlyWritten(report.input), options, folder);
  return formatFinalTable(onlyWritten(report.view), options, folder);
}

/** A run that was killed says nothing of its end: it can go on like an interrupted one. */
function unfinished(before: Conclusion | undefined, isRunning: boolean, isShort: boolean): RunStatus {
  if (isRunning) return 'running';
  return isShort || before?.status === 'budget' ? 'budget' : 'interrupted';
}

/** What needs data or models, and was computed by the run itself when it ended. */
interface Kept {
  readonly answer?: RaceAnswer;
  readonly baselines?: readonly Baseline[];
  readonly final?: ReportInput['final'];
  readonly finalInstances?: ReportInput['finalInstances'];
}

/** Undefined where exactly this was not concluded by the run itself. */
function keptOf(question: Question, race: Race, status: RunStatus, state: unknown): Kept | undefined {
  if (status === 'running' || status === 'interrupted') return undefined;
  const request = { ...race.description, applied: race.trials(state) };
  const { kept } = drawConclusion(question, { status, request });
  return kept === undefined ? undefined : readKept<Kept>(kept);
}

function withKept(input: ReportInput, kept: Kept | undefined, isThere: (file: RunFile) => boolean): ReportInput {
  const { baselines, final, finalInstances } = kept ?? {};
  const files = input.files.filter(isThere);
  const complete = { ...input, files, ...(baselines === undefined ? {} : { baselines }) };
  if (final === undefined || final === null || !isThere(MODEL_FILE)) return complete;
  return { ...complete, final, finalInstances, modelFile: MODEL_FILE.name, files: [...files, MODEL_FILE] };
}
