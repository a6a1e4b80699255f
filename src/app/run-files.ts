/** @file Names the files of a run folder. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const RUN_FILES = {
  log: 'log.sqlite',
  result: 'result.json',
  trials: 'trials.csv',
  /** Where trials reported losses on the way. */
  epochs: 'epochs.csv',
  report: 'report.html',
  model: 'model.onnx',
  study: 'study.json',
  studyTable: 'study.csv',
  artifacts: 'artifacts',
  /** What the choice relies on, where that was asked to be kept. */
  explanation: 'explanation.json',
  /** What the answer was and what it was made from, so that it is printed again without reading the log; see kept-answer.ts. */
  kept: '.answer.json',
  /** What goes on right now; see live/live-file.ts. */
  live: 'live.json',
  /** Workers that were launched for it: where they meet it, what they printed, the names of their jobs. */
  workers: 'workers',
  /** What processes of this run carry in their environment. */
  mark: '.mark',
  /** A run that makes room for another, until that one has begun. */
  previous: '.previous',
} as const;

/** What earlier versions called the model. */
export const EARLIER_MODEL = 'best.onnx';

/** The name of the model in a run folder: what an earlier version called it where only that is there. */
export function modelFileOf(isThere: (name: string) => boolean): string {
  return !isThere(RUN_FILES.model) && isThere(EARLIER_MODEL) ? EARLIER_MODEL : RUN_FILES.model;
}

/** Its path, whether it is there or not. */
export function modelPathIn(folder: string): string {
  return join(
    folder,
    modelFileOf((name) => existsSync(join(folder, name))),
  );
}
