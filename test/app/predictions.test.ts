/** @file `surefoot predictions`: of a race and of a measurement that kept them; slices from the experiment and the command; what is refused. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { membersOf, requireSlices } from '../../dist/app/ask/slice-members.js';
import { select, type TrainFunction } from '../../dist/app/index.js';
import { predictionRecordOf, showExamples } from '../../dist/app/questions/find-predictions.js';
import { replicateTrial, trialKey } from '../../dist/core/index.js';
import type { Dataset, Samples } from '../../dist/engine/datasets/index.js';
import type { PredictionRecord } from '../../dist/report/index.js';
import { surefoot as surefootProcess, temporaryFolder } from './command-line.js';
import { surefootHere as surefoot } from './command-line-here.js';

/** Quick, and nothing here is about networks. */
const TRAINER = `
const predict = (count, { x }, { init, sample }) =>
  Array.from({ length: count }, (_, row) => [row + x + (init % 97) * ((row % 3) / 50) + (sample % 89) * ((row % 5) / 20)]);
export default (configuration, { seeds }) => ({
  loss: configuration.x + (seeds.init % 100) / 1000,
  predictions: { kind: 'values', selection: predict(40, configuration, seeds), final: predict(30, configuration, seeds) },
});
`;
const EXPERIMENT = `name: e
data: { source: bumps, size: 5, split: { pool: 60, selection: 40, final: 30 } }
sample: 30
trainer: { module: t.mjs }
space: { x: [2, 3] }
race: { rule: halving, warmup: 2, maxReplicates: 2, finalTrials: 3, criterion: median }
keep: { predictions: all }
`;
const RUN = ['--quiet', '--workers', '1'];

let folder = '';
const write = (more = ''): void => writeFileSync(join(folder, 'e.yaml'), EXPERIMENT + more);
const page = (run = 'runs/e'): string => readFileSync(join(folder, run, 'report.html'), 'utf8');
/** In this process, which starts no other one. */
const selectHere = async (text: string, name: string, trainer: TrainFunction): Promise<void> => {
  writeFileSync(join(folder, `${name}.yaml`), text);
  await select({ experiment: join(folder, `${name}.yaml`), out: join(folder, 'runs', name), trainer });
};
const plain = ({ stdout }: { readonly stdout: string }): string => stdout.replaceAll(/\s+/g, ' ');

beforeAll(async () => {
  folder = temporaryFolder(afterAll);
  writeFileSync(join(folder, 't.mjs'), TRAINER);
  write();
  const { status, stderr } = await surefoot(['select', 'e.yaml', ...RUN], folder);
  expect([status, stderr]).toEqual([0, '']);
});

