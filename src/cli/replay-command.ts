/** @file `surefoot replay`: which rule would have chosen what, at what price, on recorded losses. Rules are written as a name, with options for it or for all. */
import { type Command, Option } from 'commander';
import { prepareReplay, REPLAY_DEFAULTS, replayRules } from '../app/questions/replay-question.js';
import { defined, type InputError, inputError, type JsonValue } from '../core/index.js';
import { parseRule, RULE_NAMES, RULE_OPTIONS, type Rule, ruleOptions } from '../questions/race/plan/index.js';
import { formatDuration } from '../report/index.js';
import { CRITERION_NAMES } from '../stats/index.js';
import {
  another,
  DIRECTIONS,
  explainedElsewhere,
  finiteNumber,
  numberList,
  numberOrText,
  takingWord,
  wholeNumber,
} from './option-values.js';
import { checkReplayFolders, printReplays, writeReplays } from './replay-output.js';
import { print, printProse, typedCommand } from './terminal.js';

interface ReplayFlags {
  readonly candidate?: string;
  readonly loss?: string;
  readonly replicate?: string;
  readonly direction: 'minimize' | 'maximize';
  readonly criterion?: string;
  readonly rule?: readonly string[];
  readonly warmup?: number;
  readonly replicateOrder?: readonly number[];
  readonly orders: number;
  readonly seed: number;
  readonly out?: string;
  readonly json?: true;
}

export function addReplayCommand(program: Command): void {
  const command = program
    .command('replay')
    .description(
      'Races recorded losses: a table (CSV or Parquet), or the log of a run under another rule or ' +
        'criterion. It trains nothing.\n\n' +
        'A table has one row per candidate and a column for each replicate (several columns match --loss), or one row per ' +
        'training (columns for candidate, replicate and loss). Other columns are kept as configuration. Empty cells are ' +
        'missing trainings; write Infinity for a diverged one.',
    )
    .argument('<losses>', 'table of losses, run folder, or log.sqlite')
    .optionsGroup('The table:')
    .option('--candidate <column>', 'column of candidate ids (default: candidate)')
    .option('--loss <column>', 'column of losses, or a pattern that several match, such as "loss_*" (default: loss*)')
    .option('--replicate <column>', 'column of replicates, in a table with one row per training (default: replicate)')
    .addOption(
      takingWord(
        new Option('--direction <direction>', 'what is better: smaller losses, or larger scores'),
        DIRECTIONS,
      ).default('minimize'),
    )
    .optionsGroup('What is asked:')
    .option(
      '--criterion <name>',
      `on losses: ${CRITERION_NAMES.join(', ')} (default: ${REPLAY_DEFAULTS.criterion}, or the run's)`,
    )
    .option(
      '--rule <rule>',
      `${RULE_NAMES.join(', ')}; with its own options as in welch:alpha=0.01; repeat it for more rules (default: ${REPLAY_DEFAULTS.rule}, or the run's)`,
      another,
    )
    .option(
      '--warmup <count>',
      `replicates before the first decision of rules that race in rounds, such as halving (default: ${REPLAY_DEFAULTS.warmup}, or the run's)`,
      wholeNumber('--warmup', 1),
    );
  explainedElsewhere(command, addRuleOptions)
    .optionsGroup('The replay:')
    .option(
      '--replicate-order <list>',
      'positions of the replicates, counted from 0, in order of use',
      numberList('--replicate-order'),
    )
    .option(
      '--orders <count>',
      'repeat over this many random orders: cost, how often the best is picked, how often one within the tolerance of it, regret',
      wholeNumber('--orders', 2),
      0,
    )
    .option('--seed <seed>', 'seed of the random orders', wholeNumber('--seed', 0), 1)
    .option(
      '-o, --out <folder>',
      'write result.json, trials.csv and report.html (one folder per rule, if several); every page has cost and regret of all rules',
    )
    .option('--json', 'print only result.json (a list, of several rules)')
    .addHelpText(
      'after',
      `
Options of rules, such as --tolerance and --alpha: surefoot help rules

Examples
  $ surefoot replay losses.csv --criterion mean --tolerance 0.01
  $ surefoot replay losses.csv --criterion mean --rule default --rule halving --rule welch
  $ surefoot replay table.csv --candidate model --loss 'accuracy_*' --direction maximize \\
      --criterion mean --rule welch:alpha=0.01 --rule welch:alpha=0.05 --warmup 2 --orders 200
  $ surefoot replay runs/digits --criterion q3+iqr --rule mann-whitney`,
    )
    .action(replayAction);
}

const MOST_VALUE = 12;

/** Each rule describes its own options; a flag gives one to all rules that have it. */
export function addRuleOptions(command: Command): Command {
  const flags = [...RULE_OPTIONS].map(([name, { help, choices, fallback }]) => {
    const flag = `--${flagName(name)}`;
    const preset = fallback === undefined ? '' : ` (default: ${fallback})`;
    // What has a word among its values is read by the rule.
    const isAmount = choices === undefined && typeof fallback === 'string';
    const values = choices?.join('|') ?? (isAmount ? 'amount' : 'number');
    // A longer one would leave no room for what it means.
    const [value, words] = values.length <= MOST_VALUE ? [values, help] : ['which', `${choices?.join(', ')}: ${help}`];
    const shown = new Option(`${flag} <${value}>`, `${words}${preset}`);
    if (isAmount) return shown.argParser(numberOrText);
    return choices === undefined ? shown.argParser(finiteNumber(flag)) : shown;
  });
  for (const flag of flags) command.addOption(flag);
  return command;
}

