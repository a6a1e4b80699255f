/** @file Several trainers in one race: networks and commands on the same rows, by one loss, each known by its own code. */
import { copyFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { check } from '../../src/app/index.js';
import { dataSpecSchema, loadDataset } from '../../src/engine/datasets/index.js';
import { openSqliteStore } from '../../src/evidence/log/index.js';
import { until } from '../until.js';
import { startSurefoot, surefoot, temporaryFolder } from './command-line.js';

/** The mean of the nearest rows that it was given; of `k: 0` nothing but 0. Targets that it must not see end it. */
const NEIGHBOURS = `
import { readFileSync, writeFileSync } from 'node:fs';
const { configuration: { k }, sample } = JSON.parse(readFileSync(process.env.SUREFOOT_TRIAL));
const read = (path) => {
  const bytes = readFileSync(path);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset + 10 + bytes.readUInt16LE(8), bytes.byteOffset + bytes.length));
};
if (sample.selection.targets ?? sample.final.targets) throw new Error('targets are told');
const [inputs, targets] = [read(sample.training.inputs), read(sample.training.targets)];
const width = inputs.length / targets.length;
const predict = (rows) =>
  Array.from({ length: rows.length / width }, (_, row) => {
    const far = Array.from(targets, (target, place) => {
      let sum = 0;
      for (let column = 0; column < width; column++)
        sum += (rows[row * width + column] - inputs[place * width + column]) ** 2;
      return [sum, target];
    });
    const near = far.sort(([one], [other]) => one - other).slice(0, k);
    return near.reduce((sum, [, target]) => sum + target, 0) / Math.max(1, k);
  });
const predicted = (set) => predict(read(sample[set].inputs));
const predictions = { kind: 'values', selection: predicted('selection'), final: predicted('final') };
writeFileSync(process.env.SUREFOOT_RESULT, JSON.stringify({ predictions }));
`;

const DATA = { file: 'friedman.csv', target: 'y', split: { pool: 120, selection: 60, final: 60 } };
const NET = {
  trainer: 'network',
  space: { layers: { value: [] }, optimizer: { name: 'adamw', learningRate: [0.001, 0.1] }, epochs: 5 },
};
const NEAR = { trainer: { command: ['./program', 'near.mjs'] }, space: { k: [0, 5] } };
const EXPERIMENT = {
  name: 'mixed',
  data: DATA,
  sample: 60,
  models: { net: NET, near: NEAR },
  race: { finalTrials: 3, maxReplicates: 6, tolerance: 0.01 },
  budget: { trials: 30 },
};

function folderWith(experiment: object, near = NEIGHBOURS): string {
  const folder = temporaryFolder(onTestFinished);
  copyFileSync(resolve('examples/friedman.csv'), join(folder, 'friedman.csv'));
  writeFileSync(join(folder, 'near.mjs'), near);
  symlinkSync(process.execPath, join(folder, 'program'));
  write(folder, experiment);
  return folder;
}

/** As on a machine that lacks the command. */
function removeCommand(folder: string): void {
  for (const name of ['program', 'near.mjs']) rmSync(join(folder, name));
}

function write(folder: string, experiment: object): void {
  writeFileSync(join(folder, 'race.json'), JSON.stringify(experiment));
}

const { budget: _, ...UNLIMITED } = EXPERIMENT;

const select = (folder: string, ...more: string[]) =>
  surefoot(['select', 'race.json', '--workers', '2', ...more], folder);

const resultIn = (folder: string) => JSON.parse(readFileSync(join(folder, 'runs/mixed/result.json'), 'utf8'));

/** Outcomes with the labels of their candidates. */
function logIn(folder: string, name = 'mixed') {
  const store = openSqliteStore(join(folder, 'runs', name, 'log.sqlite'), { readOnly: true });
  try {
    const question = store.newestQuestion();
    const labels = new Map(question?.header.candidates.map(({ id, label }) => [id, label]));
    const outcomes = store.outcomes().filter(({ trial }) => trial.repeat === 0);
    return {
      plan: question?.header.plan,
      decisions: question?.decisions() ?? [],
      outcomes: outcomes.map((outcome) => ({ ...outcome, label: labels.get(outcome.trial.candidate) ?? '' })),
      codes: store.codes() as { readonly files: Record<string, string> }[],
    };
  } finally {
    store.close();
  }
}

test('a network and a command race on the same rows, by one loss that Surefoot computes', async () => {
  const folder = folderWith(UNLIMITED);
  const { status, stdout, stderr } = await select(folder);
  expect([status, stderr.includes('failed')]).toEqual([0, false]);
  const { outcomes, codes } = logIn(folder);
  expect([...new Set(outcomes.map(({ label }) => label))].sort()).toEqual([
    'near k=0',
    'near k=5',
    'net lr=0.001',
    'net lr=0.1',
  ]);
  // By what is known of the rows themselves.
  const { selection } = await loadDataset(dataSpecSchema.parse(DATA), { baseFolder: folder });
  const squares = selection.targets.reduce((sum, target) => sum + target ** 2, 0);
  const zero = outcomes.find(({ label }) => label === 'near k=0');
  expect(zero?.loss).toBeCloseTo(Math.sqrt(squares / selection.count), 5);
  expect(zero?.metrics.rmse).toBeCloseTo(zero?.loss ?? 0, 9);
  // Each outcome knows the code of its own model alone.
  for (const { label, code } of outcomes) {
    const files = Object.keys(codes[(code ?? 0) - 1]?.files ?? {});
    expect(files.map((name) => name.split(': ')[0])).toEqual(files.map(() => label.split(' ')[0]));
    expect(files.includes('near: near.mjs')).toBe(label.startsWith('near'));
  }
  const result = resultIn(folder);
  const { winner, verdict } = result;
  expect(winner.label).toBe('near k=5');
  expect(verdict).toBeDefined();
  // What the winner predicted for rows that nothing was chosen by.
  expect(winner.final.rmse).toBeGreaterThan(0);
  expect(winner.finalDistribution.q3 ?? winner.finalDistribution).toBeDefined();
  // There is no model of it, and it predicts all the same.
  expect(stdout).toContain('surefoot predict runs/mixed rows.csv');
  expect(readFileSync(join(folder, 'runs/mixed/report.html'), 'utf8')).not.toContain('exported model');
  // All that is told again without the command.
  removeCommand(folder);
  rmSync(join(folder, 'runs/mixed/result.json'));
  expect((await surefoot(['report', 'runs/mixed'], folder)).status).toBe(0);
  expect(resultIn(folder)).toEqual(result);
  const refused = await surefoot(['export', 'runs/mixed'], folder);
  expect([refused.status, refused.stderr.includes('export a candidate that Surefoot trained itself')]).toEqual([
    2,
    true,
  ]);
  const net = outcomes.find(({ label }) => label === 'net lr=0.1')?.trial.candidate as string;
  expect((await surefoot(['export', 'runs/mixed', '--candidate', net, '--out', 'net.onnx'], folder)).status).toBe(0);
  const predicted = await surefoot(['predict', 'net.onnx', 'friedman.csv'], folder);
  expect([predicted.status, predicted.stdout.split('\n')[0]]).toEqual([0, 'y']);
});

test('a run that was killed goes on to the same decisions', async () => {
  const whole = folderWith(EXPERIMENT);
  await select(whole);
  const folder = folderWith(EXPERIMENT);
  const running = startSurefoot(['select', 'race.json', '--workers', '2'], folder);
  const isUnderWay = () => {
    try {
      return logIn(folder).outcomes.length >= 6;
    } catch {
      return false;
    }
  };
  const looking = setInterval(() => isUnderWay() && running.child.kill('SIGKILL'), 20);
  await running.ended;
  clearInterval(looking);
  expect((await select(folder)).status).toBe(0);
  const [one, other] = [logIn(whole), logIn(folder)];
  expect(other.decisions).toEqual(one.decisions);
  const losses = ({ outcomes }: typeof one) =>
    Object.fromEntries(outcomes.map(({ trial, loss }) => [JSON.stringify(trial), loss]));
  expect(losses(other)).toEqual(losses(one));
});

test.each([
  ['program', 'models.near.trainer.command'],
  ['near.mjs', 'near: near.mjs'],
])('a worker that lacks %s takes what it can train, and the run says what waits', async (file, why) => {
  const folder = folderWith(UNLIMITED);
  const other = folderWith(UNLIMITED);
  rmSync(join(other, file));
  mkdirSync(join(folder, 'exchange'), { mode: 0o700 });
  const led = startSurefoot(['select', 'race.json', '--workers-at', 'exchange'], folder);
  const lacking = startSurefoot(['worker', join(folder, 'exchange'), 'race.json', '-w', '1', '--json'], other);
  await until(() => /No worker can train near: these trainings wait/.test(led.stderr().replaceAll(/\s+/g, ' ')));
  await until(() => lacking.stdout().includes('"settled"'));
  const whole = await surefoot(['worker', 'exchange', 'race.json', '-w', '1'], folder);
  const ended = [await led.ended, await lacking.ended, whole];
  expect(ended.map(({ status }) => status)).toEqual([0, 0, 0]);
  const said = lacking.stdout();
  expect(said.split('trainings of near are left to other workers')).toHaveLength(2);
  expect(said).toContain(why);
  expect(resultIn(folder).winner.label).toBe('near k=5');
  const { outcomes } = logIn(folder);
  expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['completed']));
});

