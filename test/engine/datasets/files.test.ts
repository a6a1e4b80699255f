/**
 * @file Data of one's own, as a user gets it into an experiment: values against files that other implementations wrote
 * (scripts/reference/datasets-*), and what each mistake is answered with.
 */
import { readFileSync } from 'node:fs';
import { copyFile, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { InputError } from '../../../src/core/index.js';
import { type Dataset, dataSpecSchema, loadDataset, type Samples } from '../../../src/engine/datasets/index.js';

interface Reference {
  readonly images: number[][];
  readonly half: number[][];
  readonly energy: number[];
  readonly position: [number, number][];
  readonly digit: number[];
  readonly kind: string[];
}

const fixtures = resolve('test/engine/datasets/fixtures');
const reference = JSON.parse(readFileSync('test/reference/datasets-files.json', 'utf8')) as Reference;
const SPLIT = { pool: 16, selection: 5, final: 3 };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'surefoot-files-'));
  const header = [...Array.from({ length: 6 }, (_, cell) => `cell_${cell}`), 'energy', 'x', 'y', 'digit', 'kind'];
  const rows = reference.images.map((image, row) => [
    ...image,
    reference.energy[row],
    ...(reference.position[row] as [number, number]),
    reference.digit[row],
    reference.kind[row],
  ]);
  await writeFile(join(folder, 'table.csv'), [header, ...rows].map((row) => `${row.join(',')}\n`).join(''));
  await writeFile(
    join(folder, 'table.tsv'),
    `\uFEFF${[header, ...rows].map((row) => row.map((cell) => `"${cell}"`).join('\t')).join('\r\n')}\r\n\r\n`,
  );
  await writeFile(join(folder, 'table.txt'), [header, ...rows].map((row) => `${row.join(' ; ')}\n`).join(''));
  for (const name of [
    'snappy.parquet',
    'zstd-row-groups.parquet',
    'records.parquet',
    'plain.npz',
    'compressed.npz',
    'matrix.npy',
    'images.npy',
    'energy.npy',
    'big-endian.npy',
  ]) {
    await copyFile(join(fixtures, name), join(folder, name));
  }
});
afterAll(() => rm(folder, { recursive: true }));

const load = (spec: object) => loadDataset(dataSpecSchema.parse(spec), { baseFolder: folder });

/** Every example of every part, by its inputs. */
function examplesOf(dataset: Dataset) {
  const width = dataset.inputShape.reduce((product, extent) => product * extent, 1);
  const examples = new Map<string, { targets: number[]; features: Record<string, number> }>();
  for (const samples of [dataset.pool, dataset.selection, dataset.final]) {
    for (let index = 0; index < samples.count; index++) {
      const inputs = samples.inputs.subarray(index * width, (index + 1) * width);
      examples.set(inputs.join(' '), {
        targets: [
          ...samples.targets.subarray(index * dataset.targetNames.length, (index + 1) * dataset.targetNames.length),
        ],
        features: featuresAt(samples, index),
      });
    }
  }
  return examples;
}

function featuresAt(samples: Samples, index: number): Record<string, number> {
  return Object.fromEntries(Object.entries(samples.features).map(([name, column]) => [name, column[index] as number]));
}

const keyOf = (values: readonly number[]) => Float32Array.from(values).join(' ');

