/** @file A setting that some candidates lack: they fail in every training, and what is said of the race leaves them out. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { select } from '../../src/app/index.js';
import { temporaryFolder } from './command-line.js';

const trainer = ({ depth, rate }: { depth?: number; rate: number }, { seeds }: { seeds: { init: number } }) => {
  if (depth === undefined) throw new TypeError("there is no setting 'depth'");
  return rate + 0.01 * ((seeds.init * 7919) % 13);
};

const experiment = {
  name: 'left-out',
  space: { depth: [4, null], rate: [0.1, 0.2, 0.3, 0.4] },
  race: { finalTrials: 5 },
} as const;

const run = (more: object = {}) => select({ experiment, trainer: trainer as never, workers: 1, ...more });

test('who never worked leaves "any of", and is named with its error', async () => {
  const out = join(temporaryFolder(onTestFinished), 'run');
  const { status, result } = await run({ out });
  expect(status).toBe('decided');
  expect(result.verdict).toBe('decided');
  expect(result.neverWorked).toHaveLength(4);
  const [first] = result.neverWorked;
  expect(first?.failures[0]).toMatchObject({ kind: 'exception', message: "TypeError: there is no setting 'depth'" });
  expect(result.tieSet?.rivals).toHaveLength(3);
  expect(result.notices).toMatchObject([
    {
      kind: 'never-worked',
      text: expect.stringMatching(/^4 of 8 candidates never worked: all of their \d+ trainings failed/),
    },
  ]);
  const page = readFileSync(join(out, 'report.html'), 'utf8');
  expect(page).toMatch(/none of the 4 that worked has a|these \d cannot be told apart/);
  expect(page).toContain('<h3>Never worked</h3>');
  expect(page).not.toContain('counted as the worst possible');
  // Again from the log, and with more workers: the same.
  const again = await run({ out });
  expect(again.result.neverWorked).toEqual(result.neverWorked);
  const many = await run({ workers: 16 });
  expect(many.result.neverWorked).toEqual(result.neverWorked);
  expect(many.result.decisions).toEqual(result.decisions);
});

test('a failure that the user calls the worst is an outcome like any other', async () => {
  const worst = { ...experiment, failures: { action: 'worst' } } as const;
  const { result } = await run({ experiment: worst });
  expect(result.neverWorked).toEqual([]);
  expect(result.tieSet?.rivals).toHaveLength(7);
});

test('a race in rounds keeps its decisions, and says the same of them', async () => {
  const race = { rule: 'halving', criterion: 'mean', warmup: 2, finalTrials: 0 } as const;
  const { result } = await run({ experiment: { ...experiment, race } });
  expect(result.neverWorked).toHaveLength(4);
  expect(result.decisions.flatMap(({ eliminated }) => eliminated)).toEqual(
    expect.arrayContaining(result.neverWorked.map(({ candidate }) => candidate)),
  );
  expect(result.tieSet?.rivals).toHaveLength(3);
});
