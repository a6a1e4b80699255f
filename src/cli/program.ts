/** @file The program `surefoot`: reads the command line, runs one command, ends with its exit status. */
import { Command, CommanderError } from 'commander';
import { surefootVersion } from '../app/environment.js';
import { type InputError, inputError, nearestName, unknownOption } from '../core/index.js';
import { EXIT, errorText, exitStatusOfError } from './exit-status.js';
import { print, printProse } from './terminal.js';

export function createProgram(): Command {
  const program = new Command('surefoot')
    .description(
      'Finds the model that trains well every time. Trains candidates again and again with new initial weights and ' +
        'new training samples, stops spending on those that cannot be the best, and returns the most ' +
        'robust one with its loss distribution, intervals, and the trained model.',
    )
    .version(surefootVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'explain a command')
    .helpCommand(false)
    .configureHelp({
      helpWidth: Math.min(process.stdout.columns ?? 80, 100),
      // All have options; without that word there is room for the summaries at 80 columns.
      subcommandTerm: (command) => `${command.name()} ${command.usage().replace('[options] ', '')}`,
    })
    .configureOutput({
      writeOut: (text) => print(process.stdout, text),
      writeErr: (text) => printProse(process.stderr, text),
      // What commander refuses is said where it is caught.
      outputError: () => {},
    })
    .exitOverride((error) => {
      throw nearestTold(error, program);
    })
    .addHelpText(
      'after',
      `
Exit status
  0    finished (all candidates that may be the best are named)
  1    the run failed, or no training worked; what was finished is in the log
  2    bad input; nothing was written
  3    a budget ended before the rule did: raise it and run the same command
       again; or no candidate is known to be as reliable as was asked for, or
       none can be chosen
  4    assure: it does not hold
  130  interrupted (143: terminated); run the same command again to resume

Environment
  SUREFOOT_TRACE=race,log
       shows on standard error each step of a race, each entry of its log, or
       both; of \`surefoot report\` the steps of a run that has ended

Start with
  $ surefoot init
  $ surefoot select experiment.yaml`,
    );
  return program;
}

// Readers of our output may stop reading, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.finished);
});

/** Runs what the command line asks for; `typed` without node and script. Its exit status is that of the process. */
export async function runProgram(typed: readonly string[]): Promise<void> {
  const program = createProgram();
  const args = helpAsOption(typed);
  // The command comes first: no option before it takes a value.
  const [asked] = args;
  for (const { name, group, usage, summary, load } of COMMANDS) {
    if (name === asked) (await load())(program);
    else program.command(name).usage(usage).summary(summary).helpGroup(group);
  }
  try {
    requireNoneEmpty(args);
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? EXIT.finished : EXIT.badInput;
      if (error.exitCode !== 0) printProse(process.stderr, `${error.message}\n`);
    } else {
      printProse(process.stderr, errorText(error));
      process.exitCode = exitStatusOfError(error);
    }
  }
}

/** Of an option or a command that there is not an error of ours, which names the nearest that there is; any other as it is. */
function nearestTold(error: CommanderError, program: Command): Error {
  const [, name = ''] = /'(.*?)'/.exec(error.message) ?? [];
  if (error.code === 'commander.unknownCommand') return unknownCommand(name);
  if (error.code !== 'commander.unknownOption') return error;
  const command = program.commands.find((one) => one.name() === program.args[0]) ?? program;
  return unknownOption(
    command.name(),
    name,
    command.options.flatMap(({ long }) => long ?? []),
  );
}

function unknownCommand(name: string): InputError {
  const names = COMMANDS.map((command) => command.name);
  const near = nearestName(name, names);
  return inputError`unknown-command: There is no command "${name}".
    Allowed: ${names.join(', ')}
    Fix: ${near === undefined ? 'See them all with `surefoot --help`.' : `Did you mean "${near}"?`}`;
}

/** `help select` is `select --help`, and `help` alone the list of all. */
function helpAsOption(args: readonly string[]): readonly string[] {
  const [asked, subject] = args;
  if (asked !== 'help' || subject?.startsWith('-')) return args;
  if (subject === undefined) return ['--help'];
  return COMMANDS.some(({ name }) => name === subject) ? [subject, '--help'] : args;
}

/** What a shell makes of a variable that is not set; nothing here has an empty value, and an empty path is the folder at hand. */
function requireNoneEmpty(args: readonly string[]): void {
  const place = args.findIndex((arg) => arg === '' || /^--[\w-]+=$/.test(arg));
  if (place < 0) return;
  const [before = '', own = ''] = args.slice(place - 1, place + 1);
  const option = own === '' ? before : own.slice(0, -1);
  throw inputError`empty-argument: ${option.startsWith('-') ? option : 'An argument'} is empty.
    Allowed: a value for every option that takes one, and no empty arguments
    Fix: Give a value, or leave it out; perhaps a shell variable is not set.`;
}

interface ListedCommand {
  readonly name: string;
  /** Heading that it stands under in the list of all. */
  readonly group: string;
  /** Its options and arguments, as its own help has them. */
  readonly usage: string;
  readonly summary: string;
  /** Resolves to what adds the command with all its options to a program. */
  readonly load: () => Promise<(program: Command) => void>;
}

