/** @file `require: { parameters: ... }` with a trainer of one's own, which tells untrained how large a candidate is: a function, a module, a command. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { select, type TrainFunction } from '../../dist/app/index.js';
import type { Result } from '../../src/report/index.js';
import { temporaryFolder } from './command-line.js';
import { surefootHere as surefoot } from './command-line-here.js';

interface Sized {
  readonly width: number;
}
const yaml = (trainer: string, more = '') =>
  `name: e\ntrainer: ${trainer}\nspace: { width: [1, 2, 10, 20] }\nrequire: { parameters: { below: 50 } }\n${more}`;

test('a function tells it, in drafts of ranges too', async () => {
  const folder = temporaryFolder(onTestFinished);
  const train: TrainFunction<Sized> = Object.assign(({ width }: Sized) => 1 / width, {
    inspect: ({ width }: Sized) => ({ parameters: 3 * width }),
  });
  const { result } = await select({
    experiment: {
      ...{ name: 'e', require: { parameters: { below: 50 } }, workers: 1, budget: { trials: 30 }, seed: 1 },
      space: { width: { range: [1, 64] } },
      search: { refine: true },
      race: { criterion: 'mean', finalTrials: 0 },
    },
    trainer: train,
    out: join(folder, 'run'),
  });
  const widths = (result as Result).candidates.map(({ configuration }) => (configuration as unknown as Sized).width);
  expect(widths.length).toBeGreaterThan(5);
  expect(Math.max(...widths)).toBeLessThan(50 / 3);
});

test.each([
  ['a module', '{ module: ./t.mjs }'],
  ['a command', '{ command: [node, t.mjs], inspect: [node, count.mjs] }'],
])('%s tells it', async (_, trainer) => {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(
    join(folder, 't.mjs'),
    'export default ({ width }) => 1 / width;\nexport const inspect = ({ width }) => ({ parameters: 4 * width });',
  );
  writeFileSync(
    join(folder, 'count.mjs'),
    `import { readFileSync } from 'node:fs';
     console.log('counting'); console.log(JSON.stringify({ parameters: 4 * JSON.parse(readFileSync(0, 'utf8')).width }));`,
  );
  writeFileSync(join(folder, 'e.yaml'), yaml(trainer));
  const { status, stdout } = await surefoot(['check', 'e.yaml'], folder);
  expect([status, stdout]).toEqual([
    0,
    expect.stringMatching(/3 candidates[\s\S]*leave out 1 more \(parameters\.below/),
  ]);
});

test('where nobody is left it is said how many they have', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(
    join(folder, 't.mjs'),
    'export default () => 1;\nexport const inspect = ({ width }) => ({ parameters: 60 * width });',
  );
  writeFileSync(join(folder, 'e.yaml'), yaml('{ module: ./t.mjs }'));
  const { status, stderr } = await surefoot(['select', 'e.yaml'], folder);
  expect([status, stderr.replaceAll(/\s+/g, ' ')]).toEqual([
    2,
    expect.stringContaining('leave none of 4 candidates (parameters.below 4), which have 60 to 1200 parameters.'),
  ]);
});

test.each([
  ['no word of it', '', /this trainer does not tell how many parameters/],
  [
    'a promise',
    'export const inspect = async () => ({ parameters: 1 });',
    /it gave a promise; it has to answer at once/,
  ],
  [
    'something else',
    'export const inspect = () => 12;',
    /^surefoot: `inspect` of \.\/t\.mjs does not say .* it gave 12/,
  ],
  ['an error', 'export const inspect = () => { throw new Error("no shape"); };', /it failed with: no shape/],
])('a module that gives %s is refused, with what to write', async (_, inspect, said) => {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(join(folder, 't.mjs'), `export default () => 1;\n${inspect}`);
  writeFileSync(join(folder, 'e.yaml'), yaml('{ module: ./t.mjs }'));
  const { status, stderr } = await surefoot(['select', 'e.yaml'], folder);
  expect(status).toBe(2);
  expect(stderr.replaceAll(/ *\n */g, ' ')).toMatch(new RegExp(said.source.replaceAll('\\s+', ' +')));
});
