/** @file What a space says besides its labels reaches who wrote it: in `check`, and with the result. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { select } from '../../src/app/index.js';
import { temporaryFolder } from './command-line.js';
import { surefootHere as surefoot } from './command-line-here.js';

test('check shows what labels hide: constants, what null leaves out, and doubts', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(join(folder, 'train.mjs'), 'export default () => 1;\n');
  writeFileSync(
    join(folder, 'e.yaml'),
    "name: e\ntrainer: { module: ./train.mjs }\nspace: { rate: [1, '2'], path: '1-9', depth: [4, null], part: { low: 3 } }\n",
  );
  const { stdout, stderr } = await surefoot(['check', 'e.yaml'], folder);
  expect(stdout).toContain('The same in all candidates: path="1-9", part.low=3.');
  expect(stdout.replaceAll(/\n +/g, ' ')).toContain('Left out where null: space.depth');
  expect(stderr).toContain("`space.rate` has numbers beside '2' in quotes");
  const { stdout: json } = await surefoot(['check', 'e.yaml', '--json'], folder);
  expect(JSON.parse(json)).toMatchObject({ common: { path: '"1-9"', 'part.low': '3' } });
});

test('a race keeps the doubts about its space', async () => {
  const { result } = await select({
    experiment: { name: 'doubts', space: { rate: [1, '2'] }, race: { finalTrials: 2 } },
    trainer: async ({ rate }) => Number(rate),
    out: join(temporaryFolder(onTestFinished), 'run'),
  });
  expect(result.notices).toContainEqual(
    expect.objectContaining({ text: expect.stringContaining("numbers beside '2' in quotes") }),
  );
});
