/** @file Candidates drawn from ranges, from the command line: checked, raced, extended, and compared one setting at a time. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { select } from '../../dist/app/index.js';
import type { Result } from '../../src/report/index.js';
import { temporaryFolder } from './command-line.js';
import { surefootHere as surefoot } from './command-line-here.js';

const SPACE = {
  rate: { range: [1e-4, 0.1], scale: 'log' },
  act: ['relu', 'tanh'],
  opt: { oneOf: [{ name: 'adam' }, { name: 'sgd', momentum: { range: [0, 0.9] } }] },
};

interface Drawn {
  readonly rate: number;
  readonly act: string;
  readonly opt: { readonly momentum?: number };
}

/** Best at the lower end of `rate`. */
const train = ({ rate, act, opt }: Drawn, { seeds }: { readonly seeds: { readonly init: number } }): number =>
  Math.log10(rate) + (act === 'tanh' ? 1 : 0) + (opt.momentum ?? 0) / 10 + (seeds.init % 100) / 1000;

async function raced(out: string, draw: number) {
  const race = { finalTrials: 2, tolerance: 0.02 };
  const experiment = { name: 'drawn', space: SPACE, draw, race, workers: 1 };
  const { result } = await select({ experiment, trainer: train as never, out });
  const trials = readFileSync(join(out, 'trials.csv'), 'utf8').trim().split(/\r?\n/);
  return { result, trials };
}

test('a race of drawn candidates goes on with more of them, and says that the winner lies at the end of a range', async () => {
  const folder = temporaryFolder(onTestFinished);
  const before = await raced(join(folder, 'run'), 20);
  const { stdout } = await surefoot(['report', 'run'], folder);
  expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
    /none of 20 has .*Draw `rate` from `\{ range: \[2e-5, 0\.1\], scale: log \}`: the winner has 0\.0001\d*, at the lower end of its range, and 2 of the 3 best lie in the quarter at that end\./,
  );
  const after = await raced(join(folder, 'run'), 30);
  const ids = after.result.candidates.map(({ id }) => id);
  expect(ids).toHaveLength(30);
  for (const { id } of before.result.candidates) expect(ids).toContain(id);
  // The head of the table, and a training of each of the twenty at least.
  expect(before.trials.filter((row) => after.trials.includes(row)).length).toBeGreaterThan(20);
});

function write(folder: string, name: string, experiment: object): void {
  writeFileSync(
    join(folder, name),
    JSON.stringify({ name: 'drawn', trainer: { module: './train.mjs' }, ...experiment }),
  );
}

test('check says what is drawn of what, and a setting with a number of its own in each has no levels', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(join(folder, 'train.mjs'), 'export default () => 1;');
  write(folder, 'e.yaml', { space: SPACE, draw: 6 });
  const { stdout } = await surefoot(['check', 'e.yaml'], folder);
  const said = stdout.replaceAll(/\s+/g, ' ');
  expect(said).toContain('Drawn by the seed 1 from a space with ranges; a larger `draw` adds to them.');
  expect(said).toContain('Ranges: rate 0.0001 to 0.1 (by ratio), opt.momentum 0 to 0.9.');
  write(folder, 'ranges.yaml', {
    space: { rate: SPACE.rate, act: 'relu', opt: { momentum: { range: [0, 0.9] } } },
    draw: 6,
  });
  const compared = await surefoot(['compare', 'ranges.yaml', '--factor', 'rate'], folder);
  expect([compared.status, compared.stderr]).toEqual([
    2,
    expect.stringMatching(/only one level[\s\S]*Name levels: `--factor 'rate=0\.\d+,0\.\d+,0\.\d+'/),
  ]);
  write(folder, 'small.yaml', { space: { rate: [1, 2, 3], act: ['relu', 'tanh'] }, draw: 10 });
  const small = await surefoot(['check', 'small.yaml'], folder);
  expect(small.stdout).toContain('6 candidates;');
  expect(small.stdout).toContain('from 6 combinations');
  expect(small.stderr.replaceAll(/\s+/g, ' ')).toContain(
    'warning: draw: 6 candidates take part and not 10: these are all that the space has.',
  );
});

test('the example of digits with ranges runs', async () => {
  const folder = temporaryFolder(onTestFinished);
  const text = readFileSync('examples/digits-ranges.yaml', 'utf8')
    .replace('sample: 600', 'sample: 40')
    // Pictures that are made sooner than those of the package are read.
    .replace(/data: .*/, 'data: { source: gratings, split: { pool: 60, selection: 20, final: 20 } }')
    .replace(/\nsearch: .*/, '\ndraw: 2')
    .replace('epochs: 8', 'epochs: 1')
    .replace('finalTrials: 20', 'finalTrials: 0, maxReplicates: 2');
  writeFileSync(join(folder, 'digits-ranges.yaml'), text);
  const { status, stdout } = await surefoot(['select', 'digits-ranges.yaml', '--json', '--workers', '1'], folder);
  expect(status).toBe(0);
  const { candidates } = JSON.parse(stdout) as Result;
  expect(candidates).toHaveLength(2);
  for (const { configuration } of candidates) {
    const { learningRate } = configuration.optimizer as { readonly learningRate: number };
    expect(learningRate).toBeGreaterThanOrEqual(1e-4);
    expect(learningRate).toBeLessThanOrEqual(0.03);
  }
});
