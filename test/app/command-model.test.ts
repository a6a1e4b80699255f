/** @file A winner of the user's own command predicts the rows of a table, and is explained: it is asked for the same training again. */
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from './command-line.js';
import { surefootHere } from './command-line-here.js';

/** The nearest row that it was given; 0 where `k` is 0. */
const NEAREST = `
import { readFileSync, writeFileSync } from 'node:fs';
const { configuration: { k }, sample } = JSON.parse(readFileSync(process.env.SUREFOOT_TRIAL));
const read = (path) => {
  const bytes = readFileSync(path);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset + 10 + bytes.readUInt16LE(8), bytes.byteOffset + bytes.length));
};
const [inputs, targets] = [read(sample.training.inputs), read(sample.training.targets)];
const width = inputs.length / targets.length;
const classes = sample.classes;
const far = (rows, row, place) => {
  let sum = 0;
  for (let column = 0; column < width; column++) sum += (rows[row * width + column] - inputs[place * width + column]) ** 2;
  return sum;
};
const predict = (rows) =>
  Array.from({ length: rows.length / width }, (_, row) => {
    const distances = Array.from(targets, (_, place) => far(rows, row, place));
    const target = k === 0 ? 0 : targets[distances.indexOf(Math.min(...distances))];
    return classes === 0 ? target : Array.from({ length: classes }, (_, one) => (one === target ? 0.8 : 0.2 / (classes - 1)));
  });
const predicted = (set) => predict(read(sample[set].inputs));
const kind = classes === 0 ? 'values' : 'probabilities';
const predictions = { kind, selection: predicted('selection'), final: predicted('final') };
writeFileSync(process.env.SUREFOOT_RESULT, JSON.stringify({ predictions }));
`;

const LEVELS = ['a', 'b', 'c'];
/** Ten rows of each pair, so that every part of the data has all of them. */
const ROWS = Array.from({ length: 90 }, (_, row) => ({
  x: 10 * (row % 3),
  level: LEVELS[Math.floor(row / 3) % 3] as string,
}));
type Row = (typeof ROWS)[number];
const truth = ({ x, level }: Row) => x + 100 * LEVELS.indexOf(level);

/** `trainer`: what else it says. */
async function raced(target: 'y' | 'name' | 'half', trainer: object = {}) {
  const folder = temporaryFolder(onTestFinished);
  const cellOf = {
    y: truth,
    name: (row: Row) => `n${truth(row)}`,
    half: ({ level }: Row) => (level === 'a' ? 'yes' : 'no'),
  };
  const lines = ROWS.map((row) => [row.x, row.level, cellOf[target](row)]);
  writeFileSync(join(folder, 'd.csv'), [`x,level,${target}`, ...lines].join('\n'));
  writeFileSync(join(folder, 'near.mjs'), NEAREST);
  symlinkSync(process.execPath, join(folder, 'program'));
  const experiment = {
    name: 'e',
    data: {
      file: 'd.csv',
      target,
      task: target === 'y' ? 'regression' : 'classification',
      split: { pool: 0.6, selection: 0.2, final: 0.2 },
    },
    sample: 50,
    trainer: { command: ['./program', 'near.mjs'], loss: 'predictions', checkSeeds: false, ...trainer },
    space: { k: [0, 1] },
    race: { rule: 'halving', criterion: 'mean', warmup: 1, maxReplicates: 2, finalTrials: 1 },
  };
  writeFileSync(join(folder, 'e.json'), JSON.stringify(experiment));
  const answer = await surefootHere(['select', 'e.json', '--quiet', '-w', '1'], folder);
  const wanted = [...ROWS.slice(3, 12)].reverse();
  writeFileSync(join(folder, 'new.csv'), ['level,x', ...wanted.map(({ x, level }) => `${level},${x}`)].join('\n'));
  return { folder, answer, wanted };
}

test('rows of a table are predicted as the columns were read, in their order, and the answer says how', async () => {
  const { folder, answer, wanted } = await raced('y');
  expect([answer.status, answer.stdout]).toEqual([0, expect.stringContaining('surefoot predict runs/e rows.csv')]);
  const { status, stdout, stderr } = await surefootHere(['predict', 'runs/e', 'new.csv'], folder);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout.trim().split('\n').slice(1).map(Number)).toEqual(wanted.map(truth));
  const other = await surefootHere(['predict', 'runs/e', 'new.csv', '--candidate', 'k=0'], folder);
  expect(other.stdout).toBe(`y\n${'0\n'.repeat(wanted.length)}`);
  // All shuffles of all columns are one table: the command trains for it once, and once to see which figures it has.
  writeFileSync(
    join(folder, 'near.mjs'),
    `import { appendFileSync } from 'node:fs';\nappendFileSync('started', '.');\n${NEAREST}`,
  );
  const explained = await surefootHere(['explain', 'runs/e', '--repeats', '2', '--instances', '1'], folder);
  expect(readFileSync(join(folder, 'started'), 'utf8')).toBe('..');
  expect([explained.status, explained.stdout]).toEqual([0, expect.stringMatching(/rel(?:y|ies) most on `level`/)]);
});

test('of classes labels and chances; a trainer that is another now is told, and one that fails', async () => {
  const { folder, wanted } = await raced('name');
  const predict = () => surefootHere(['predict', 'runs/e', 'new.csv'], folder);
  const { stdout, stderr } = await predict();
  const [head = '', ...lines] = stdout.trim().split('\n');
  expect([stderr, lines.map((line) => line.split(',')[0])]).toEqual(['', wanted.map((row) => `n${truth(row)}`)]);
  const first = head.split(',').indexOf(`p(n${truth(wanted[0] as (typeof ROWS)[number])})`);
  expect(Number(lines[0]?.split(',')[first])).toBeCloseTo(0.8, 6);
  writeFileSync(join(folder, 'near.mjs'), NEAREST.replace('0.8 : 0.2', '0.6 : 0.4'));
  expect(await predict()).toMatchObject({
    status: 0,
    stderr: expect.stringContaining('its code or its packages are others now'),
  });
  writeFileSync(join(folder, 'near.mjs'), 'throw new Error("gone");');
  expect(await predict()).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/could not be trained again to predict[\s\S]*gone/),
  });
  writeFileSync(join(folder, 'near.mjs'), NEAREST.replace("final: predicted('final')", 'final: [[0.5, 0.5]]'));
  expect(await predict()).toMatchObject({ status: 1, stderr: expect.stringContaining('The trainer told') });
});

test('two classes by one output are explained by the loss that was raced', async () => {
  const { folder } = await raced('half', { loss: { predictions: 'binary-cross-entropy' } });
  const { status, stdout } = await surefootHere(
    ['explain', 'runs/e', '--json', '--repeats', '1', '--instances', '1'],
    folder,
  );
  const { value } = JSON.parse(stdout);
  // It is right of every row, with a chance of 0.8.
  expect([status, value]).toEqual([0, expect.closeTo(-Math.log(0.8), 5)]);
});

test('a command is not started again with what stands for its secrets in the log', async () => {
  const { folder } = await raced('y', { environment: { API_KEY: 'sesame-opens' } });
  expect(await surefootHere(['predict', 'runs/e', 'new.csv'], folder)).toMatchObject({
    ...{ status: 2, stdout: '' },
    stderr: expect.stringContaining('is of a command with secrets in its `environment`, which no log keeps'),
  });
});
