/** @file Writes what a race leaves behind: the result, the table of trials, the report, and the model of the best trial. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Baseline, type JsonObject, type Question, trialKey } from '../core/index.js';
import { isFresh, type RaceAnswer } from '../questions/race/plan/index.js';
import {
  bestTrialOf,
  buildReportView,
  type FinalInstances,
  type ReportedCode,
  type ReportInput,
  type ReportView,
  type Result,
  type RunStatus,
  renderTrialsCsv,
  stringifyResult,
} from '../report/index.js';
import { judgeInstances } from './final-instances.js';
import { drawConclusion, readKept } from './keep-conclusion.js';
import { renderRacePage } from './pages.js';
import type { PreparedRace } from './prepare-race.js';
import { MODEL_FILE, RACE_FILES, raceInput, withArtifacts } from './race-input.js';
import { drawsOf } from './repeated-splits.js';
import { RUN_FILES } from './run-files.js';
import { writeRunFile } from './run-folder.js';
import type { ModelNeeds } from './trainer-backend.js';

export interface RaceConclusion {
  readonly result: Result;
  readonly view: ReportView;
  /** Bytes of the ONNX file; null where there is none. */
  readonly model: Uint8Array | null;
}

export interface ConcludedRun {
  readonly status: RunStatus;
  readonly state: unknown;
  /** Of the user's, that trained. */
  readonly code?: ReportedCode | undefined;
}

export interface ConclusionOptions {
  /** Where the files are written; none are without it. */
  readonly folder?: string;
  /** The command line that makes the same run again. */
  readonly command?: string;
}

/**
 * Concludes a race that ended by its rule or by its budget, and shows how far another has come; only a race that ended by
 * its rule touches the final set.
 */
export async function concludeRace(
  prepared: PreparedRace,
  question: Question,
  { status, state, code }: ConcludedRun,
  needs: ModelNeeds,
  { folder, command }: ConclusionOptions,
): Promise<RaceConclusion> {
  const { race } = prepared;
  const request = { ...race.description, applied: race.trials(state) };
  const isOpen = status === 'running' || status === 'interrupted';
  const drawn = isOpen ? undefined : drawConclusion(question, { status, request });
  const kept = drawn?.kept?.answer;
  const answer = kept === undefined ? race.answer(state) : readKept<RaceAnswer>(kept);
  const input = raceInput(
    question,
    race,
    { status, state, answer, decisions: question.usedDecisions(), code },
    { folder, command },
  );
  const finished =
    isOpen || status === 'budget' ? undefined : await finishModel(prepared, question, input, needs, drawn?.kept);
  const complete: ReportInput =
    finished === undefined
      ? input
      : {
          ...input,
          final: finished.final,
          finalInstances: finished.instances,
          // Making the model may have found a damaged file.
          notices: question.notices(),
          modelFile: RUN_FILES.model,
          files: folder === undefined ? [] : [...RACE_FILES, MODEL_FILE],
        };
  const baselines = isOpen
    ? []
    : (readBaselines(drawn?.kept) ?? measureBaselines(prepared, input, finished !== undefined));
  const view = withArtifacts(buildReportView({ ...complete, baselines }));
  drawn?.keep(view.headline, {
    answer,
    baselines,
    final: view.result.choice?.final ?? null,
    ...(finished === undefined ? {} : { finalInstances: finished.instances }),
  });
  if (folder !== undefined) {
    if (finished !== undefined) writeRunFile(folder, RUN_FILES.model, finished.model);
    const text = stringifyResult(view.result);
    // An explanation is on the page alone.
    const isAsItWas = drawn?.kept !== undefined && areThere(folder, text) && input.explanation === undefined;
    if (!isAsItWas) {
      writeRunFile(folder, RUN_FILES.trials, renderTrialsCsv(complete.header, complete.outcomes));
      writeRunFile(folder, RUN_FILES.report, await renderRacePage(view));
      // Last: it says that the others are there.
      writeRunFile(folder, RUN_FILES.result, text);
    }
  }
  return { result: view.result, view, model: finished?.model ?? null };
}

/** Whether the files of exactly this result lie in the folder. */
function areThere(folder: string, text: string): boolean {
  const pathOf = (name: string) => join(folder, name);
  const areAll = [RUN_FILES.result, RUN_FILES.trials, RUN_FILES.report].map(pathOf).every((path) => existsSync(path));
  return areAll && readFileSync(pathOf(RUN_FILES.result), 'utf8') === text;
}

interface FinishedModel {
  readonly model: Uint8Array;
  readonly final: Readonly<Record<string, number>>;
  readonly instances: FinalInstances;
}

/**
 * The model of the chosen candidate's trial that is best on the selection set, judged once on the final set, and how its other
 * trainings do there, which the log keeps.
 */
async function finishModel(
  { backend: { models }, candidates }: PreparedRace,
  question: Question,
  input: ReportInput,
  needs: ModelNeeds,
  kept: JsonObject | undefined,
): Promise<FinishedModel | undefined> {
  const winner = candidates.find(({ id }) => id === input.answer?.choice);
  if (models === undefined || winner === undefined) return undefined;
  // Models are made of outcomes as the log has them.
  const logged = new Map(question.usedOutcomes().map((outcome) => [trialKey(outcome.trial), outcome]));
  const raced = bestTrialOf(winner.id, input.outcomes);
  const best = raced && logged.get(trialKey(raced.trial));
  const model = best && (await models.make(winner, best, needs));
  if (best === undefined || model === undefined) return undefined;
  const final = await models.evaluateFinal(winner, model);
  const instances =
    kept?.finalInstances === undefined
      ? await judgeInstances(models, winner, [...logged.values()], { outcome: best, figures: final }, needs)
      : readKept<FinalInstances>(kept.finalInstances);
  return { model, final, instances };
}

function readBaselines(kept: JsonObject | undefined): readonly Baseline[] | undefined {
  return kept?.baselines === undefined ? undefined : readKept(kept.baselines);
}

/** On the samples that the chosen candidate's trials had. */
function measureBaselines(
  { backend, candidates, header }: PreparedRace,
  { answer, outcomes }: ReportInput,
  touchesFinal: boolean,
): readonly Baseline[] {
  const choice = candidates.find(({ id }) => id === answer?.choice);
  const trials = outcomes.map(({ trial }) => trial).filter(({ candidate }) => candidate === choice?.id);
  const [first] = trials;
  if (choice === undefined || first === undefined) return [];
  const fresh = trials.filter(isFresh);
  const draws = drawsOf(fresh.length > 0 ? fresh : trials);
  const { sampleSize } = first.fidelity;
  return backend.baselines?.(choice, { experimentSeed: header.seed, sampleSize, ...draws, touchesFinal }) ?? [];
}
