/** @file The studies as a user meets them: files, findings, resuming, extending, budgets, deaf trainers, bad input. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder, writeGratings } from './command-line.js';
import { surefootHere as surefoot } from './command-line-here.js';

const FILES = [
  'artifacts',
  'live.json',
  'log.sqlite',
  'measure-epochs.csv',
  'measure-trials.csv',
  'measure.csv',
  'measure.html',
  'measure.json',
];
const filesIn = (folder: string) =>
  readdirSync(folder).filter((name) => !name.startsWith('.') && !/-(wal|shm)$/.test(name));

const withoutScripts = (page: string): string => page.replaceAll(/<script[\s\S]*?<\/script>/g, '');

// biome-ignore lint/suspicious/noExplicitAny: the content of a file that is under test
const readStudy = (folder: string, kind = 'measure'): any =>
  JSON.parse(readFileSync(join(folder, `${kind}.json`), 'utf8'));

function sharedFolder(): { readonly path: string; readonly cleanUp: () => void } {
  let cleanUp = (): void => {};
  const path = temporaryFolder((remove) => {
    cleanUp = remove;
  });
  return { path, cleanUp };
}

/** A trainer whose loss is what the test says, as a module beside the experiment. */
function writeModule(folder: string, loss: string): string {
  writeFileSync(
    join(folder, 'train.mjs'),
    `let calls = 0;\nexport default (configuration, { streams, fidelity }) => ${loss};\n`,
  );
  const path = join(folder, 'module.yaml');
  const lines = ['name: made-up', 'trainer: { module: ./train.mjs }', 'space: { width: [1, 2] }', 'workers: 1'];
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

describe('measure', () => {
  let folder = '';
  let run = { status: null as number | null, stdout: '', stderr: '' };
  const args = [
    'measure',
    'gratings.yaml',
    '--vary',
    'init,sample',
    '--trials',
    '8',
    '--candidate',
    'filters=4 units=8 lr=0.01',
  ];
  beforeAll(async () => {
    const { path, cleanUp } = sharedFolder();
    folder = path;
    writeGratings(folder);
    run = await surefoot(args, folder);
    return cleanUp;
  });

  test('leaves its files and says what it found', () => {
    // How many lines of progress there are depends on the time it takes.
    expect(run.stderr).toMatch(/^(\[.*\] measure: \d+ of \d+ trainings.*\n)*29 trainings cannot tell .*\n$/);
    expect(run.status).toBe(0);
    expect(filesIn(join(folder, 'runs/gratings')).sort()).toEqual(FILES);
    expect(run.stdout).toMatch(/varies most with|cannot\s+tell\s+which\s+source/);
    expect(run.stdout).toContain('simulated');
    expect(run.stdout).toMatch(
      /\nReport +runs\/gratings\/measure\.html\nDetails +surefoot report runs\/gratings --long\n$/,
    );
    const study = readStudy(join(folder, 'runs/gratings'));
    expect(study).toMatchObject({ format: 'surefoot-study', version: 2, kind: 'measure', status: 'finished' });
    expect(study.findings.candidates[0].arms.map(({ name }: { name: string }) => name)).toEqual([
      'init',
      'sample',
      'init+sample',
    ]);
    expect(study.findings.candidates[0].controls.identical).toBe(true);
    expect(study.findings.finitePool).toEqual({ sampleSize: 150, pool: 600, seen: 0.75 });
    const shares = study.findings.candidates[0].decomposition.components.map(({ share }: { share: number }) => share);
    expect(shares.reduce((sum: number, share: number) => sum + share, 0)).toBeCloseTo(1, 10);
  });

  test('keeps no weights, and one row a trial', () => {
    expect(readdirSync(join(folder, 'runs/gratings/artifacts'))).toEqual([]);
    const study = readStudy(join(folder, 'runs/gratings'));
    const rows = readFileSync(join(folder, 'runs/gratings/measure-trials.csv'), 'utf8').trim().split(/\r?\n/);
    expect(rows).toHaveLength(1 + study.trials.used);
    const sets = readFileSync(join(folder, 'runs/gratings/measure.csv'), 'utf8').trim().split(/\r?\n/);
    expect(sets).toHaveLength(1 + 4);
  });

  test('draws its figures into one page', () => {
    const page = readFileSync(join(folder, 'runs/gratings/measure.html'), 'utf8');
    expect(page).toContain('Trainings of filters=4');
    expect(page).toContain('Shares of the variance of filters=4');
    expect(page).toContain('after each epoch');
    expect(withoutScripts(page)).not.toMatch(/https?:\/\/(?!www\.w3\.org)|NaN|undefined/);
  });

  test('prints the same again without training, and trains only what more trials add', async () => {
    const before = readStudy(join(folder, 'runs/gratings'));
    const again = await surefoot([...args, '--json'], folder);
    expect(JSON.parse(again.stdout)).toEqual(before);
    const more = await surefoot([...args.map((arg) => (arg === '8' ? '9' : arg)), '--json'], folder);
    const study = JSON.parse(more.stdout);
    expect(study.trials.used).toBe(before.trials.used + 3);
    expect(study.stretches).toHaveLength(2);
  });
});

test('a budget ends a study early, and a larger one goes on from there', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeGratings(folder);
  const args = [
    'measure',
    'gratings.yaml',
    '--vary',
    'init',
    '--trials',
    '4',
    '--json',
    '--candidate',
    'filters=4 units=8 lr=0.01',
  ];
  const cut = await surefoot([...args, '--budget', '3'], folder);
  expect(cut.status).toBe(3);
  expect(JSON.parse(cut.stdout)).toMatchObject({ status: 'budget', trials: { used: 3 } });
  const whole = await surefoot(args, folder);
  expect(whole.status).toBe(0);
  const elsewhere = await surefoot([...args, '--out', 'elsewhere'], folder);
  expect(JSON.parse(whole.stdout).findings).toEqual(JSON.parse(elsewhere.stdout).findings);

  // A metric that no trial has is found out before anything is logged, whether trials are there or not.
  const unknown = { status: 2, stderr: expect.stringMatching(/no metric "nonsense".*Allowed: loss, \w+/s) };
  const before = bytesIn(folder);
  expect(await surefoot([...args, '--metric', 'nonsense'], folder)).toMatchObject(unknown);
  expect(await surefoot([...args, '--metric', 'nonsense', '--out', 'new'], folder)).toMatchObject(unknown);
  expect(await surefoot([...args, '--metric', 'nonsense', '--trials', '6'], folder)).toMatchObject(unknown);
  expect(bytesIn(folder)).toEqual(before);
});

