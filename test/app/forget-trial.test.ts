/** @file One outcome of a finished run is forgotten by hand: it is trained again, and result and page say so. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { select } from '../../src/app/index.js';
import type { TrainFunction } from '../../src/trainers/index.js';
import { temporaryFolder } from './command-line.js';
import { surefootHere as surefoot } from './command-line-here.js';

test('a trial that is forgotten is trained again with the same seeds, and decisions are made anew', async () => {
  const folder = temporaryFolder(onTestFinished);
  const out = join(folder, 'run');
  const seen: string[] = [];
  let isSpoilt = true;
  const trainer: TrainFunction = ({ x }, { seeds, streams }) => {
    seen.push(`${x}/${streams.init}: ${seeds.init}`);
    // What a full disk or a wrong file did to one training of the best.
    return Number(x) === 0 && streams.init === 1 && isSpoilt ? 50 : Number(x) + (seeds.init % 1000) / 1e5;
  };
  const experiment = {
    name: 'spoilt',
    space: { x: [0, 1, 2, 3] },
    race: { rule: 'halving', warmup: 3, finalTrials: 0, criterion: 'mean' },
  };
  const first = await select({ experiment, trainer, out });
  expect(first.result.winner?.configuration).not.toEqual({ x: 0 });
  const { id } = first.result.candidates.find(({ configuration }) => configuration.x === 0) ?? { id: '' };

  const refused = await surefoot(['log', 'run', `${id}/77`, '--forget', 'no'], folder);
  expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining('no training')]);
  const told = await surefoot(['log', 'run', `${id}/1`, '--forget', 'the disk was full'], folder);
  expect([told.status, told.stderr]).toEqual([0, '']);
  expect(told.stdout).toMatch(/^Forgotten: training .*\/1 \(completed, loss 50\), which question 1 of run used\.\n/);

  isSpoilt = false;
  const before = seen.length;
  const again = await select({ experiment, trainer, out });
  const anew = seen.slice(before);
  expect(anew).toContain(seen.find((trial) => trial.startsWith('0/1:')));
  // The quickest of the first trainings is trained twice in any case, to see whether it repeats.
  expect(new Set(seen.slice(0, before).filter((trial) => anew.includes(trial)))).toHaveProperty('size', 1);
  expect(again.result.winner?.configuration).toEqual({ x: 0 });
  expect(again.result).toMatchObject({
    forgotten: 1,
    notices: expect.arrayContaining([
      expect.objectContaining({ kind: 'forgotten', text: expect.stringContaining('by hand: the disk was full') }),
    ]),
  });
  expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('by hand: the disk was full');
  const { stdout } = await surefoot(['log', 'run', '--check'], folder);
  expect(stdout).toMatch(/: sound\n$/);
});
