/** @file Predictions that a run keeps: of which trials, what they hold, what is said where they are missing or do not fit together. */
import { createHash } from 'node:crypto';
import fs, { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { measure, type PlanRunEvent, select } from '../../dist/app/index.js';
import {
  type KeptPredictions,
  keptPredictionsOf,
  predictionsReader,
} from '../../src/app/questions/kept-predictions.js';
import {
  encodePredictions,
  type Outcome,
  predictionsArtifact,
  predictionsFile,
  replicateTrial,
  type SetPredictions,
} from '../../src/core/index.js';
import { createBuiltInTrainer } from '../../src/engine/built-in.js';
import { dataSpecSchema, loadDataset } from '../../src/engine/datasets/index.js';
import { runTrial, trialFolder } from '../../src/work/here/index.js';
import { temporaryFolder } from './command-line.js';
import { readKeptPredictions } from './predictions-kept.js';

// The built package: worker processes run its files.

const data = { source: 'bumps' as const, size: 5, split: { pool: 120, selection: 40, final: 50 } };
const experiment = {
  name: 'kept',
  data,
  sample: 60,
  space: { layers: [{ dense: { units: [3, 6] } }], epochs: 2 },
  race: { rule: 'halving', warmup: 2, maxReplicates: 2, finalTrials: 8, criterion: 'median' },
} as const;
const PLACE = { selection: 40, final: 50 } as const;

/** Files of predictions in a run folder, by trial folder and name. */
function filesIn(folder: string): string[] {
  const names = readdirSync(join(folder, 'artifacts'), { recursive: true }).map(String);
  return names.filter((name) => name.endsWith('.bin')).sort();
}

function rootMeanSquare(predicted: SetPredictions, truth: Float32Array | undefined): number {
  const errors = Array.from(predicted.values, (value, place) => value - (truth?.[place] ?? Number.NaN));
  return Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);
}

test('of the fresh trials of the winner, as they were judged by and as each alone gives them; nothing else follows from it', async () => {
  const folder = temporaryFolder(onTestFinished);
  const kept = join(folder, 'kept');
  // Stopped among the fresh trials, and gone on with.
  await select({ experiment, out: kept, workers: 1, budget: { trials: 6 } });
  const opened = vi.spyOn(fs, 'openSync');
  onTestFinished(() => opened.mockRestore());
  const { result } = await select({ experiment, out: kept, workers: 1 });
  const files = opened.mock.calls.map(([path]) => String(path)).filter((path) => path.endsWith('.bin'));
  const read = await readKeptPredictions(kept);
  const winner = read.candidates[0] as KeptPredictions['candidates'][number];
  expect(winner).toMatchObject({ id: result.winner?.candidate, isWinner: true });
  expect(winner.trials.map(({ trial }) => trial.streams.init)).toEqual(
    Array.from({ length: 8 }, (_, replicate) => 1_000_000 + replicate),
  );
  expect(read).toMatchObject({ kind: 'values', notices: [] });
  expect(Object.entries(read.sets).map(([set, { examples }]) => [set, examples])).toEqual(Object.entries(PLACE));
  const fresh = result.winner?.finalDistribution?.metrics.rmse?.values ?? [];
  for (const [place, { loss, sets }] of winner.trials.entries()) {
    expect(rootMeanSquare(sets.selection as SetPredictions, read.sets.selection?.truth)).toBeCloseTo(loss, 4);
    expect(rootMeanSquare(sets.final as SetPredictions, read.sets.final?.truth)).toBeCloseTo(fresh[place] as number, 4);
  }
  expect(filesIn(kept)).toHaveLength(2 * 8 * read.candidates.length);
  // What is delivered, its figures and the page rest on the same ones.
  expect(files.map((path) => relative(join(kept, 'artifacts'), path)).sort()).toEqual(filesIn(kept));
  expect(statSync(kept).mode & 0o077).toBe(0);

  // They were trained together with others.
  const dataset = await loadDataset(dataSpecSchema.parse(data), { baseFolder: folder });
  const trainer = createBuiltInTrainer({ dataset });
  onTestFinished(() => trainer.close?.());
  const { trial } = winner.trials[3] as (typeof winner.trials)[number];
  const candidate = { id: winner.id, label: '', configuration: result.winner?.configuration ?? {} };
  const context = {
    experimentSeed: 1,
    artifactFolder: folder,
    predictionsFrom: 0,
    signal: new AbortController().signal,
  };
  const alone = await runTrial(trainer, candidate, trial, context);
  for (const set of ['selection', 'final'] as const) {
    const own = readFileSync(join(trialFolder(folder, trial), predictionsFile(set)));
    expect(own.equals(readFileSync(join(trialFolder(join(kept, 'artifacts'), trial), predictionsFile(set))))).toBe(
      true,
    );
    expect(alone.artifactSums?.[predictionsArtifact(set)]?.bytes).toBe(own.length);
  }
});

