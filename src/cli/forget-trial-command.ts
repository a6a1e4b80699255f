/** @file `surefoot forget-trial`: one outcome counts no longer, and its trial is trained again. */
import type { Command } from 'commander';
import { forgetTrial } from '../app/commands.js';
import { print } from './terminal.js';

interface ForgetTrialFlags {
  readonly reason: string;
}

export function addForgetTrialCommand(program: Command): void {
  program
    .command('forget-trial')
    .summary('forget one outcome of a run, so that its training is repeated')
    .description(
      'The outcome no longer counts. The log keeps it, with the time and the reason. The next `select`, ' +
        '`measure`, `curve` or `compare` in the folder trains it again with the same seeds and decides anew; ' +
        'result and page tell how many trainings were forgotten by hand.',
    )
    .argument('<run>', 'run folder')
    .argument('<trial>', 'number of a trial in the list of `surefoot log`, or candidate/replicate')
    .requiredOption('--reason <text>', 'why; result and page show it')
    .addHelpText(
      'after',
      `
Examples
  $ surefoot log runs/digits
  $ surefoot forget-trial runs/digits c1a2b3c/4 --reason "the disk was full"`,
    )
    .action((folder: string, trial: string, { reason }: ForgetTrialFlags) => {
      const { outcome, questions } = forgetTrial(folder, trial, reason);
      const place = `${outcome.trial.candidate}/${outcome.trial.streams.init}`;
      const numbers = questions.length === 0 ? 'no question' : `question ${questions.join(', ')}`;
      print(
        process.stdout,
        `Forgotten: trial ${place} (${outcome.status}, loss ${outcome.loss}), which ${numbers} of ${folder} used.\n` +
          'Run the same command again: the trial is trained with the same seeds, and decisions are made anew.\n',
      );
    });
}
