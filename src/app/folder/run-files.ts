/** @file Names the files of a run folder. */
import { STUDY_KINDS } from '../../core/index.js';

/** What an answer leaves: `sets` of a study, `model` of a race. A page and a record for programs there always are. */
type AnswerPlace = 'page' | 'record' | 'trials' | 'epochs' | 'sets' | 'model';
export type AnswerFiles = Readonly<Partial<Record<AnswerPlace, string>>> & Readonly<Record<'page' | 'record', string>>;

/** Names of the files of the newest race. */
const OF_RACE = {
  page: 'report.html',
  record: 'result.json',
  trials: 'trials.csv',
  /** Where trials reported losses on the way. */
  epochs: 'epochs.csv',
  model: 'model.onnx',
} as const;

/** Names of the files of the newest study of a kind. */
function ofStudy(kind: string): AnswerFiles {
  return {
    page: `${kind}.html`,
    record: `${kind}.json`,
    trials: `${kind}-trials.csv`,
    epochs: `${kind}-epochs.csv`,
    sets: `${kind}.csv`,
  };
}

/**
 * Each kind of question has addresses of its own, so that no answer takes the place of another's: the newest question of a kind those of
 * its kind, an earlier one the same with its number, such as `report-1.html`.
 */
export function answerFiles(kind: string, number?: number): AnswerFiles {
  const files: AnswerFiles = kind === 'race' ? OF_RACE : ofStudy(kind);
  if (number === undefined) return files;
  const numbered = (name: string) => name.replace(/(?=\.\w+$)/, `-${number}`);
  return Object.fromEntries(Object.entries(files).map(([place, name]) => [place, numbered(name)])) as AnswerFiles;
}

/** The kinds, by their names in plans and logs. */
export const QUESTION_KINDS: readonly string[] = ['race', ...STUDY_KINDS];

export const RUN_FILES = {
  log: 'log.sqlite',
  result: OF_RACE.record,
  trials: OF_RACE.trials,
  epochs: OF_RACE.epochs,
  report: OF_RACE.page,
  model: OF_RACE.model,
  artifacts: 'artifacts',
  /** What the winner relies on, where that was asked to be kept. */
  explanation: 'explanation.json',
  /** What the answer was and what it was made from, so that it is printed again without reading the log; see conclude/kept-answer.ts. */
  kept: '.answer.json',
  /** Of a session of changes: what each came to, a line each; see session.ts. */
  changes: 'changes.jsonl',
  /** What goes on right now; see run/live-file.ts. */
  live: 'live.json',
  /** Workers that were launched for it: where they meet it, what they printed, the names of their jobs. */
  workers: 'workers',
  /** What processes of this run carry in their environment. */
  mark: '.mark',
  /** A run that makes room for another, until that one has begun. */
  previous: '.previous',
} as const;

/** What every log claims: names in the run folder that Surefoot writes, and may overwrite and remove. A session begins before its log, and is only added to. */
const { changes: _, ...CLAIMED } = RUN_FILES;
export const OWN_NAMES: readonly string[] = [
  ...new Set([...Object.values(CLAIMED), ...QUESTION_KINDS.flatMap((kind) => Object.values(answerFiles(kind)))]),
];
