/** @file Runs a prepared question from the command line: shows how far it is, prints what it came to, sets the exit status. */
import { type PlannedQuestion, type Prepared, runQuestion } from '../app/commands.js';
import { given } from '../core/index.js';
import type { BudgetFlags } from './budget-options.js';
import { exitStatusOf } from './exit-status.js';
import { listenForInterruption } from './interruption.js';
import { type LaunchSubject, launchedBy } from './launched-workers.js';
import { createProgressDisplay } from './progress-display.js';
import type { SlurmFlags } from './slurm-options.js';
import { layoutOf, print, printJson } from './terminal.js';
import { typedCommand } from './typed-command.js';
import { shownWorkersAt, type WorkersAtFlags, workersAtOf } from './workers-at-options.js';

/** What every command that trains takes. */
export interface QuestionFlags extends BudgetFlags, WorkersAtFlags, SlurmFlags {
  readonly out?: string;
  readonly workers?: number;
  readonly fresh?: true;
  readonly retryFailed?: true;
  readonly acceptChangedCode?: true;
  readonly json?: true;
  readonly quiet?: true;
}

/** `labelOf`: what a candidate is called beside its id. */
export async function questionAction<Planned extends PlannedQuestion>(
  prepared: Prepared<Planned>,
  subject: LaunchSubject,
  flags: QuestionFlags,
  labelOf: (candidate: string) => string,
): Promise<void> {
  const { runFolder: folder } = subject;
  const launched = launchedBy(flags, subject, prepared);
  if (flags.print === true && launched !== undefined) {
    print(process.stdout, launched.script);
    return;
  }
  const display = createProgressDisplay({
    stream: process.stderr,
    isQuiet: flags.quiet === true || flags.json === true,
    facts: prepared.progress,
    labelOf,
    workersAt: shownWorkersAt(flags),
  });
  const interruption = listenForInterruption(() => display.stopping());
  try {
    const { status, concluded } = await runQuestion(prepared, {
      folder,
      fresh: flags.fresh === true,
      retryFailed: flags.retryFailed === true,
      acceptChangedCode: flags.acceptChangedCode === true,
      ...workersAtOf(flags, launched),
      ...given({ command: typedCommand() }),
      signal: interruption.signal,
      onEvent: display.onEvent,
    });
    display.close();
    if (concluded !== null) {
      const { stdout } = process;
      const { report } = concluded;
      if (flags.json === true) printJson(stdout, report.json());
      else print(stdout, report.terminal(layoutOf(stdout), folder));
    }
    const isUndecided = concluded?.report.isUndecided === true;
    process.exitCode = exitStatusOf(status, interruption.received(), isUndecided);
  } finally {
    display.close();
    interruption.release();
  }
}
