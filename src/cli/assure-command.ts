/** @file `surefoot assure`: does a candidate keep a promise, or is a change real, without a human. */
import type { Command, Option } from 'commander';
import { assuredSubject, changeAgainst, chosenIn } from '../app/library/against.js';
import { QUESTIONS } from '../app/questions/questions.js';
import { inputError } from '../core/index.js';
import { flagsOf } from '../questions/common/index.js';
import { AGAINST_TRIALS, STUDIES, type StudyOwn } from '../questions/index.js';
import { finiteNumber, readTold, toldOption } from './option-values.js';
import type { QuestionFlags } from './question-action.js';
import { studyFilesHelp, studyOf } from './study-commands.js';
import { addTrainingOptions, OWN_OPTIONS } from './training-options.js';

interface AssureFlags extends QuestionFlags {
  readonly candidate?: string;
  readonly share?: number | undefined;
  readonly lossBelow?: number;
  readonly metric?: string;
  readonly above?: number;
  readonly below?: number;
  readonly trials?: number;
  readonly against?: string;
  readonly againstCandidate?: string;
}

const TOLD = flagsOf(STUDIES.assure.options);

export function addAssureCommand(program: Command): void {
  const [share, below, above, trials] = TOLD.map(toldOption) as [Option, Option, Option, Option];
  const command = program
    .command('assure')
    .description(
      'Tests by new trainings whether a share of them passes a bar, until that is sure: it is wrong at most 5 % of the time. One ' +
        'that fails or diverges does not pass.\n\n' +
        'With --against: is the candidate better than another one, by the criterion of its experiment? Trains both on the same ' +
        'replicates until that is sure or unlikely.',
    )
    .argument('<experiment>', 'experiment file (YAML), or the folder of a run')
    .optionsGroup(OWN_OPTIONS)
    .addOption(share)
    .option('--loss-below <value>', 'a training passes with a loss below this', finiteNumber('--loss-below'))
    .option('--metric <name>', 'the bar is for this metric instead of the loss')
    .addOption(above)
    .addOption(below)
    .option('--against <experiment>', 'the old candidate: its experiment file, or its run')
    .option('-c, --candidate <name>', 'by id or label (default: the winner, or the only one)')
    .option('--against-candidate <name>', 'the same for the old candidate')
    .addOption(trials);
  addTrainingOptions(command, 'assure.json')
    .addHelpText(
      'after',
      `${studyFilesHelp('assure', '; with --against change.html and so on')}

Exit status
  0  it holds, the change is real
  3  undecided: a budget, or the trainings, ended before
  4  it does not hold, the change is not shown

Examples
  $ surefoot assure experiment.yaml --share 0.95 --loss-below 0.40
  $ surefoot assure runs/digits --metric accuracy --above 0.88
  $ surefoot assure new.yaml --against old.yaml`,
    )
    .action(assureAction);
}

async function assureAction(path: string, typed: AssureFlags, command: Command): Promise<void> {
  const isShareTyped = command.getOptionValueSource('share') === 'cli';
  const flags = isShareTyped ? typed : { ...typed, share: undefined };
  const { candidate, out, against, againstCandidate } = flags;
  if (against === undefined && againstCandidate !== undefined)
    throw inputError`assure-no-against: --against-candidate is ${againstCandidate}, and there is no --against.
      Allowed: --against-candidate together with --against
      Fix: Name the experiment of the old candidate with --against.`;
  const bar = against === undefined ? barAsked(flags) : noBar(flags);
  const { source, folder, isRun } = assuredSubject(path, out);
  if (isRun && flags.slurm !== undefined)
    throw inputError`assure-launch: Workers are launched from an experiment file, and ${path} is the folder of a run.
      Allowed: an experiment file together with --slurm
      Fix: Name the experiment file, and the run folder with --out ${path}.`;
  const name = candidate ?? chosenIn(folder);
  const candidates = name === undefined ? {} : { candidates: [name] };
  const subject = { experiment: path, source, runFolder: folder };
  if (against === undefined) {
    const { metric = 'loss' } = flags;
    const told = { figure: metric, ...readTold(TOLD, { ...flags, ...bar }), ...candidates };
    await studyOf(QUESTIONS.assure, subject, flags, told as typeof told & StudyOwn<'assure'>);
    return;
  }
  const old = { ...assuredSubject(against), candidate: againstCandidate, place: against };
  const change = await changeAgainst(source, old);
  await studyOf(QUESTIONS.keep, subject, flags, {
    ...change,
    trials: flags.trials ?? AGAINST_TRIALS,
    ...candidates,
  });
}

/** @throws InputError for options of two kinds of bars at once. */
function barAsked({ lossBelow, metric, above, below }: AssureFlags) {
  const isLoss = metric === undefined || metric === 'loss';
  if (isLoss ? above === undefined && below === undefined : lossBelow === undefined) {
    return { below: isLoss ? lossBelow : below, above };
  }
  throw inputError`assure-bar-options: ${isLoss ? `--${above === undefined ? 'below' : 'above'} is given without a metric.` : `--loss-below is given together with --metric ${metric}.`}
    Allowed: --loss-below alone, or --metric with --above or --below
    Fix: ${isLoss ? 'Use --loss-below, or name the metric with --metric.' : `Use --above or --below for ${metric}, or leave --metric out.`}`;
}

/** @throws InputError for a bar beside --against. */
function noBar({ share, lossBelow, metric, above, below }: AssureFlags): object {
  const bars = { '--share': share, '--loss-below': lossBelow, '--metric': metric, '--above': above, '--below': below };
  const [given] = Object.entries(bars).find(([, value]) => value !== undefined) ?? [];
  if (given === undefined) return {};
  throw inputError`assure-against-bar: ${given} is given together with --against.
    Allowed: --against alone: two candidates are compared by the criterion and the metric of the experiment
    Fix: Leave ${given} out, or --against.`;
}
