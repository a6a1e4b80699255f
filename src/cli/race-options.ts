/** @file What every command takes that races candidates, or what other searches have found, and how such a race is run. */
import { type Command, Option } from 'commander';
import { knownIn } from '../app/folder/logged-run.js';
import { RACE_FLAGS } from '../app/library/library-options.js';
import { prepare, QUESTIONS } from '../app/questions/questions.js';
import type { AskedRace } from '../app/questions/race-question.js';
import { type Candidate, defined } from '../core/index.js';
import { fitText, formatCount } from '../report/index.js';
import { addTold, DIRECTIONS, explainedElsewhere, readTold, takingWord, textList } from './option-values.js';
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
  addTold(command, RACE_FLAGS, 'separate', 'reliability');
  return addTrainingOptions(explainedElsewhere(command, addAheadOption), 'result.json');
}

export function addAheadOption(command: Command): Command {
  return addTold(command, RACE_FLAGS, 'ahead');
}

/** The race of these candidates in their run folder. */
export async function raceAction(
  subject: LaunchSubject,
  flags: RaceFlags,
  more: Pick<AskedRace, 'from' | 'propose'> = {},
): Promise<void> {
  const built = createBuildDisplay(process.stderr, flags.quiet === true || flags.json === true);
  const asked = { ...more, ...readTold(RACE_FLAGS, flags), budget: budgetOf(flags) };
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

export interface FoundFlags {
  readonly value?: string;
  readonly direction?: 'minimize' | 'maximize';
  readonly study?: string;
  readonly ignore?: readonly string[];
}

export function foundAsked({ value, direction, study, ignore }: FoundFlags): FoundFlags {
  return defined({ value, direction, study, ignore });
}

export function addFoundOptions(command: Command): Command {
  return command
    .option('--value <column>', 'column of values (default: value, loss, values_0, objective or score)')
    .addOption(
      takingWord(
        new Option('--direction <direction>', 'what is better in a table; a study tells it itself'),
        DIRECTIONS,
      ),
    )
    .option('--study <name>', 'study of a storage that holds several')
    .option('--ignore <columns>', 'columns that are no settings, separated by commas', textList);
}

export const SETTINGS_OF_TABLES = `
Columns of settings may begin with params_ (Optuna), config/ (Ray Tune), config.
or params. (MLflow); where any does, these alone are settings. Without such a
prefix every column is one that \`space\` has.`;
