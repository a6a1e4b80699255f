/** @file `surefoot init`: an annotated experiment file to start from, with its schema for editors beside it. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import {
  checkTarget,
  draftTable,
  editorSchema,
  experimentTemplate,
  lookAtTable,
  soundName,
  type TargetChoice,
  targetChoices,
} from '../app/commands.js';
import { InputError } from '../core/index.js';
import { print } from './terminal.js';

interface InitFlags {
  readonly data?: string;
  readonly target?: string;
  readonly force?: true;
  readonly schema?: true;
}

/** What an experiment file is called by whoever gives it no name. */
const UNTOLD = 'experiment';

const SCHEMA_FILE = 'experiment.schema.json';

/** Editors with yaml-language-server find the schema by it. */
const SCHEMA_COMMENT = `# yaml-language-server: $schema=./${SCHEMA_FILE}`;

export function addInitCommand(program: Command): void {
  program
    .command('init')
    .description(
      'Writes an experiment file in which every key is explained and which runs as it stands, on simulated images or ' +
        `on a file of your own, after which the experiment is named; and ${SCHEMA_FILE} beside it, with which editors complete and check it.`,
    )
    .argument('[file]', 'the file to write', `${UNTOLD}.yaml`)
    .option('--data <file>', 'your examples: CSV, Parquet, NPY or NPZ')
    .option(
      '--target <column>',
      'the column, or array, to be found (with --data; default for tables: asked at a terminal, else guessed, with the reason)',
    )
    .option('--force', 'write over a file that is there')
    .option('--schema', `write ${SCHEMA_FILE} alone, for a file that is there: after an update of Surefoot, say`)
    .addHelpText(
      'after',
      `
Examples
  $ surefoot init
  $ surefoot init --data patients.csv
  $ surefoot init houses.yaml --data houses.csv
  $ surefoot init clusters.yaml --data clusters.parquet --target energy`,
    )
    .action(initAction);
}

async function initAction(file: string, { data, target, force, schema }: InitFlags): Promise<void> {
  if (data === undefined && target !== undefined) throw halfData();
  const path = resolve(file);
  if (schema === true) return renewSchema(file, path);
  if (existsSync(path) && force !== true) throw isThere(file);
  const name = nameOf(path, data);
  const drafted = data === undefined ? undefined : await draftData(data, target);
  const own =
    data === undefined || drafted === undefined
      ? {}
      : { data: { file: relative(dirname(path), resolve(data)), ...drafted.data } };
  mkdirSync(dirname(path), { recursive: true });
  await writeSchema(path);
  writeFileSync(path, `${SCHEMA_COMMENT}\n${experimentTemplate({ name, ...own })}`);
  print(
    process.stdout,
    `${(drafted?.reasons ?? []).map((text) => `${text}\n`).join('')}Wrote ${file}, and ${SCHEMA_FILE} for your editor. Next:\n  surefoot check ${file}\n  surefoot select ${file}\n`,
  );
}

/** After the experiment file; one that is called `experiment` says nothing, and the data file does. */
function nameOf(path: string, data: string | undefined): string {
  const own = stemOf(path);
  return soundName(data !== undefined && own === UNTOLD ? stemOf(data) : own);
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
    `Wrote ${SCHEMA_FILE}. Editors use it where ${file} begins with the line\n  ${SCHEMA_COMMENT}\n`,
  );
}

/** Arrays need a target that is named; of a table it is looked for, and asked where somebody is there to answer. */
async function draftData(data: string, target: string | undefined) {
  const isArrays = /\.np[yz]$/i.test(data);
  if (isArrays && target === undefined) throw needsTarget(data);
  if (target !== undefined) await checkTarget(data, target);
  if (isArrays) return { data: { target: target as string }, reasons: [] };
  const { look, targets } = target === undefined ? await targetChoices(data) : await lookOnly(data);
  const choice = target === undefined ? await chooseTarget(targets) : { name: target, reason: 'you said so' };
  const { reasons, ...table } = draftTable(look, choice);
  return { data: { target: table.target, table }, reasons };
}

async function lookOnly(data: string) {
  return { look: await lookAtTable(data), targets: [] };
}

/** The most likely one, unless somebody at a terminal says otherwise. */
async function chooseTarget(targets: readonly TargetChoice[]): Promise<TargetChoice> {
  const [first] = targets as readonly [TargetChoice, ...TargetChoice[]];
  if (process.stdin.isTTY !== true || process.stdout.isTTY !== true) return first;
  const asking = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const names = targets.slice(0, MOST_OFFERED).map(({ name }) => name);
    print(
      process.stdout,
      `Columns that could be found: ${names.join(', ')}${targets.length > MOST_OFFERED ? ', ...' : ''}\n`,
    );
    const answer = (await asking.question(`Which one? [${first.name}] `)).trim();
    return answer === '' ? first : { name: answer, reason: 'you said so' };
  } finally {
    asking.close();
  }
}

const MOST_OFFERED = 12;

function isThere(file: string): InputError {
  return new InputError({
    code: 'file-exists',
    what: `${file} exists already and was left as it is.`,
    allowed: 'a new file',
    fix: 'Name another file, or overwrite it with --force.',
  });
}

function halfData(): InputError {
  return new InputError({
    code: 'half-data',
    what: '--data is missing: --target names a column of your own file.',
    allowed: '--data FILE, with --target COLUMN or without, or neither',
    fix: 'Add --data.',
  });
}

function needsTarget(data: string): InputError {
  return new InputError({
    code: 'half-data',
    what: `--target is missing: which array of ${data} is to be found cannot be told from its values.`,
    allowed: '--target ARRAY with NPY and NPZ files',
    fix: 'Add --target.',
  });
}
