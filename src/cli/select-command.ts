/** @file `surefoot select`: the race, from the command line. */
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { knownIn, prepare, QUESTIONS, readExperimentFile } from '../app/commands.js';
import { given, MOST_AHEAD_SHARE } from '../core/index.js';
import { budgetOf } from './budget-options.js';
import { createBuildDisplay } from './build-progress.js';
import { finiteNumber, numberBetween, wholeNumber } from './option-values.js';
import { type QuestionFlags, questionAction } from './question-action.js';
import { addTrainingOptions, OWN_OPTIONS } from './training-options.js';

interface SelectFlags extends QuestionFlags {
  readonly trials?: number;
  readonly separate?: number | true;
  readonly reliability?: number;
  /** False where --no-ahead was given. */
  readonly ahead?: number | boolean;
}

export function addSelectCommand(program: Command): void {
  const command = program
    .command('select')
    .description(
      'Races the candidates of an experiment file and keeps the most robust one.\n\n' +
        'Every training is logged when it ends. Interrupt at any time: the same command goes on. ' +
        'A larger budget extends a finished run; a finished run prints its result again.\n\n' +
        'The claim is one of three. Decided: no other is better by more than the tolerance. Tied: those named may be. Stopped early: a ' +
        'budget ended the race. The figures of the winner rest on fresh trainings after the race, because the race trainings flatter it.',
    )
    .argument('<experiment>', 'experiment file (YAML)')
    .optionsGroup(OWN_OPTIONS)
    .addOption(
      new Option('-t, --trials <trials>', 'the same as --budget')
        .argParser(wholeNumber('--trials', 1))
        .conflicts('budget'),
    )
    .option(
      '--separate [replicates]',
      'go on after a tie, with up to this many trainings of each candidate that may be better ' +
        '(default: 5 times as many as the race has)',
      wholeNumber('--separate', 1),
    )
    .option(
      '--reliability <share>',
      'put the winner on probation: train it until this share of trainings is shown not to collapse, 0.5 to 0.99, such as ' +
        '0.95; if it fails, try the next candidate (default: `race.reliability` of the experiment, or no probation)',
      finiteNumber('--reliability'),
    )
    .option(
      '--ahead <share>',
      'let idle workers train what the race is likely to need soon, so that it decides sooner. This many of ' +
        'these may turn out not to be needed, as a share of the trainings used, 0 to 4 (default: `race.ahead` of the ' +
        'experiment, or 0.25)',
      numberBetween('--ahead', 0, MOST_AHEAD_SHARE),
    )
    .option('--no-ahead', 'the same as --ahead 0');
  addTrainingOptions(command, 'result.json')
    .addHelpText(
      'after',
      `
What you get in the run folder
  report.html   the race, drawn
  result.json   verdict, winner with interval, decisions with evidence, seeds
  trials.csv    one row per training
  model.onnx    a training of the winner as a model (\`deliver\` says which):
                raw data in, predictions out
  log.sqlite    the log; it resumes, and other rules can judge it again

Examples
  $ surefoot select experiment.yaml
  $ surefoot select experiment.yaml --budget 200 --out runs/short
  $ surefoot select experiment.yaml --separate
  $ surefoot select experiment.yaml --json | jq .choice`,
    )
    .action(selectAction);
}

async function selectAction(path: string, flags: SelectFlags): Promise<void> {
  const built = createBuildDisplay(process.stderr, flags.quiet === true || flags.json === true);
  const source = readExperimentFile(path);
  const folder = flags.out ?? join('runs', source.draft.name);
  const asked = {
    ...given({ separate: flags.separate, reliability: flags.reliability, ahead: flags.ahead }),
    budget: budgetOf({ ...given({ budget: flags.trials }), ...flags }),
  };
  const use = { known: knownIn(folder, flags), workers: flags.workers, onProgress: built.onProgress };
  const prepared = await prepare(QUESTIONS.race, source, asked, use);
  built.close();
  const labels = new Map(prepared.candidates.map(({ id, label }) => [id, label]));
  const subject = { experiment: path, source, runFolder: folder };
  await questionAction(prepared, subject, flags, (candidate) => labels.get(candidate) ?? '');
}
