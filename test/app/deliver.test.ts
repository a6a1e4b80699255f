/** @file What a race hands over: the nearest training, the best one, several as one, with calibrated answers; and what `predict` makes of it. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Prediction, predict, type Result, type SelectOptions, select } from '../../dist/app/index.js';
import { temporaryFolder } from './command-line.js';
import { surefootHere as surefoot } from './command-line-here.js';

const undone: (() => void)[] = [];
const folder = temporaryFolder((undo) => void undone.push(undo));
const table = join(folder, 'd.csv');
const rows = Array.from({ length: 120 }, (_, row) => {
  const size = ((row * 37) % 101) / 10;
  return [
    size,
    'abc'[row % 3],
    3 * size + 8 * (row % 3) + ((row * 53) % 17) / 4,
    (row * 29) % 101 > 50 ? 'big' : 'small',
  ];
});

interface Asked {
  readonly target?: string;
  readonly deliver?: unknown;
  readonly split?: object;
}

const ask = async (out: string, { target = 'price', deliver, split = { calibration: 0.25 } }: Asked = {}) => {
  const experiment = {
    name: out,
    data: { file: table, target, inputs: ['size', 'town'], split },
    space: { layers: [{ dense: { units: [3, 4] } }], optimizer: { name: 'adam', learningRate: 0.04 }, epochs: 8 },
    race: { rule: 'halving', warmup: 2, maxReplicates: 2, finalTrials: 4 },
    ...(deliver === undefined ? {} : { deliver }),
  };
  const { result } = await select({ experiment, out: join(folder, out), workers: 1 } as SelectOptions);
  return (result as Result).winner;
};
const model = (out: string) => join(folder, out, 'model.onnx');

/** What stands in a model's file beside its graph. */
function toldBy(path: string, key: string): unknown {
  const text = readFileSync(path, 'latin1');
  const start = text.indexOf(`\x0a${String.fromCharCode(key.length)}${key}\x12`);
  const from = text.indexOf('{', start);
  for (let end = text.indexOf('}', from); end > 0; end = text.indexOf('}', end + 1)) {
    try {
      return JSON.parse(text.slice(from, end + 1));
    } catch {
      // Not its end yet.
    }
  }
  return undefined;
}

let nearest: Awaited<ReturnType<typeof ask>>;
let before: Prediction;

beforeAll(async () => {
  writeFileSync(table, ['size,town,price,kind', ...rows.map((row) => row.join(','))].join('\n'));
  nearest = await ask('run');
  copyFileSync(model('run'), join(folder, 'one.onnx'));
  before = await predict(join(folder, 'one.onnx'), table);
});
afterAll(() => {
  for (const undo of undone) undo();
});

test('by default the training nearest to the mean, with intervals; the file and the result say why', async () => {
  expect(nearest?.delivered).toMatchObject({ reason: 'nearest-to-mean', among: 4 });
  expect(nearest?.finalDistribution?.exported).toBe(nearest?.delivered?.replicate);
  expect(toldBy(model('run'), 'delivered')).toMatchObject({
    reason: 'nearest-to-mean',
    why: 'of 4 fresh trainings it is nearest to their mean prediction on the selection set (24 examples)',
  });
  const conformal = nearest?.delivered?.conformal;
  expect(conformal).toMatchObject({ kind: 'intervals', level: 0.9, calibration: 30, examples: 24 });
  expect(toldBy(model('run'), 'conformal')).toMatchObject({ level: 0.9, calibration: 30 });
  const halfWidth = conformal?.kind === 'intervals' ? Number(conformal.targets[0]?.halfWidth) : 0;
  expect(halfWidth).toBeGreaterThan(0);
  for (const [row, value] of before.values.entries()) {
    expect((before.high?.[row] as number) - value).toBeCloseTo(halfWidth, 3);
    expect(value - (before.low?.[row] as number)).toBeCloseTo(halfWidth, 3);
  }
  const { stdout } = await surefoot(['predict', join(folder, 'one.onnx'), table], folder);
  expect(stdout.split('\n')[0]).toBe('price,low(price),high(price)');
});

test('what else there was stands beside it, measured on the final set', () => {
  const { alternatives = [] } = nearest?.delivered ?? {};
  expect(alternatives.map(({ reason, instances }) => [reason, instances])).toEqual([
    ['nearest-to-mean', 1],
    ['smallest-loss', 1],
    ['ensemble', 3],
  ]);
  expect([alternatives[0]?.delivered, alternatives[2]?.delivered]).toEqual([true, false]);
  const [one, best, three] = alternatives;
  expect(one?.figures.loss).toBe(nearest?.final?.loss);
  // Each of the four is left out in turn.
  expect([one, best, three].map((other) => other?.disagreement?.trainings)).toEqual([4, 4, 4]);
  expect(Number(three?.disagreement?.value)).toBeLessThan(Number(best?.disagreement?.value));
  expect(three?.bytes).toBeGreaterThan(2 * (one?.bytes as number));
});

