/** @file How much is trained ahead of a race and never needed: no more than was allowed, whatever takes how long. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { type Candidate, DEFAULT_AHEAD_SHARE, type Plan, randomFrom, trialKey } from '../../../src/core/index.js';
import { runPlan } from '../../../src/evidence/drive/index.js';
import { parseRule, planRace } from '../../../src/questions/race/plan/index.js';
import { parseCriterion } from '../../../src/stats/index.js';
import { createInProcessExecutor } from '../../../src/work/here/index.js';
import { toyQuestion } from '../../evidence/drive/in-memory-run.js';

const CANDIDATES: readonly Candidate[] = Array.from({ length: 10 }, (_, index) => ({
  id: `c${index}`,
  label: `c${index}`,
  configuration: { index },
}));

/** Candidates that differ by half of what retrainings do, with times that differ by far more. */
async function race(seed: number, workers: number, ahead?: number, interruptedAfter = Number.POSITIVE_INFINITY) {
  const question = toyQuestion(CANDIDATES);
  const plan = planRace(
    { candidates: CANDIDATES.map(({ id }) => id), criterion: parseCriterion('mean'), rule: parseRule('default') },
    ({ loss }) => loss,
  ) as Plan<unknown>;
  let trained = 0;
  for (const most of [interruptedAfter, Number.POSITIVE_INFINITY]) {
    const abort = new AbortController();
    const executor = createInProcessExecutor({
      workers,
      candidates: CANDIDATES,
      experimentSeed: seed,
      createTrainer: () => ({
        train: async (_, trial) => {
          if (++trained > most) abort.abort();
          const random = randomFrom('ahead-share', seed, trialKey(trial));
          await sleep(Math.exp(random.normal()));
          return { loss: 0.5 * Number(trial.candidate.slice(1)) + random.normal() };
        },
      }),
    });
    const options = { environment: {}, signal: abort.signal, ...(ahead === undefined ? {} : { ahead }) };
    await runPlan({ plan, question, executor, budget: {}, ...options });
    await executor.close();
    if (!abort.signal.aborted) break;
  }
  const used = question.usedOutcomes().filter(({ trial }) => trial.streams.init < 1_000_000).length;
  return { used, unused: question.unusedOutcomes().length, decisions: question.decisions() };
}

/** What one worker decides, which trains nothing ahead: raced once for each seed. */
const alone: ReturnType<typeof race>[] = [];
async function decidedAlone(seed: number) {
  alone[seed] ??= race(seed, 1);
  return (await alone[seed]).decisions;
}

/** What the window of the race may leave at its end, whatever is trained ahead. */
const WINDOW_SHARE = 1 / 9;

it.each([
  { workers: 8 },
  { workers: 64 },
  { workers: 64, ahead: 0 },
  { workers: 64, ahead: 1 },
  { workers: 64, interruptedAfter: 25 },
])('leaves no more that is not needed than is allowed: %j', async ({ workers, ahead, interruptedAfter }) => {
  const share = Math.max(ahead ?? DEFAULT_AHEAD_SHARE, WINDOW_SHARE);
  for (let seed = 0; seed < 4; seed++) {
    const { used, unused, decisions } = await race(seed, workers, ahead, interruptedAfter);
    expect(unused).toBeLessThanOrEqual(share * used);
    expect(decisions).toEqual(await decidedAlone(seed));
  }
});

it('trains more ahead where it is allowed to', async () => {
  const [least, most] = [await race(1, 64, 0), await race(1, 64, 4)];
  expect(most.unused).toBeGreaterThan(least.unused);
  expect(most.decisions).toEqual(least.decisions);
});
