/** @file `surefoot init`: an annotated experiment file to start from, with its schema for editors beside it. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { checkTarget, dataSpecSchema, experimentJsonSchema, experimentTemplate } from '../app/commands.js';
import { InputError } from '../core/index.js';
import { print } from './terminal.js';

interface InitFlags {
  readonly data?: string;
  readonly target?: string;
  readonly force?: true;
}

const SCHEMA_FILE = 'experiment.schema.json';

export function addInitCommand(program: Command): void {
  program
    .command('init')
    .description(
      'Writes an experiment file in which every key is explained and which runs as it stands, on simulated images or ' +
        `on a file of your own; and ${SCHEMA_FILE} beside it, with which editors complete and check it.`,
    )
    .argument('[file]', 'the file to write', 'experiment.yaml')
    .option('--data <file>', 'your examples: CSV, Parquet, NPY or NPZ')
    .option('--target <column>', 'the column, or array, to be found (with --data)')
    .option('--force', 'write over a file that is there')
    .addHelpText(
      'after',
      `
Examples
  $ surefoot init
  $ surefoot init clusters.yaml --data clusters.parquet --target energy`,
    )
    .action(initAction);
}

async function initAction(file: string, { data, target, force }: InitFlags): Promise<void> {
  if ((data === undefined) !== (target === undefined)) throw halfData(data === undefined ? '--data' : '--target');
  const path = resolve(file);
  const schemaPath = join(dirname(path), SCHEMA_FILE);
  if (existsSync(path) && force !== true) throw isThere(file);
  if (data !== undefined) await checkTarget(data, target as string);
  const name = basename(path, extname(path));
  const own =
    data === undefined ? {} : { data: { file: relative(dirname(path), resolve(data)), target: target as string } };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(schemaPath, `${JSON.stringify(experimentJsonSchema(dataSpecSchema), null, 2)}\n`);
  writeFileSync(path, `# yaml-language-server: $schema=./${SCHEMA_FILE}\n${experimentTemplate({ name, ...own })}`);
  print(
    process.stdout,
    `Wrote ${file}, and ${SCHEMA_FILE} for your editor. Next:\n  surefoot check ${file}\n  surefoot select ${file}\n`,
  );
}

function isThere(file: string): InputError {
  return new InputError({
    code: 'file-exists',
    what: `${file} exists already and was left as it is.`,
    allowed: 'a new file',
    fix: 'Name another file, or overwrite it with --force.',
  });
}

function halfData(missing: string): InputError {
  return new InputError({
    code: 'half-data',
    what: `${missing} is missing: your own file needs both --data and --target.`,
    allowed: '--data FILE --target COLUMN, or neither',
    fix: `Add ${missing}.`,
  });
}