test('a model whose code changed asks for consent, and the others’ trainings are none of its matter', async () => {
  const folder = folderWith(EXPERIMENT);
  await select(folder);
  writeFileSync(join(folder, 'near.mjs'), `${NEIGHBOURS}// changed\n`);
  write(folder, { ...EXPERIMENT, budget: { trials: 32 } });
  const refused = await select(folder);
  expect([refused.status, refused.stderr.includes('near: near.mjs')]).toEqual([2, true]);
  // Without it the others race on, its trainings stay, and nothing asks for its code.
  const { near: _, ...others } = EXPERIMENT.models;
  write(folder, { ...EXPERIMENT, models: others });
  const before = logIn(folder).outcomes.length;
  const alone = await select(folder);
  expect([alone.status, resultIn(folder).winner.label]).toEqual([0, 'net lr=0.1']);
  expect(resultIn(folder).data.columns[0]).toMatchObject({ role: 'input', scale: 'standardise' });
  expect(logIn(folder).outcomes.length).toBeGreaterThanOrEqual(before);
  const gone = await surefoot(['export', 'runs/mixed', '--candidate', 'near k=5'], folder);
  expect([gone.status, gone.stderr.includes('has no model that can be exported')]).toEqual([2, true]);
  // Another trainer under the name counts as changed code, too.
  const other = { ...NEAR, trainer: { command: ['./program', 'near.mjs', '--other'] } };
  write(folder, { ...EXPERIMENT, models: { net: NET, near: other }, budget: { trials: 33 } });
  const changed = await select(folder);
  expect([changed.status, changed.stderr.includes('near: trainer')]).toEqual([2, true]);
  // Nor are they taken over elsewhere, as those of the others are.
  const taken = await select(folder, '--out', 'runs/new', '--from', 'runs/mixed');
  expect([taken.status, taken.stderr]).toEqual([0, expect.stringContaining('trainings of mixed are taken over')]);
  const models = (name: string) => logIn(folder, name).outcomes.map(({ label }) => label.split(' ')[0]);
  expect(new Set(models('new').slice(0, 3))).toEqual(new Set(['net']));
  expect(models('new')).toContain('near');
});