test('whether any are kept changes no training; what was begun without them goes on and says so', async () => {
  const out = join(temporaryFolder(onTestFinished), 'none');
  const none = { ...experiment, race: { ...experiment.race, finalTrials: 2 }, keep: { predictions: 'none' as const } };
  const without = await select({ experiment: none, out, workers: 1 });
  expect(filesIn(out)).toEqual([]);
  await expect(readKeptPredictions(out)).rejects.toMatchObject({ code: 'predictions-none' });
  const warnings: string[] = [];
  const onEvent = (event: PlanRunEvent): void => {
    if (event.kind === 'warning') warnings.push(event.text);
  };
  const { keep: _, ...winner } = none;
  const { result } = await select({ experiment: winner, out, workers: 1, onEvent });
  expect({ ...result, notices: [] }).toEqual({ ...without.result, log: result.log });
  const told = 'the predictions of 2 of 2 fresh trainings are not kept: they were trained before';
  // A program reads of its own options, and the files of a run of those of the command line.
  expect(warnings).toEqual([expect.stringMatching(`^${told}.*\`fresh: true\``)]);
  expect(result.notices).toEqual([{ ...result.notices[0], text: expect.stringMatching(`^${told}.*--fresh`) }]);
});

test('what is missing or damaged is left out and said', async () => {
  const folder = temporaryFolder(onTestFinished);
  const told = [0, 1, 2, 3].map((replicate) => outcomeOf(folder, replicate, values([1, 2, 3], replicate)));
  const [whole, missing, damaged, without] = told as [Outcome, Outcome, Outcome, Outcome];
  rmSync(fileOf(folder, missing));
  const bytes = readFileSync(fileOf(folder, damaged));
  bytes[bytes.length - 1] = 1 ^ (bytes.at(-1) as number);
  writeFileSync(fileOf(folder, damaged), bytes);
  const { artifacts: _, artifactSums: __, ...bare } = without;
  const read = of(folder, [whole, missing, damaged, bare]);
  expect(read.candidates[0]?.trials.map(({ trial }) => trial.streams.init)).toEqual([0]);
  expect(read.notices).toEqual([
    expect.stringMatching(
      /^Predictions of 3 of 4 trainings of c1 are left out \(replicate 1: artifacts\/.*\.bin is missing; replicate 2: artifacts\/.*\.bin is damaged; replicate 3: none were kept for the selection set\)\.$/,
    ),
  ]);
  expect(() => of(folder, [whole, bare], 2)).toThrow(expect.objectContaining({ code: 'predictions-alone' }));
  expect(() => of(folder, [bare])).toThrow(expect.objectContaining({ code: 'predictions-none' }));
});

const probabilities = (values: readonly number[], outputs: number, targets?: readonly number[]): SetPredictions => ({
  kind: 'probabilities',
  examples: values.length / outputs,
  outputs,
  values: Float32Array.from(values),
  ...(targets === undefined ? {} : { targets: Float32Array.from(targets) }),
});

