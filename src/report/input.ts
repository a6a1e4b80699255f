/** @file The input of every report: values of core, and the few facts that only the caller knows. */
import type {
  Baseline,
  CodeFiles,
  CodeVersions,
  DataContents,
  Decision,
  Direction,
  LeftOutFigures,
  LogExtent,
  Notice,
  Outcome,
  RunHeader,
  SettingRange,
  Stretch,
} from '../core/index.js';
import type { CollapseSettings, RaceAnswer, Standing } from '../questions/race/plan/index.js';
import type { ReplayFindings, RuleOnTable } from '../questions/replay/plan/index.js';
import type { BoundedFigure, Criterion } from '../stats/index.js';
import type { Explanation } from './explain/explanation.js';
import type { PredictionRecord } from './predictions/prediction-record.js';
import type { RaceDelivery } from './result/figure-schema.js';

/**
 * How a run stands. `decided`: the rule has named one. `exhausted`: no more replicates, several left. `budget`: a budget
 * ended before the rule did. `interrupted`: stopped from outside, can be resumed. `running`: it goes on.
 */
export type RunStatus = EndStatus | 'interrupted' | 'running';

/** A run that ended by itself or by a budget. */
export type EndStatus = 'decided' | 'exhausted' | 'budget';

/** How any question stands: `denied` where it was answered, and the answer is no. */
export type QuestionStatus = RunStatus | 'denied';

/** A question that was answered, or ended by a budget. */
export type QuestionEnd = EndStatus | 'denied';

/** Of one that goes on, or can go on: nothing is concluded of it yet. */
export function hasNotEnded(status: QuestionStatus): status is Exclude<QuestionStatus, QuestionEnd> {
  return status === 'interrupted' || status === 'running';
}

/** `maximize` means that the user's figures are scores and every loss is a negated score. */
export type { Direction };

/** What it is made of is absent where Surefoot holds no data. */
export interface DataDescription extends Partial<DataContents> {
  readonly name: string;
  /** SHA-256 as hexadecimal digits; empty where the trainer brings data of its own. */
  readonly hash: string;
  /** True for generated data; every output says so. */
  readonly simulated: boolean;
  /** Examples by part (`pool`, `selection`, `final`, `calibration`); empty where there is no such split, as in a replay. */
  readonly split: Readonly<Record<string, number>>;
}

/** The user's code behind the trials: latest contents, and what had several. */
export interface ReportedCode {
  readonly files: CodeFiles;
  readonly versions: CodeVersions;
  /** Names of files that changed between trials. */
  readonly changed: readonly string[];
}

/** How the chosen candidate's trainings do on the final set. */
export interface FinalInstances {
  /** `fresh`: its trials after the race. `race`: those of the race, where there are no others. */
  readonly from: 'fresh' | 'race';
  /** Those that count, in order of replicates. No figures where the training diverged or failed. */
  readonly instances: readonly {
    readonly replicate: number;
    readonly figures: Readonly<Record<string, number>> | null;
  }[];
  /** Replicate of the model that is handed over, which may be none of these; null for several as one. */
  readonly exported: number | null;
  /** Mean figures of some of them without one block of the final set after the other. */
  readonly leftOut: LeftOutFigures;
}

/** How far the winner leads the first listed candidate where it was chosen, and on fresh examples; or why nobody can say. */
export type OvertuningFindings = { readonly reason: string } | OvertuningLeads;

/** Leads are mean costs of the first listed candidate less those of the winner: above 0 the winner is better. */
interface OvertuningLeads {
  /** The first listed candidate. */
  readonly against: string;
  /** On the selection set, over the race trainings that both have. */
  readonly chosenBy: { readonly lead: number; readonly trainings: number };
  /** On the final set. */
  readonly final: { readonly lead: BoundedFigure; readonly trainings: number; readonly trainingsOfFirst: number };
  /** The first lead less the second. */
  readonly lost: BoundedFigure;
}

/** What was trained for a question beside what it rests on. */
export interface TrainedBeside {
  /** Not asked for in the end. */
  readonly unused: readonly Outcome[];
  /** To see whether the trainer does what its seeds say. */
  readonly seedCheck: number;
  /** Trained again because their weights, which models needed, were not kept. */
  readonly forModels: number;
  /** Attempts at trainings that were begun again: they died, or the run was cut off; those are known as far as the log tells. */
  readonly again: number;
  /** Of trainings begun; null where there was none. */
  readonly budget: number | null;
}