describe.each<[string, object, readonly number[]]>([
  ['CSV', { file: 'table.csv', inputs: 'cell_*' }, [6]],
  ['TSV with quotes, a byte order mark and CRLF', { file: 'table.tsv', inputs: 'cell_*', shape: [2, 3] }, [2, 3, 1]],
  [
    'CSV with another delimiter',
    { file: 'table.txt', delimiter: ';', inputs: ['cell_0', 'cell_1', 'cell_2', 'cell_3', 'cell_4', 'cell_5'] },
    [6],
  ],
  ['Parquet (snappy)', { file: 'snappy.parquet', inputs: 'cell_*', shape: [2, 3] }, [2, 3, 1]],
  ['Parquet (zstd, several row groups)', { file: 'zstd-row-groups.parquet', inputs: 'cell_*' }, [6]],
  ['Parquet with lists of lists', { file: 'snappy.parquet', inputs: 'image' }, [2, 3, 1]],
  [
    'Parquet with lists, several row groups',
    { file: 'zstd-row-groups.parquet', inputs: 'flat', shape: [3, 2, 1] },
    [3, 2, 1],
  ],
  ['NPZ', { file: 'plain.npz', inputs: 'images' }, [2, 3, 1]],
  ['NPZ, compressed, in Fortran order', { file: 'compressed.npz', inputs: 'fortran', target: 'target' }, [2, 3, 1]],
  ['NPY, one matrix', { file: 'matrix.npy', target: '6' }, [6]],
  ['NPZ, as a sequence', { file: 'plain.npz', inputs: 'images', sequence: true }, [2, 3]],
  ['CSV, as a sequence of single values', { file: 'table.csv', inputs: 'cell_*', sequence: true }, [6, 1]],
  ['CSV, as a sequence', { file: 'table.csv', inputs: 'cell_*', shape: [3, 2], sequence: true }, [3, 2]],
  ['NPY, inputs and targets apart', { file: 'images.npy', targetFile: 'energy.npy' }, [2, 3, 1]],
])('%s', (_, spec, shape) => {
  test('gives the values that were written, each example once', async () => {
    const dataset = await load({
      target: 'target' in spec || 'targetFile' in spec ? undefined : 'energy',
      ...spec,
      split: SPLIT,
    });
    expect(dataset.task).toBe('regression');
    expect(dataset.inputShape).toEqual(shape);
    expect(dataset.simulated).toBe(false);
    expect([dataset.pool.count, dataset.selection.count, dataset.final.count]).toEqual([16, 5, 3]);
    const examples = examplesOf(dataset);
    expect(examples.size).toBe(24);
    reference.images.forEach((image, row) => {
      expect(examples.get(keyOf(image))?.targets).toEqual([Math.fround(reference.energy[row] as number)]);
    });
  });
});

test('without a delimiter the header line tells it', async () => {
  const spec = { file: 'table.txt', target: 'kind', features: ['energy', 'x', 'y', 'digit'], split: SPLIT };
  expect(await load(spec)).toEqual(await load({ ...spec, delimiter: ';' }));
});

test('channels of a sequence that come first are put last', async () => {
  const dataset = await load({
    file: 'plain.npz',
    inputs: 'images',
    target: 'energy',
    channels: 'first',
    sequence: true,
  });
  expect(dataset.inputShape).toEqual([3, 2]);
  const examples = examplesOf(dataset);
  for (const image of reference.images) {
    expect(examples.has(keyOf([0, 3, 1, 4, 2, 5].map((cell) => image[cell] as number)))).toBe(true);
  }
});

test('channels that come first are put last', async () => {
  const dataset = await load({ file: 'compressed.npz', inputs: 'channels_first', channels: 'first', target: 'target' });
  expect(dataset.inputShape).toEqual([2, 3, 2]);
  const examples = examplesOf(dataset);
  for (const image of reference.images) {
    const pixels = [...Float32Array.from(image)].flatMap((value) => [value, Math.fround(value * 10)]);
    expect(examples.has(pixels.join(' '))).toBe(true);
  }
});

test('16-bit floats and bytes', async () => {
  const half = examplesOf(await load({ file: 'compressed.npz', inputs: 'half', target: 'target' }));
  for (const image of reference.half) expect(half.has(keyOf(image))).toBe(true);
  const bytes = examplesOf(await load({ file: 'compressed.npz', inputs: 'byte', target: 'target' }));
  expect(bytes.has('92 93 94 95')).toBe(true);
});