test.each([
  [
    'another number of examples',
    values([1, 2, 3]),
    values([1, 2]),
    'predictions-differ',
    'c1, replicate 1, predicts 1 values for each of 2 examples of the selection set, and c1, replicate 0, 1 values for each of 3 examples.',
  ],
  [
    'another kind',
    values([1, 0]),
    { ...values([1, 0]), kind: 'labels' as const },
    'predictions-differ',
    'predicts a label for each of 2 examples',
  ],
  [
    'other classes',
    probabilities([1, 0, 0, 1], 2),
    probabilities([1, 0, 0, 0, 1, 0], 3),
    'predictions-differ',
    'predicts 3 probabilities for each of 2 examples',
  ],
  [
    'another order',
    probabilities([1, 0, 0, 1], 2, [0, 1]),
    probabilities([0, 1, 1, 0], 2, [1, 0]),
    'predictions-differ',
    'c1, replicate 1, has other targets for the selection set',
  ],
  [
    'a class never seen',
    probabilities([1, 0, 0, 1], 2, [0, 2]),
    probabilities([1, 0, 0, 1], 2, [0, 2]),
    'predictions-classes',
    'class 2, which is none of the 2 classes (0 to 1)',
  ],
])('%s is refused, by which trainings differ', (_, first, second, code, text) => {
  const folder = temporaryFolder(onTestFinished);
  const both = [outcomeOf(folder, 0, first), outcomeOf(folder, 1, second)];
  expect(() => of(folder, both)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(text) }));
});

test('targets that a trainer tells are the truth; without any it is said why there is none', () => {
  const folder = temporaryFolder(onTestFinished);
  const told = of(folder, [
    outcomeOf(folder, 0, probabilities([1, 0, 0, 1], 2, [0, 1])),
    outcomeOf(folder, 1, probabilities([0, 1, 0, 1], 2)),
  ]);
  expect(told.sets.selection).toEqual({ examples: 2, outputs: 2, truth: Float32Array.of(0, 1) });
  const untold = of(folder, [outcomeOf(folder, 2, values([1, 2]))]);
  expect(untold.sets.selection).toMatchObject({
    withoutTruth:
      "What is true of the selection set is not known: the data are the trainer's own, and it tells no `targets`.",
  });
});

function values(truth: readonly number[], shift = 0): SetPredictions {
  const shifted = Float32Array.from(truth, (value) => value + shift / 8);
  return { kind: 'values', examples: truth.length, outputs: 1, values: shifted };
}

/** An outcome whose trial predicted this for the selection set, as its file in the folder. */
function outcomeOf(folder: string, replicate: number, predicted: SetPredictions): Outcome {
  const trial = replicateTrial('c1', replicate, 0);
  const bytes = encodePredictions(predicted);
  const own = trialFolder(folder, trial);
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, predictionsFile('selection')), bytes);
  const artifacts = { [predictionsArtifact('selection')]: `${basename(own)}/${predictionsFile('selection')}` };
  const sum = { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  const artifactSums = { [predictionsArtifact('selection')]: sum };
  return { trial, status: 'completed', loss: 1, metrics: {}, lossPerEpoch: [], seconds: 1, artifacts, artifactSums };
}

function fileOf(folder: string, { trial }: Outcome): string {
  return join(trialFolder(folder, trial), predictionsFile('selection'));
}

function of(artifactFolder: string, outcomes: readonly Outcome[], least = 1): KeptPredictions {
  const candidates = [{ id: 'c1', label: 'first', isWinner: true }];
  return keptPredictionsOf({ candidates, outcomes, predictionsOf: predictionsReader(artifactFolder), least });
}

test('a study keeps those of all trainings where it is asked to, and no weights', async () => {
  const out = join(temporaryFolder(onTestFinished), 'all');
  const space = { layers: [{ dense: { units: 3 } }], epochs: 1 };
  const one = { ...experiment, space, keep: { predictions: 'all' as const } };
  await measure({ experiment: one, out, vary: ['init'], trials: 3, workers: 1 });
  const { candidates, sets } = await readKeptPredictions(out);
  expect(candidates.map(({ trials }) => trials.map(({ trial }) => trial.streams.init))).toEqual([[0, 0, 0, 1, 2, 3]]);
  expect(Object.keys(sets)).toEqual(['selection', 'final']);
  expect(readdirSync(join(out, 'artifacts'), { recursive: true })).toHaveLength(6 + 2 * 6);
});
