/** @file `surefoot replay` as a user meets it: tables long and wide, several rules, scores, logs, and bad tables. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { parseResult, resultSchema } from '../../src/report/index.js';
import { QUICK, temporaryFolder, writeGratings } from './command-line.js';
import { surefootHere as surefoot } from './command-line-here.js';

/** Accuracies of four models: a is the best, b close to it, c worse, d much worse. */
const WIDE = `model,width,accuracy_1,accuracy_2,accuracy_3,accuracy_4,accuracy_5
b,16,0.92,0.92,0.91,0.92,0.90
a,32,0.91,0.94,0.92,0.93,0.92
d,8,0.50,0.53,0.51,0.52,0.50
c,8,0.81,0.80,0.83,0.82,0.81
`;
const ASK = ['--candidate', 'model', '--loss', 'accuracy_*', '--direction', 'maximize', '--criterion', 'mean'];

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder(onTestFinished);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

test('a wide table of scores under Welch, in an order of its own', async () => {
  const folder = folderWith({ 'table.csv': WIDE });
  const options = ['--rule', 'welch', '--alpha', '0.05', '--warmup', '3', '--replicate-order', '0,4,2,1', '--json'];
  const { status, stdout, stderr } = await surefoot(['replay', 'table.csv', ...ASK, ...options], folder);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const result = parseResult(stdout);
  expect(result).toMatchObject({ direction: 'maximize', status: 'exhausted', survivors: ['a', 'b'] });
  expect(result.decisions.map(({ round, survivors, eliminated }) => ({ round, survivors, eliminated }))).toEqual([
    { round: 3, survivors: ['a', 'b'], eliminated: ['c', 'd'] },
    { round: 4, survivors: ['a', 'b'], eliminated: [] },
  ]);
  expect(result.decisions[0]?.incumbentValue).toBeCloseTo((0.91 + 0.92 + 0.92) / 3, 12);
  expect(result.winner).toMatchObject({ candidate: 'a', configuration: { width: 32 }, ties: ['b'] });
  expect(result.trials).toMatchObject({ used: 4 * 3 + 2, exhaustive: 16 });
  expect(result.replay).toMatchObject({ replicates: 4, recorded: 5, regret: 0, best: { candidate: 'a' } });
  expect(result.replay?.best?.value).toBeCloseTo(0.924, 12);
  expect(readdirSync(folder)).toEqual(['table.csv']);
});

test('several rules give a list, and the same table written long gives the same', async () => {
  const rows = WIDE.trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  const long = rows.flatMap(([model, width, ...scores]) => scores.map((score, r) => `${r},${score},${model},${width}`));
  const folder = folderWith({ 'wide.csv': WIDE, 'long.csv': `run,accuracy,model,width\n${long.join('\n')}\n` });
  const rules = [
    '--rule',
    'halving',
    '--rule',
    'welch:alpha=0.2,sided=one',
    '--rule',
    'paired-t',
    '--orders',
    '20',
    '--json',
  ];
  const wide = await surefoot(['replay', 'wide.csv', ...ASK, ...rules], folder);
  const asLong = ['--candidate', 'model', '--loss', 'accuracy', '--replicate', 'run', ...ASK.slice(4)];
  const fromLong = await surefoot(['replay', 'long.csv', ...asLong, ...rules], folder);
  const read = (text: string) => (JSON.parse(text) as unknown[]).map((one) => resultSchema.parse(one));
  const [fromWide, alsoLong] = [read(wide.stdout), read(fromLong.stdout)];
  expect(fromWide.map(({ plan }) => (plan.rule as { name: string }).name)).toEqual(['halving', 'welch', 'paired-t']);
  expect(fromWide[1]?.plan.rule).toMatchObject({ alpha: 0.2, sided: 'one' });
  expect(alsoLong.map(({ decisions }) => decisions)).toEqual(fromWide.map(({ decisions }) => decisions));
  expect(alsoLong.map(({ replay }) => replay)).toEqual(fromWide.map(({ replay }) => replay));
  expect(fromWide[0]?.replay?.simulation).toMatchObject({ orders: 20, decided: { value: 1 } });
});

