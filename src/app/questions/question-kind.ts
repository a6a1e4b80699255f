/**
 * @file The port of a question that trials are trained for: a race, a study. What sets one apart from the others stands behind it;
 * preparing, running, concluding and reporting know no kind.
 */
import type {
  AskedScore,
  Candidate,
  Decision,
  JsonObject,
  Outcome,
  Plan,
  Question,
  RunEvent,
  RunHeader,
  Store,
  Trial,
} from '../../core/index.js';
import type { Budget } from '../../evidence/drive/index.js';
import type { candidateHistory } from '../../questions/race/plan/index.js';
import type {
  Outlook,
  PlannedWork,
  ProgressFacts,
  QuestionEnd,
  QuestionStatus,
  Report,
  ReportedCode,
} from '../../report/index.js';
import type { SourcedExperiment } from '../ask/experiment-source.js';
import type { FoundEvidence } from '../ask/found/evidence.js';
import type { BuildProgress, PreparedExperiment } from '../ask/prepare-experiment.js';
import type { FindingBackend, ModelNeeds } from '../ask/trainer-backend.js';
import type { AnswerFiles } from '../folder/run-files.js';
import type { PredictingCandidate, PredictionsReader } from './kept-predictions.js';

/** How far a question has come. It uses the outcomes of this state and no others. */
export interface Position<State = unknown> {
  readonly question: Question;
  readonly status: QuestionStatus;
  readonly state: State;
  readonly decisions: readonly Decision[];
  /** Code of the user's that trained; undefined where none did. */
  readonly code: ReportedCode | undefined;
}

export interface ReportPlace {
  /** Where its files lie; none are named without it. */
  readonly folder?: string | undefined;
  /** The command line that makes the same run again. */
  readonly command?: string | undefined;
  /** The names that they have there. */
  readonly files: AnswerFiles;
  /** Whether a file is there, or about to be written. */
  isThere(name: string): boolean;
}

/** What it takes to find what no log tells. */
export interface Means {
  readonly backend: FindingBackend;
  readonly candidates: readonly Candidate[];
  readonly needs: ModelNeeds;
  /** Reads predictions of this run; each file once. */
  readonly predictionsOf: PredictionsReader;
}

/** What needs data or models, or took long to compute. */
export interface Findings {
  /** Bytes of the ONNX file that is handed over; absent where there is none. */
  readonly model?: Uint8Array;
  /** The outcomes whose files are handed over, or that the model is made of. */
  readonly modelOf?: readonly Outcome[];
  /** Why there is no model, where there should be one. */
  readonly noModel?: string;
  /** What could not be found, and why; the rest counts all the same. */
  readonly failures?: readonly { readonly of: string; readonly error: unknown }[];
}

/** All else that was found: plain values, which the log keeps and every report is given, so that a page made again has all of it. */
export function plainFindings<Found extends Findings>(found: Found): Omit<Found, keyof Findings> {
  const { model: _, modelOf: __, noModel: ___, failures: ____, ...plain } = found;
  return plain;
}

/** Of a plan whose state only the question itself knows. */
export type CandidateListener = ReturnType<typeof candidateHistory<unknown>>;

