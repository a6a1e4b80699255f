/** @file Runs a prepared question from the command line: shows how far it is, prints what it came to, sets the exit status. */

import { printedBefore } from '../app/conclude/kept-answer.js';
import { requireComplete } from '../app/folder/answer-folder.js';
import type { PlannedQuestion, Prepared } from '../app/questions/question-kind.js';
import { runQuestion } from '../app/run/run-question.js';
import { toldEvents } from '../app/run/told-events.js';
import { defined } from '../core/index.js';
import type { PrintedAnswer, QuestionEnd } from '../report/index.js';
import { exitStatusOf, listenForInterruption, type StopSignal } from './exit-status.js';
import { ProgressDisplay } from './progress-display.js';
import { type LaunchSubject, launchedBy, type SlurmFlags } from './slurm-options.js';
import { layoutOf, print, printJson, typedCommand } from './terminal.js';
import type { BudgetFlags } from './training-options.js';
import { shownWorkersAt, type WorkersAtFlags, workersAtOf } from './workers-at-options.js';

/** What every command that trains takes. */
export interface QuestionFlags extends BudgetFlags, WorkersAtFlags, SlurmFlags {
  readonly out?: string;
  readonly workers?: number;
  readonly fresh?: true;
  readonly retryFailed?: true;
  readonly acceptChangedCode?: true;
  readonly long?: true;
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
  const display = new ProgressDisplay({
    stream: process.stderr,
    isQuiet: flags.quiet === true || flags.json === true,
    facts: prepared.progress,
    labelOf,
    workersAt: shownWorkersAt(flags),
  });
  const show = (told: PrintedAnswer, status: QuestionEnd | 'interrupted', signal?: StopSignal): void => {
    const { stdout } = process;
    if (flags.json === true) printJson(stdout, told.json());
    else print(stdout, told.terminal({ ...layoutOf(stdout), ...defined({ long: flags.long }) }, folder));
    process.exitCode = exitStatusOf(status, signal, told.shortfall);
  };
  const at = workersAtOf(flags, launched);
  const command = typedCommand();
  // Nothing is trained again, or elsewhere.
  const isPlain =
    flags.fresh !== true && flags.retryFailed !== true && flags.long !== true && at.workersAt === undefined;
  const before = isPlain ? printedBefore(prepared, { folder, ...defined({ command }) }) : undefined;
  if (before !== undefined) {
    display.onEvent({ kind: 'opened', resumed: true, folder });
    for (const text of before.warnings) display.onEvent({ kind: 'warning', text });
    display.close();
    show(before, before.status);
    return;
  }
  const interruption = listenForInterruption(() => display.stopping());
  const told = toldEvents(prepared, labelOf, display.line);
  let claim: PrintedAnswer | undefined;
  try {
    const { status, concluded } = await runQuestion(prepared, {
      folder,
      fresh: flags.fresh === true,
      retryFailed: flags.retryFailed === true,
      acceptChangedCode: flags.acceptChangedCode === true,
      ...at,
      ...defined({ command }),
      signal: interruption.signal,
      onEvent: (event) => {
        if (event.kind === 'claimed') claim = event.answer;
        display.onEvent(event);
        told?.onEvent(event);
      },
    });
    display.close();
    claim = undefined;
    if (concluded === null) process.exitCode = exitStatusOf(status, interruption.received());
    else show(concluded.report, status, interruption.received());
    requireComplete(concluded?.missing ?? [], folder);
  } catch (error) {
    display.close();
    // Whatever went wrong since: it has its answer.
    if (claim !== undefined) show(claim, 'exhausted');
    throw error;
  } finally {
    display.close();
    told?.close();
    interruption.release();
  }
}
