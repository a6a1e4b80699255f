/** @file The library: `select` with a function, with a module in worker processes, and with the built-in trainer. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
// The built package: worker processes run its files.
import { InputError, type PlanRunEvent, select, type TrainFunction } from '../../dist/app/index.js';
import { QUICK, temporaryFolder, writeGratings } from './command-line.js';
import { interrupting } from './interrupting.js';

const modulePath = resolve('test/app/fixtures/quadratic.mjs');
const race = { warmup: 2, rule: 'halving', criterion: 'median', finalTrials: 10 };
const experiment = { name: 'quadratic', space: { x: [1, 2, 3, 4, 5] }, race, seed: 5 };

async function loadQuadratic(): Promise<TrainFunction> {
  return ((await import(modulePath)) as { default: TrainFunction }).default;
}

test('a function in this process, as many promises at a time as workers', async () => {
  const quadratic = await loadQuadratic();
  let running = 0;
  let most = 0;
  const { status, result, model } = await select({
    experiment,
    workers: 3,
    trainer: async (configuration, call) => {
      running++;
      most = Math.max(most, running);
      await new Promise((done) => setTimeout(done, 2));
      running--;
      return quadratic(configuration, call);
    },
  });
  expect(status).toBe('decided');
  expect(model).toBeNull();
  expect(most).toBe(3);
  expect(result.winner).toMatchObject({ label: 'x=3', configuration: { x: 3 }, trials: 10, final: null });
  expect(result.trials.used).toBe(5 * 2 + 2 + 10);
});

test('a budget below what was used shows no decision that came later, and says which answer it replaces', async () => {
  const trainer = await loadQuadratic();
  const out = join(temporaryFolder(onTestFinished), 'run');
  const asked = { experiment: { ...experiment, race: { maxReplicates: 5, finalTrials: 5 } }, trainer, out, workers: 1 };
  const whole = await select(asked);
  expect(whole.result.decisions.length).toBeGreaterThan(0);
  const warnings: string[] = [];
  const onEvent = (event: PlanRunEvent): void => {
    if (event.kind === 'warning') warnings.push(event.text);
  };
  const { status, result } = await select({ ...asked, budget: { trials: 4 }, onEvent });
  expect({ status, used: result.trials.used, decisions: result.decisions }).toEqual({
    status: 'budget',
    used: 4,
    decisions: [],
  });
  expect(warnings).toEqual([
    expect.stringMatching(/^the earlier answer rested on \d+ trainings, but this budget allows 4/),
  ]);
  // Nothing is lost.
  expect((await select({ ...asked, onEvent })).result.decisions).toEqual(whole.result.decisions);
  expect(warnings).toHaveLength(1);
});

test('a module in worker processes gives the same losses as the function', async () => {
  const withFunction = await select({ experiment, trainer: await loadQuadratic() });
  const withModule = await select({ experiment: { ...experiment, trainer: { module: modulePath } }, workers: 2 });
  expect(withModule.result.decisions).toEqual(withFunction.result.decisions);
  expect(withModule.result.winner).toEqual(withFunction.result.winner);
});

test('a function and a module that do not follow their seeds are found out', async () => {
  const warnings: string[] = [];
  const onEvent = (event: PlanRunEvent): void => {
    if (event.kind === 'warning') warnings.push(event.text);
  };
  const small = { ...experiment, race: { ...race, finalTrials: 3 } };
  await select({ experiment: small, trainer: () => Math.random(), workers: 2, onEvent });
  expect(warnings).toEqual([expect.stringMatching(/does not follow its seeds/)]);
  const module = join(temporaryFolder(onTestFinished), 'random.mjs');
  writeFileSync(module, 'export default () => Math.random();');
  for (const [checkSeeds, count] of [[true, 2] as const, [false, 2] as const]) {
    await select({ experiment: { ...small, trainer: { module, checkSeeds } }, workers: 2, onEvent });
    expect(warnings.length).toBe(count);
  }
});

test('a run folder resumes, and a changed function is changed code', async () => {
  const out = join(temporaryFolder(onTestFinished), 'run');
  const trainer = await loadQuadratic();
  const abort = new AbortController();
  let outcomes = 0;
  const onEvent = ({ kind }: PlanRunEvent) => void (kind === 'outcome' && outcomes++);
  const aborted = select({
    experiment,
    trainer: interrupting(trainer, 8, abort),
    out,
    workers: 1,
    signal: abort.signal,
    onEvent,
  });
  await expect(aborted).rejects.toThrow(/to resume/);
  let trained = 0;
  const resumed = await select({
    experiment,
    trainer: interrupting(trainer),
    out,
    onEvent: ({ kind }) => {
      if (kind === 'outcome') trained++;
    },
  });
  expect(outcomes).toBeLessThan(22);
  expect(trained).toBe(22 - outcomes);
  expect(resumed.result.winner).toEqual((await select({ experiment, trainer })).result.winner);
  await expect(select({ experiment, out, trainer: () => 1 })).rejects.toThrow(
    /code has changed since the 23 finished trainings.*: the training function\./,
  );
});

test('diverged and failing trials count against a candidate, and cost no more', async () => {
  const quadratic = await loadQuadratic();
  const { result } = await select({
    experiment,
    trainer: async (configuration, call) => {
      if (configuration.x === 3 && call.streams.init === 1) return Number.NaN;
      if (configuration.x === 4 && call.streams.init === 0) throw new Error('out of memory');
      return quadratic(configuration, call);
    },
  });
  expect(result.winner?.configuration).toEqual({ x: 2 });
  expect(result.trials).toMatchObject({ diverged: 1, failed: 1 });
  const left = result.decisions[0]?.evidence.filter(({ reason }) => reason === 'divergence');
  expect(left).toHaveLength(2);
});

test('a trainer that always fails stops the run and shows why', async () => {
  const trainer = (): never => {
    throw new Error('no such file: data.csv');
  };
  await expect(select({ experiment, trainer })).rejects.toThrow(/no such file: data\.csv/);
});

test('bad input is refused before anything is written', async () => {
  const out = join(temporaryFolder(onTestFinished), 'run');
  const sede = { ...experiment, sede: 3 };
  await expect(select({ experiment: sede, trainer: () => 1, out })).rejects.toThrow(InputError);
  await expect(select({ experiment, out })).rejects.toThrow(/built-in trainer has nothing to train on/);
  const missing = { ...experiment, trainer: { module: './nowhere.mjs' } };
  await expect(select({ experiment: missing, out })).rejects.toThrow(/nowhere\.mjs cannot be loaded/);
  expect(existsSync(out)).toBe(false);
});

test('the built-in trainer, without a run folder, hands over the model', async () => {
  const folder = temporaryFolder(onTestFinished);
  const withFiles = await select({ experiment: writeGratings(folder, QUICK), out: join(folder, 'run') });
  const inMemory = await select({ experiment: writeGratings(folder, QUICK) });
  expect(inMemory.result.winner?.final).toEqual(withFiles.result.winner?.final);
  expect(Buffer.from(inMemory.model ?? [])).toEqual(readFileSync(join(folder, 'run/model.onnx')));
});