test('tables are as wide as they are, or as COLUMNS says, and files come with --out only', async () => {
  const folder = folderWith({ 'table.csv': WIDE });
  const rules = ['--rule', 'halving', '--rule', 'welch:alpha=0.2,sided=one,correction=holm', '--orders', '20'];
  const { stdout } = await surefoot(['replay', 'table.csv', ...ASK, ...rules, '--out', 'out'], folder);
  expect(stdout).toContain(' sided=one correction=holm ');
  vi.stubEnv('COLUMNS', '80');
  const narrow = await surefoot(['replay', 'table.csv', ...ASK, ...rules], folder);
  vi.unstubAllEnvs();
  for (const line of narrow.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  expect(stdout).toContain('Over 20 random orders');
  expect(readdirSync(join(folder, 'out')).sort()).toEqual(['1-halving', '2-welch']);
  expect(readdirSync(join(folder, 'out/1-halving')).sort()).toEqual([
    '.surefoot-files',
    'report.html',
    'result.json',
    'trials.csv',
  ]);
});

test("a run's own log, under its own rule and under another", async () => {
  const folder = temporaryFolder(onTestFinished);
  writeGratings(folder, QUICK);
  await surefoot(['select', 'gratings.yaml'], folder);
  const live = parseResult(readFileSync(join(folder, 'runs/gratings/result.json'), 'utf8'));
  const same = parseResult((await surefoot(['replay', 'runs/gratings', '--json'], folder)).stdout);
  expect(same.decisions).toEqual(live.decisions);
  expect(same.data.simulated).toBe(true);
  // It asked for nothing that its own log lacks, and is as sure as it was; most of the table was never trained.
  expect(same).toMatchObject({ verdict: live.verdict, replay: { missing: 0, trials: same.trials.exhaustive } });
  expect(same.notices).toEqual([]);
  const ask = ['replay', 'runs/gratings/log.sqlite', '--criterion', 'max', '--rule', 'fraction:share=0.7', '--json'];
  const other = parseResult((await surefoot(ask, folder)).stdout);
  expect(other.criterion.name).toBe('max');
  expect(other.decisions[0]?.eliminated).toHaveLength(2);
});

test('infinite losses leave, empty cells are no trials, and a rule that needs pairs says so', async () => {
  const table = `candidate,loss_1,loss_2,loss_3,loss_4
a,1,2,1,2
b,1,inf,1,2
c,1.5,2.5,,
`;
  const folder = folderWith({ 'table.csv': table });
  const ask = ['replay', 'table.csv', '--criterion', 'max', '--warmup', '2', '--json'];
  const { stdout } = await surefoot([...ask, '--rule', 'threshold:margin=5'], folder);
  const result = parseResult(stdout);
  expect(result.survivors).toEqual(['a', 'c']);
  expect(result.decisions[0]?.evidence).toContainEqual({ candidate: 'b', n: 2, reason: 'divergence' });
  const paired = await surefoot(['replay', 'table.csv', '--criterion', 'mean', '--rule', 'paired-t'], folder);
  expect(paired.status).toBe(2);
  expect(paired.stderr).toMatch(/c.*(replicate|loss_3)/s);
});

test.each<[string, string, string[], RegExp]>([
  ['a cell that is no number', 'candidate,loss_1,loss_2\na,1,2\nb,1,x2\n', [], /"loss_2" is "x2" in row 2/],
  ['NaN', 'candidate,loss_1,loss_2\na,1,2\nb,1,NaN\n', [], /"loss_2" is "NaN" in row 2/],
  ['a candidate twice', 'candidate,loss_1,loss_2\na,1,2\na,1,3\n', [], /candidate "a" appears twice, in rows 1 and 2/],
  ['a cell twice', 'candidate,replicate,loss\na,0,2\nb,0,2\na,0,3\n', [], /"a", replicate "0" appears twice.*1 and 3/s],
  ['a single candidate', 'candidate,loss_1,loss_2\na,1,2\n', [], /1 candidate/],
  ['no rows', 'candidate,loss_1,loss_2\n', [], /no rows/],
  ['0 bytes', '', [], /0 bytes[\s\S]*Allowed: CSV/],
  ['a column twice', 'candidate,loss,loss\na,1,2\n', [], /two columns are called `loss`[\s\S]*Allowed: CSV/],
  ['a number that is not decimal', 'candidate,loss_1,loss_2\na,1,2\nb,1,0x10\n', [], /"loss_2" is "0x10" in row 2/],
  [
    'a single replicate and the usual warm-up',
    'candidate;loss_0\na;1\nb;2\n',
    ['--rule', 'halving', '--warmup', '2'],
    /2[\s\S]*1/,
  ],
  [
    'a column that is not there',
    'candidate,loss_1,loss_2\na,1,2\n',
    ['--candidate', 'candidat'],
    /candidat.*candidate/s,
  ],
  ['an unknown rule', 'candidate,loss_1,loss_2\na,1,2\nb,2,3\n', ['--rule', 'welsh'], /welsh.*welch/s],
  [
    'a criterion the rule does not fit',
    'candidate,loss_1,loss_2\na,1,2\nb,2,3\n',
    ['--rule', 'welch', '--criterion', 'std', '--warmup', '2'],
    /std/,
  ],
  ['an option of no rule', 'candidate,loss_1,loss_2\na,1,2\nb,2,3\n', ['--alpha', '0.1'], /option alpha/],
  [
    'a position that is not there',
    'candidate,loss_1,loss_2\na,1,2\nb,2,3\n',
    ['--replicate-order', '0,2'],
    /position 2/,
  ],
  [
    'a position twice',
    'candidate,loss_1,loss_2\na,1,2\nb,2,3\n',
    ['--replicate-order', '0,0'],
    /position 0 appears twice/,
  ],
  [
    'a warm-up longer than the table',
    'candidate,loss_1,loss_2\na,1,2\nb,2,3\n',
    ['--rule', 'halving', '--warmup', '3'],
    /3/,
  ],
  [
    'a warm-up for a rule without',
    'candidate,loss_1,loss_2\na,1,2\nb,2,3\n',
    ['--warmup', '2'],
    /--warmup is 2.*default/,
  ],
])('%s: one message, exit status 2', async (_, table, options, message) => {
  const folder = folderWith({ 'table.csv': table });
  const { status, stdout, stderr } = await surefoot(['replay', 'table.csv', ...options], folder);
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(/Fix: /);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect([status, stdout]).toEqual([2, '']);
});

test('Parquet that is not Parquet, and a file that is not there', async () => {
  const folder = folderWith({ 'table.parquet': 'candidate,loss\n' });
  expect(await surefoot(['replay', 'table.parquet'], folder)).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/Parquet/),
  });
  expect(await surefoot(['replay', 'nowhere.csv'], folder)).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/nowhere\.csv/),
  });
});