test('a column of weights goes with its examples, and is neither input nor feature unless it is named', async () => {
  const plain = await load({ file: 'table.csv', inputs: ['cell_*', 'x'], target: 'y', features: ['x'] });
  const dataset = await load({ file: 'table.csv', inputs: ['cell_*', 'x'], target: 'y', weights: 'digit' });
  const named = await load({ file: 'table.csv', inputs: 'cell_*', target: 'y', features: ['digit'], weights: 'digit' });
  for (const part of ['pool', 'selection', 'final'] as const) {
    expect(dataset[part].weights).toHaveLength(dataset[part].count);
    expect(dataset[part].features).toEqual({});
    expect(named[part].weights).toEqual(named[part].features.digit);
    expect(plain[part]).not.toHaveProperty('weights');
  }
  expect(new Set([plain.hash, dataset.hash]).size).toBe(2);
});

test('several targets, and features beside the inputs', async () => {
  const dataset = await load({ file: 'table.csv', inputs: 'cell_*', target: ['y', 'energy'], features: ['x'] });
  expect(dataset.targetNames).toEqual(['y', 'energy']);
  const examples = examplesOf(dataset);
  reference.images.forEach((image, row) => {
    const [x, y] = reference.position[row] as [number, number];
    expect(examples.get(keyOf(image))).toEqual({
      targets: [Math.fround(y), Math.fround(reference.energy[row] as number)],
      features: { x: Math.fround(x) },
    });
  });
  const array = await load({ file: 'plain.npz', inputs: 'images', target: 'position', features: 'energy' });
  expect(array.targetNames).toEqual(['position[0]', 'position[1]']);
  expect([...examplesOf(array).values()].map(({ targets }) => targets).sort()).toEqual(
    reference.position.map((position) => position.map(Math.fround)).sort(),
  );
});

test.each([
  [{ file: 'table.csv', inputs: 'cell_*', target: 'kind' }, ['flat', 'round', 'square']],
  [{ file: 'snappy.parquet', inputs: 'image', target: 'kind' }, ['flat', 'round', 'square']],
  [{ file: 'plain.npz', inputs: 'images', target: 'kind' }, ['flat', 'round', 'square']],
  [
    { file: 'table.csv', inputs: 'cell_*', target: 'kind', classes: ['square', 'flat', 'round'] },
    ['square', 'flat', 'round'],
  ],
  [{ file: 'table.csv', inputs: 'cell_*', target: 'digit', task: 'classification' }, ['0', '1', '2']],
  [{ file: 'snappy.parquet', inputs: 'image', target: 'digit', classes: 3 }, ['0', '1', '2']],
  [{ file: 'plain.npz', inputs: 'images', target: 'digit', task: 'classification' }, ['0', '1', '2']],
])('labels become classes: %j', async (spec, classes) => {
  const dataset = await load(spec);
  expect(dataset.task).toBe('classification');
  expect(dataset.classes).toEqual(classes);
  const examples = examplesOf(dataset);
  reference.images.forEach((image, row) => {
    const label = spec.target === 'kind' ? reference.kind[row] : String(reference.digit[row]);
    expect(examples.get(keyOf(image))?.targets).toEqual([classes.indexOf(label as string)]);
  });
  const perClass = (samples: Samples) =>
    classes.map((_, number) => samples.targets.filter((label) => label === number).length);
  for (const count of perClass(dataset.pool)) expect(Math.abs(count - 5)).toBeLessThanOrEqual(1);
});

test('a boolean column holds two classes', async () => {
  const { classes } = await load({ file: 'plain.npz', inputs: 'images', target: 'bright' });
  expect(classes).toEqual(['false', 'true']);
});

