/** @file `surefoot assure`: does a candidate keep a promise, without a human. */
import type { Command } from 'commander';
import { assuredSubject, chosenIn, QUESTIONS } from '../app/commands.js';
import { given, InputError } from '../core/index.js';
import { finiteNumber, wholeNumber } from './option-values.js';
import type { QuestionFlags } from './question-action.js';
import { addTrainingOptions, STUDY_FILES_HELP, studyOf } from './study-command.js';

interface AssureFlags extends QuestionFlags {
  readonly candidate?: string;
  readonly share: number;
  readonly lossBelow?: number;
  readonly metric?: string;
  readonly above?: number;
  readonly below?: number;
  readonly trials?: number;
}

export function addAssureCommand(program: Command): void {
  const command = program
    .command('assure')
    .description(
      'Says whether a candidate keeps a promise: that a share of its trainings passes a bar. Trains it again and again, looks ' +
        'after every training, and ends as soon as the answer is sure: wrong at most 5 % of the time, however often it is ' +
        'looked at. Its trainings are its own: none of them helped to choose the candidate. One that fails or diverges does not pass.',
    )
    .argument('<experiment>', 'experiment file (YAML), or the folder of a run')
    .option('--share <share>', 'share of trainings that has to pass, 0.05 to 0.999', finiteNumber('--share'), 0.95)
    .option('--loss-below <value>', 'a training passes with a loss below this', finiteNumber('--loss-below'))
    .option('--metric <name>', 'the bar is for this metric instead of the loss')
    .option('--above <value>', 'with --metric: a training passes above this', finiteNumber('--above'))
    .option('--below <value>', 'with --metric: a training passes below this', finiteNumber('--below'))
    .option(
      '-c, --candidate <name>',
      'the candidate, by id or label (default: the choice of the finished race in the run folder, or the only one)',
    )
    .option(
      '--trials <count>',
      'most trainings (default: 6 times as many as decide where all pass, 408 for a share of 0.95)',
      wholeNumber('--trials', 1),
    );
  addTrainingOptions(command)
    .addHelpText(
      'after',
      `${STUDY_FILES_HELP}

Exit status
  0  it holds    3  undecided: its trainings or a budget ended    4  it does not hold

Examples
  $ surefoot assure experiment.yaml --share 0.95 --loss-below 0.40
  $ surefoot assure runs/digits --metric accuracy --above 0.88
  $ surefoot assure experiment.yaml -c model-1 --loss-below 0.40 --budget 100`,
    )
    .action(assureAction);
}

async function assureAction(path: string, flags: AssureFlags): Promise<void> {
  const { metric = 'loss', share, trials, candidate, out } = flags;
  const bar = barAsked(flags);
  const { source, folder, isRun } = assuredSubject(path, out);
  if (isRun && flags.slurm !== undefined) throw needsExperiment(path);
  const name = candidate ?? chosenIn(folder);
  const asked = {
    figure: metric,
    share,
    ...given({ trials, ...bar, candidates: name === undefined ? undefined : [name] }),
  };
  await studyOf(QUESTIONS.assure, { experiment: path, source, runFolder: folder }, flags, asked);
}

/** @throws InputError for options of two kinds of bars at once. */
function barAsked({ lossBelow, metric, above, below }: AssureFlags) {
  const isLoss = metric === undefined || metric === 'loss';
  if (isLoss ? above === undefined && below === undefined : lossBelow === undefined) {
    return { below: isLoss ? lossBelow : below, above };
  }
  throw new InputError({
    code: 'assure-bar-options',
    what: isLoss
      ? `--${above === undefined ? 'below' : 'above'} is given without a metric.`
      : `--loss-below is given together with --metric ${metric}.`,
    allowed: '--loss-below alone, or --metric with --above or --below',
    fix: isLoss
      ? 'Use --loss-below, or name the metric with --metric.'
      : `Use --above or --below for ${metric}, or leave --metric out.`,
  });
}

function needsExperiment(path: string): InputError {
  return new InputError({
    code: 'assure-launch',
    what: `Workers are launched from an experiment file, and ${path} is the folder of a run.`,
    allowed: 'an experiment file together with --slurm',
    fix: `Name the experiment file, and the run folder with --out ${path}.`,
  });
}
