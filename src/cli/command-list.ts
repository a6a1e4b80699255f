/** @file The commands as `surefoot --help` lists them. What one of them needs is loaded when that one is asked for. */
import type { Command } from 'commander';

interface ListedCommand {
  readonly name: string;
  /** Its options and arguments, as its own help has them. */
  readonly usage: string;
  readonly summary: string;
  /** Resolves to what adds the command with all its options to a program. */
  readonly load: () => Promise<(program: Command) => void>;
}

export const COMMANDS: readonly ListedCommand[] = [
  {
    name: 'init',
    usage: '[options] [file]',
    summary: 'write an annotated experiment file to start from',
    load: async () => (await import('./init-command.js')).addInitCommand,
  },
  {
    name: 'check',
    usage: '[options] <experiment>',
    summary: 'validate an experiment and list its candidates, their layers and parameters',
    load: async () => (await import('./check-command.js')).addCheckCommand,
  },
  {
    name: 'select',
    usage: '[options] <experiment>',
    summary: 'race the candidates of an experiment and keep the most robust one',
    load: async () => (await import('./select-command.js')).addSelectCommand,
  },
  {
    name: 'replay',
    usage: '[options] <losses>',
    summary: 'judge recorded losses: which rule would have chosen what, at what price',
    load: async () => (await import('./replay-command.js')).addReplayCommand,
  },
  {
    name: 'export',
    usage: '[options] <run>',
    summary: 'write any trial of a run as an ONNX file',
    load: async () => (await import('./export-command.js')).addExportCommand,
  },
  {
    name: 'predict',
    usage: '[options] <model> <rows>',
    summary: 'say what a model makes of the rows of a table',
    load: async () => (await import('./predict-command.js')).addPredictCommand,
  },
  {
    name: 'explain',
    usage: '[options] <model> [data]',
    summary: 'say what a model relies on, and whether retrainings agree',
    load: async () => (await import('./explain-command.js')).addExplainCommand,
  },
  {
    name: 'measure',
    usage: '[options] <experiment>',
    summary: 'measure how much initial weights, samples and order make losses vary',
    load: async () => (await import('./measure-command.js')).addMeasureCommand,
  },
  {
    name: 'curve',
    usage: '[options] <experiment>',
    summary: 'find how many training examples make a model stable',
    load: async () => (await import('./curve-command.js')).addCurveCommand,
  },
  {
    name: 'compare',
    usage: '[options] <experiment>',
    summary: 'compare the levels of one factor at a time',
    load: async () => (await import('./compare-command.js')).addCompareCommand,
  },
  {
    name: 'train',
    usage: '[options] <experiment>',
    summary: 'train one trial of an experiment and print its outcome',
    load: async () => (await import('./train-command.js')).addTrainCommand,
  },
  {
    name: 'worker',
    usage: '[options] [address] [experiment]',
    summary: 'train for a run that another process leads, on this machine or another one',
    load: async () => (await import('./worker-command.js')).addWorkerCommand,
  },
  {
    name: 'log',
    usage: '[options] <run> [trial]',
    summary: 'list the trials of a run, or show one with what it printed',
    load: async () => (await import('./log-command.js')).addLogCommand,
  },
  {
    name: 'status',
    usage: '[options] <run>',
    summary: 'list the questions asked of a run folder, with what they came to',
    load: async () => (await import('./status-command.js')).addStatusCommand,
  },
  {
    name: 'report',
    usage: '[options] <run...>',
    summary: 'write the files of a question of a run folder again, or show how far it is',
    load: async () => (await import('./report-command.js')).addReportCommand,
  },
  {
    name: 'watch',
    usage: '[options] <run>',
    summary: 'show a run in a browser while it goes on, or all runs of a folder',
    load: async () => (await import('./watch-command.js')).addWatchCommand,
  },
  {
    name: 'forget-trial',
    usage: '[options] <run> <trial>',
    summary: 'have one outcome of a run forgotten, so that its trial is trained again',
    load: async () => (await import('./forget-trial-command.js')).addForgetTrialCommand,
  },
  {
    name: 'check-log',
    usage: '[options] <run>',
    summary: 'verify the log of a run, and rescue the trials of a damaged one',
    load: async () => (await import('./check-log-command.js')).addCheckLogCommand,
  },
];