/** Every file below a folder with its content. */
function bytesIn(folder: string): ReadonlyMap<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return new Map(paths.sort().map((path) => [path, readFileSync(path, 'base64')]));
}

test('curve finds where a made-up model becomes stable', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeModule(folder, '1 + 100 / fidelity.sampleSize ** 1.5 + streams.init / 1000');
  const { status, stdout } = await surefoot(
    ['curve', 'module.yaml', '--sizes', '10,100,1000,10000', '--trials', '8', '--candidate', 'width=2', '--json'],
    folder,
  );
  expect(status).toBe(0);
  const study = JSON.parse(stdout);
  expect(study.findings.candidates).toHaveLength(1);
  expect(study.findings.candidates[0].stability).toMatchObject({ size: 100, reached: true });
  const page = readFileSync(join(folder, 'runs/made-up/curve.html'), 'utf8');
  expect(page).toContain('robustness against sample size');
  expect(withoutScripts(page)).not.toMatch(/NaN|undefined/);
});

test('compare changes one setting at a time, with levels of the space or of its own', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeGratings(folder, {
    space: [
      'space:',
      '  layers:',
      '    - conv: { filters: 4, kernel: 3, activation: relu }',
      '    - dense: { units: 8, activation: tanh }',
      '  optimizer: { name: adamw, learningRate: [0.003, 0.01] }',
      '  epochs: 2',
    ].join('\n'),
  });
  const { status, stdout, stderr } = await surefoot(
    [
      'compare',
      'gratings.yaml',
      '--trials',
      '6',
      '--factor',
      'learningRate',
      '--factor',
      'layers.activation=relu,sigmoid,elu',
      '--json',
      '--quiet',
    ],
    folder,
  );
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const [rates, activations] = JSON.parse(stdout).findings.factors;
  expect(rates.levels.map(({ value }: { value: string }) => value)).toEqual(['0.003', '0.01']);
  expect(activations.levels.map(({ value }: { value: string }) => value)).toEqual(['relu', 'sigmoid', 'elu']);
  expect(activations.pairs).toHaveLength(3);
  expect(JSON.parse(stdout).trials.used).toBe(6 * 5);
  const page = readFileSync(join(folder, 'runs/gratings/compare.html'), 'utf8');
  expect(withoutScripts(page)).not.toMatch(/NaN|undefined/);
});

