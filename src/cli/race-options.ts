/** @file What every command takes that races candidates, and how such a race is run. */
import type { Command } from 'commander';
import { type AskedRace, fitText, formatCount, knownIn, prepare, QUESTIONS } from '../app/commands.js';
import { type Candidate, given, MOST_AHEAD_SHARE } from '../core/index.js';
import { explainedElsewhere, finiteNumber, numberBetween, wholeNumber } from './option-values.js';
import { type QuestionFlags, questionAction } from './question-action.js';
import type { LaunchSubject } from './slurm-options.js';
import { clearLines, isRenewable, layoutOf, print, renewLines } from './terminal.js';
import { addTrainingOptions, budgetOf } from './training-options.js';

export interface RaceFlags extends QuestionFlags {
  readonly separate?: number | true;
  readonly reliability?: number;
  readonly ahead?: number;
}

export function addRaceOptions(command: Command): Command {
  command
    .option(
      '--separate [replicates]',
      "after a tie train those on that may be better, each up to so many times (default: 5 times the race's)",
      wholeNumber('--separate', 1),
    )
    .option(
      '--reliability <share>',
      'share of trainings that must be shown not to collapse for a candidate to win, 0.5 to 0.99 (default: ' +
        '`race.reliability` of the experiment, or none)',
      finiteNumber('--reliability'),
    );
  return addTrainingOptions(explainedElsewhere(command, addAheadOption), 'result.json');
}

export function addAheadOption(command: Command): Command {
  return command.option(
    '--ahead <share>',
    'let idle workers train what the race is likely to need soon, so that it decides sooner. This many of ' +
      'these may turn out not to be needed, as a share of the trainings used, 0 to 4; they come on top of a budget ' +
      '(default: `race.ahead` of the experiment, or 0.25; with a budget 0)',
    numberBetween('--ahead', 0, MOST_AHEAD_SHARE),
  );
}

/** The race of these candidates in their run folder. */
export async function raceAction(
  subject: LaunchSubject,
  flags: RaceFlags,
  more: Pick<AskedRace, 'from' | 'propose'> = {},
): Promise<void> {
  const built = createBuildDisplay(process.stderr, flags.quiet === true || flags.json === true);
  const asked = {
    ...more,
    ...given({ separate: flags.separate, reliability: flags.reliability, ahead: flags.ahead }),
    budget: budgetOf(flags),
  };
  const use = { known: knownIn(subject.runFolder, flags), workers: flags.workers, onProgress: built.onProgress };
  const prepared = await prepare(QUESTIONS.race, subject.source, asked, use);
  built.close();
  await questionAction(prepared, subject, flags, labelling(prepared.candidates));
}

/** Labels by id: the list grows with those that join. */
function labelling(candidates: readonly Candidate[]): (id: string) => string {
  const labels = new Map<string, string>();
  return (id) => {
    for (const { id: own, label } of candidates.slice(labels.size)) labels.set(own, label);
    return labels.get(id) ?? '';
  };
}

const RENEW_EVERY_MS = { terminal: 200, elsewhere: 5000 };

interface BuildDisplay {
  readonly onProgress: (done: number, total: number) => void;
  /** Clears the line that was being renewed. */
  readonly close: () => void;
}

export function createBuildDisplay(stream: NodeJS.WriteStream, isQuiet = false): BuildDisplay {
  const isRenewed = isRenewable(stream);
  const every = isRenewed ? RENEW_EVERY_MS.terminal : RENEW_EVERY_MS.elsewhere;
  let saidAtMs: number | undefined;
  let isLineOpen = false;
  return {
    onProgress: (done, total) => {
      const now = performance.now();
      // The first word comes after one interval: small spaces are built in silence.
      saidAtMs ??= now;
      if (isQuiet || now - saidAtMs < every) return;
      saidAtMs = now;
      const text = `Candidates: ${formatCount(done)} of ${formatCount(total)} built`;
      if (isRenewed) renewLines(stream, [fitText(text, layoutOf(stream).width - 1)]);
      else print(stream, `${text}\n`);
      isLineOpen = isRenewed;
    },
    close: () => {
      if (isLineOpen) clearLines(stream);
      isLineOpen = false;
    },
  };
}
