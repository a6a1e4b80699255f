/** @file Bad input of `recheck`: tables, studies and runs of which no shortlist can be made, by the code of the error. */
import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { BadInput } from './bad-inputs.js';

const SPACE = 'name: e\ntrainer: { module: ./t.mjs }\n';
const STUDIES = resolve('test/reference/optuna');

/** `recheck` of a table with this text; `space` in the experiment file. */
function ofTable(
  table: string,
  args: readonly string[],
  space = '{ x: [1, 2, 3] }',
): Omit<BadInput, 'prepare'> & FoundFiles {
  return {
    args: ['recheck', 'found.csv', 'e.yaml', '--quiet', ...args],
    files: {
      'e.yaml': `${SPACE}space: ${space}\n`,
      't.mjs': 'export default ({ x }, { seeds }) => x + (seeds.init % 100) / 1000;\n',
      'found.csv': table,
    },
  };
}

/** `recheck` of a study of Optuna, made by scripts/reference/optuna-studies.py. */
function ofStudy(args: readonly string[]): Omit<BadInput, 'prepare'> & FoundFiles {
  const [found = '', ...more] = args;
  return {
    ...ofTable('', more, '{}'),
    args: ['recheck', found, 'e.yaml', '--quiet', ...more],
    study: found.replace('sqlite:///', ''),
  };
}

interface FoundFiles {
  readonly files: Readonly<Record<string, string>>;
  /** A file of the studies that is copied. */
  readonly study?: string;
}

const LOSSES = 'x,loss\n1,0.3\n2,0.2\n';
const DOWN = ['--direction', 'minimize'];

const CASES: Readonly<Record<string, Omit<BadInput, 'prepare'> & FoundFiles>> = {
  'bad-journal': { ...ofTable('{"op_code":0,"study_name":"a","directions":[1]}\nnothing\n{}\n', []) },
  'database-unreadable': { ...ofTable('SQLite format 3\0 and no more\n', []) },
  'direction-unknown': ofTable('x,value\n1,0.3\n2,0.2\n', []),
  'found-does-not-fit': ofTable(
    'a.x,a.y,loss\n1,2,0.3\n2,,0.2\n',
    [],
    '{ a: { oneOf: [{ x: [1, 2] }, { y: [1, 2] }] } }',
  ),
  'found-elsewhere': { ...ofTable(LOSSES, []), args: ['recheck', 'mysql://box/optuna', 'e.yaml'] },
  'found-unreadable': { ...ofTable(LOSSES, []), args: ['recheck', 'runs/nothere', 'e.yaml'] },
  'from-no-search': { ...ofTable(LOSSES, []), args: ['select', 'e.yaml', '--from', 'found.csv', '--quiet'] },
  'no-settings': ofTable('number,value,state\n0,0.3,COMPLETE\n', DOWN),
  'no-values': ofTable('x,loss\n1,\n2,nan\n', []),
  'other-direction': ofStudy(['journal.log', '--study', 'digits', '--direction', 'maximize']),
  'setting-not-told': ofTable(LOSSES, [], '{ x: [1, 2, 3], y: [1, 2] }'),
  'several-objectives': ofStudy(['study.db', '--study', 'two']),
  'short-list': ofTable('x,loss\n1,0.3\n1,0.2\n', []),
  'told-trials': {
    ...ofTable('[{"settings":{"x":1}}]', []),
    args: ['select', 'e.yaml', '--from', 'found.json', '--quiet'],
    files: { ...ofTable('', []).files, 'found.json': '[{"settings":{"x":1}}]' },
  },
  'unknown-setting': ofTable('params_xx,loss\n1,0.3\n2,0.2\n', []),
  'which-study': ofStudy(['sqlite:///study.db']),
};

/** `write` makes files in a folder. */
export function foundCases(
  write: (files: Readonly<Record<string, string>>) => (folder: string) => undefined,
): Readonly<Record<string, BadInput>> {
  return Object.fromEntries(
    Object.entries(CASES).map(([code, { args, files, study }]): [string, BadInput] => [
      code,
      {
        args,
        prepare: (folder) => {
          if (study !== undefined) cpSync(join(STUDIES, study), join(folder, study));
          return write(files)(folder);
        },
      },
    ]),
  );
}