test('trainers that ignore their seeds are found out, and those that follow none', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeModule(folder, '0.25 * configuration.width');
  const deaf = await surefoot(['measure', 'module.yaml', '--trials', '4', '--json'], folder);
  const notices = JSON.parse(deaf.stdout).notices.map(({ text }: { text: string }) => text);
  expect(notices.join('\n')).toContain('Different seeds gave exactly the same loss');
  writeModule(folder, '(calls += 1)');
  const wild = await surefoot(['measure', 'module.yaml', '--trials', '4', '--out', 'wild'], folder);
  expect(wild.stdout.replace(/\s+/g, ' ')).toContain('Equal seeds gave different losses');
});

test('another metric is another question of the same trials, and a question asked again is counted once', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeModule(folder, '({ loss: configuration.width, metrics: { mine: configuration.width + streams.init } })');
  const compare = ['compare', 'module.yaml', '--out', 'run', '--quiet', '--trials'];
  for (const more of [['3'], ['4'], ['4', '--metric', 'mine']]) await surefoot([...compare, ...more], folder);
  const { stdout } = await surefoot(['status', 'run', '--json'], folder);
  expect(JSON.parse(stdout)).toMatchObject([
    // One has checked the seeds.
    { question: 1, trials: 9, files: [] },
    { question: 2, trials: 8, files: ['compare.html', 'compare.json', 'compare-trials.csv', 'compare.csv'] },
  ]);
  await surefoot([...compare, '5'], folder);
  const check = await surefoot(['log', 'run', '--check'], folder);
  expect(check.stdout).toBe('11 outcomes, 2 questions, 0 decisions: sound\n');
});

describe('bad input ends with exit status 2 and one clear message', () => {
  let folder = '';
  beforeAll(() => {
    const { path, cleanUp } = sharedFolder();
    folder = path;
    writeGratings(folder);
    return cleanUp;
  });

  test.each([
    [['measure', '--vary', 'inits'], /did you mean "init"/],
    [['measure', '--trials', '1'], /trials is 1/],
    [['measure', '--crossed', '4by4'], /--crossed is "4by4"/],
    [['measure', '--candidate', 'nobody'], /no candidate "nobody"/],
    [['curve', '--sizes', '100..1000/5'], /1000 examples is more than the pool's 600/],
    [['curve', '--sizes', 'lots'], /sizes are "lots"/],
    [['curve', '--sizes', '50,100', '--trials', '1'], /trials is 1/],
    [['compare', '--factor', 'layers.activatio'], /no setting "layers.activatio"/],
    [['compare', '--factor', 'kernel'], /only one level/],
    [['compare', '--factor', 'activation=relu'], /levels of the factor/],
    [['compare', '--factor', 'activation=relu,rleu'], /rleu/],
  ])('%j', async ([command = '', ...options], message) => {
    const { status, stdout, stderr } = await surefoot([command, 'gratings.yaml', ...options], folder);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/Fix: /);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(filesIn(folder)).toEqual(['gratings.yaml']);
  });
});

test('a study shows the command that was typed, its folder too', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeModule(folder, 'configuration.width + 0.01 * streams.init');
  const { status } = await surefoot(['compare', 'module.yaml', '--trials', '3', '-o', 'else where', '--quiet'], folder);
  expect(status).toBe(0);
  const { command, notices } = readStudy(join(folder, 'else where'), 'compare');
  expect(command).toBe("surefoot compare module.yaml --trials 3 -o 'else where'");
  expect(notices[0].text).toMatch(/Run: surefoot compare module\.yaml -o 'else where' --trials 6$/);
});
