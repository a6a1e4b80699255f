/** @file `surefoot check` and `surefoot init`, and that what the README shows can be run. */
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder, writeGratings } from './command-line.js';
import { surefootHere as surefoot } from './command-line-here.js';

interface Checked {
  readonly count: number;
  readonly enumerated: number;
  readonly candidates: readonly { readonly label: string; readonly parameters: number; readonly layers: unknown[] }[];
}

const check = async (path: string, folder: string): Promise<Checked> => {
  const { status, stdout, stderr } = await surefoot(['check', path, '--json'], folder);
  expect([status, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as Checked;
};

test('the four published networks have the published numbers of parameters', async () => {
  const folder = temporaryFolder(onTestFinished);
  const parametersIn = async (name: string) => {
    // Fewer examples than the file has, which take a while to simulate.
    const text = readFileSync(`examples/${name}`, 'utf8')
      .replace(/pool: \d+, selection: \d+/, 'pool: 100, selection: 10')
      .replace(/^sample: \d+/m, 'sample: 100');
    writeFileSync(join(folder, name), text);
    return (await check(name, folder)).candidates.map(({ parameters }) => parameters);
  };
  expect((await parametersIn('paper-energy.yaml')).slice(0, 2)).toEqual([23_923, 23_932]);
  expect((await parametersIn('paper-position.yaml')).slice(0, 2)).toEqual([23_644, 23_662]);
});

test('ResNets and transformers on pictures of 32 x 32 are listed with the layers of their blocks, and raced', async () => {
  const folder = temporaryFolder(onTestFinished);
  const text = readFileSync('examples/pictures.yaml', 'utf8')
    .replace('pool: 3000, selection: 600, final: 1000', 'pool: 40, selection: 10, final: 10')
    .replace('sample: 600', 'sample: 20')
    .replaceAll('epochs: 8', 'epochs: 1')
    .replaceAll(/learningRate: \[.*\]/g, 'learningRate: 0.01')
    .replaceAll('{ oneOf: [{ shift: 4 }, null] }', '{ shift: 4 }')
    .replace('tolerance: 0.05, finalTrials: 12', 'tolerance: 9, finalTrials: 2');
  writeFileSync(join(folder, 'pictures.yaml'), text);
  const { count, candidates } = await check('pictures.yaml', folder);
  expect([count, candidates.map(({ parameters }) => parameters)]).toEqual([4, [5026, 19_582, 5758, 19_958]]);
  expect(candidates.map(({ label }) => label)).toEqual([
    'filters[0]=4 filters[2.0]=4',
    'filters[0]=8 filters[2.0]=8',
    'attention filters[0]=8 filters[2]=16 units[6.1]=16',
    'attention filters[0]=16 filters[2]=32 units[6.1]=32',
  ]);
  const { stdout } = await surefoot(['check', 'pictures.yaml'], folder);
  expect(stdout).toMatch(/ {4}layers\[3\]\.add\.projection\.conv +16x16x8 +32 parameters\n/);
  expect(stdout).toMatch(/ {4}layers\[5\]\.add\.layers\[1\]\.attention +8x8x16 +1,072 parameters\n/);
  const raced = await surefoot(['select', 'pictures.yaml', '--out', 'run', '--quiet', '-w', '1'], folder);
  expect([raced.status, raced.stderr]).toEqual([0, '']);
});

test('what a race takes at most is no more than its budget', async () => {
  const folder = temporaryFolder(onTestFinished);
  const text = (budget: string) =>
    `name: e\ntrainer: { module: ./t.mjs }\nspace: { x: { range: [0, 3] }, y: { range: [1, 9] } }\n${budget}`;
  const most = async (budget: string) => {
    writeFileSync(join(folder, 't.mjs'), 'export default () => 1;\n');
    writeFileSync(join(folder, 'e.yaml'), text(budget));
    const { stdout } = await surefoot(['check', 'e.yaml'], folder);
    const { stdout: json } = await surefoot(['check', 'e.yaml', '--json'], folder);
    return [
      /; ([^;]*? at most in all.*?)\.\s/s.exec(stdout)?.[1]?.replaceAll(/\s+/g, ' '),
      JSON.parse(json).mostTrials,
    ];
  };
  const whole = (2060 * 20 + 180).toLocaleString('en');
  expect(await most('')).toEqual([`${whole} at most in all`, 41_380]);
  expect(await most('budget: { trials: 300 }\n')).toEqual([
    `300 at most in all, by the budget (${whole} without one)`,
    300,
  ]);
});

test('lists candidates with their layers, on few lines of at most 80 columns', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeGratings(folder);
  const { stdout } = await surefoot(['check', 'gratings.yaml'], folder);
  expect(stdout).toMatch(/8 candidates; the race begins with 16 trainings, with no budget\./);
  expect(stdout).toMatch(/layers\[0\]\.conv +10x10x4 +40 parameters/);
  const { count, enumerated, candidates } = await check('gratings.yaml', folder);
  expect([count, enumerated, candidates.length]).toEqual([8, 8, 8]);
  expect(candidates[0]?.layers).toHaveLength(4);
  expect(readdirSync(folder)).toEqual(['gratings.yaml']);
});

test('init writes an experiment that can be checked as it stands, and never over another', async () => {
  const folder = temporaryFolder(onTestFinished);
  const written = await surefoot(['init', 'new/mine.yaml'], folder);
  expect([written.status, written.stderr]).toEqual([0, '']);
  expect(written.stdout).toContain(
    `Wrote new/mine.yaml, and ${join('new', 'experiment.schema.json')} for your editor.`,
  );
  expect(JSON.parse(readFileSync(join(folder, 'new/experiment.schema.json'), 'utf8'))).toHaveProperty(
    'properties.race',
  );
  const schema = readFileSync(join(folder, 'new/experiment.schema.json'), 'utf8');
  const renewed = await surefoot(['init', '--schema', 'own/theirs.yaml'], folder);
  expect(renewed).toMatchObject({ status: 0, stdout: expect.stringContaining('# yaml-language-server: $schema=./') });
  expect(readFileSync(join(folder, 'own/experiment.schema.json'), 'utf8')).toBe(schema);
  expect(readdirSync(join(folder, 'own'))).toEqual(['experiment.schema.json']);
  expect((await check('new/mine.yaml', folder)).count).toBeGreaterThan(1);
  const again = await surefoot(['init', 'new/mine.yaml'], folder);
  expect(again).toMatchObject({ status: 2, stderr: expect.stringMatching(/already exists/) });
  expect(await surefoot(['init', 'b.yaml', '--data', 'x.csv'], folder)).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/there is no such file/),
  });
  expect(existsSync(join(folder, 'b.yaml'))).toBe(false);
});

