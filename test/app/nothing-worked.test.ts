/** @file A run in which every training failed: what it says at its end, and what is read of its folder afterwards. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { select } from '../../dist/app/index.js';
import { temporaryFolder } from './command-line.js';
import { surefootHere } from './command-line-here.js';

const BROKEN =
  "#!/usr/bin/env node\nconst error = new TypeError('no such layer');\nerror.code = 'E_LAYER';\nsetTimeout(() => { throw error; });\n";

test.each([
  ['stopped by itself', '', 1, 'Nothing tells these 3 apart: every training gave the same loss.'],
  ['at the end of its budget', 'budget: { trials: 2 }\n', 3, 'Nothing is chosen among 3 candidates: none has enough'],
])('%s', async (_, more, status, corrected) => {
  const folder = temporaryFolder(onTestFinished);
  const program = (text: string) => writeFileSync(join(folder, 't.mjs'), text, { mode: 0o755 });
  program(BROKEN);
  const experiment = `name: e\ntrainer: { command: [./t.mjs], checkSeeds: false }\nspace: { x: [1, 2, 3] }\nrace: { finalTrials: 2, maxReplicates: 3 }\n${more}`;
  writeFileSync(join(folder, 'e.yaml'), experiment);
  const ran = await surefootHere(['select', 'e.yaml', '--workers', '1', '--out', 'run', '--quiet'], folder);
  expect(ran.status).toBe(status);
  const { stdout } = await surefootHere(['report', 'run'], folder);
  expect(stdout).toContain('Nothing is chosen among 3 candidates: every training failed.');
  const next = ['Next     surefoot log run', 'shows how they failed.', 'surefoot select e.yaml --workers 1 --out run'];
  for (const line of next) expect(stdout).toContain(line);
  expect(stdout).not.toMatch(/goes on from here|larger/);
  // The error itself, and not what Node prints after it.
  expect((await surefootHere(['log', 'run'], folder)).stdout).toContain('exit-code: TypeError: no such layer');
  // What it says is so.
  program('#!/usr/bin/env node\nconsole.log(\'{"loss": 0.5}\');\n');
  const again = await surefootHere(['select', 'e.yaml', '--workers', '1', '--out', 'run', '--quiet'], folder);
  expect(again.stdout).toContain(corrected);
  expect((await surefootHere(['log', 'run'], folder)).stdout).toContain('trainings, 0 failed');
});

test.each([
  ['every training failed', [1, 2, 3], 'Correct the trainer, then ask again: these are trained again.'],
  ['some never worked', [1, -2, 3], 'Correct the trainer, then ask again and have failed trainings retried: 1 never'],
])('asked by a program, it is sent to no command: %s', async (_, x, next) => {
  const out = join(temporaryFolder(onTestFinished), 'run');
  const trainer = (
    configuration: { readonly x: number },
    { streams }: { readonly streams: { readonly init: number } },
  ) => {
    if (x.every((one) => one > 0) || configuration.x < 0) throw new Error('no such layer');
    return configuration.x + streams.init / 100;
  };
  const experiment = { name: 'e', space: { x }, race: { finalTrials: 2, maxReplicates: 3 }, budget: { trials: 8 } };
  await select({ experiment, trainer, out, workers: 1 }).catch(() => {});
  const { stdout } = await surefootHere(['report', out], '.');
  expect(stdout.replace(/\s+/g, ' ')).toContain(next);
});