export interface ReportInput {
  readonly header: RunHeader;
  readonly status: RunStatus;
  /** How far the log goes that this was read from; absent where nothing outlives the process. */
  readonly log?: LogExtent;
  /** Its number in the run folder; absent where there is none. */
  readonly question?: number;
  /** The number of outcomes that count no longer, by the word of a person; none where absent. */
  readonly forgotten?: number;
  /** What settings were drawn from; none where the candidates were written out. */
  readonly ranges?: readonly SettingRange[];
  /** One per trial, in any order. */
  readonly outcomes: readonly Outcome[];
  /** Nothing where absent, as in a replay. */
  readonly beside?: TrainedBeside;
  /** How many of the outcomes were taken over from other runs, by the name of each; none where absent. */
  readonly takenOver?: ReadonlyMap<string, number>;
  /** In order of rounds. */
  readonly decisions: readonly Decision[];
  /** Every candidate with its losses as the race counted them, best first. */
  readonly standings: readonly Standing[];
  /** What the log says that people should know, in order of time; none where absent. */
  readonly notices?: readonly Notice[];
  /** In order of time; empty when nothing was trained, as in a replay. */
  readonly stretches: readonly Stretch[];
  readonly direction: Direction;
  /** The metric that is raced in place of the loss; every loss here is it, negated where `maximize`. Absent for the loss. */
  readonly metric?: string;
  /** On losses. */
  readonly criterion: Criterion;
  /**
   * Trials that each candidate would get if all got the same: the race's most replicates, or the replicates in use of a
   * replay. Taken as the largest number of the race's trials of any candidate where it is smaller than that.
   */
  readonly exhaustiveReplicates: number;
  /** Replicates in order of use where that is not 0, 1, 2, ...; only a replay has one. */
  readonly replicateOrder?: readonly number[];
  /** Folder of the trials' files inside the run folder; null, or absent, where none is kept. */
  readonly artifactFolder?: string | null;
  /** What counts as a collapse, where that is settled: by the user, or before the race. */
  readonly collapse?: CollapseSettings;
  /** Metrics on the final set, of the model file alone; null before there is one. */
  readonly final: Readonly<Record<string, number>> | null;
  /** Absent before there is a model, and where the trainer keeps its models to itself. */
  readonly finalInstances?: FinalInstances | undefined;
  /** Absent before the race has ended, and where there is nothing to set it against. */
  readonly overtuning?: OvertuningFindings | undefined;
  /** What is handed over, and why; absent where nothing was settled: the training with the smallest loss then. */
  readonly delivery?: RaceDelivery | undefined;
  /** The model file's name inside the run folder; null when there is none. */
  readonly modelFile: string | null;
  /** Why there is none, where there should be one, in sentences. */
  readonly noModel?: string | undefined;
  readonly data: DataDescription;
  /** The run folder as the user named it; absent where nothing is written. */
  readonly folder?: string;
  /** The command line that makes the same run again; null when it was started from a script. */
  readonly command: string | null;
  /** Absent where no code of the user's trained, or nothing is known of it. */
  readonly code?: ReportedCode | undefined;
  /** Other files of the run folder, by name, with what is in them. */
  readonly files: readonly RunFile[];
  /** What may be claimed about the winner and its rivals; absent before the first decision. */
  readonly answer?: RaceAnswer;
  /** Absent where Surefoot does not hold the data, and while a race goes on. */
  readonly baselines?: readonly Baseline[];
  /** What the winner relies on, where somebody asked; of whichever candidate it was then. */
  readonly explanation?: Explanation;
  /** What retrainings of the winner and its rivals predict; absent where nothing was kept of that. */
  readonly predictions?: PredictionRecord;
  /** What a replay adds; absent for a run. */
  readonly replay?: ReplayFindings;
  /** All rules that were replayed together, this one among them, and what is shown beside them. */
  readonly rules?: readonly RuleOnTable[];
}

export interface RunFile {
  readonly name: string;
  /** For people: `every trial, one a row`. */
  readonly content: string;
}