test('shares that make up 1 leave nothing out; given files are taken whole', async () => {
  const { pool, selection, final } = await load({ file: 'table.csv', inputs: 'cell_*', target: 'energy' });
  expect([pool.count, selection.count, final.count]).toEqual([16, 4, 4]);
  const spec = { file: 'table.csv', inputs: 'cell_*', target: 'energy', selectionFile: 'snappy.parquet' };
  const one = await load(spec);
  expect([one.pool.count, one.selection.count, one.final.count]).toEqual([18, 24, 6]);
  const both = await load({ ...spec, finalFile: 'table.tsv' });
  expect([both.pool.count, both.selection.count, both.final.count]).toEqual([24, 24, 24]);
  expect([...both.selection.targets]).toEqual(reference.energy);
});

test('the hash follows the values, not the file', async () => {
  const spec = { inputs: 'cell_*', target: 'energy' };
  const { hash } = await load({ ...spec, file: 'table.csv' });
  expect((await load({ ...spec, file: 'table.tsv' })).hash).toBe(hash);
  expect((await load({ ...spec, file: 'snappy.parquet' })).hash).toBe(hash);
  expect((await load({ ...spec, file: 'table.csv', split: { seed: 1 } })).hash).not.toBe(hash);
  const text = readFileSync(join(folder, 'table.csv'), 'utf8');
  await writeFile(join(folder, 'changed.csv'), text.replace(/\d,round/, '7,round').replace(/^(.*\n)-?\d/, '$10'));
  expect((await load({ ...spec, file: 'changed.csv' })).hash).not.toBe(hash);
});

test('a column of records costs no other column of a Parquet file', async () => {
  const { inputNames } = await load({ file: 'records.parquet', inputs: 'x', target: 'energy' });
  expect(inputNames).toEqual(['x']);
});

