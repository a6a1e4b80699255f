/** @file The trial that is trained besides, to see whether equal seeds give equal losses, is never one of the run's own. */
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { isSeedCheck } from '../../src/app/ask/trained-beside.js';
import { withSeedCheck } from '../../src/app/run/seed-check.js';
import { type Executor, type Outcome, replicateTrial, type Trial } from '../../src/core/index.js';

/** Trains all there is, one after the other; every loss is its replicate. */
const executor: Executor = {
  workers: 1,
  execute: async (source, onOutcome) => {
    do {
      for (let trial = source.take(); trial !== undefined; trial = source.take()) {
        const loss = trial.streams.init;
        onOutcome({ trial, status: 'completed', loss, metrics: {}, lossPerEpoch: [], seconds: 1 });
      }
    } while (await source.more());
  },
  close: async () => {},
};

test('a run that trains equal seeds again has all of its outcomes, and logs the one beside them once', async () => {
  const asked = [0, 1, 2].flatMap((repeat) =>
    [0, 1, 2, 3].map((replicate) => ({ ...replicateTrial('a', replicate, 0), repeat })),
  );
  const logged: Outcome[] = [];
  const log = {
    question: { append: (outcomes: readonly Outcome[]) => void logged.push(...outcomes) },
    store: { outcomes: () => logged },
    warn: () => {},
  };
  for (const stretch of ['first', 'second']) {
    const left: Trial[] = [...asked];
    const answered: Outcome[] = [];
    const source = { take: () => left.shift(), more: async () => false };
    await withSeedCheck(executor, tmpdir(), log).execute(
      source,
      (outcome) => answered.push(outcome),
      new AbortController().signal,
    );
    expect([stretch, answered.map(({ trial }) => trial)]).toEqual([stretch, asked]);
    expect(logged.map(({ trial }) => isSeedCheck(trial))).toEqual([true]);
  }
});