/** `testEvery` becomes `test-every`, as commander reads it back. */
function flagName(option: string): string {
  return option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

async function replayAction(path: string, flags: ReplayFlags): Promise<void> {
  const startedAtMs = performance.now();
  const { candidate, loss, replicate, direction, criterion, warmup, replicateOrder, orders, seed, out } = flags;
  const columns = defined({ candidate, loss, replicate });
  const command = defined({ command: typedCommand() });
  const asked = { columns, direction, criterion, warmup, replicateOrder, orders, seed, ...command };
  const requests = await prepareReplay(path, { ...asked, rules: rulesOf(flags) });
  const loadedAtMs = performance.now();
  const rules = requests.map(({ rule }) => rule);
  if (warmup !== undefined && rules.every(({ kind }) => kind === 'adaptive')) throw warmupOfNone(warmup, rules);
  const names = rules.map(({ name }) => name);
  const folders = out === undefined ? undefined : checkReplayFolders(names, out);
  const replays = replayRules(requests, {
    // The published algorithm is raced for pages alone.
    areBeside: folders !== undefined,
    warn: (text) => printProse(process.stderr, `surefoot: warning: ${text}\n`),
  });
  const inputs = replays.map(({ input }) => input);
  printReplays(inputs, flags.json === true);
  if (folders !== undefined) await writeReplays(inputs, folders);
  if (flags.json === true) return;
  const secondsOf = (part: 'race' | 'answer'): string =>
    formatDuration(replays.reduce((sum, { seconds }) => sum + seconds[part], 0));
  print(
    process.stdout,
    `Loaded in ${formatDuration((loadedAtMs - startedAtMs) / 1000)}, raced in ${secondsOf('race')}, intervals and tests in ${secondsOf('answer')}.\n`,
  );
}

/** Those of the run, or the default, where none is asked for. */
function rulesOf(flags: ReplayFlags): readonly Rule[] | undefined {
  const shared = sharedOptions(flags);
  const asks = flags.rule !== undefined || Object.keys(shared).length > 0;
  return asks ? parseRules(flags.rule ?? [REPLAY_DEFAULTS.rule], shared) : undefined;
}

function warmupOfNone(warmup: number, rules: readonly Rule[]): InputError {
  const names = rules.map(({ name }) => name).join(' and ');
  return inputError`warmup-without-rounds: --warmup is ${warmup}, but ${names} ${rules.length === 1 ? 'decides' : 'decide'} training by training and ${rules.length === 1 ? 'has' : 'have'} no warm-up.
    Allowed: --warmup with a rule that races in rounds, such as halving and welch
    Fix: Leave --warmup out, or choose such a rule: --rule halving.`;
}

function sharedOptions(flags: ReplayFlags): SharedRuleOptions {
  const values: Readonly<Record<string, unknown>> = { ...flags };
  return Object.fromEntries(
    [...RULE_OPTIONS.keys()].flatMap((name) => {
      const value = values[name];
      return typeof value === 'number' || typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}

/** Options given once, for every rule that has them. */
type SharedRuleOptions = Readonly<Record<string, string | number>>;

/**
 * Each text is `welch` or `welch:alpha=0.01,sided=one`; its own options come before the shared ones.
 * @throws InputError for unknown rules and options, and for a shared option that none of the rules has.
 */
function parseRules(texts: readonly string[], shared: SharedRuleOptions): Rule[] {
  const written = texts.map(readRule);
  for (const option of Object.keys(shared)) {
    if (!written.some(({ name }) => option in ruleOptions(name))) throw optionOfNone(option, written);
  }
  return written.map(({ name, options }) => {
    const known = ruleOptions(name);
    const taken = Object.entries(shared).filter(([option]) => option in known);
    return parseRule({ ...Object.fromEntries(taken), ...options, name });
  });
}

interface WrittenRule {
  readonly name: string;
  readonly options: Readonly<Record<string, JsonValue>>;
}

function readRule(text: string): WrittenRule {
  const [name = '', list] = text.split(/:(.*)/s);
  const options = (list ?? '').split(',').filter((part) => part.trim() !== '');
  return { name: name.trim(), options: Object.fromEntries(options.map((part) => readOption(text, part))) };
}

function readOption(text: string, part: string): [string, JsonValue] {
  const [option = '', value, ...more] = part.split('=').map((side) => side.trim());
  if (value === undefined || value === '' || more.length > 0) {
    throw inputError`rule-syntax: --rule "${text}": "${part.trim()}" is not an option with a value.
      Allowed: a name, or a name with options: welch:alpha=0.01,sided=one
      Fix: Write option=value after the colon.`;
  }
  return [option, Number.isFinite(Number(value)) ? Number(value) : value];
}

function optionOfNone(option: string, rules: readonly WrittenRule[]): InputError {
  const names = rules.map(({ name }) => `${name} (${Object.keys(ruleOptions(name)).join(', ')})`);
  return inputError`option-of-none: None of the rules has the option ${option}.
    Allowed: ${names.join('; ')}
    Fix: Leave it out, or choose a rule that has it.`;
}