test('of a race: the headline, the table, what a measurement would tell; on the page, too', async () => {
  const told = await surefoot(['predictions', 'runs/e'], folder);
  expect([told.status, told.stderr]).toEqual([0, '']);
  expect(plain(told)).toMatch(
    /^Two retrainings of the winner, .*, differ by [\d.]+ % \[.*\] of the spread of the target on a typical one of the 40 selection examples\./,
  );
  // All are kept here, so there is nothing to add for it.
  expect(plain(told)).toMatch(/To tell them apart, run: surefoot measure e\.yaml --candidate /);
  expect(page()).toMatch(/<p>Two retrainings of the winner, [^<]* differ by /);
  expect(page()).toMatch(/To tell them apart, run:<.*data-copies="surefoot measure e\.yaml/);
  const final = JSON.parse(
    (await surefoot(['predictions', 'runs/e', '--on', 'final', '--json'], folder)).stdout,
  ) as PredictionRecord;
  expect(final).toMatchObject({
    format: 'surefoot-predictions',
    version: 1,
    run: 'runs/e',
    set: 'final',
    examples: 30,
  });
  expect(final.candidates[0]).toMatchObject({ isWinner: true, retrainings: 3 });
});

test('the trainer need not be here: the data are enough', async () => {
  // A process of its own: this one has the module loaded.
  const told = () => surefootProcess(['predictions', 'runs/e', '--slices', 'energy=1,10'], folder);
  const before = await told();
  renameSync(join(folder, 't.mjs'), join(folder, 'gone.mjs'));
  const after = await told();
  renameSync(join(folder, 'gone.mjs'), join(folder, 't.mjs'));
  expect(before.status).toBe(0);
  expect(after).toEqual(before);
});

test('slices: of the experiment as it was asked last, or of the command in their place', async () => {
  write('slices: { energy: [1, 10, 100] }\n');
  expect((await surefoot(['select', 'e.yaml', ...RUN], folder)).status).toBe(0);
  expect(page()).toContain('<p class="caption">By energy');
  expect(plain(await surefoot(['predictions', 'runs/e'], folder))).toMatch(
    /By energy, the winner: energy examples RMSE spread too high by 1 to 10 \d+ .* 10 to 100 \d+/,
  );
  const own = plain(await surefoot(['predictions', 'runs/e', '--slices', 'energy=1,4,5'], folder));
  expect(own).toMatch(/By energy, the winner \(\d+ in no slice\): .* 1 to 4 \d+ .* 4 to 5 \d+/);
  // Made again from the log, which holds them: the same bytes.
  const before = page();
  expect((await surefoot(['report', 'runs/e'], folder)).status).toBe(0);
  expect(page()).toBe(before);
  write();
  expect((await surefoot(['select', 'e.yaml', ...RUN], folder)).status).toBe(0);
  expect(page()).not.toContain('By energy');
});

test('the command shows those that the page shows, with fresh trainings and without', async () => {
  const { default: train } = await import(`data:text/javascript,${encodeURIComponent(TRAINER)}`);
  await selectHere(EXPERIMENT.replace('finalTrials: 3', 'finalTrials: 0'), 'raced', train);
  for (const [run, shown] of [
    ['runs/e', ['x=2']],
    ['runs/raced', ['x=2', 'x=3']],
  ] as const) {
    const told = JSON.parse((await surefoot(['predictions', run, '--json'], folder)).stdout) as PredictionRecord;
    expect(told.candidates.map(({ label }) => label)).toEqual(shown);
    const table = /aria-label="How far \d+ retrainings differ.*?<\/table>/s.exec(page(run))?.[0] ?? '';
    expect([...table.matchAll(/<td class="name"[^>]*><bdi>([^<]+)/g)].map(([, name]) => name)).toEqual(shown);
  }
});

test('of a measurement: by what differs between two trainings', async () => {
  const measure = ['measure', 'e.yaml', '--trials', '3', '--crossed', 'none', '--out', 'runs/m', '--workers', '1'];
  expect((await surefoot([...measure, '--candidate', 'x=2'], folder)).status).toBe(0);
  expect(readFileSync(join(folder, 'runs/m/measure.html'), 'utf8')).toContain('id="predictions"');
  const told = plain(await surefoot(['predictions', 'runs/m'], folder));
  expect(told).toMatch(/where nothing but initial weights changes; .* where nothing but the training sample changes\./);
  expect(told).toMatch(/: candidate weights sample weights \+ sample x=2/);
});

test.each([
  ['an unknown column', ['--slices', 'energi=1,10'], 'no column "energi"', 'Did you mean "energy"?'],
  ['a metric', ['--slices', 'rmse=1,10'], '"rmse" is a figure of a whole training', 'Cut by a column of the data'],
  ['edges that fall', ['--slices', 'energy=10,1'], '--slices: `energy` is [10,1].', 'ascending order'],
  ['texts for numbers', ['--slices', 'energy=low,high'], 'holds numbers', 'two edges or more'],
  ['a single edge', ['--slices', 'energy=3'], '--slices: `energy` is [3].', '2'],
  ['no edges', ['--slices', 'energy'], '--slices is "energy".', 'energy=3,10,30,68'],
  ['a question that was not asked', ['--question', '9'], 'has no question 9', '1'],
])('refuses %s', async (_, options, what, help) => {
  const { status, stdout, stderr } = await surefoot(['predictions', 'runs/e', ...options], folder);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr.replaceAll(/\s+/g, ' ')).toContain(what);
  expect(stderr.replaceAll(/\s+/g, ' ')).toContain(help);
});

test('a run that kept none says how to have them', async () => {
  await selectHere(EXPERIMENT, 'none', ({ x }, { seeds }) => Number(x) + (seeds.init % 100) / 1000);
  const { status, stderr } = await surefoot(['predictions', 'runs/none'], folder);
  expect(status).toBe(2);
  expect(stderr.replaceAll(/\s+/g, ' ')).toMatch(
    /`keep: { predictions: winner }` .* run it again with --fresh, or .*`surefoot measure FILE --candidate ID --out FOLDER`/,
  );
  expect(readFileSync(join(folder, 'runs/none/report.html'), 'utf8')).not.toContain('id="predictions"');
});

