/** @file `surefoot select`: the race, from the command line. */
import { join } from 'node:path';
import type { Command } from 'commander';
import { begunFrom, proposeBy, readExperimentFile } from '../app/commands.js';
import { given } from '../core/index.js';
import { addFoundOptions, type FoundFlags, foundAsked } from './found-options.js';
import { another } from './option-values.js';
import { addRaceOptions, type RaceFlags, raceAction } from './race-options.js';
import { OWN_OPTIONS } from './training-options.js';

interface SelectFlags extends RaceFlags, FoundFlags {
  readonly from?: readonly string[];
  readonly propose?: string;
}

export function addSelectCommand(program: Command): void {
  const command = program
    .command('select')
    .description(
      'Races the candidates of an experiment file and keeps the most robust one.\n\n' +
        'Every training is logged when it ends. Interrupt at any time: the same command goes on. ' +
        'A larger budget extends a finished run; a finished run prints its result again.\n\n' +
        'The claim is one of three. Decided: no other has a better criterion by more than the tolerance. Tied: those named may have. Stopped early: a ' +
        'budget ended the race. The figures of the winner rest on fresh trainings after the race, because the race trainings flatter it.',
    )
    .argument('<experiment>', 'experiment file (YAML)')
    .optionsGroup(OWN_OPTIONS);
  addRaceOptions(command).option(
    '--propose <command>',
    'a command of your own that proposes candidates for a search with `refine: true`: it reads what was tried as JSON and prints a list of configurations, which join the race',
  );
  addFoundOptions(
    command
      .optionsGroup('What is known:')
      .option(
        '--from <found>',
        'begin with what an earlier run folder, a table of trials or an Optuna study has found: trainings with the same data, trainer and seed are taken ' +
          'over; anything else is a prior of a search, and says where to look first; several: --from a --from b',
        another,
      ),
  );
  command
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
  $ surefoot select experiment.yaml --json | jq .winner`,
    )
    .action(selectAction);
}

async function selectAction(path: string, flags: SelectFlags): Promise<void> {
  const source = readExperimentFile(path);
  const runFolder = flags.out ?? join('runs', source.draft.name);
  const { fresh, from: known } = flags;
  const begun = await begunFrom(source, known, { folder: runFolder, fresh, ofTables: foundAsked(flags) });
  const propose = flags.propose === undefined ? undefined : proposeBy(flags.propose);
  const more = given({ from: begun.from, propose });
  await raceAction({ experiment: path, source: begun.source, runFolder }, flags, more);
}
