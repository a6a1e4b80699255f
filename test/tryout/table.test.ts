/** @file The page to try it on, without a page: what it reads, and that it answers as `surefoot replay` does. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { replayTold } from '../../src/app/questions/replay-question.js';
import { InputError } from '../../src/core/index.js';
import { csvLine } from '../../src/report/in-page.js';
import { guessColumns, tableOfText } from '../../src/tryout/read-table.js';
import { replayTable } from '../../src/tryout/replay-table.js';
import { examples } from '../examples.js';

const textOf = (name: string) => readFileSync(`src/tryout/examples/${name}`, 'utf8');

function answer(text: string, { rule = 'default', criterion = 'q3', name = 'table.csv', orders = 0 } = {}) {
  const table = tableOfText(name, text);
  return replayTable(table, { columns: guessColumns(table), criterion, rule, orders });
}

test.each([
  ['digits.csv', 'q3', {}],
  ['learning-rates.csv', 'mean', { columns: { candidate: 'model', replicate: 'seed', loss: 'validation_loss' } }],
  ['accuracies.csv', 'median', { columns: { candidate: 'model', loss: 'accuracy_*' }, direction: 'maximize' }],
] as const)('%s by %s: the answer of surefoot replay', async (name, criterion, asked) => {
  const orders = name === 'accuracies.csv' ? 3 : 0;
  const options = { columns: {}, direction: 'minimize', orders, seed: 1, ...asked } as const;
  const told = await replayTold(`src/tryout/examples/${name}`, { ...options, criterion, rule: 'fast' });
  const { result } = answer(textOf(name), { criterion, rule: 'fast', orders }).view;
  expect(result.winner).toEqual(told.winner);
  expect(result.replay).toEqual(told.replay);
  expect(result.trials).toEqual(told.trials);
  expect(result.data.hash).toBe(told.data.hash);
});

test('all rules stand beside one another, and the command line that asks the same', () => {
  const { view, read } = answer(textOf('accuracies.csv'), { name: 'accuracies.csv' });
  expect(read).toBe('9 candidates x 12 replicates, 106 trainings');
  expect(view.replay?.rows.map(({ name }) => name)).toEqual([
    ...['default', 'fast', 'strict', 'welch alpha=0.05', 'halving (published)', 'all trainings'],
  ]);
  expect(view.result.command).toBe(
    "surefoot replay accuracies.csv --candidate model --loss 'accuracy_*' --direction maximize --criterion q3 --rule default",
  );
});

test('no command line asks the same where rows were counted; drawn orders stand in one', () => {
  const counted = answer('model,loss\nx,1\nx,2\nx,3\nx,4\ny,2\ny,3\ny,4\ny,5', { name: 'counted.csv' });
  expect(counted.view.result.command).toBeNull();
  const { command } = answer(textOf('digits.csv'), { name: 'digits.csv', orders: 2 }).view.result;
  expect(command).toMatch(/ --rule default --orders 2$/);
});

test('rules that do not fit the criterion stand beside none', () => {
  const { view } = answer(textOf('digits.csv'), { criterion: 'max', rule: 'halving' });
  expect(view.replay?.rows.map(({ name }) => name)).toEqual(['halving', 'all trainings']);
});

test.each([
  ['a,seed,loss\nx,1,2\nx,2,3', { candidate: 'a', replicate: 'seed', loss: 'loss', direction: 'minimize' }],
  [
    'family,model,acc1,acc2\nr,x,1,2\nr,y,2,3',
    { candidate: 'model', replicate: null, loss: 'acc*', direction: 'maximize' },
  ],
  ['name,first,second\nx,1,2\ny,2,3', { candidate: 'name', replicate: null, loss: '*', direction: 'minimize' }],
  ['model\tauc\nx\t1\nx\t2\ny\t1', { candidate: 'model', replicate: 'replicate', loss: 'auc', direction: 'maximize' }],
])('%j: what its columns are', (text, columns) => {
  expect(guessColumns(tableOfText('The table', text))).toEqual(columns);
});

test('rows of a candidate are its replicates where nothing numbers them', () => {
  const rows = ['a', 'b', 'c'].flatMap((id, place) => [1, 2, 3, 4].map((one) => `${id},${place + one / 10}`));
  const { view } = answer(`model,loss\n${rows.join('\n')}`);
  expect(view.result.replay).toMatchObject({ replicates: 4, complete: 3, best: { candidate: 'a' } });
});

test.each([
  ['', 'The table is empty.'],
  ['one\n1\n2', 'The table has one column only in its first line, "one".'],
  ['0.1 0.2 0.3\n0.2 0.3 0.4', 'The table has one column only in its first line, "0.1 0.2 0.3".'],
  ['0.1,0.2\n0.2,0.3', 'The table begins with a line of numbers: its first line must name the columns.'],
  ['a,b', 'The table has a line of names and no rows.'],
  ['a,a\n1,2', 'The table has two columns of the name "a".'],
  ['a,b\n1,2\n1', 'The table has 1 cells in row 2, and 2 names in its first line.'],
  ['a,b\n"x"y,2', 'The table has a quote in row 1 that does not enclose a whole cell.'],
  ['PK\u0003\u0004\0\0', 'The table is no text: save the sheet as CSV.'],
  ['a,b\nx,y\nz,w', 'The table has no column of numbers beside "a", so that nothing can be raced.'],
  ['candidate,loss_1,loss_2\nx,1,2', 'There is 1 candidate ("x") to race'],
  ['candidate,loss_1,loss_2\nx,1,2\ny,1,many', 'The table: column "loss_2" is "many" in row 2.'],
  ['candidate,loss_1,loss_2\nx,1,2\ny,1,NaN', 'The table: column "loss_2" is "NaN" in row 2.'],
  [
    'candidate,seed,loss\nx,1,2\nx,1,3\ny,1,1',
    'The table: candidate "x", replicate "1" appears twice, in rows 1 and 2.',
  ],
  ['candidate,loss\nx,1\ny,1', 'There is 1 replicate in use. The rule default needs more, to see how losses vary.'],
  [`candidate,loss\n${'x,1\n'.repeat(200_001)}`, 'The table has 200001 rows, and this page takes 200000 at most.'],
])('%.30j: one sentence', (text, what) => {
  expect(() => answer(text, { name: 'The table' })).toThrow(expect.objectContaining({ what }));
  expect(() => answer(text, { name: 'The table' })).toThrow(InputError);
});

test('whatever stands in cells is read back', () => {
  const cell = fc.string({ unit: 'binary' }).map((text) => text.replaceAll(/[\0\ufeff]/g, ''));
  const row = fc.tuple(cell, cell, cell);
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => {
      // In quotes, blanks belong to a cell; a formula has an apostrophe.
      const quoted = (cells: readonly string[]) => cells.map((one) => `"${one.replaceAll('"', '""')}"`).join(',');
      const text = `a,b,c\r\n${rows.map((cells) => `${quoted(cells)}\r\n`).join('')}`;
      const { columns } = tableOfText('table', text);
      expect([...columns.values()]).toEqual([0, 1, 2].map((place) => rows.map((cells) => cells[place])));
    }),
    { numRuns: examples(50, 2000) },
  );
  const line = csvLine(['plain', 'with, comma', 'with "quotes"']);
  expect([...tableOfText('table', `a,b,c\n${line}`).columns.values()].flat()).toEqual([
    ...['plain', 'with, comma', 'with "quotes"'],
  ]);
});