test('a search knows which models race, so that one tells nothing of another', async () => {
  const net = { ...NET.space, optimizer: { name: 'adamw', learningRate: { range: [0.001, 0.1], scale: 'log' } } };
  const models = { net: { ...NET, space: net }, near: { ...NEAR, space: { k: [0, 1, 3, 5, 9] } } };
  const folder = folderWith({ ...EXPERIMENT, models, search: { prior: 'full' }, budget: { trials: 34 } });
  const { stderr } = await select(folder);
  expect(stderr).not.toContain('failed');
  const { plan, outcomes } = logIn(folder);
  expect(plan?.search).toMatchObject({ prior: 'full', models: true });
  // Of five neighbours too few are known ever to leave one out.
  const tried = new Set(outcomes.flatMap(({ label }) => (label.startsWith('near') ? [label] : [])));
  expect(tried.size).toBe(5);
  // The log alone says the same again.
  const { winner, candidates } = resultIn(folder);
  rmSync(join(folder, 'runs/mixed/result.json'));
  await surefoot(['report', 'runs/mixed'], folder);
  expect(resultIn(folder)).toMatchObject({ winner: { candidate: winner.candidate }, candidates });
});

test('a model that never works leaves the race to the others', async () => {
  const folder = folderWith(UNLIMITED, 'throw new Error("no such thing");');
  const { status, stderr: said } = await select(folder);
  expect(said.split('trainings of near fail, and the other models race on: Error: no such thing')).toHaveLength(2);
  const { winner, neverWorked } = resultIn(folder);
  expect([status, winner.label]).toEqual([0, 'net lr=0.1']);
  expect(neverWorked).toHaveLength(2);
  // Its model is made again, and used, where the command is not there.
  removeCommand(folder);
  rmSync(join(folder, 'runs/mixed/model.onnx'));
  expect((await surefoot(['report', 'runs/mixed'], folder)).status).toBe(0);
  expect(resultIn(folder).winner).toEqual(winner);
  for (const use of [
    ['predict', 'runs/mixed/model.onnx', 'friedman.csv'],
    ['explain', 'runs/mixed', '--repeats', '1'],
  ])
    expect([use[0], (await surefoot(use, folder)).status]).toEqual([use[0], 0]);
  // Once it works, nothing is asked: no training of it is there that its code could have changed since.
  symlinkSync(process.execPath, join(folder, 'program'));
  writeFileSync(join(folder, 'near.mjs'), NEIGHBOURS);
  const { status: mended, stderr } = await select(folder);
  expect([mended, stderr.includes('code')]).toEqual([0, false]);
});

