/** @file Collects what the report of a race is made from: what its log says, and what was computed from that. */
import type { Decision, JsonValue, Question, RunHeader } from '../core/index.js';
import type { Race, RaceAnswer } from '../questions/race/plan/index.js';
import type { DataDescription, ReportedCode, ReportInput, ReportView, RunFile, RunStatus } from '../report/index.js';
import { keptExplanation } from './explain/keep-explanation.js';
import { asRaced, figureOfPlan } from './raced-figure.js';
import { RUN_FILES } from './run-files.js';

/** How far a race has come. */
export interface RacePosition {
  readonly status: RunStatus;
  readonly state: unknown;
  readonly answer: RaceAnswer | undefined;
  readonly decisions: readonly Decision[];
  /** Of the user's, that trained. */
  readonly code: ReportedCode | undefined;
}

export interface ReportPlace {
  /** Where its files lie; none are named without it. */
  readonly folder?: string | undefined;
  /** The command line that makes the same run again. */
  readonly command?: string | undefined;
}

/** The question must use the outcomes of this position and no others. Without a model and what was found by it. */
export function raceInput(
  question: Question,
  race: Race,
  { status, state, answer, decisions, code }: RacePosition,
  { folder, command }: ReportPlace,
): ReportInput {
  const figure = figureOfPlan(race.description);
  const explanation = folder === undefined ? undefined : keptExplanation(folder);
  const log = question.extent();
  return {
    // The log keeps the settings that cannot change; how far the race goes is what it was told this time.
    header: { ...question.header, plan: race.description },
    status,
    ...(log === undefined ? {} : { log }),
    forgotten: question.forgotten().length,
    outcomes: question.usedOutcomes().map((outcome) => asRaced(figure, outcome)),
    // Of a race that goes on, some of it is only not asked for yet.
    ...(status === 'running' ? {} : { unused: question.unusedOutcomes() }),
    decisions,
    stretches: question.usedStretches(),
    notices: question.notices(),
    direction: figure?.direction ?? 'minimize',
    ...(figure === undefined ? {} : { metric: figure.metric }),
    criterion: race.facts.criterion,
    standings: race.standings(state),
    exhaustiveReplicates: race.facts.maxReplicates,
    final: null,
    modelFile: null,
    data: describeData(question.header),
    command: command ?? null,
    code,
    ...(answer === undefined ? {} : { answer }),
    ...(explanation === undefined ? {} : { explanation }),
    files: folder === undefined ? [] : RACE_FILES,
    artifactFolder: folder === undefined ? null : RUN_FILES.artifacts,
  };
}

export const RACE_FILES: readonly RunFile[] = [
  { name: RUN_FILES.report, content: 'the race, drawn' },
  { name: RUN_FILES.result, content: 'the result, for programs' },
  { name: RUN_FILES.trials, content: 'every trial, one a row' },
  { name: RUN_FILES.log, content: 'the log, from which the run resumes and is extended' },
];

export const MODEL_FILE: RunFile = { name: RUN_FILES.model, content: 'the trained model: raw data in' };

/** The files of the winner's best trial among those of the run; where there is a model, that is what they are for. */
export function withArtifacts(view: ReportView): ReportView {
  const { choice } = view.result;
  if (choice === null || choice.model !== null) return view;
  const files = Object.entries(choice.artifacts).map(([name, path]) => ({ name, content: path }));
  return { ...view, files: [...view.files, ...files] };
}

const OWN_DATA: DataDescription = { name: "the trainer's own", hash: '', simulated: false, split: {} };

/** What the experiment was trained on, as the log has it. */
export function describeData({ experiment }: Pick<RunHeader, 'experiment'>): DataDescription {
  const dataset: JsonValue | undefined = experiment.dataset;
  return (dataset as DataDescription | null | undefined) ?? OWN_DATA;
}
