/** @file `surefoot select`: the race, from the command line. */
import { join } from 'node:path';
import type { Command } from 'commander';
import { readExperimentFile } from '../app/ask/experiment-source.js';
import { begunFrom } from '../app/ask/found/from.js';
import { proposeBy } from '../app/ask/propose-command.js';
import { defined } from '../core/index.js';
import { addFoundOptions, type FoundFlags, foundAsked } from './found-options.js';
import { another, explainedElsewhere } from './option-values.js';
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
        'Every training is logged when it ends: interrupt at any time, the same command goes on. A larger budget extends a finished run. ' +
        'The claim is one of three. Decided: no other is better by more than the tolerance. Tied: those named may be. Stopped: a budget ' +
        'ended the race. Figures of the winner rest on fresh trainings, because those of the race flatter it.',
    )
    .argument('<experiment>', 'experiment file (YAML)')
    .optionsGroup(OWN_OPTIONS)
    .option(
      '--from <found>',
      'begin with what an earlier run folder, a table of trials or an Optuna study has found; may be repeated (surefoot help found)',
      another,
    )
    .option('--propose <command>', 'let a program propose candidates for a search (surefoot help found)');
  explainedElsewhere(command, addFoundOptions);
  addRaceOptions(command);
  command
    .addHelpText(
      'after',
      `
What you get in the run folder
  report.html   the race, drawn
  result.json   verdict, winner with interval, decisions with evidence, seeds
  trials.csv    one row per training
  model.onnx    the model: raw data in, predictions out (see \`deliver\`)
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
  const more = defined({ from: begun.from, propose });
  await raceAction({ experiment: path, source: begun.source, runFolder }, flags, more);
}