test('where replicates divide the data anew the final set is shown, and the selection set refused', () => {
  const values = Float32Array.from([1, 2, 3]);
  const trials = [0, 1, 2].map((replicate) => ({
    trial: replicateTrial('m0', replicate, 0),
    loss: 1,
    sets: { final: { kind: 'values' as const, examples: 3, outputs: 1, values: values.map((one) => one + replicate) } },
  }));
  const kept = {
    kind: 'values' as const,
    sets: { final: { examples: 3, outputs: 1 } },
    candidates: [{ id: 'm0', label: '', isWinner: true, trials }],
    notices: [],
  };
  const facts = { name: 'e', run: null, question: 'race', dataset: undefined, slices: {}, slicesFrom: 'slices' };
  expect(predictionRecordOf(kept, facts)).toMatchObject({ set: 'final', unit: 'own' });
  expect(() => predictionRecordOf(kept, { ...facts, set: 'selection' })).toThrow(
    expect.objectContaining({ code: 'predictions-set', allowed: 'final' }),
  );
});

describe('trainings that collapsed', () => {
  const constant = (value: number) => ({
    kind: 'values' as const,
    examples: 2,
    outputs: 1,
    values: Float32Array.from([value, value + 1]),
  });
  const facts = { name: 'e', run: null, question: 'race', dataset: undefined, slices: {}, slicesFrom: 'slices' };
  const recordOf = (predicted: readonly number[], collapsed: readonly number[]): PredictionRecord => {
    const trials = predicted.map((value, replicate) => {
      return { trial: replicateTrial('m0', replicate, 0), loss: value, sets: { selection: constant(value) } };
    });
    const keys = new Set(collapsed.map((replicate) => trialKey(replicateTrial('m0', replicate, 0))));
    const collapses = keys.size === 0 ? {} : { collapses: { keys, trials: trials.length } };
    const candidates = [{ id: 'm0', label: '', isWinner: true, ...collapses, trials }];
    return predictionRecordOf(
      { kind: 'values', sets: { selection: { examples: 2, outputs: 1 } }, candidates, notices: [] },
      facts,
    );
  };

  test('are in no figure, and are counted', () => {
    const [told] = recordOf([1, 90, 2, 4], [1]).candidates;
    expect(told).toEqual({
      ...recordOf([1, 2, 4], []).candidates[0],
      collapses: { collapsed: 1, trials: 4 },
    });
    // The pairs of 1, 2 and 4.
    expect(told?.disagreement.value).toBeCloseTo((1 + 2 + 3) / 3, 12);
  });

  test('stay where no two others are there', () => {
    expect(recordOf([1, 90, 80], [1, 2]).candidates[0]).toEqual(recordOf([1, 90, 80], []).candidates[0]);
  });

  test.each([
    ['the loss', 'loss', '', { above: 20 }],
    ['a score', 'score', ', metric: score, direction: maximize', { below: 0.5 }],
  ])('are those of the answer of a race by %s', async (_, name, metric, bar) => {
    const { default: train } = await import(`data:text/javascript,${encodeURIComponent(TRAINER)}`);
    const collapse = `collapse: ${JSON.stringify(bar)}`;
    const text = EXPERIMENT.replace('finalTrials: 3', `finalTrials: 12, ${collapse}${metric}`);
    await selectHere(text, name, ((configuration, context) => {
      const told = train(configuration, context);
      const isBad = context.seeds.init % 5 === 0;
      return { ...told, loss: isBad ? 50 : told.loss, metrics: { score: isBad ? 0 : 1 - told.loss / 10 } };
    }) as TrainFunction);
    const { winner } = JSON.parse(readFileSync(join(folder, 'runs', name, 'result.json'), 'utf8'));
    const { collapsed, begun } = winner.collapses;
    expect([collapsed > 0, 2 * collapsed < begun]).toEqual([true, true]);
    const { stdout } = await surefoot(['predictions', `runs/${name}`, '--json'], folder);
    const [first] = (JSON.parse(stdout) as PredictionRecord).candidates;
    expect(first).toMatchObject({ retrainings: begun - collapsed, collapses: { collapsed, trials: begun } });
    const sentence = `${collapsed} of 12 retrainings of the winner collapsed and ${collapsed === 1 ? 'is' : 'are'} left out`;
    expect(plain(await surefoot(['predictions', `runs/${name}`], folder))).toContain(sentence);
    expect(page(`runs/${name}`)).toContain(sentence);
  });
});

