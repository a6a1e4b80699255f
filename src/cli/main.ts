#!/usr/bin/env node
/** @file The command `surefoot`: reads the command line, runs one command, ends with its exit status. */
import { Command, CommanderError } from 'commander';
import { surefootVersion } from '../app/commands.js';
import { addCheckCommand } from './check-command.js';
import { addCompareCommand } from './compare-command.js';
import { addCurveCommand } from './curve-command.js';
import { EXIT, errorText, exitStatusOfError } from './exit-status.js';
import { addExportCommand } from './export-command.js';
import { addInitCommand } from './init-command.js';
import { addLogCommand } from './log-command.js';
import { addMeasureCommand } from './measure-command.js';
import { addReplayCommand } from './replay-command.js';
import { addSelectCommand } from './select-command.js';
import { addTrainCommand } from './train-command.js';

const program = new Command('surefoot')
  .description(
    'Finds the model that trains well every time: trains candidates again and again with fresh initial weights and ' +
      'fresh training samples, drops the worse and the unstable as soon as the evidence allows, and returns the most ' +
      'robust one with its loss distribution, intervals, and the trained model.',
  )
  .version(surefootVersion(), '-V, --version', 'print the version')
  .helpOption('-h, --help', 'explain a command')
  .helpCommand(false)
  .configureHelp({ helpWidth: Math.min(process.stdout.columns ?? 80, 100) })
  .showSuggestionAfterError()
  .exitOverride()
  .addHelpText(
    'after',
    `
Exit status
  0    finished (candidates that cannot be told apart are named)
  1    the run failed; what was finished is in the log
  2    bad input; nothing was written
  3    a budget ended before the rule did: raise it and run the same command again
  130  interrupted (143: terminated); run the same command again to resume

Start with
  $ surefoot select examples/digits.yaml`,
  );

// Whoever reads our output may stop reading, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.finished);
});

addInitCommand(program);
addCheckCommand(program);
addSelectCommand(program);
addReplayCommand(program);
addExportCommand(program);
addMeasureCommand(program);
addCurveCommand(program);
addCompareCommand(program);
addTrainCommand(program);
addLogCommand(program);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has said what was wrong (or printed the help that was asked for).
    process.exitCode = error.exitCode === 0 ? EXIT.finished : EXIT.badInput;
  } else {
    process.stderr.write(errorText(error));
    process.exitCode = exitStatusOfError(error);
  }
}
