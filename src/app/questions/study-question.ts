/**
 * @file A study as a question, whichever kind it is of: what it is told, its plan, the baselines that its trainings are set beside, and
 * what its report is made from.
 */
import {
  askedScore,
  type Candidate,
  canonicalJson,
  defined,
  groupBy,
  inputError,
  isFailure,
  type JsonObject,
  type JsonValue,
  type Outcome,
  type Question,
  REPEATED_SPLITS,
} from '../../core/index.js';
import { type DataSpec, requireDivisible } from '../../engine/datasets/index.js';
import type { Budget } from '../../evidence/drive/index.js';
import { checkSample, type Slices } from '../../experiment/index.js';
import { candidatesNamed, onlyCandidate, type PlannedStudy, type StudyKind } from '../../questions/common/index.js';
import {
  requireStudied,
  type StudyBaseline,
  type StudyState,
  studiedValue,
} from '../../questions/common/plan/index.js';
import type { StudyAnalysis } from '../../questions/index.js';
import type { PredictionRecord, Report, RunFile, StudyInput, StudyRecord } from '../../report/index.js';
import { exclusionInPlan, failurePolicyOf } from '../ask/count-failures.js';
import type { SourcedExperiment } from '../ask/experiment-source.js';
import { requireMemoryForTrials } from '../ask/limits.js';
import { dividingAnew, drawsOf, repeatsSplits } from '../ask/repeated-splits.js';
import type { TrainerBackend } from '../ask/trainer-backend.js';
import type { AnswerFiles } from '../folder/run-files.js';
import { sessionLines } from '../folder/session.js';
import { commonInput, filesThere, trialsAndLog } from './common-input.js';
import { findPredictions, predictingOf } from './find-predictions.js';
import { readKept } from './keep-conclusion.js';
import { candidatesInRaces } from './kept-artifacts.js';
import { type Findings, type PlannedQuestion, plainFindings, type QuestionKind } from './question-kind.js';

/** Options of every study in addition to its own settings. */
export interface AskedStudy {
  readonly budget?: Budget;
  /** `loss`, or a metric. */
  readonly figure: string;
  /** Ids or labels of the candidates that take part; all by default. */
  readonly candidates?: readonly string[];
}

interface StudyFindings extends Findings {
  readonly baselines?: readonly StudyBaseline[];
  /** What trainings predict; absent where nothing was kept of that. */
  readonly predictions?: PredictionRecord;
}

type StudyReport = Report<StudyRecord>;
export type PlannedStudyQuestion = PlannedQuestion<StudyState, StudyFindings, StudyReport>;