test('of many candidates check lists the first hundred, and as JSON all of them', async () => {
  const folder = temporaryFolder(onTestFinished);
  const rates = Array.from({ length: 130 }, (_, index) => (index + 1) / 1000);
  const space = `space: { layers: [{ dense: { units: 3 } }], optimizer: { name: sgd, learningRate: [${rates}] } }`;
  writeGratings(folder, { space });
  const { stdout } = await surefoot(['check', 'gratings.yaml'], folder);
  expect(stdout.match(/^c[0-9a-f]{7}/gm)).toHaveLength(100);
  expect(stdout).toMatch(/\.\.\. and 30 more/);
  const { candidates } = await check('gratings.yaml', folder);
  expect(candidates.map(({ label }) => label)).toEqual(rates.map((rate) => `lr=${rate}`));
});

test.each([
  ['x.csv', 'y', /no such file/],
  ['empty.csv', 'y', /0 bytes/],
  ['table.csv', 'z', /no column `z`/],
  ['alone.csv', 'y', /only column/],
  ['notes.docx', 'y', /what format/],
])('init looks into the data before it writes: %s', async (data, target, message) => {
  const folder = temporaryFolder(onTestFinished);
  const files = { 'empty.csv': '', 'table.csv': 'x,y\n1,2\n', 'alone.csv': 'y\n1\n', 'notes.docx': 'x' };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const before = readdirSync(folder);
  const refused = await surefoot(['init', 'new/own.yaml', '--data', data, '--target', target], folder);
  expect(refused).toMatchObject({ status: 2, stdout: '', stderr: message });
  expect(readdirSync(folder)).toEqual(before);
});

test("the README's experiment can be checked", async () => {
  const folder = temporaryFolder(onTestFinished);
  const [, experiment = ''] = /```yaml\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8')) ?? [];
  writeFileSync(join(folder, 'readme.yaml'), experiment);
  // The digits come with the project as a development dependency: a link lets the folder find them.
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  expect((await check('readme.yaml', folder)).count).toBe(48);
});