export const COMMANDS: readonly ListedCommand[] = [
  {
    name: 'init',
    group: 'Begin:',
    usage: '[options] [file]',
    summary: 'write an annotated experiment file to start from',
    load: async () => (await import('./init-command.js')).addInitCommand,
  },
  {
    name: 'check',
    group: 'Begin:',
    usage: '[options] <experiment>',
    summary: 'check an experiment and list its candidates, their layers and parameters',
    load: async () => (await import('./check-command.js')).addCheckCommand,
  },
  {
    name: 'help',
    group: 'Begin:',
    usage: '[options] [subject]',
    summary: 'explain a command, or a subject: machines, found, rules',
    load: async () => (await import('./help-command.js')).addHelpCommand,
  },
  {
    name: 'select',
    group: 'Ask:',
    usage: '[options] <experiment>',
    summary: 'race the candidates of an experiment and keep the most robust one',
    load: async () => (await import('./select-command.js')).addSelectCommand,
  },
  {
    name: 'recheck',
    group: 'Ask:',
    usage: '[options] <found> [experiment]',
    summary: 'race the best candidates of another search: a table, an Optuna study',
    load: async () => (await import('./recheck-command.js')).addRecheckCommand,
  },
  {
    name: 'replay',
    group: 'Ask:',
    usage: '[options] <losses>',
    summary: 'judge recorded losses: what each rule would have chosen, at what price',
    load: async () => (await import('./replay-command.js')).addReplayCommand,
  },
  {
    name: 'measure',
    group: 'Ask:',
    usage: '[options] <experiment>',
    summary: 'measure how much initial weights, samples and order make losses vary',
    load: async () => (await import('./study-commands.js')).addMeasureCommand,
  },
  {
    name: 'curve',
    group: 'Ask:',
    usage: '[options] <experiment>',
    summary: 'find how many training examples make a model stable',
    load: async () => (await import('./study-commands.js')).addCurveCommand,
  },
  {
    name: 'compare',
    group: 'Ask:',
    usage: '[options] <experiment>',
    summary: 'compare the levels of one factor at a time',
    load: async () => (await import('./study-commands.js')).addCompareCommand,
  },
  {
    name: 'couple',
    group: 'Ask:',
    usage: '[options] <experiment>',
    summary: 'tell which settings, sample sizes and sources of randomness act together',
    load: async () => (await import('./study-commands.js')).addCoupleCommand,
  },
  {
    name: 'keep',
    group: 'Ask:',
    usage: '[options] -- <command...>',
    summary: 'is this change of a script real: keep it, or discard it',
    load: async () => (await import('./keep-command.js')).addKeepCommand,
  },
  {
    name: 'assure',
    group: 'Ask:',
    usage: '[options] <experiment>',
    summary: 'test whether enough trainings of a candidate pass a bar; made for scripts',
    load: async () => (await import('./assure-command.js')).addAssureCommand,
  },
  {
    name: 'status',
    group: 'Runs and trainings:',
    usage: '[options] <run>',
    summary: 'list the questions asked of a run folder, with their answers',
    load: async () => (await import('./status-command.js')).addStatusCommand,
  },
  {
    name: 'report',
    group: 'Runs and trainings:',
    usage: '[options] <run...>',
    summary: 'write the files of a question of a run folder again, or show its progress',
    load: async () => (await import('./report-command.js')).addReportCommand,
  },
  {
    name: 'watch',
    group: 'Runs and trainings:',
    usage: '[options] <run>',
    summary: 'show a run in a browser while it goes on, or all runs of a folder',
    load: async () => (await import('./watch-command.js')).addWatchCommand,
  },
  {
    name: 'log',
    group: 'Runs and trainings:',
    usage: '[options] <run> [training]',
    summary: 'list the trainings of a run, show or forget one, verify and rescue a log',
    load: async () => (await import('./log-command.js')).addLogCommand,
  },
  {
    name: 'train',
    group: 'Runs and trainings:',
    usage: '[options] <experiment>',
    summary: 'train one candidate once and print the outcome',
    load: async () => (await import('./train-command.js')).addTrainCommand,
  },
  {
    name: 'predict',
    group: 'Use a model:',
    usage: '[options] <model> <rows>',
    summary: 'predict the rows of a table with a model',
    load: async () => (await import('./predict-command.js')).addPredictCommand,
  },
  {
    name: 'predictions',
    group: 'Use a model:',
    usage: '[options] <run>',
    summary: 'tell how far retrainings differ in what they predict, and where',
    load: async () => (await import('./predictions-command.js')).addPredictionsCommand,
  },
  {
    name: 'explain',
    group: 'Use a model:',
    usage: '[options] <model> [data]',
    summary: 'tell what a model relies on, and whether retrainings agree',
    load: async () => (await import('./explain-command.js')).addExplainCommand,
  },
  {
    name: 'export',
    group: 'Use a model:',
    usage: '[options] <run>',
    summary: 'write the model of any training of a run as an ONNX file',
    load: async () => (await import('./export-command.js')).addExportCommand,
  },
  {
    name: 'worker',
    group: 'Machines:',
    usage: '[options] [address] [experiment]',
    summary: 'train for a run that another process leads, on this or another machine',
    load: async () => (await import('./worker-command.js')).addWorkerCommand,
  },
];
