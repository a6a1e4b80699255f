/** @file Trainings that give a metric and no loss, where that is what is raced or studied: by function, module and command. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createRace, measure, select, type TrainFunction } from '../../dist/app/index.js';
import { temporaryFolder } from './command-line.js';

const SCORE = '0.9 - configuration.x / 10 + (seeds.init % 1000) / 50000';
const score = ({ x }: { readonly x: number }, init: number) => 0.9 - x / 10 + (init % 1000) / 50000;
const race = { metric: 'accuracy', criterion: 'q1 of the accuracy', maxReplicates: 3, finalTrials: 2 };
const experiment = { name: 'scored', seed: 3, space: { x: [0, 0.4, 0.9] }, race };
const found = ({ result }: Awaited<ReturnType<typeof select>>) => ({
  winner: result.winner?.configuration,
  value: result.winner?.criterion.value,
  direction: result.direction,
  used: result.trials.used,
});

test('a number alone, a metric by name, and a metric beside a loss are the same race', async () => {
  const folder = temporaryFolder(onTestFinished);
  const given: TrainFunction<{ readonly x: number }> = (configuration, { seeds }) => score(configuration, seeds.init);
  const alone = await select({ experiment, trainer: given as TrainFunction });
  const told = found(alone);
  expect(told).toMatchObject({ winner: { x: 0 }, direction: 'maximize' });
  expect(told.value).toBeGreaterThan(0.9);
  const named: TrainFunction = (configuration, { seeds }) => ({
    metrics: { accuracy: score(configuration as never, seeds.init) },
  });
  const beside: TrainFunction = async (...call) => ({ ...((await named(...call)) as object), loss: 7 });
  for (const trainer of [named, beside]) expect(found(await select({ experiment, trainer }))).toEqual(told);

  const head = `import fs from 'node:fs'; const { configuration, seeds, score } = JSON.parse(fs.readFileSync(process.env.SUREFOOT_TRIAL)); const told = { [score]: ${SCORE} };`;
  const commands = {
    'printed.mjs': `${head} console.log(JSON.stringify(told));`,
    'written.mjs': `${head} fs.writeFileSync(process.env.SUREFOOT_RESULT, JSON.stringify({ metrics: told }));`,
    'stays.mjs': `import { createInterface } from 'node:readline';
const say = (message) => console.log(JSON.stringify(message));
for await (const line of createInterface({ input: process.stdin })) {
  const { type, id, configuration, seeds, score } = JSON.parse(line);
  if (type === 'hello') say({ type: 'ready', protocol: 1 });
  if (type === 'train') say({ type: 'result', id, [score]: ${SCORE} });
}`,
    'module.mjs': `export default (configuration, { seeds }) => ${SCORE};`,
  };
  for (const [name, text] of Object.entries(commands)) writeFileSync(join(folder, name), text);
  const trainers = [
    { command: [process.execPath, join(folder, 'printed.mjs')] },
    { command: [process.execPath, join(folder, 'written.mjs')] },
    { command: [process.execPath, join(folder, 'stays.mjs')], protocol: 'long-lived' },
    { module: join(folder, 'module.mjs') },
  ];
  for (const trainer of trainers) {
    const asked = { experiment: { ...experiment, trainer }, workers: 1 };
    expect(found(await select(asked as never)), JSON.stringify(trainer)).toEqual(told);
  }
});

test('asked and told, it may be told alone, too', async () => {
  const tell = async (told: (figure: number) => Parameters<Open['tell']>[1]) => {
    const open = await createRace({ experiment });
    for (let [trial] = open.ask(1); trial; [trial] = open.ask(1))
      open.tell(trial.id, told(score(trial.configuration as never, trial.seeds.init)));
    return open.result();
  };
  type Open = Awaited<ReturnType<typeof createRace>>;
  const alone = await tell((accuracy) => accuracy);
  expect(alone).toMatchObject({ winner: { configuration: { x: 0 } }, direction: 'maximize' });
  const named = await tell((accuracy) => ({ metrics: { accuracy } }));
  expect(named.winner?.criterion).toEqual(alone.winner?.criterion);
  await expect(tell(() => ({ metrics: { f1: 1 } }))).rejects.toThrow(/which is not an outcome/);
});

test('what gave no loss is no evidence of one, and says so', async () => {
  const out = join(temporaryFolder(onTestFinished), 'run');
  const trainer: TrainFunction = (configuration, { seeds }) => ({
    metrics: { accuracy: score(configuration as never, seeds.init), f1: 0.5 },
  });
  await select({ experiment, trainer, out });
  const { metric: _, ...byLoss } = { ...race, criterion: 'q3' };
  await expect(select({ experiment: { ...experiment, race: byLoss }, trainer, out })).rejects.toThrow(
    /race\.metric: (\d+) of \1 completed trainings have no loss of their own\.\nAllowed: accuracy, f1\n/,
  );
  const studied = { experiment, trainer, out, crossed: 'none' as const, vary: ['init' as const], trials: 3 };
  await expect(measure({ ...studied, metric: 'loss' })).rejects.toThrow(/have no loss of their own/);
  expect(await measure({ ...studied, metric: 'accuracy' })).toMatchObject({ record: { figure: 'accuracy' } });
  const header = readFileSync(join(out, 'trials.csv'), 'utf8').split('\r\n')[0]?.split(',');
  expect(header).toEqual(expect.arrayContaining(['accuracy', 'f1', 'loss']));
  expect(header).not.toContain('metric.loss');
});

test('where the loss is raced, a metric alone is a training that failed', async () => {
  const trainer: TrainFunction = () => ({ metrics: { accuracy: 1 } });
  const { metric: _, ...byLoss } = { ...race, criterion: 'q3' };
  await expect(select({ experiment: { ...experiment, race: byLoss }, trainer })).rejects.toThrow(
    /it must return a number or an object with a numeric "loss"/,
  );
});