const bad: readonly [what: string, change: object, code: string][] = [
  ['a trainer beside them', { trainer: 'network' }, 'trainer'],
  ['a space beside them', { space: { k: 1 } }, 'space'],
  [
    'other losses',
    { models: { net: NET, mae: { ...NET, space: { ...NET.space, loss: 'mae' } } } },
    'rmse (net) and mae (mae)',
  ],
  [
    'a command of another loss',
    { models: { net: NET, near: { ...NEAR, trainer: { ...NEAR.trainer, loss: { predictions: 'mae' } } } } },
    'rmse (net) and mae (near)',
  ],
  [
    'a command that draws its own sample',
    { models: { net: NET, near: { ...NEAR, trainer: { ...NEAR.trainer, sample: 'seed' } } } },
    'models.near.trainer: its losses cannot be compared',
  ],
  [
    'a loss that is printed',
    { models: { near: { ...NEAR, trainer: { ...NEAR.trainer, loss: { pattern: 'loss (.*)' } } } } },
    'of its own making',
  ],
  [
    'a program that is not there',
    { models: { near: { trainer: { command: ['no-such-program'] } } } },
    'models.near.trainer.command',
  ],
  ['a setting of a network that there is not', { models: { net: { space: { ...NET.space, epoch: 3 } } } }, 'net.'],
  [
    'more memory for a retry that a command’s own limit makes vain',
    {
      resources: { memoryMiB: 1000, retry: { memoryMiB: 2 } },
      models: { net: NET, near: { ...NEAR, trainer: { ...NEAR.trainer, memoryMiB: 500 } } },
    },
    'only without `trainer.memoryMiB`',
  ],
  ['none', { models: {} }, 'at least one model'],
  ['a name with a dot', { models: { 'a.b': NET } }, 'models'],
];

test.each(bad)('bad input says what is wrong: %s', async (_, change, says) => {
  const folder = folderWith({ ...EXPERIMENT, ...change });
  await expect(check({ experiment: join(folder, 'race.json') })).rejects.toThrow(says);
});

test('two models of one name are refused by their place', async () => {
  const folder = folderWith(EXPERIMENT);
  writeFileSync(
    join(folder, 'race.yaml'),
    'name: a\nmodels:\n  near: { space: { k: 1 } }\n  near: { space: { k: 2 } }\n',
  );
  await expect(check({ experiment: join(folder, 'race.yaml') })).rejects.toThrow(/race\.yaml:4:3.*near/s);
});

test('a setting of one model is compared among its candidates, whichever model stands first', async () => {
  const folder = folderWith(EXPERIMENT);
  const { status, stdout } = await surefoot(
    ['compare', 'race.json', '--factor', 'near.k', '--trials', '3', '--out', 'compared'],
    folder,
  );
  expect([status, stdout.includes('near.k')]).toEqual([0, true]);
  const { candidates } = JSON.parse(readFileSync(join(folder, 'compared/compare.json'), 'utf8'));
  expect(candidates.map(({ label }: { label: string }) => label)).toEqual(['near k=0', 'near k=5']);
});