/** `name` as plans and logs have it; `show` makes a report of what the study says. */
export function studyQuestion<Own extends object>(
  name: string,
  kind: StudyKind<Own, StudyAnalysis>,
  show: (input: StudyInput) => StudyReport,
): QuestionKind<AskedStudy & Own, PlannedStudyQuestion> {
  const asQuestion = (study: PlannedStudy<StudyAnalysis>, draft: SourcedExperiment['draft'], figure: string) =>
    planStudy(study, repeatsSplits(draft) && kind.replicates, { ...draft, figure }, show);
  return {
    ask: ({ draft }, asked) => {
      return ({ candidates: buildOwn, build, backend, poolCount }) => {
        const pool = poolCount ?? null;
        if (kind.takesSample && pool !== null) checkSample(draft.sample, pool);
        const isDrawnForSearch = draft.search !== undefined && draft.draw !== undefined;
        if (isDrawnForSearch && asked.candidates === undefined)
          throw inputError`study-of-search: The space is too large to be trained whole, and nothing says which of its candidates ${name} is about.
            Allowed: candidates by id or label, or \`draw: 20\` beside \`space\`
            Fix: Name some of them with --candidate, or write \`draw: 20\` in the experiment, in place of a \`search\`.`;
        const { candidates: all, notices: warnings } = buildOwn();
        const named = asked.candidates === undefined ? all : candidatesNamed(all, asked.candidates);
        const own = kind.aboutOne === true ? [onlyCandidate(named)] : named;
        const settled = kind.settle?.(asked, own, (configurations) => {
          const spaces = configurations.map(({ name, place, configuration }) => {
            return { name, place, space: { value: configuration } };
          });
          return build(spaces);
        });
        const { candidates = own, found = {} } = settled ?? {};
        requireMemoryForTrials(kind.trainings(asked, candidates.length), '--trials');
        const { figure, budget = {} } = asked;
        const subject = {
          candidates,
          figure,
          seed: draft.seed,
          failurePolicy: failurePolicyOf(draft.failures),
          sampleSize: draft.sample,
          pool,
          nested: isNested(draft),
        };
        const study = kind.plan(subject, { ...asked, ...found });
        const planned = asQuestion(study, draft, figure);
        const divides = kind.divides?.(asked);
        if (divides !== undefined && backend.dataset !== undefined) requireDivisible(backend.dataset, divides);
        // Enough to ask the same again, without trainer and data.
        const told = { ...asked, ...found, slices: draft.slices };
        const request = { kind: name, ...(JSON.parse(JSON.stringify(told)) as JsonObject) };
        return { planned, candidates, budget, request, warnings, ...defined({ forecasts: study.forecasts }) };
      };
    },
    ofLog: ({ header, request }, draft) => {
      const { candidates, experiment } = header;
      const { seed, sample: sampleSize } = draft;
      const figure = String(request.figure);
      const failurePolicy = failurePolicyOf(draft.failures);
      const own = { candidates, figure, seed, failurePolicy, sampleSize };
      const subject = { ...own, pool: poolOf(experiment), nested: isNested(draft) };
      // What was asked last, in place of what the log has of the experiment.
      const known = { ...draft, slices: request.slices as Slices | undefined };
      return asQuestion(kind.plan(subject, request as Partial<Own> as Own), known, figure);
    },
  };
}

function planStudy(
  { study: plain, all, endOf, analyse }: PlannedStudy<StudyAnalysis>,
  divides: boolean,
  {
    figure,
    slices,
    failures,
  }: Pick<SourcedExperiment['draft'], 'failures'> & {
    readonly figure: string;
    readonly slices?: Slices | undefined;
  },
  show: (input: StudyInput) => StudyReport,
): PlannedStudyQuestion {
  const study = divides ? { ...dividingAnew(plain), fixed: { ...plain.fixed, ...REPEATED_SPLITS } } : plain;
  const { description } = study;
  const failurePolicy = failurePolicyOf(failures);
  const recall = (kept: JsonObject | undefined): StudyFindings => (kept === undefined ? {} : readKept(kept));
  return {
    plan: study,
    // Another metric is another question, and so are other trainings that count.
    fixed: {
      ...study.fixed,
      ...(figure === 'loss' ? {} : { figure }),
      ...exclusionInPlan(failurePolicy),
    },
    ...defined({ score: askedScore(figure, study.settings.direction) }),
    work: {
      ...{ kind: 'study', ...all, ...(figure === 'loss' ? {} : { metric: figure }) },
      valueOf: (outcome) => studiedValue(outcome, study.settings),
    },
    check: (outcomes) => requireStudied(outcomes, figure),
    endOf: (state, isFinished) => (isFinished ? (endOf?.(state) ?? 'exhausted') : 'budget'),
    discarded: discardModels(),
    told: () => ({ ...description, ...defined({ slices }) }),
    recall,
    predicting: ({ question }) => predictingOf(question.header.candidates),
    find: async (position, kept, means) => {
      const known = recall(kept);
      const { candidates, backend } = means;
      const { question, state } = position;
      const measured = { candidates, outcomes: state.outcomes, figure, experimentSeed: question.header.seed };
      const baselines = known.baselines ?? measureStudyBaselines(backend, measured);
      const predictions = known.predictions ?? findPredictions(position, predictingOf(candidates), slices, means);
      return { baselines, ...defined({ predictions }) };
    },
    keep: plainFindings,
    report: (position, found, place) => {
      const { baselines = [], ...others } = plainFindings(found);
      return show({
        ...commonInput(position, place),
        header: position.question.header,
        plan: description,
        figure,
        failurePolicy,
        analysis: analyse(position.state.outcomes, baselines),
        baselines,
        outcomes: position.state.outcomes,
        files: filesThere([...filesOf(place.files), ...trialsAndLog(position.state.outcomes, place.files)], place),
        ...defined({ ...others, direction: study.settings.direction, folder: place.folder }),
        ...defined({ session: place.folder === undefined ? undefined : sessionLines(place.folder) }),
      });
    },
  };
}