test('the page has them as a table, with what chose them, what measured them and what the intervals hold', () => {
  const page = readFileSync(join(folder, 'run/report.html'), 'utf8')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');
  const { alternatives: [one] = [], conformal } = nearest?.delivered ?? {};
  expect(page).toContain('nearest to the mean (model.onnx)');
  expect(page).toContain('3 trainings as one');
  expect(page).toContain('chosen on the selection set (24 examples)');
  expect(page).toContain('of the final set (24 examples), which chose none of them');
  expect(one?.bytes).toBe(readFileSync(join(folder, 'one.onnx')).length);
  const hits = conformal?.kind === 'intervals' ? conformal.targets[0]?.coverage.hits : undefined;
  expect(page).toContain(`of the truths of the final set (${hits} of 24)`);
});

test('another delivery trains nothing: the mean of three, spread out in columns, and rows without an answer', async () => {
  const log = readFileSync(join(folder, 'run/trials.csv'), 'utf8');
  const winner = await ask('run', { deliver: { ensemble: 3, level: 0.8 } });
  expect(readFileSync(join(folder, 'run/trials.csv'), 'utf8')).toBe(log);
  expect(winner?.delivered).toMatchObject({
    ...{ reason: 'ensemble', trial: null, replicate: null, loss: null, among: 4 },
    instances: [{ replicate: 1_000_000 }, { replicate: 1_000_001 }, { replicate: 1_000_002 }],
    conformal: { level: 0.8 },
  });
  // The same file again, its intervals with it.
  const { stdout: said } = await surefoot(['export', 'run', '--out', 'again.onnx'], folder);
  expect(said).toMatch(
    /^Wrote again\.onnx: .* \(candidate \w+\), the mean of 3 fresh trainings, with intervals of 80 %\.$/m,
  );
  expect(readFileSync(join(folder, 'again.onnx'))).toEqual(readFileSync(model('run')));
  const session = await InferenceSession.create(model('run'));
  await session.release();
  expect(session.outputNames).toEqual(expect.arrayContaining(['output', 'spread', 'low', 'high']));
  const { spread = [] } = await predict(model('run'), table);
  const prices = rows.map(([, , price]) => Number(price));
  const mean = prices.reduce((sum, price) => sum + price, 0) / prices.length;
  const deviation = Math.sqrt(prices.reduce((sum, price) => sum + (price - mean) ** 2, 0) / prices.length);
  const share = (([...spread].sort((a, b) => a - b)[60] as number) / deviation).toFixed(2);
  const { stdout, stderr } = await surefoot(['predict', 'run/model.onnx', 'd.csv', '--abstain', share], folder);
  const [header, ...lines] = stdout.trimEnd().split('\n');
  expect(header).toBe('price,low(price),high(price),spread(price)');
  const empty = lines.flatMap((line, row) => (line.startsWith(',,,') ? [row] : []));
  const [least, most] = [lines.length - empty.length, empty.length];
  expect([least > 0, most > 0]).toEqual([true, true]);
  const largestTold = Math.max(...lines.flatMap((_, row) => (empty.includes(row) ? [] : [spread[row] as number])));
  expect(Math.min(...empty.map((row) => spread[row] as number))).toBeGreaterThan(largestTold);
  expect(stderr.replaceAll(/\s+/g, ' ')).toContain(
    `${empty.length} rows of 120 got no answer: the 3 trainings of the model are further apart than ${Math.round(Number(share) * 100)} % of the spread of the target.`,
  );
});

test('of classes: sets, agreement, and no answer where one of three disagrees', async () => {
  const winner = await ask('kinds', { target: 'kind', deliver: { ensemble: 3 } });
  const { conformal } = winner?.delivered ?? {};
  expect(conformal).toMatchObject({ kind: 'sets', level: 0.9, calibration: 30 });
  const { classes, set, agreement, probabilities, labels, abstained } = await predict(model('kinds'), table, {
    abstain: 0.1,
  });
  expect(classes).toEqual(['big', 'small']);
  const threshold = conformal?.kind === 'sets' ? conformal.threshold : 0;
  const told = (row: number) => probabilities.subarray(2 * row, 2 * row + 2);
  for (const [row, label] of labels.entries()) {
    if (abstained.includes(row)) {
      expect(label).toBe('');
      expect(agreement?.[row]).toBeLessThan(0.9);
      continue;
    }
    const largest = Math.max(...told(row));
    expect([...(set as Uint8Array).subarray(2 * row, 2 * row + 2)]).toEqual(
      Array.from(told(row), (p) => Number(p >= threshold || p === largest)),
    );
  }
  const { stdout } = await surefoot(['predict', 'kinds/model.onnx', 'd.csv'], folder);
  expect(stdout.split('\n')[0]).toBe('label,p(big),p(small),set(big),set(small),agreement');
});

