/** @file `surefoot init`: an annotated experiment file to start from, with its schema for editors beside it; or the helper for trainers in another language. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { type Command, Option } from 'commander';
import {
  CLIENT_LANGUAGES,
  type ClientLanguage,
  clientFile,
  draftNotes,
  draftTable,
  editorSchema,
  targetChoices,
} from '../app/draft/draft-experiment.js';
import { BOOST_FILE, boostScript, draftKinds, parseKinds } from '../app/draft/draft-kinds.js';
import { draftScript, lookAtScript } from '../app/draft/draft-script.js';
import { installationHint } from '../app/onnx-runtime.js';
import { type InputError, inputError, quoteArgument } from '../core/index.js';
import { checkTarget, lookAtTable, type TargetChoices, type TargetGuess } from '../engine/datasets/index.js';
import { experimentTemplate, type ModelKind, soundName } from '../experiment/index.js';
import { takingWord, textList } from './option-values.js';
import { print } from './terminal.js';

interface InitFlags {
  readonly data?: string;
  readonly target?: string;
  readonly kinds?: string[];
  readonly force?: true;
  readonly schema?: true;
  readonly client?: ClientLanguage;
  readonly python?: string;
}

/** The name of an experiment file without one. */
const UNTOLD = 'experiment';

const SCHEMA_FILE = 'experiment.schema.json';

/** Editors with yaml-language-server find the schema by it. */
const SCHEMA_COMMENT = `# yaml-language-server: $schema=./${SCHEMA_FILE}`;

export function addInitCommand(program: Command): void {
  program
    .command('init')
    .description(
      'Writes an experiment file that runs as it is and explains every key, for simulated images or ' +
        `for your own data file. Writes ${SCHEMA_FILE} beside it, with which editors complete and check it.`,
    )
    .argument('[file]', 'the file to write', `${UNTOLD}.yaml`)
    .option('--data <file>', 'your examples: CSV, Parquet, NPY or NPZ')
    .option(
      '--target <column>',
      'the column, or array, to predict (with --data). Default for tables, marked as a guess: a column with a telling name ' +
        '(target, label, class, outcome, y, price, ...), or the only plausible one. If several are plausible, init asks at a ' +
        'terminal, and elsewhere ends with status 2',
    )
    .option(
      '--kinds <names>',
      'what races on a table: net (networks), line (linear models), boost (boosted trees of Python, by a boost.py that init writes), separated by ' +
        'commas. Default: net,line, and boost where python3 has numpy and xgboost or scikit-learn',
      textList,
    )
    .option(
      '--python <script>',
      'draft an experiment for this script as it is: its arguments (argparse, click), Hydra keys, or constants, and what it prints ' +
        'are read from its text; the script is not run',
    )
    .option('--force', 'overwrite an existing file')
    .option('--schema', `write only ${SCHEMA_FILE}, for an existing file; for instance after an update of Surefoot`)
    .addOption(
      takingWord(
        new Option(
          '--client <language>',
          'write only the helper for trainers in this language (surefoot.py, surefoot.R), for scripts that you also start by hand',
        ),
        CLIENT_LANGUAGES,
      ),
    )
    .addHelpText(
      'after',
      `
Examples
  $ surefoot init
  $ surefoot init --data patients.csv
  $ surefoot init houses.yaml --data houses.csv
  $ surefoot init --python train.py
  $ surefoot init --client python
  $ surefoot init clusters.yaml --data clusters.parquet --target energy`,
    )
    .action(initAction);
}