/** A study delivers no model, so those are discarded. What failed trials left says why they failed. */
function discardModels(): PlannedQuestion['discarded'] {
  // No race decides anything while the folder is at a study.
  let racing: ReadonlySet<string> | undefined;
  return (event, _question, store) => {
    if (event.kind !== 'outcome' || isFailure(event.outcome)) return [];
    racing ??= candidatesInRaces(store);
    const { trial } = event.outcome;
    return racing.has(trial.candidate) ? [] : [trial];
  };
}

function isNested({ data }: { readonly data?: DataSpec | undefined }): boolean {
  return data?.split.samples === 'nested';
}

/** Examples that samples are drawn from; null where only the trainer knows. */
function poolOf({ dataset, trainer }: Question['header']['experiment']): number | null {
  const split = memberOf(dataset, 'split');
  const count =
    memberOf(split, 'pool') ?? (memberOf(trainer, 'sample') === 'indices' ? memberOf(trainer, 'examples') : null);
  return typeof count === 'number' ? count : null;
}

function memberOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject)[name] : undefined;
}

function filesOf({ page, record, sets = '' }: AnswerFiles): readonly RunFile[] {
  return [
    { name: page, content: 'the study, drawn' },
    { name: record, content: 'what was found, for programs' },
    { name: sets, content: 'one row per set of trainings, with its criteria' },
  ];
}

interface StudyTrials {
  readonly candidates: readonly Candidate[];
  readonly outcomes: readonly Outcome[];
  /** `loss`, or a metric. */
  readonly figure: string;
  readonly experimentSeed: number;
}

/** By size ascending. Empty where Surefoot holds neither data nor loss, and for figures that baselines do not have. */
export function measureStudyBaselines(
  backend: Pick<TrainerBackend, 'baselines'>,
  { candidates, outcomes, figure, experimentSeed }: StudyTrials,
): readonly StudyBaseline[] {
  const sizes = [...new Set(outcomes.map(({ trial }) => trial.fidelity.sampleSize))].sort((a, b) => a - b);
  const groups = byLoss(candidates);
  // Many sizes take no longer than one: the simple model is left out where it would.
  const effort = 1 / (sizes.length * groups.length);
  const trialsOf = (size: number) =>
    outcomes.map(({ trial }) => trial).filter(({ fidelity }) => fidelity.sampleSize === size);
  return sizes.flatMap((sampleSize) =>
    groups.flatMap((group) => {
      const needs = { experimentSeed, sampleSize, ...drawsOf(trialsOf(sampleSize)), touchesFinal: false, effort };
      return (backend.baselines?.(group[0] as Candidate, needs) ?? []).flatMap(
        ({ name, kind, replicates, selection }) => {
          const value = selection[figure];
          if (value === undefined) return [];
          return { name, kind, replicates, sampleSize, value, candidates: group.map(({ id }) => id) };
        },
      );
    }),
  );
}

/** Candidates that are judged alike. */
function byLoss(candidates: readonly Candidate[]): readonly (readonly Candidate[])[] {
  return [...groupBy(candidates, ({ configuration }) => canonicalJson(configuration.loss ?? null)).values()];
}
