/** @file What the reports of all questions say alike: how it stands, on what data, and how to have it again. */
import type { JsonValue, Outcome, Question, RunHeader } from '../../core/index.js';
import { type DataDescription, hasEpochTable, type RunFile, type TrainedBeside } from '../../report/index.js';
import { budgetOfTrials, isForModel, isSeedCheck } from '../ask/trained-beside.js';
import { type AnswerFiles, RUN_FILES } from '../folder/run-files.js';
import type { Position, ReportPlace } from './question-kind.js';

export function commonInput({ question, status, code }: Position, { command }: ReportPlace) {
  const log = question.extent();
  return {
    status,
    ...(log === undefined ? {} : { log, question: question.number }),
    forgotten: question.forgotten().length,
    stretches: question.usedStretches().map(({ underWay: _, ...stretch }) => stretch),
    beside: trainedBeside(question, status === 'running'),
    notices: question.notices(),
    data: describeData(question.header),
    command: command ?? null,
    code,
  };
}

/** What was trained for a question beside what it rests on. Of one that goes on, what is not asked for yet may still be. */
function trainedBeside(question: Question, isRunning: boolean): TrainedBeside {
  const unused = isRunning ? [] : question.unusedOutcomes();
  const retried = [...question.usedOutcomes(), ...unused].reduce((sum, { retried = [] }) => sum + retried.length, 0);
  const cutOff = isRunning ? 0 : question.stretches().reduce((sum, { underWay = 0 }) => sum + underWay, 0);
  return {
    unused: unused.filter(({ trial }) => !isSeedCheck(trial) && !isForModel(trial)),
    seedCheck: unused.filter(({ trial }) => isSeedCheck(trial)).length,
    forModels: unused.filter(({ trial }) => isForModel(trial)).length,
    again: retried + cutOff,
    budget: budgetOfTrials(question.request) ?? null,
  };
}

/** The files of a question that are there; the log with them. */
export function filesThere(own: readonly RunFile[], { folder, isThere }: ReportPlace): readonly RunFile[] {
  return folder === undefined ? [] : own.filter(({ name }) => isThere(name));
}

/** What every question leaves of these outcomes. */
export function trialsAndLog(
  outcomes: readonly Outcome[],
  { trials, epochs: losses }: AnswerFiles,
): readonly RunFile[] {
  const tables = [
    { name: trials, content: 'one row per training' },
    {
      name: hasEpochTable(outcomes) ? losses : undefined,
      content: 'what trainings reported after each epoch, one a row',
    },
  ];
  return [
    ...tables.flatMap(({ name, content }) => (name === undefined ? [] : [{ name, content }])),
    { name: RUN_FILES.log, content: 'the log, from which the run resumes and is extended' },
  ];
}

const OWN_DATA: DataDescription = { name: "the trainer's own", hash: '', simulated: false, split: {} };

/** What the experiment was trained on, as the log has it. */
function describeData({ experiment }: Pick<RunHeader, 'experiment'>): DataDescription {
  const dataset: JsonValue | undefined = experiment.dataset;
  return (dataset as DataDescription | null | undefined) ?? OWN_DATA;
}