/** [what, the specification, the file's text where the test writes one, what the message says] */
const MISTAKES: [string, object, string | Uint8Array | undefined, RegExp][] = [
  ['no such file', { file: 'absent.csv', target: 'y' }, undefined, /absent\.csv: there is no such file/],
  ['a folder', { file: '.', format: 'csv', target: 'y' }, undefined, /it is a folder, not a file/],
  ['0 bytes', { file: 'm.csv', target: 'y' }, '', /m\.csv: it has 0 bytes/],
  ['a header alone', { file: 'm.csv', target: 'y' }, 'a,y\n', /m\.csv: it holds no examples/],
  [
    'an unknown format',
    { file: 'm.xlsx', target: 'y' },
    'x',
    /m\.xlsx: its format is not clear from its name[\s\S]*csv, parquet, npy, npz/,
  ],
  [
    'a missing column',
    { file: 'table.csv', target: 'enrgy' },
    undefined,
    /data\.target: there is no column `enrgy` in .*table\.csv\.\nAllowed: the columns of the file: cell_0[\s\S]*Fix: Did you mean `energy`\?/,
  ],
  [
    'a missing input',
    { file: 'table.csv', inputs: 'cel_0', target: 'x' },
    undefined,
    /data\.inputs: there is no column `cel_0`[\s\S]*Did you mean `cell_0`\?/,
  ],
  [
    'a pattern like nothing',
    { file: 'table.csv', inputs: 'pixel*', target: 'x' },
    undefined,
    /data\.inputs: no column is like `pixel\*`/,
  ],
  [
    'a missing feature',
    { file: 'table.csv', inputs: 'cell_*', target: 'x', features: 'summ' },
    undefined,
    /data\.features: there is no column `summ`/,
  ],
  ['no target', { file: 'table.csv' }, undefined, /data\.target: it does not say which column is predicted/],
  [
    'the target among the inputs',
    { file: 'table.csv', inputs: ['x', 'y'], target: 'y' },
    undefined,
    /data\.inputs: `y` is the target/,
  ],
  [
    'words among the inputs',
    { file: 'table.csv', target: 'x', columns: { kind: 'number' } },
    undefined,
    /column `kind` is "round" in line 2, "square" in line 3, "flat" in line 4, and 21 more: not finite numbers/,
  ],
  [
    'an empty cell of a picture',
    { file: 'm.csv', target: 'y', shape: [1] },
    'a,y\n1,2\n,3\n',
    /column `a` is empty in line 3/,
  ],
  [
    'NaN in a picture',
    { file: 'm.csv', target: 'y', shape: [1] },
    'a,y\n1,2\n2,3\nNaN,4\n',
    /column `a` is "NaN" in line 4/,
  ],
  ['infinity', { file: 'm.csv', target: 'y' }, 'a,y\n1,2\nInfinity,3\n', /column `a` is "Infinity" in line 3/],
  [
    'a hole in the target',
    { file: 'm.csv', target: 'y', task: 'regression' },
    'a,y\n1,2\n2,\n',
    /the target `y` is empty in line 3/,
  ],
  [
    'a word among numbers to be found',
    { file: 'm.csv', target: 'y' },
    'a,y\n1,0.5\n2,1.5\n3,l.5\n',
    /the target `y` holds numbers, but "l\.5" in line 4/,
  ],
  [
    'a null in Parquet',
    { file: 'snappy.parquet', inputs: 'holey', target: 'energy', shape: [1] },
    undefined,
    /column `holey` is empty in row 7/,
  ],
  [
    'records in Parquet',
    { file: 'records.parquet', inputs: 'both', target: 'energy' },
    undefined,
    /column `both` holds records of several fields[\s\S]*Fix: Write each field as a column of its own/,
  ],
  [
    'lists of several lengths',
    { file: 'snappy.parquet', inputs: 'ragged', target: 'energy' },
    undefined,
    /column `ragged` has 5 members in row 5 where row 1 has 6/,
  ],
  [
    'a line that is too short',
    { file: 'm.csv', target: 'y' },
    'a,b,y\n1,2,3\n1,2\n',
    /names 3 columns, but line 3 has 2 cells/,
  ],
  ['a column twice', { file: 'm.csv', target: 'y' }, 'a,a,y\n1,2,3\n', /columns 1 and 2 are both called `a`/],
  ['Parquet that is not', { file: 'm.parquet', target: 'y' }, 'a,y\n1,2\n', /m\.parquet: it is not Parquet/],
  [
    'half a Parquet file',
    { file: 'm.parquet', target: 'y' },
    readFileSync(join(fixtures, 'snappy.parquet')).subarray(0, 3000),
    /m\.parquet: it is not Parquet, or its end is missing/,
  ],
  ['NPZ that is not', { file: 'm.npz', target: 'y' }, 'PK?', /m\.npz: it is no NPZ archive/],
  ['NPY that is not', { file: 'm.npy', target: '0' }, 'a,y\n1,2\n', /m\.npy: it does not begin as an NPY file does/],
  [
    'half an NPY file',
    { file: 'm.npy', target: '6' },
    readFileSync(join(fixtures, 'matrix.npy')).subarray(0, 800),
    /m\.npy: it holds \d+ values where its shape 24 x 7 asks for 168/,
  ],
  [
    'a byte order of other machines',
    { file: 'big-endian.npy', targetFile: 'energy.npy' },
    undefined,
    /highest byte first \(>f4\)/,
  ],
  [
    'complex numbers',
    { file: 'plain.npz', inputs: 'impedance', target: 'energy' },
    undefined,
    /array `impedance`: it holds complex numbers/,
  ],
  [
    'a single value',
    { file: 'plain.npz', inputs: 'scalar', target: 'energy' },
    undefined,
    /array `scalar`: it holds a single value/,
  ],
  [
    'arrays of several lengths',
    { file: 'images.npy', targetFile: 'm.npy' },
    npy([3, 4]),
    /has 24 examples, .*m\.npy has 2 targets/,
  ],
  [
    'a shape that does not fit',
    { file: 'table.csv', inputs: 'cell_*', shape: [2, 4], target: 'x' },
    undefined,
    /data\.shape: 2 x 4 is 8 values, but the inputs of .* are 6/,
  ],
  [
    'a sequence of pictures',
    { file: 'compressed.npz', inputs: 'channels_first', target: 'target', sequence: true },
    undefined,
    /data\.sequence: an example of .* has 3 extents \(2 x 2 x 3\).*Allowed: one extent, the length, or two/s,
  ],
  [
    'kinds of columns beside a sequence',
    { file: 'table.csv', target: 'x', columns: { y: 'ignore' }, sequence: true },
    undefined,
    /data\.columns: it describes columns of a table, but stands beside `sequence`/,
  ],
  [
    'texts in a sequence',
    { file: 'table.csv', inputs: ['cell_0', 'kind'], target: 'x', sequence: true },
    undefined,
    /kind/,
  ],
  [
    'a feature that is an image',
    { file: 'plain.npz', inputs: 'energy', target: 'digit', features: 'images' },
    undefined,
    /data\.features: `images` of .* has 6 values/,
  ],
  [
    'a question of task',
    { file: 'table.csv', inputs: 'cell_*', target: 'digit' },
    undefined,
    /3 different whole numbers, which could be classes or a quantity/,
  ],
  [
    'a label out of range',
    { file: 'table.csv', inputs: 'cell_*', target: 'digit', classes: 2 },
    undefined,
    /the target `digit` is "2" in line 4, .*: not labels of any class[\s\S]*Allowed: 0, 1\n/,
  ],
  [
    'an unknown label',
    { file: 'table.csv', inputs: 'cell_*', target: 'kind', classes: ['round', 'flat'] },
    undefined,
    /the target `kind` is "square" in line 3, .*: not labels of any class/,
  ],
  ['a single class', { file: 'm.csv', target: 'y' }, 'a,y\n1,u\n2,u\n', /column `y` holds 1 different label\./],
  [
    'a class without examples',
    { file: 'table.csv', inputs: 'cell_*', target: 'digit', classes: 4 },
    undefined,
    /class "3" of table has no example in the pool/,
  ],
  [
    'labels of two columns',
    { file: 'table.csv', inputs: 'cell_*', target: ['digit', 'x'], task: 'classification' },
    undefined,
    /data\.target: digit, x is more than one value/,
  ],
  [
    'too many examples asked',
    { file: 'table.csv', inputs: 'cell_*', target: 'x', split: { pool: 30 } },
    undefined,
    /asks for 38 examples, but there are 24/,
  ],
  [
    'a part and its file',
    { file: 'table.csv', target: 'x', finalFile: 'table.tsv', split: { final: 3 } },
    undefined,
    /data\.split\.final: 3, but table\.tsv already is the final set/,
  ],
  [
    'a file that is split and not',
    { file: 'table.csv', target: 'x', finalFile: 'a', selectionFile: 'b', split: { pool: 3 } },
    undefined,
    /data\.split\.pool: 3, but `file` is not split/,
  ],
  [
    'files that differ',
    { file: 'plain.npz', inputs: 'images', target: 'energy', finalFile: 'compressed.npz' },
    undefined,
    /there is no column `energy` in .*compressed\.npz/,
  ],
  [
    'classes of a regression',
    { file: 'table.csv', target: 'x', task: 'regression', classes: 2 },
    undefined,
    /data\.classes: a regression has none/,
  ],
];

