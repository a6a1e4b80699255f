/** @file Boosted trees as `init` drafts them: raced, predicted with and explained, by XGBoost and by scikit-learn, of quantities and of classes. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../app/command-line.js';
import { DEBIAN_FIRST, missingFor } from './debian-python.js';

const [HEAD = '', ...ROWS] = readFileSync('examples/friedman.csv', 'utf8').trim().split('\n');
const KNOWN = ROWS.slice(0, 300);
const NEW = ROWS.slice(300, 400);
const target = (row: string): number => Number(row.split(',').at(-1));
/** Classes of the quantity: below and above its middle. */
const classOf = (row: string): string => (target(row) < 14 ? 'low' : 'high');
const asClasses = (row: string): string => row.replace(/[^,]*$/, classOf(row));

const CASES = [
  ['xgboost', 'y', missingFor('numpy', 'xgboost')],
  ['xgboost', 'kind', missingFor('numpy', 'xgboost')],
  ['sklearn', 'y', missingFor('numpy', 'sklearn')],
  ['sklearn', 'kind', missingFor('numpy', 'sklearn')],
] as const;

for (const [library, column, missing] of CASES) {
  test.skipIf(missing !== '')(`${library} of \`${column}\`${missing}`, () => {
    const folder = temporaryFolder(onTestFinished);
    const isClass = column === 'kind';
    const table = (rows: readonly string[]): string =>
      [HEAD.replace(/y$/, column), ...(isClass ? rows.map(asClasses) : rows)].join('\n');
    writeFileSync(join(folder, 'known.csv'), table(KNOWN));
    writeFileSync(join(folder, 'new.csv'), table(NEW));
    // In its place where the other is meant.
    mkdirSync(join(folder, 'none'));
    if (library === 'sklearn') writeFileSync(join(folder, 'none/xgboost.py'), 'raise ImportError');
    const surefoot = (...args: readonly string[]): string => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [resolve('dist/cli/main.js'), ...args], {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, ...DEBIAN_FIRST, PYTHONPATH: join(folder, 'none') },
      });
      expect([args[0], status, stderr]).toEqual([args[0], 0, '']);
      return stdout;
    };
    surefoot('init', '--data', 'known.csv', '--target', column, '--kinds', 'boost');
    const path = join(folder, 'experiment.yaml');
    const draft = readFileSync(path, 'utf8')
      .replace(/max_depth: .*/, 'max_depth: [2, 4]')
      .replace(/learning_rate: .*/, 'learning_rate: 0.2')
      .replace('maxReplicates: 20', 'maxReplicates: 3')
      .replace('finalTrials: 20', 'finalTrials: 2');
    writeFileSync(path, draft);
    surefoot('select', 'experiment.yaml', '--quiet', '-w', '1');
    const [, ...told] = surefoot('predict', 'runs/known', 'new.csv').trim().split('\n');
    expect(told).toHaveLength(NEW.length);
    if (isClass) {
      const right = told.filter((line, row) => line.split(',')[0] === classOf(NEW[row] as string));
      expect(right.length / NEW.length).toBeGreaterThan(0.8);
    } else {
      const squares = told.reduce((sum, value, row) => sum + (Number(value) - target(NEW[row] as string)) ** 2, 0);
      expect(Math.sqrt(squares / NEW.length)).toBeLessThan(2.7);
    }
    // The sixth column is noise.
    const explained = surefoot('explain', 'runs/known', '--instances', '1', '--repeats', '2', '--json');
    const { columns } = JSON.parse(explained) as { columns: readonly { readonly column: string }[] };
    expect(columns.slice(0, 4).map(({ column: name }) => name)).not.toContain('x6');
  });
}