interface Trace {
  readonly experiment_order: readonly number[];
  readonly criterion: string;
  readonly start_step: number;
  readonly alpha: number;
  /** Absent where it is the mean. */
  readonly selection_metric?: string;
  readonly steps: readonly {
    readonly step: number;
    readonly best: number;
    readonly best_value: number;
    readonly n_kept: number;
    readonly kept?: number[];
  }[];
}

const shared = resolve('../shared');
const traces = existsSync(join(shared, 'traces')) ? readdirSync(join(shared, 'traces')) : [];

test.skipIf(traces.length === 0)(
  `the authors' traces, step for step${traces.length === 0 ? ' (skipped: ../shared is absent)' : ''}`,
  async () => {
    const folder = temporaryFolder(onTestFinished);
    const table = readFileSync(join(shared, 'tables/cifar10-10k.csv'), 'utf8');
    writeFileSync(join(folder, 'table.csv'), table);
    const ids = table
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(',')[0]);
    for (const name of traces) {
      const trace = JSON.parse(readFileSync(join(shared, 'traces', name), 'utf8')) as Trace;
      const criterion = trace.selection_metric ?? 'mean';
      const ask = ['--candidate', 'model', '--loss', 'accuracy_*', '--direction', 'maximize', '--criterion', criterion];
      const rule = ['--rule', trace.criterion, '--alpha', String(trace.alpha), '--warmup', String(trace.start_step)];
      const order = ['--replicate-order', trace.experiment_order.join(',')];
      const { stdout } = await surefoot(['replay', 'table.csv', ...ask, ...rule, ...order, '--json'], folder);
      const { decisions } = parseResult(stdout);
      expect(decisions.map(({ round }) => round)).toEqual(trace.steps.map(({ step }) => step));
      decisions.forEach(({ survivors, incumbent, incumbentValue }, index) => {
        const step = trace.steps[index] as Trace['steps'][number];
        expect(incumbent).toBe(ids[step.best]);
        expect(Math.abs(incumbentValue - step.best_value)).toBeLessThan(1e-6);
        expect(survivors).toHaveLength(step.n_kept);
        // A step that drops nobody of all may leave the list out.
        if (step.kept) expect([...survivors].sort()).toEqual(step.kept.map((row) => ids[row]).sort());
      });
    }
  },
);