test('cells that are missing in Parquet are filled', async () => {
  const { encoding } = await load({ file: 'snappy.parquet', inputs: 'holey', target: 'energy', split: SPLIT });
  expect(encoding?.columns).toMatchObject([
    { name: 'holey', kind: 'number', fill: expect.any(Number), indicator: false },
  ]);
});

test.each(MISTAKES)('%s', async (_, spec, content, message) => {
  const { file, targetFile } = spec as { file: string; targetFile?: string };
  if (content !== undefined) await writeFile(join(folder, targetFile ?? file), content);
  const error = await load(spec).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(InputError);
  expect((error as InputError).message).toMatch(message);
  expect((error as InputError).message).not.toMatch(/undefined|\[object/);
});

test.each([
  { file: 'a.csv', shape: [0, 3] },
  { file: 'a.csv', shape: [-1] },
  { file: 'a.csv', shape: [1, 2, 3, 4] },
  { file: 'a.csv', split: { pool: 0 } },
  { file: 'a.csv', classes: 1 },
  { file: 'a.csv', target: [] },
  { file: '' },
  { file: 'a.csv', colour: 'red' },
  {},
])('the specification %j is refused', (spec) => {
  expect(dataSpecSchema.safeParse(spec).success).toBe(false);
});

test('a file whose inputs are fewer than those of the first is refused', async () => {
  await writeFile(join(folder, 'few.csv'), 'cell_0,cell_1,energy\n1,2,3\n');
  const spec = { file: 'table.csv', inputs: 'cell_*', target: 'energy', finalFile: 'few.csv' };
  await expect(load(spec)).rejects.toThrow(/few\.csv has 2 inputs and 1 target\(s\), .*table\.csv has 6 inputs/);
});

test('a file too large to be read whole is refused by its size', async () => {
  const path = join(folder, 'huge.csv');
  await writeFile(path, 'a,y\n');
  await truncate(path, 2 ** 30 + 1);
  await expect(load({ file: 'huge.csv', target: 'y' })).rejects.toThrow(
    /huge\.csv: it has 1073741825 bytes[\s\S]*1024 MiB[\s\S]*Parquet/,
  );
});

/** An NPY file of 64-bit floats along one axis. */
function npy(values: readonly number[]): Uint8Array {
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': (${values.length},), }`.padEnd(117);
  const bytes = new Uint8Array(128 + values.length * 8);
  bytes.set([0x93, ...Buffer.from('NUMPY'), 1, 0, 118, 0]);
  bytes.set(Buffer.from(`${header}\n`), 10);
  bytes.set(new Uint8Array(Float64Array.from(values).buffer), 128);
  return bytes;
}

test('examples know their row in the file that they come from, whatever the split; the hash does not', async () => {
  const lines = (from: number) => Array.from({ length: 24 }, (_, row) => `${from + row},${row % 5}\n`).join('');
  await writeFile(join(folder, 'own.csv'), `id,y\n${lines(0)}`);
  await writeFile(join(folder, 'other.csv'), `id,y\n${lines(100)}`);
  const spec = { file: 'own.csv', inputs: 'id', target: 'y', task: 'regression' };
  const { selection, final, hash } = await load({ ...spec, finalFile: 'other.csv', split: { pool: 12, selection: 7 } });
  expect(selection.origin).toEqual({ file: 'own.csv', rows: Int32Array.from(selection.inputs) });
  expect(final.origin).toEqual({ file: 'other.csv', rows: Int32Array.from(final.inputs, (id) => id - 100) });
  await copyFile(join(folder, 'own.csv'), join(folder, 'renamed.csv'));
  const renamed = await load({
    ...spec,
    file: 'renamed.csv',
    finalFile: 'other.csv',
    split: { pool: 12, selection: 7 },
  });
  expect(renamed.hash).toBe(hash);
});

test('the selection set of an encoded table has its columns, by which examples are shown and cut into slices', async () => {
  const rows = Array.from({ length: 24 }, (_, row) => `${row},${'ab'[row % 2]},${row % 5}\n`).join('');
  await writeFile(join(folder, 'towns.csv'), `size,town,y\n${rows}`);
  const { pool, selection } = await load({ file: 'towns.csv', target: 'y', task: 'regression', split: SPLIT });
  const [size, town] = selection.columns ?? [];
  expect(Array.from(size?.values ?? [], Number)).toEqual(Array.from(selection.origin?.rows ?? []));
  expect(town?.values).toEqual(Array.from(selection.origin?.rows ?? [], (row) => 'ab'[row % 2]));
  expect(pool).not.toHaveProperty('columns');
});
