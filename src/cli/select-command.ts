/** @file `surefoot select`: the race, from the command line; and a proposer that is a program of the user's. */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Command } from 'commander';
import { readExperimentFile } from '../app/ask/experiment-source.js';
import { begunFrom } from '../app/ask/found/from.js';
import type { AskedRace } from '../app/questions/race-question.js';
import {
  asJson,
  canonicalJson,
  defined,
  type InputError,
  inputError,
  type JsonObject,
  lastLines,
} from '../core/index.js';
import { another, explainedElsewhere } from './option-values.js';
import {
  addFoundOptions,
  addRaceOptions,
  type FoundFlags,
  foundAsked,
  type RaceFlags,
  raceAction,
} from './race-options.js';
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

const MOST_BYTES = 64 * 2 ** 20;

/** Asks it at each look; the race waits for it meanwhile. @throws InputError where it fails, or prints anything but a list. */
function proposeBy(command: string): NonNullable<AskedRace['propose']> {
  return (state) => {
    const asked = {
      input: canonicalJson(asJson(state)),
      encoding: 'utf8',
      maxBuffer: MOST_BYTES,
    } as const;
    const { error, status, signal, stdout, stderr } = spawnSync(command, { ...asked, shell: true });
    // One that draws at random need not read the state.
    const isUnread = error !== undefined && 'code' in error && error.code === 'EPIPE';
    if (error !== undefined && !isUnread) throw failed(command, `could not be run: ${error.message}`);
    if (status !== 0) throw failed(command, `ended with ${signal ?? `exit status ${status}`}${reasonIn(stderr)}`);
    try {
      return JSON.parse(stdout) as readonly JsonObject[];
    } catch {
      throw failed(command, `printed ${JSON.stringify(stdout.slice(0, 200))}, which is no JSON`);
    }
  };
}

function reasonIn(text: string): string {
  const line = lastLines(text.trim(), 1);
  return line === '' ? '' : `: ${line.slice(0, 300)}`;
}

function failed(command: string, why: string): InputError {
  return inputError`propose-command: --propose: "${command.slice(0, 200)}" ${why}.
    Allowed: a command that reads { trainings, most, tried } from its standard input and prints a list such as [{"rate": 0.01}]
    Fix: Correct the command. Finished trainings are kept: the same command goes on.`;
}
