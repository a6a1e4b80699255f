/** @file `surefoot train`: one trial from the command line, or many over the trainer protocol. */
import type { Command } from 'commander';
import { readExperimentFile } from '../app/ask/experiment-source.js';
import { readGivenFile } from '../app/folder/files.js';
import { openTrialBench, type TrialBench, type TrialSubject } from '../app/run/single-trial.js';
import {
  type Candidate,
  defined,
  type InputError,
  inputError,
  type JsonObject,
  type Outcome,
  seedsOf,
  writableNumber,
} from '../core/index.js';
import { formatDuration, printable } from '../report/index.js';
import { serveProtocol } from '../trainers/serving.js';
import { EXIT, listenForInterruption, type StopSignal } from './exit-status.js';
import { wholeNumber } from './option-values.js';
import { foreignText, print, printJson } from './terminal.js';

interface TrainFlags {
  readonly candidate?: string;
  readonly configuration?: string;
  readonly replicate: number;
  readonly seed?: number;
  readonly sample?: number;
  readonly out?: string;
  readonly serve?: true;
  readonly json?: true;
}

export function addTrainCommand(program: Command): void {
  program
    .command('train')
    .description(
      "Trains one candidate once with the experiment's trainer and prints its outcome: the loss that a race would see, bit " +
        'for bit. It logs nothing. With --serve it keeps running and trains on request over standard input and output ' +
        '(docs/trainer-protocol.md), so that any program can drive the built-in trainer.',
    )
    .argument('<experiment>', 'experiment file (YAML)')
    .option('-c, --candidate <id>', 'candidate of the experiment, by id or label')
    .option('--configuration <json>', 'any other configuration, as JSON or @file')
    .option('-r, --replicate <number>', 'replicate, from which the seeds follow', wholeNumber('--replicate', 0), 0)
    .option('--seed <number>', "instead of the experiment's seed", wholeNumber('--seed', 0))
    .option('--sample <count>', "training examples (default: the experiment's)", wholeNumber('--sample', 1))
    .option('-o, --out <folder>', 'keep the files of the training there, in a folder of its own')
    .option('--serve', 'train requests in JSON lines, until told to stop')
    .option('--json', 'print the outcome as one line of JSON')
    .addHelpText(
      'after',
      `
Examples
  $ surefoot train experiment.yaml --candidate c1a2b3c --replicate 4
  $ surefoot train experiment.yaml --configuration '{"layers":[],"epochs":5}' --json
  $ surefoot train experiment.yaml --configuration @candidate.json --json | jq .loss`,
    )
    .action(trainAction);
}

async function trainAction(path: string, flags: TrainFlags): Promise<void> {
  const source = readExperimentFile(path);
  const subject = flags.serve === true ? undefined : subjectOf(flags);
  const interruption = listenForInterruption(() => {});
  const bench = await openTrialBench(source, interruption.signal);
  try {
    const seed = flags.seed ?? source.draft.seed;
    if (subject === undefined) {
      await serve(bench, interruption.signal);
      return;
    }
    const candidate = bench.candidateFor(subject);
    const outcome = await bench.train(candidate, {
      streams: bench.streamsOf(flags.replicate),
      // 0 stands for the experiment's own.
      sampleSize: flags.sample ?? 0,
      repeat: 0,
      experimentSeed: seed,
      ...defined({ artifactFolder: flags.out }),
    });
    if (flags.json === true) printJson(process.stdout, toJson(candidate, outcome, seed));
    else print(process.stdout, toText(candidate, outcome));
    process.exitCode = exitStatus(outcome, interruption.received());
  } finally {
    interruption.release();
    await bench.close();
  }
}

/** A terminal's interruption goes to the whole group: the program that asks decides when this ends. */
async function serve(bench: TrialBench, signal: AbortSignal): Promise<void> {
  signal.addEventListener('abort', () => process.stdin.destroy(), { once: true });
  await serveProtocol({
    input: process.stdin,
    output: process.stdout,
    train: (configuration, { fidelity, ...trial }) =>
      bench.train(bench.candidateFor({ configuration }), { ...trial, ...fidelity }),
  });
  // The input may still be open after `stop`.
  process.stdin.destroy();
}

function exitStatus({ failure }: Outcome, signal: StopSignal | undefined): number {
  if (signal !== undefined) return EXIT.interrupted[signal];
  return failure === undefined ? EXIT.finished : EXIT.failed;
}

function subjectOf({ candidate, configuration }: TrainFlags): TrialSubject {
  if (candidate !== undefined && configuration === undefined) return { candidate };
  if (configuration !== undefined && candidate === undefined)
    return { configuration: readConfiguration(configuration) };
  throw inputError`train-what: ${candidate === undefined ? 'There is nothing to train.' : 'Both a candidate and a configuration are given.'}
    Allowed: --candidate ID, or --configuration JSON, or --serve
    Fix: Give one of them; \`surefoot check\` lists the candidates.`;
}

function readConfiguration(given: string): JsonObject {
  const text = given.startsWith('@') ? readConfigurationFile(given.slice(1)) : given;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw badConfiguration(
      `--configuration is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
      cause,
    );
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw badConfiguration(`--configuration is ${text.slice(0, 80)}, which is not an object`);
}

const MOST_BYTES = 64e6;

function readConfigurationFile(path: string): string {
  try {
    return readGivenFile(path, MOST_BYTES).toString('utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw badConfiguration(`The file of --configuration cannot be read, ${why}: ${path}`, cause);
  }
}

function badConfiguration(what: string, cause?: unknown): InputError {
  return inputError`bad-configuration: ${what}
    Allowed: a JSON object such as '{"batchSize":32}', or @file
    Fix: Correct it, and quote it for your shell.
    Cause: ${cause}`;
}

function toJson(candidate: Candidate, { trial, status, loss, ...rest }: Outcome, seed: number): string {
  const { metrics, lossPerEpoch, seconds, failure } = rest;
  const value = {
    loss,
    status,
    metrics,
    lossPerEpoch,
    seconds,
    ...defined({ failure }),
    candidate: candidate.id,
    configuration: candidate.configuration,
    replicate: trial.streams.init,
    experimentSeed: seed,
    seeds: seedsOf(trial, seed),
    sampleSize: trial.fidelity.sampleSize,
  };
  return `${JSON.stringify(value, (_key, member: unknown) => writableNumber(member))}\n`;
}

function toText(candidate: Candidate, { trial, status, loss, metrics, seconds, failure }: Outcome): string {
  const lines = [
    `${candidate.id} (${printable(candidate.label)}), replicate ${trial.streams.init}: ${status} in ${formatDuration(seconds)}`,
    ...(failure === undefined ? [`loss ${loss}`] : [foreignText(`${failure.kind}: ${failure.message}`)]),
    ...Object.entries(metrics).map(([name, value]) => `${printable(name)} ${value}`),
  ];
  return `${lines.join('\n')}\n`;
}
