/** @file `init --data` looks at a table: what it guesses, what it leaves out, and that what it writes can be raced. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from './command-line.js';
import { surefootHere } from './command-line-here.js';

const rows = Array.from({ length: 60 }, (_, row) => ({
  key: `k${row}`,
  place: row,
  city: ['Bern', 'Basel', ''][row % 3],
  area: row % 10 === 0 ? '' : ((row * 37) % 50) / 2,
  twin: ((row * 37) % 50) / 2,
  same: 'x',
  day: `2024-01-${String((row % 28) + 1).padStart(2, '0')}`,
  sold: row % 2 === 0 ? 'yes' : 'no',
  leak: row % 2 === 0 ? 'paid' : 'open',
}));
const csv = (columns: readonly (keyof (typeof rows)[number])[]): string =>
  [columns, ...rows.map((row) => columns.map((name) => row[name]))].map((cells) => `${cells.join(',')}\n`).join('');

test('guesses the target with its reason, and writes an experiment that passes check', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(join(folder, 'd.csv'), csv(['key', 'place', 'city', 'area', 'twin', 'same', 'day', 'leak', 'sold']));
  const made = await surefootHere(['init', 'e.yaml', '--data', 'd.csv'], folder);
  expect(made.status).toBe(0);
  const said = made.stdout;
  for (const text of [
    '`sold` is to be found: it is the last column.',
    'It is a classification: it has words of 2 kinds.',
    '`key` is no input: an identifier',
    '`place` is no input: an identifier',
    '`leak` is no input: it gives the target away.',
    '`twin` is odd: nearly the same as `area`.',
    '`same` is odd: constant',
  ]) {
    expect(said).toContain(text);
  }
  expect(readFileSync(join(folder, 'e.yaml'), 'utf8')).toContain('task: classification');
  const checked = await surefootHere(['check', 'e.yaml'], folder);
  expect(checked.status).toBe(0);
  expect(checked.stdout).toMatch(/column +role +type +missing +distinct +becomes +odd/);
  expect(checked.stdout).toMatch(/city +input +category +20 +2 +3 levels/);
  expect(checked.stdout).toMatch(/area +input +number +6 +45 +2 numbers/);
  expect(checked.stdout).toMatch(/sold +target +category/);
});

test('takes the target that is named, and says when there is none of that name', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(join(folder, 'd.csv'), csv(['city', 'day', 'twin', 'sold']));
  const made = await surefootHere(['init', 'e.yaml', '--data', 'd.csv', '--target', 'twin'], folder);
  expect(made.stdout).toContain('It is a regression: it has fractional numbers.');
  expect(readFileSync(join(folder, 'e.yaml'), 'utf8')).toContain('\nname: "e"\n');
  writeFileSync(join(folder, 'n.csv'), csv(['city', 'twin']).replaceAll(/,[\d.]+$/gm, ',NA'));
  const nothing = await surefootHere(['init', 'n.yaml', '--data', 'n.csv', '--target', 'twin'], folder);
  expect(nothing).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('n.csv: all 60 cells of the target `twin`'),
  });
  const holes = await surefootHere(['init', 'h.yaml', '--data', 'd.csv', '--target', 'city'], folder);
  expect(holes.stdout).toContain('`city` is missing in 20 of 60 rows.');
  expect(readdirSync(folder).filter((name) => name.endsWith('.yaml'))).toEqual(['e.yaml', 'h.yaml']);
  const wrong = await surefootHere(['init', 'f.yaml', '--data', 'd.csv', '--target', 'twins'], folder);
  expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringContaining('Did you mean `twin`?')]);
});

test('an experiment that is called nothing else has the name of its data', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(join(folder, '- My patients (2024).csv'), csv(['city', 'twin', 'sold']));
  const made = await surefootHere(['init', '--data', './- My patients (2024).csv'], folder);
  expect([made.status, made.stderr]).toEqual([0, '']);
  const checked = await surefootHere(['check', 'experiment.yaml', '--json'], folder);
  expect(JSON.parse(checked.stdout)).toMatchObject({ name: 'My-patients-2024' });
});
