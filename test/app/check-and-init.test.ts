/** @file `surefoot check` and `surefoot init`, and that what the README shows can be run. */
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { surefoot, temporaryFolder, writeGratings } from './command-line.js';

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
  const { candidates } = await check('examples/paper-models.yaml', '.');
  expect(candidates.map(({ parameters }) => parameters)).toEqual([23_923, 23_932, 23_644, 23_662]);
});

test('lists candidates with their layers, on few lines of at most 80 columns', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeGratings(folder);
  const { stdout } = await surefoot(['check', 'gratings.yaml'], folder);
  expect(stdout).toMatch(/8 candidates; the warm-up takes 16 trials/);
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
  expect(JSON.parse(readFileSync(join(folder, 'new/experiment.schema.json'), 'utf8'))).toHaveProperty(
    'properties.race',
  );
  expect((await check('new/mine.yaml', folder)).count).toBeGreaterThan(1);
  const again = await surefoot(['init', 'new/mine.yaml'], folder);
  expect(again).toMatchObject({ status: 2, stderr: /is there already/ });
  expect(await surefoot(['init', 'b.yaml', '--data', 'x.csv'], folder)).toMatchObject({
    status: 2,
    stderr: /--target/,
  });
  expect(existsSync(join(folder, 'b.yaml'))).toBe(false);
});

test("the README's experiment can be checked", async () => {
  const folder = temporaryFolder(onTestFinished);
  const [, experiment = ''] = /```yaml\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8')) ?? [];
  writeFileSync(join(folder, 'readme.yaml'), experiment);
  // The digits come with the project as a development dependency: a link lets the folder find them.
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  expect((await check('readme.yaml', folder)).count).toBe(32);
});