/** A question as a plan, and what is made of its outcomes: the same from an experiment's file and from a log. */
export interface PlannedQuestion<State = unknown, Found extends Findings = Findings, Shown extends Report = Report> {
  readonly plan: Plan<State>;
  /** The settings that a resume must bring again. */
  readonly fixed: JsonObject;
  /** What it asks for in all. */
  readonly work: PlannedWork;
  /** What a training may give in place of a loss; absent where the loss is asked for. */
  readonly score?: AskedScore;
  /**
   * Before its plan is driven: the question whose log keeps the candidates that join; absent where none can. `tell`: people, of what its
   * proposer does.
   */
  attach?(question: Question, tell?: (text: string) => void): void;
  /** Whether its plan went by a log that lacked candidates that joined; it is then begun again, by what the log has by now. */
  isBehind?(): boolean;
  /** Throws an InputError for completed trials that lack what is asked for. */
  check(outcomes: readonly Outcome[]): void;
  /** How it stands once its plan asks for nothing more, or was ended by a budget. */
  endOf(state: State, isFinished: boolean): QuestionEnd;
  /** Trials whose artifacts are of no more use. */
  discarded(event: RunEvent, question: Question, store: Store): readonly Trial[];
  /** Everything else than outcomes that its conclusion depends on. */
  told(state: State): JsonObject;
  /** What the log keeps of an earlier conclusion from exactly the same; nothing of undefined. */
  recall(kept: JsonObject | undefined): Found;
  /** The same, with whatever is missing; an unfinished question finds nothing. */
  find(position: Position<State>, kept: JsonObject | undefined, means: Means): Promise<Found>;
  /** What the log is to keep of it. */
  keep(found: Found, report: Shown): object;
  /** Listens to its plan for what is decided about one candidate; absent where no candidate is decided about. */
  historyOf?(candidate: string): CandidateListener;
  /** How it would stand if it were stopped here; absent where nothing is said before the end, undefined where no candidate leads. */
  outlook?(state: State): Outlook | undefined;
  report(position: Position<State>, found: Found, place: ReportPlace): Shown;
  /** The candidates whose predictions are looked at: of a race the winner first. */
  predicting(position: Position<State>, found: Found): readonly PredictingCandidate[];
}

/** What an experiment and what was asked of it come to. */
interface SettledQuestion<Planned extends PlannedQuestion> {
  readonly planned: Planned;
  /** Grows with those that join. */
  readonly candidates: readonly Candidate[];
  readonly budget: Budget;
  /** What makes the same question again, with the experiment: its kind, how far it goes, its budget. */
  readonly request: JsonObject;
  /** How much of what idle places train ahead may turn out not to be needed, as a share of the trials used. */
  readonly ahead?: number;
  /** What is allowed, but hardly meant. */
  readonly warnings?: readonly string[];
  /** What it will take, said before anything is trained. */
  readonly forecasts?: readonly string[];
  /** Trainings of other runs that it begins with. */
  readonly evidence?: readonly FoundEvidence[] | undefined;
  /** Configurations that constraints left out, by constraint. */
  readonly dropped?: Readonly<Record<string, number>>;
}

/** A question that can be run. */
export interface Prepared<Planned extends PlannedQuestion = PlannedQuestion>
  extends SettledQuestion<Planned>,
    Pick<PreparedExperiment, 'backend' | 'workers' | 'demand' | 'failurePolicy' | 'predictionsFrom'> {
  readonly header: RunHeader;
  /** What is known of its progress before the first event. */
  readonly progress: ProgressFacts;
  readonly warnings: readonly string[];
  readonly forecasts: readonly string[];
  readonly dropped: Readonly<Record<string, number>>;
}

/** What is concluded: a question that was prepared, or one that a log has. */
export interface Concludable<Planned extends PlannedQuestion>
  extends Pick<Prepared<Planned>, 'planned' | 'candidates' | 'header' | 'request'> {
  readonly backend: FindingBackend;
}

/** A question as it was asked ({@link askedHeader}). */
export type AskedInLog = Pick<Question, 'header' | 'request'>;

/** `Asked`: what a caller tells in addition to the experiment. */
export interface QuestionKind<Asked = unknown, Planned extends PlannedQuestion = PlannedQuestion> {
  /**
   * Reads what is asked before trainer and data are loaded; the function that it gives settles it with them.
   * @throws InputError for everything a user can get wrong, and so does that function.
   */
  ask(
    source: SourcedExperiment,
    asked: Asked,
  ): (experiment: PreparedExperiment, onProgress?: BuildProgress) => SettledQuestion<Planned>;
  /** From a log alone: neither data nor trainer need be there. */
  ofLog(asked: AskedInLog, draft: SourcedExperiment['draft']): Planned;
}