test('cells of a row have the digits that they need', () => {
  const dataset = { inputNames: ['age', 'x', 'far', 'tiny'], inputShape: [4] } as unknown as Dataset;
  const samples = { count: 1, inputs: Float32Array.from([31, 0.048, 1200, 1.2e-10]) } as unknown as Samples;
  const cells = [
    ['age', '31'],
    ['x', '0.048'],
    ['far', '1200'],
    ['tiny', '1.200e-10'],
  ];
  expect(showExamples(dataset, samples)(0)).toEqual({ kind: 'row', cells, more: 0 });
});

test('a slice has its lower edge, the last one both; classes are sliced by their names', () => {
  const samples = {
    count: 5,
    inputs: Float32Array.from([2, 3, 10, 30, 31]),
    targets: Float32Array.from([0, 1, 1, 0, 2]),
  };
  const dataset = {
    inputNames: ['energy'],
    targetNames: ['side'],
    classes: ['left', 'right', 'top'],
  } as unknown as Dataset;
  const slices = { energy: [3, 10, 30], side: ['right', 'left'] };
  expect(membersOf(slices, dataset, { ...samples, features: {} }, 'slices')).toEqual([
    { column: 'energy', names: ['3 to 10', '10 to 30'], sliceOf: Int32Array.from([-1, 0, 1, 1, -1]) },
    { column: 'side', names: ['right', 'left'], sliceOf: Int32Array.from([1, 0, 0, 1, -1]) },
  ]);
});

describe('slices of a column of texts', () => {
  const samples = { count: 3, features: {}, targets: Float32Array.from([2, 0, 1]) };
  const digits = { targetNames: ['digit'], classes: ['0', '1', '2'] };
  const withText = (values: readonly string[]) =>
    ({ ...samples, columns: [{ name: 'region', kind: 'category', values }] }) as unknown as Samples;
  const dataset = {
    ...digits,
    encoding: { columns: [{ name: 'region', kind: 'category', levels: ['north', 'south'] }], left: [] },
    selection: withText(['north', 'north', 'north']),
    final: withText(['north', 'east', 'north']),
  } as unknown as Dataset;

  test.each([
    ['as they are typed', ['2', '0']],
    ['as YAML reads them', [2, 0]],
    ['as YAML reads a single one', [2]],
  ])('may look like numbers, %s', (_, digit) => {
    const slices = { digit } as Readonly<Record<string, string[] | number[]>>;
    requireSlices(slices, dataset, 'slices');
    const names = digit.map(String);
    const sliceOf = Int32Array.from(['2', '0', '1'], (one) => names.indexOf(one));
    expect(membersOf(slices, dataset, dataset.selection, 'slices')).toEqual([{ column: 'digit', names, sliceOf }]);
  });

  test('numbers in texts are edges where the column has numbers', () => {
    const numbers = { targetNames: ['y'], classes: [] } as unknown as Dataset;
    const [told] = membersOf({ y: ['0', '1', '2'] }, numbers, samples as unknown as Samples, '--slices');
    expect(told).toEqual({ column: 'y', names: ['0 to 1', '1 to 2'], sliceOf: Int32Array.from([1, 0, 1]) });
    for (const edges of [[2, 1], [3]]) {
      expect(() => membersOf({ y: edges }, numbers, samples as unknown as Samples, 'slices')).toThrow(
        expect.objectContaining({ code: 'wrong-value' }),
      );
    }
  });

  test('that no example has are refused, and those of any set are not', () => {
    requireSlices({ region: ['south', 'east'] }, dataset, 'slices');
    const refused = { code: 'unknown-slice', allowed: 'north, south, east', fix: 'Did you mean "south"?' };
    expect(() => requireSlices({ region: ['north', 'sooth'] }, dataset, 'slices')).toThrow(
      expect.objectContaining(refused),
    );
    expect(() => requireSlices({ digit: ['7'] }, dataset, '--slices')).toThrow(
      expect.objectContaining({ code: 'unknown-slice', allowed: '0, 1, 2' }),
    );
  });
});