test('`best` as before, and no intervals without a calibration set', async () => {
  const winner = await ask('plain', { deliver: 'best', split: {} });
  expect(winner?.delivered).toMatchObject({ reason: 'smallest-loss', conformal: null });
  const { low, conformal } = await predict(model('plain'), table);
  expect([low, conformal]).toEqual([undefined, undefined]);
});

test('refit: the same training on all examples is the file, and every figure is of the one before', async () => {
  const plain = await ask('refit', { split: {} });
  const usual = readFileSync(model('refit'));
  const refit = await ask('refit', { split: {}, deliver: 'refit' });
  const { conformal: _, alternatives: __, ...delivered } = plain?.delivered ?? {};
  expect(refit?.delivered).toMatchObject({ ...delivered, refit: { epochs: 8 } });
  expect(refit?.final).toEqual(plain?.final);
  expect(refit?.finalDistribution).toEqual(plain?.finalDistribution);
  const file = readFileSync(model('refit'));
  expect(file.equals(usual)).toBe(false);
  expect(toldBy(model('refit'), 'delivered')).toMatchObject({ refit: { epochs: 8, examples: 120 } });

  const { stdout: said } = await surefoot(['export', 'refit', '--out', 'again.onnx'], folder);
  expect(said).not.toContain('on the selection set');
  expect(readFileSync(join(folder, 'again.onnx')).equals(file)).toBe(true);
  const { stdout } = await surefoot(['report', 'refit'], folder);
  expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(/trained again on all examples: not measured\. Before that: \S+ \d/);

  const three = await ask('refit', { split: {}, deliver: { ensemble: 3, refit: true } });
  expect(three?.delivered).toMatchObject({ reason: 'ensemble', refit: { epochs: 8 } });
  expect((await predict(model('refit'), table)).spread).toHaveLength(rows.length);
});

test('what cannot be answered or delivered is refused', async () => {
  await expect(predict(join(folder, 'one.onnx'), table, { abstain: 0.1 })).rejects.toMatchObject({
    code: 'abstain-one-training',
  });
  await expect(predict(model('run'), table, { abstain: 1 })).rejects.toMatchObject({ code: 'abstain-share' });
  await expect(ask('none', { split: { calibration: 5 } })).rejects.toThrow(
    /calibration: 5 examples give a level of 0\.833 at most, and deliver\.level is 0\.9/,
  );
  await expect(ask('none', { split: {}, deliver: { level: 0.9 } })).rejects.toThrow(/no calibration set/);
  await expect(ask('none', { deliver: { ensemble: 5 } })).rejects.toThrow(/the winner has 4 fresh trainings/);
  await expect(ask('none', { deliver: { ensemble: 3, instance: 'best' } })).rejects.toThrow(/one of the two/);
});

test('a trainer of your own delivers the nearest training; it refuses ensembles and calibration', async () => {
  const own = (more: object) =>
    select({
      experiment: { name: 'own', space: { x: [1, 2] }, race: { rule: 'halving', finalTrials: 3 }, ...more },
      trainer: ({ x }) => Number(x),
    } as SelectOptions);
  await expect(own({ deliver: { ensemble: 3 } })).rejects.toMatchObject({ code: 'deliver-own-trainer' });
  await expect(own({ deliver: { level: 0.9 } })).rejects.toMatchObject({ code: 'deliver-own-trainer' });
  expect((await own({ deliver: 'nearest' })).result.status).toBe('decided');
});

test('weights do not enter the calibration, and the run says so', async () => {
  const experiment = {
    name: 'weighted',
    data: { file: table, target: 'price', inputs: ['town'], weights: 'size', split: { calibration: 0.25 } },
    space: { layers: [{ dense: { units: [2, 3] } }], epochs: 1 },
    race: { rule: 'halving', warmup: 2, maxReplicates: 2, finalTrials: 2 },
  };
  const { result } = await select({ experiment, out: join(folder, 'weighted'), workers: 1 } as SelectOptions);
  const told = 'intervals of the model are calibrated with all examples counting alike, though the data have weights';
  expect((result as Result).notices.map(({ text }) => text)).toContainEqual(expect.stringContaining(told));
});
