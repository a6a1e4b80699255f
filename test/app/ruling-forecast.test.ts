/** @file A budget that rules no candidate out, and replicates too few to know how much one varies, are said before a race begins. */
import { expect, test } from 'vitest';
import { type Result, select } from '../../src/app/index.js';

const trainer = (({ x }: { readonly x: number }, { seeds }: { readonly seeds: { readonly init: number } }): number =>
  100 * x + (seeds.init % 1000) / 1000) as never;

async function asked(race: object, budget: object = {}): Promise<{ result: Result; told: readonly string[] }> {
  const told: string[] = [];
  const onEvent = (event: { readonly kind: string; readonly text?: string }) => {
    if (event.kind === 'forecast') told.push(event.text ?? '');
  };
  const space = { x: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] };
  const experiment = { name: 'ruling', space, race: { finalTrials: 0, ...race }, budget, workers: 1 };
  const { result } = await select({ experiment: experiment as never, trainer, onEvent });
  return { result, told };
}

test('a budget below what a ruling takes is allowed, said, and ends with all of them in', async () => {
  const { result, told } = await asked({}, { trials: 27 });
  expect(told).toEqual([
    'the budget of 27 trainings rules no candidate out, which takes 28 at least: the race will end stopped, with all of them still in',
  ]);
  expect([result.status, result.verdict, result.survivors.length]).toEqual(['budget', 'stopped', 10]);
  expect((await asked({ rule: 'default' }, { trials: 28 })).told).toEqual([]);
});

test('so are replicates that tell nothing of how much a candidate varies', async () => {
  const { result, told } = await asked({ maxReplicates: 3 });
  expect(told).toEqual([
    'maxReplicates: 3 is too few to tell how much a candidate varies: the claim will be about candidates that vary up to 2.5 times as much as is assumed of all; from 5 on each can have a spread of its own',
  ]);
  expect(result.setAside).toEqual({
    ...{ candidates: 9, fewerThan: 5, spreadTimes: 2.5 },
    meaning: expect.stringMatching(/^9 candidates were ruled out on fewer than 5 trainings of their own\. At most 3 /),
  });
  expect((await asked({ rule: 'fast', maxReplicates: 3 })).told).toEqual([]);
});
