/** @file A race in memory: folders where they are asked for alone, and what is left of it where it is stopped. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createRace, RunError, type StoppedError, select, type TrainFunction } from '../../dist/app/index.js';
import { temporaryFolder } from './command-line.js';

const experiment = {
  name: 'memory',
  seed: 3,
  space: { x: [1, 2, 3, 4] },
  race: { criterion: 'mean', finalTrials: 3, maxReplicates: 8 },
};
const loss: TrainFunction = ({ x }, { seeds }) => Number(x) + (seeds.init % 1000) / 1000;

function withTemporary(folder: string): void {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  onTestFinished(() => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  });
}

test('a training has a folder once it asks for one, and nothing is left behind', async () => {
  const folder = temporaryFolder(onTestFinished);
  withTemporary(folder);
  const below = () => readdirSync(folder).flatMap((name) => readdirSync(join(folder, name)));
  const counts: number[] = [];
  const trainer: TrainFunction = (configuration, call) => {
    if (configuration.x === 4) writeFileSync(join(call.artifactFolder as string, 'file'), 'x');
    else counts.push(below().filter((name) => !name.startsWith('c')).length);
    counts.push(below().length);
    return loss(configuration, call);
  };
  const { result } = await select({
    experiment: { ...experiment, race: { ...experiment.race, rule: 'halving' } },
    trainer,
  });
  expect(result.winner?.configuration).toEqual({ x: 1 });
  // Those of the one that asks, and of no other.
  expect([Math.min(...counts), Math.max(...counts) > 0]).toEqual([0, true]);
  expect(Math.max(...counts)).toBeLessThan(counts.length / 4);
  expect(readdirSync(folder)).toEqual([]);
});

test('without a folder for temporary files it says so', async () => {
  const missing = join(temporaryFolder(onTestFinished), 'missing');
  withTemporary(missing);
  const refused = await select({ experiment, trainer: loss as never }).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(RunError);
  expect(String(refused)).toMatch(/could not write its files \(below .*missing\): ENOENT[\s\S]*Fix: /);
  expect(existsSync(missing)).toBe(false);
});

test('stopped by its signal it is an AbortError with the reason, and has what was finished', async () => {
  const stopping = new AbortController();
  const reason = new Error('no time');
  let trained = 0;
  const trainer: TrainFunction = async (configuration, call) => {
    if (++trained === 12) stopping.abort(reason);
    return loss(configuration, call);
  };
  const stopped: StoppedError = await select({
    experiment,
    trainer: trainer as never,
    workers: 1,
    signal: stopping.signal,
  }).then(
    () => expect.fail('it was not stopped'),
    (error: StoppedError) => error,
  );
  expect([stopped.name, stopped.code, stopped.cause]).toEqual(['AbortError', 'interrupted', reason]);
  expect(stopped).toBeInstanceOf(RunError);
  // One of the eleven has checked the seeds.
  expect(stopped.record).toMatchObject({ status: 'interrupted', trials: { used: 10 } });
  const before = new AbortController();
  before.abort();
  await expect(select({ experiment, trainer: loss as never, signal: before.signal })).rejects.toMatchObject({
    ...{ name: 'AbortError', record: null, cause: { name: 'AbortError' } },
  });
});

test('a search that is asked and told decides as select does, with a proposer, too', async () => {
  const searched = {
    name: 'searched',
    seed: 4,
    space: { rate: { range: [1e-4, 1], scale: 'log' }, width: { range: [8, 64], integer: true } },
    search: { prior: 'full', refine: true, audit: 4 },
    race: { criterion: 'mean', finalTrials: 2 },
    budget: { trials: 60 },
  } as const;
  const of = ({ rate, width }: { rate: number; width: number }, init: number) =>
    (Math.log10(rate) + 2) ** 2 + ((width - 40) / 20) ** 2 + (init % 1000) / 4000;
  const propose = ({ trainings }: { readonly trainings: number }) => [{ rate: 0.01, width: 40 + (trainings % 5) }];
  for (const options of [{}, { propose: propose as never }]) {
    // Of the budget of a run one training checks the seeds.
    const race = await createRace({ experiment: searched as never, budget: { trials: 59 }, ...options });
    for (let [trial] = race.ask(1); trial; [trial] = race.ask(1)) {
      race.tell(trial.id, of(trial.configuration as never, trial.seeds.init));
    }
    const { result } = await select({
      experiment: searched as never,
      trainer: ((configuration: never, { seeds }: { seeds: { init: number } }) =>
        of(configuration, seeds.init)) as never,
      ...options,
    });
    expect(race.decisions).toEqual(result.decisions);
    const { winner, search } = await race.result();
    expect([winner, search?.proposed]).toEqual([result.winner, result.search?.proposed]);
  }
});
