/** @file Names the files of a run folder. */

export const RUN_FILES = {
  log: 'log.sqlite',
  result: 'result.json',
  trials: 'trials.csv',
  /** Where trials reported losses on the way. */
  epochs: 'epochs.csv',
  report: 'report.html',
  model: 'best.onnx',
  study: 'study.json',
  studyTable: 'study.csv',
  artifacts: 'artifacts',
  /** What the choice relies on, where that was asked to be kept. */
  explanation: 'explanation.json',
  /** What the answer was and what it was made from, so that it is printed again without reading the log; see kept-answer.ts. */
  kept: '.answer.json',
  /** What goes on right now; see live/live-file.ts. */
  live: 'live.json',
  /** The socket of a run that goes on. */
  control: 'control.sock',
  /** Workers that were launched for it: where they meet it, what they printed, the names of their jobs. */
  workers: 'workers',
  /** What processes of this run carry in their environment. */
  mark: '.mark',
  /** A run that makes room for another, until that one has begun. */
  previous: '.previous',
} as const;