async function initAction(
  file: string,
  { data, target, kinds, force, schema, client, python }: InitFlags,
): Promise<void> {
  if (data === undefined && (target !== undefined || kinds !== undefined))
    throw inputError`half-data: --data is missing: ${target === undefined ? '--kinds says what races on a table' : '--target names a column'} of your own.
      Allowed: --data FILE, with --target COLUMN and --kinds NAMES or without, or none of them
      Fix: Add --data.`;
  requireOneTask({ data, schema, client, python });
  const path = resolve(file);
  if (client !== undefined) return writeClient(dirname(path), client, force === true);
  if (schema === true) return renewSchema(file, path);
  if (existsSync(path) && force !== true)
    throw inputError`file-exists: ${file} already exists and was left unchanged.
      Allowed: a new file
      Fix: Name another file, or overwrite it with --force.`;
  if (python !== undefined) return writeScriptDraft(file, path, python);
  const name = nameOf(path, data);
  const asked = kinds === undefined ? undefined : parseKinds(kinds);
  const drafted = data === undefined ? undefined : await draftData(file, { data, target, kinds: asked });
  const script = boostScript(dirname(path), drafted?.data.table?.kinds ?? []);
  const own =
    data === undefined || drafted === undefined
      ? {}
      : { data: { file: relative(dirname(path), resolve(data)), ...drafted.data } };
  mkdirSync(dirname(path), { recursive: true });
  await writeSchema(path);
  writeFileSync(path, `${SCHEMA_COMMENT}\n${experimentTemplate({ name, ...own })}`);
  if (script !== undefined) writeFileSync(join(dirname(path), BOOST_FILE), script);
  sayWritten(drafted?.reasons ?? [], file, script === undefined ? [] : [BOOST_FILE]);
  const hint = installationHint();
  if (hint !== undefined) print(process.stderr, `surefoot: warning: ${hint}\n`);
}

/** `beside`: names of more files of its folder. */
function sayWritten(reasons: readonly string[], file: string, beside: readonly string[]): void {
  const others = beside.map((name) => `, ${join(dirname(file), name)}`).join('');
  print(
    process.stdout,
    `${reasons.map((text) => `${text}\n`).join('')}Wrote ${file}${others}, and ${join(dirname(file), SCHEMA_FILE)} for your editor. Next:\n  surefoot check ${file}\n  surefoot select ${file}\n`,
  );
}

/** After the experiment file; one that is called `experiment` says nothing, and the data file does. */
function nameOf(path: string, data: string | undefined): string {
  const own = stemOf(path);
  return soundName(data !== undefined && own === UNTOLD ? stemOf(data) : own);
}

/** For a script as it is. */
async function writeScriptDraft(file: string, path: string, script: string): Promise<void> {
  const { text, reasons } = draftScript(
    lookAtScript(script),
    nameOf(path, script),
    relative(dirname(path), resolve(script)),
  );
  mkdirSync(dirname(path), { recursive: true });
  await writeSchema(path);
  writeFileSync(path, `${SCHEMA_COMMENT}\n${text}`);
  sayWritten(reasons, file, []);
}

const stemOf = (path: string): string => basename(path, extname(path));

async function writeSchema(path: string): Promise<void> {
  writeFileSync(join(dirname(path), SCHEMA_FILE), `${JSON.stringify(await editorSchema(), null, 1)}\n`);
}

async function renewSchema(file: string, path: string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  await writeSchema(path);
  print(
    process.stdout,
    `Wrote ${join(dirname(file), SCHEMA_FILE)}. Editors use it if ${file} begins with the line\n  ${SCHEMA_COMMENT}\n`,
  );
}

interface DataAsked {
  readonly data: string;
  readonly target: string | undefined;
  readonly kinds: readonly ModelKind[] | undefined;
}

