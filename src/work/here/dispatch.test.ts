/** @file Trials of a place that cannot go on are trained by another, however late it says so. */
import { expect, test } from 'vitest';
import {
  DEFAULT_FAILURE_POLICY,
  type Outcome,
  RunError,
  replicateTrial,
  type Trial,
  trialSource,
} from '../../core/index.js';
import { dispatch, type Place } from './dispatch.js';

const completed = (trial: Trial): Outcome => ({
  ...{ trial, status: 'completed', loss: 1, metrics: {}, lossPerEpoch: [], seconds: 0 },
});
const GONE = new RunError({ code: 'gone', what: 'It is gone.', fix: 'Wait.' });
const good: Place = { attempt: async (trials) => ({ outcomes: trials.map(completed) }) };

async function trainedBy(places: readonly Place[], trials: readonly Trial[]): Promise<readonly Trial[]> {
  const trained: Trial[] = [];
  await dispatch({
    ...{ source: trialSource(trials), places, policy: DEFAULT_FAILURE_POLICY, signal: new AbortController().signal },
    onOutcome: ({ trial }) => trained.push(trial),
    onEvent: () => {},
  });
  return trained;
}

test('whatever a lost place had is trained by the others', async () => {
  const trials = [0, 1, 2, 3].map((replicate) => replicateTrial('a', replicate, 0));
  const lost: Place = { attempt: async () => ({ unavailable: GONE }) };
  const trained = await trainedBy([lost, good], trials);
  expect(trained.map(({ streams }) => streams.init).sort()).toEqual([0, 1, 2, 3]);
  await expect(trainedBy([lost], trials)).rejects.toBe(GONE);
});

test('so is what comes back after the others had nothing left to do', async () => {
  const [first, second] = [0, 1].map((replicate) => replicateTrial('a', replicate, 0)) as [Trial, Trial];
  let isOver = () => {};
  const othersEnd = new Promise<void>((resolve) => {
    isOver = resolve;
  });
  const late: Place = {
    attempt: async () => {
      await othersEnd;
      // Long enough for the other place to hear that no more will come.
      for (let turn = 0; turn < 50; turn++) await Promise.resolve();
      return { unavailable: GONE };
    },
  };
  const quick: Place = {
    attempt: async (trials) => {
      isOver();
      return { outcomes: trials.map(completed) };
    },
  };
  expect(await trainedBy([late, quick], [first, second])).toEqual([second, first]);
});
