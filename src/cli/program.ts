/** @file The program `surefoot`: reads the command line, runs one command, ends with its exit status. */
import { Command, CommanderError } from 'commander';
import { surefootVersion } from '../app/environment.js';
import { InputError } from '../core/index.js';
import { COMMANDS } from './command-list.js';
import { EXIT, errorText, exitStatusOfError } from './exit-status.js';
import { print, printProse } from './terminal.js';

const createProgram = () =>
  new Command('surefoot')
    .description(
      'Finds the model that trains well every time: trains candidates again and again with fresh initial weights and ' +
        'fresh training samples, spends no more on those that cannot be the best, and returns the most ' +
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
    })
    .showSuggestionAfterError()
    .exitOverride()
    .addHelpText(
      'after',
      `
Exit status
  0    finished (all candidates that may be the best are named)
  1    the run failed; what was finished is in the log
  2    bad input; nothing was written
  3    a budget ended before the rule did: raise it and run the same command again
  130  interrupted (143: terminated); run the same command again to resume

Start with
  $ surefoot init
  $ surefoot select experiment.yaml`,
    );

// Whoever reads our output may stop reading, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.finished);
});

/** Runs what the command line asks for; `args` without node and script. Its exit status is that of the process. */
export async function runProgram(args: readonly string[]): Promise<void> {
  const program = createProgram();
  // The command comes first: no option before it takes a value.
  const [asked] = args;
  for (const { name, usage, summary, load } of COMMANDS) {
    if (name === asked) (await load())(program);
    else program.command(name).usage(usage).summary(summary);
  }
  try {
    requireNoneEmpty(args);
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has said what was wrong (or printed the help that was asked for).
      process.exitCode = error.exitCode === 0 ? EXIT.finished : EXIT.badInput;
    } else {
      printProse(process.stderr, errorText(error));
      process.exitCode = exitStatusOfError(error);
    }
  }
}

/** What a shell makes of a variable that is not set; nothing here has an empty value, and an empty path is the folder at hand. */
function requireNoneEmpty(args: readonly string[]): void {
  const place = args.findIndex((arg) => arg === '' || /^--[\w-]+=$/.test(arg));
  if (place < 0) return;
  const [before = '', own = ''] = args.slice(place - 1, place + 1);
  const option = own === '' ? before : own.slice(0, -1);
  throw new InputError({
    code: 'empty-argument',
    what: `${option.startsWith('-') ? option : 'An argument'} is empty.`,
    allowed: 'a value for every option that takes one, and arguments that are not empty',
    fix: 'Give a value, or leave it out; a variable of the shell may not be set.',
  });
}