/** Arrays need a target that is named; of a table it is found, or asked for at a terminal. */
async function draftData(file: string, { data, target, kinds: asked }: DataAsked) {
  const isArrays = /\.np[yz]$/i.test(data);
  if (isArrays && target === undefined)
    throw inputError`half-data: --target is missing: the values of ${data} do not tell which array is predicted.
      Allowed: --target ARRAY with NPY and NPZ files
      Fix: Add --target.`;
  if (isArrays && asked !== undefined)
    throw inputError`kinds-of-arrays: --kinds says what races on a table, and ${data} holds arrays, for which init drafts networks.
      Allowed: --kinds with CSV and Parquet files
      Fix: Leave --kinds out, and write other models into the file, below \`models\`.`;
  if (target !== undefined) await checkTarget(data, target);
  if (isArrays) return { data: { target: target as string }, reasons: [] };
  const choices = target === undefined ? await targetChoices(data) : undefined;
  const look = choices?.look ?? (await lookAtTable(data));
  const said = { name: target as string, reason: 'as you said' };
  const chosen = choices === undefined ? said : await chosenTarget(data, choices);
  const again = ['surefoot', 'init', file, '--data', data, ...(target === undefined ? [] : ['--target', target])];
  const { kinds, reasons: raced } = draftKinds(asked, again.map(quoteArgument).join(' '));
  const { reasons, ...table } = draftTable(look, chosen, kinds);
  const notes = await draftNotes(resolve(data), table);
  return { data: { target: table.target, table }, reasons: [...reasons, ...notes, ...raced] };
}

/** The only plausible one, as a guess; else a question at the terminal. */
async function chosenTarget(data: string, { plausible, guess }: TargetChoices): Promise<TargetGuess> {
  if (guess !== undefined) return { ...guess, reason: `guessed ${guess.reason}; choose another with --target` };
  if (process.stdin.isTTY !== true || process.stdout.isTTY !== true) throw unclearTarget(data, plausible);
  const asking = createInterface({ input: process.stdin, output: process.stdout });
  // Ctrl-D, too, is no answer.
  const ended = new Promise<undefined>((resolve) => asking.once('close', () => resolve(undefined)));
  try {
    print(process.stdout, `Several columns can be the target: ${namesOf(plausible)}\n`);
    const answer = (await Promise.race([asking.question('Which one? '), ended]))?.trim();
    if (answer === undefined) print(process.stdout, '\n');
    if (!answer) throw unclearTarget(data, plausible);
    return { name: answer, reason: 'as you said' };
  } finally {
    asking.close();
  }
}

const MOST_OFFERED = 12;

function namesOf(columns: readonly string[]): string {
  const more = columns.length - MOST_OFFERED;
  return `${columns.slice(0, MOST_OFFERED).join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
}

function unclearTarget(data: string, plausible: readonly string[]): InputError {
  return inputError`target-unclear: --target is missing: several columns of ${data} can be the target: ${namesOf(plausible)}.
    Allowed: --target COLUMN, the column that is predicted
    Fix: Say which: surefoot init --data ${data} --target COLUMN`;
}

/** Either of the two is written alone: what else is asked for would be left out. */
function requireOneTask({
  data,
  schema,
  client,
  python,
}: { readonly [Flag in 'data' | 'schema' | 'client' | 'python']: unknown }): void {
  const asked = [
    ...(client === undefined ? [] : ['--client']),
    ...(schema === undefined ? [] : ['--schema']),
    ...(data === undefined ? [] : ['--data']),
    ...(python === undefined ? [] : ['--python']),
  ];
  if (asked.length < 2) return;
  throw inputError`init-options: ${asked.join(' and ')} were given together, but each is a separate task.
    Allowed: --client, --schema, --data or --python, one at a time
    Fix: Run init once for each.`;
}

/** Writes it into `folder`, never over another file of its name unless `isForced`. */
function writeClient(folder: string, language: ClientLanguage, isForced: boolean): void {
  const { name, text } = clientFile(language);
  const path = join(folder, name);
  const shown = relative('', path);
  const there = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  if (there !== undefined && there !== text && !isForced) {
    throw inputError`file-exists: ${shown} already exists, differs from the file of this version of Surefoot, and was left unchanged.
      Allowed: a folder without it
      Fix: Overwrite it with --force.`;
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, text);
  print(process.stdout, `Wrote ${shown}, the helper for trainers in ${LANGUAGES[language]}.\n`);
}

const LANGUAGES: Readonly<Record<ClientLanguage, string>> = { python: 'Python', r: 'R' };