test.each(['mean', 'q3', 'std'])('a candidate with no trial or one is a gap, and no error (%s)', async (criterion) => {
  const table = 'candidate,loss_0,loss_1,loss_2\na,,,\nb,0.7,0.8,0.75\nc,0.6,0.7,0.69\nd,,0.9,\n';
  const folder = folderWith({ 'table.csv': table });
  const { status, stdout, stderr } = await surefoot(
    ['replay', 'table.csv', '--criterion', criterion, '--json'],
    folder,
  );
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const { winner, verdict, replay } = parseResult(stdout);
  expect(['b', 'c']).toContain(winner?.candidate);
  expect(verdict).toBe('stopped');
  expect(replay?.missing).toBeGreaterThan(0);
});

test('where every candidate diverges nobody is the best, and there is no regret', async () => {
  const folder = folderWith({ 'table.csv': 'candidate,loss_0,loss_1\na,Infinity,Infinity\nb,Infinity,Infinity\n' });
  for (const rule of ['default', 'halving']) {
    const warmup = rule === 'halving' ? ['--warmup', '1'] : [];
    const { stdout } = await surefoot(['replay', 'table.csv', '--rule', rule, ...warmup, '--json'], folder);
    expect(parseResult(stdout).replay).toMatchObject({ best: null, regret: null, value: null });
  }
  const { stdout } = await surefoot(['replay', 'table.csv'], folder);
  expect(stdout).not.toContain('the best by');
});

test('one replicate is too few for the default rule, and no setting is blamed', async () => {
  const folder = folderWith({ 'table.csv': 'candidate,loss_0\na,1\nb,2\n' });
  const { status, stderr } = await surefoot(['replay', 'table.csv'], folder);
  expect(status).toBe(2);
  expect(stderr).toMatch(/There is 1 replicate in use/);
  expect(stderr).not.toContain('maxReplicates');
});

test('a run under its own rule that ended after one replicate is replayed', async () => {
  const folder = folderWith({
    'train.mjs': 'export default ({ width }) => width;\n',
    'e.yaml': 'name: e\ntrainer: { module: ./train.mjs }\nspace: { width: [1, 2, 3] }\nworkers: 1\n',
  });
  await surefoot(['select', 'e.yaml', '--budget', '3', '--out', 'run', '--quiet'], folder);
  const { status, stdout } = await surefoot(['replay', 'run', '--json'], folder);
  expect(status).toBe(0);
  expect(parseResult(stdout).replay?.replicates).toBe(1);
});
