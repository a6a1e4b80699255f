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

test('without a telling name asks for the target, and writes an experiment that passes check', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(join(folder, 'd.csv'), csv(['key', 'place', 'city', 'area', 'twin', 'same', 'day', 'leak', 'sold']));
  const unsaid = await surefootHere(['init', 'e.yaml', '--data', 'd.csv'], folder);
  expect([unsaid.status, readdirSync(folder)]).toEqual([2, ['d.csv']]);
  expect(unsaid.stderr).toContain(
    '--target is missing: several columns of d.csv can be the target: sold, city, area, twin, leak.',
  );
  const made = await surefootHere(['init', 'e.yaml', '--data', 'd.csv', '--target', 'sold'], folder);
  expect(made.status).toBe(0);
  const said = made.stdout;
  for (const text of [
    'Target column: `sold` (as you said).',
    'Task: classification, because it has 2 different words.',
    '`key` is not an input: an identifier',
    '`place` is not an input: an identifier',
    '`leak` is not an input: it reveals the target by itself; if it is known before `sold` is, take it out of `columns`.',
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
  expect(checked.stdout).toMatch(/area +input +number +6 +45 +1 number/);
  expect(checked.stdout).toMatch(/sold +target +category/);
});

test('takes the target that is named, and says when there is none of that name', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(join(folder, 'd.csv'), csv(['city', 'day', 'twin', 'sold']));
  const made = await surefootHere(['init', 'e.yaml', '--data', 'd.csv', '--target', 'twin'], folder);
  expect(made.stdout).toContain('Task: regression, because it has fractional numbers.');
  expect(readFileSync(join(folder, 'e.yaml'), 'utf8')).toContain('\nname: "e"\n');
  writeFileSync(join(folder, 'n.csv'), csv(['city', 'twin']).replaceAll(/,[\d.]+$/gm, ',NA'));
  const nothing = await surefootHere(['init', 'n.yaml', '--data', 'n.csv', '--target', 'twin'], folder);
  expect(nothing).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('n.csv: all 60 cells of the target `twin`'),
  });
  const holes = await surefootHere(['init', 'h.yaml', '--data', 'd.csv', '--target', 'city'], folder);
  expect(holes.stdout).toContain(
    'the target `city` is empty in line 4, empty in line 7, empty in line 10, and 17 more',
  );
  expect(readdirSync(folder).filter((name) => name.endsWith('.yaml'))).toEqual(['e.yaml', 'h.yaml']);
  const wrong = await surefootHere(['init', 'f.yaml', '--data', 'd.csv', '--target', 'twins'], folder);
  expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringContaining('Did you mean `twin`?')]);
});

test('an experiment that is called nothing else has the name of its data', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(join(folder, '- My patients (2024).csv'), csv(['city', 'twin', 'sold']).replace('sold', 'Outcome'));
  const made = await surefootHere(['init', '--data', './- My patients (2024).csv'], folder);
  expect([made.status, made.stderr]).toEqual([0, '']);
  const checked = await surefootHere(['check', 'experiment.yaml', '--json'], folder);
  expect(JSON.parse(checked.stdout)).toMatchObject({ name: 'My-patients-2024' });
});

test('a telling name wins, troubles are named with their rows, and readings that may be wrong are said', async () => {
  const folder = temporaryFolder(onTestFinished);
  const table = (first: string, target: string): string => {
    const lines = rows.map((_, row) => [
      row === 4 ? first : ((row * 37) % 50) / 8,
      `"${((row * 23) % 41) + 1},250"`,
      `${(row % 28) + 1}.1.2024`,
      row === 7 ? target : row / 7,
    ]);
    return `a,cost,day,target\n${lines.join('\n')}\n`;
  };
  writeFileSync(join(folder, 'd.csv'), table('inf', ''));
  const made = await surefootHere(['init', 'e.yaml', '--data', 'd.csv'], folder);
  expect(made.status).toBe(0);
  expect(made.stdout).toContain('Target column: `target` (guessed from its name; choose another with --target).');
  expect(made.stdout).toMatch(
    /This experiment cannot run yet[\s\S]*`a` is "inf" in line 6[\s\S]*`target` is empty in line 9/,
  );
  expect(readFileSync(join(folder, 'e.yaml'), 'utf8')).not.toContain('"ignore"');
  writeFileSync(join(folder, 'd.csv'), table('1.5', '1.5'));
  const sound = await surefootHere(['init', 'f.yaml', '--data', 'd.csv'], folder);
  for (const { stdout, stderr } of [sound, await surefootHere(['check', 'f.yaml'], folder)]) {
    expect(stdout + stderr).toContain('Commas between thousands (3,998 is 3998): `cost`. If not, write');
    expect(stdout + stderr).toContain('Dates with the day first (3/12/2024 is in December): `day`.');
  }
  writeFileSync(join(folder, 'd.csv'), table('1.5', '1.5').replace('cost', 'outcome'));
  const two = await surefootHere(['init', 'g.yaml', '--data', 'd.csv'], folder);
  expect([two.status, two.stderr]).toEqual([2, expect.stringContaining('can be the target: outcome, target.')]);
});

test('a target that is the same in every row is called that, and no other task is advised for it', async () => {
  const folder = temporaryFolder(onTestFinished);
  const rows = Array.from({ length: 60 }, (_, row) => `${(row * 7) % 13},${((row * 31) % 17) / 4},5`);
  writeFileSync(join(folder, 'd.csv'), ['a,b,y', ...rows].join('\n'));
  const { status, stdout } = await surefootHere(['init', '--data', 'd.csv'], folder);
  expect(status).toBe(0);
  const told = stdout.replace(/\s+/g, ' ');
  expect(told).toContain('Task: classification, because it has the same value in every row.');
  expect(told).toContain(
    'holds 1 different label. Allowed: 2 to 1000 classes Fix: Choose another `data.target`: a column that',
  );
});
