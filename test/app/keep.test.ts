/** @file `surefoot keep` in the folder of a script: what is kept and discarded, what is left as it was, what goes on, and bad input. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { until } from '../until.js';
import { startSurefoot, temporaryFolder } from './command-line.js';
import { surefootHere } from './command-line-here.js';

const HAS_GIT = spawnSync('git', ['--version']).status === 0;
const withoutGit = HAS_GIT ? '' : ' (skipped: there is no git)';

/** Noise of 0.1 from the seed; better by `gain`, and by what stands in a file of data where there is one. */
const script = (gain: number, more = '') => `
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
const seed = Number(process.argv[2]);
let state = (seed ^ 0x9e3779b9) >>> 0;
const uniform = () => {
  state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x297a2d39) >>> 0;
  return (state >>> 8) / 2 ** 24;
};
for (let turn = 0; turn < 8; turn++) uniform();
const noise = uniform() + uniform() + uniform() - 1.5;
${more}
console.log('val_loss: ' + (1 - ${gain} + 0.2 * noise));
`;

let folder = '';
const git = (...args: string[]): string => {
  const own = ['-c', 'user.name=someone', '-c', 'user.email=someone@localhost', ...args];
  const { status, stdout, stderr } = spawnSync('git', own, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout;
};
const edit = (text: string, name = 'train.mjs'): void => writeFileSync(join(folder, name), text);
const typed = (more: readonly string[]): string[] => [
  ...['keep', '--quiet', '--metric', 'val_loss: (\\S+)', '-w', '1', ...more, '--', 'node', 'train.mjs', '{seed}'],
];
const keep = (...more: string[]) => surefootHere(typed(more), folder);
const changes = () =>
  readFileSync(join(folder, 'runs/keep/changes.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

beforeEach(() => {
  folder = temporaryFolder(onTestFinished);
  edit(script(0));
});

describe.skipIf(!HAS_GIT)(`in a repository${withoutGit}`, () => {
  beforeEach(() => {
    git('init', '-q', '.');
    edit('notes\n', 'staged.txt');
    git('add', 'train.mjs');
    git('commit', '-q', '-m', 'first');
  });

  test('a gain is kept and is the next baseline; tree, index and branches stay as they were', async () => {
    git('add', 'staged.txt');
    edit(script(0.6));
    edit('new\n', 'untracked.txt');
    const before = [git('status', '--porcelain'), git('branch', '--list'), git('stash', 'list')];
    const kept = await keep();
    expect([kept.status, kept.stderr]).toEqual([0, '']);
    const lines = kept.stdout.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(5);
    expect(lines[0]).toMatch(/^keep: the gain is (real|likely)/);
    expect(lines[1]).toMatch(/^mean of val_loss \S+ -> \S+, gain 0\.\d+ \[0?\.?\d+.*\]$/);
    const after = [
      git('status', '--porcelain').replace('?? runs/\n', ''),
      git('branch', '--list'),
      git('stash', 'list'),
    ];
    expect(after).toEqual(before);
    const [change] = changes();
    expect(change).toMatchObject({
      verdict: 'keep',
      moved: true,
      baseline: { name: 'HEAD' },
      trainings: { reused: 0 },
    });
    // Worse than what was kept, though better than HEAD; the baseline is trained up to six times.
    edit(script(0.1));
    const back = await keep('--json');
    expect(back.status).toBe(4);
    const told = JSON.parse(back.stdout);
    expect(told).toMatchObject({ verdict: 'discard', moved: false, baseline: { id: change.candidate.id } });
    expect(told.trainings.candidate + told.trainings.baseline - told.trainings.reused).toBeLessThanOrEqual(4);
    // Judged before: the same answer, and nothing is trained.
    const again = JSON.parse((await keep('--json')).stdout);
    expect(again.trainings).toEqual({ ...told.trainings, reused: told.trainings.candidate + told.trainings.baseline });
  });

  test('the same tree is not judged, a dry run moves nothing, and what is frozen must not change', async () => {
    git('add', '.');
    git('commit', '-q', '-m', 'all');
    expect(await keep()).toMatchObject({ status: 4, stdout: expect.stringContaining('nothing has changed') });
    edit(script(0.6));
    const dry = await keep('--dry-run');
    expect(dry).toMatchObject({ status: 0, stdout: expect.stringContaining('This was a dry run.') });
    expect(existsSync(join(folder, 'runs/keep/changes.jsonl'))).toBe(false);
    const frozen = await keep('--frozen', 'train.mjs');
    expect(frozen).toMatchObject({
      status: 4,
      stdout: expect.stringContaining('it touches what is frozen: train.mjs'),
    });
  });

  test('a budget leaves it undecided, and the same command goes on', async () => {
    edit(script(0.6));
    const short = await keep('--budget', '7');
    expect(short).toMatchObject({ status: 3, stdout: expect.stringContaining('undecided: ') });
    const whole = await keep('--json');
    expect(whole.status).toBe(0);
    expect(JSON.parse(whole.stdout).trainings.reused).toBe(7);
  });

  test('a version that does not start is discarded; a baseline that does not is bad input', async () => {
    edit('throw new Error("no such module");');
    const broken = await keep();
    expect(broken).toMatchObject({
      status: 4,
      stdout: expect.stringContaining('it collapses or fails in 2 of 2 trainings'),
    });
    git('commit', '-q', '-a', '-m', 'broken');
    edit(script(0));
    const baseline = await keep('--baseline', 'HEAD', '--out', 'runs/other');
    expect([baseline.status, baseline.stderr]).toEqual([2, expect.stringContaining('The baseline HEAD')]);
    // It is seen at the first look.
    const trainings = (await surefootHere(['log', 'runs/other', '--json'], folder)).stdout.trimEnd().split('\n');
    expect(trainings.length).toBeLessThanOrEqual(7);
  });

  test('a version that hangs is ended by --timeout, and one whose metric is no number by what it prints', async () => {
    edit('setInterval(() => {}, 1000);');
    expect(await keep('--timeout', '1')).toMatchObject({ status: 4, stdout: expect.stringContaining('it collapses') });
    edit("console.log('val_loss: nan');");
    expect(await keep()).toMatchObject({
      status: 4,
      stdout: expect.stringMatching(/^discard: it collapses or fails in \d of \d trainings/),
    });
  });

  test('of a metric that is printed more than once the last one counts, which is said', async () => {
    edit(script(0.6, "console.log('val_loss: 17');"));
    const { status, stdout } = await keep();
    expect([status, stdout]).toEqual([0, expect.stringContaining('mean of val_loss (the last one printed) 1.')]);
  });

  test('on a detached head, and while another one is at work in the folder of the session', async () => {
    git('checkout', '-q', '--detach');
    edit(script(0.6, 'if (existsSync("slow")) await new Promise((done) => setTimeout(done, 1e9));'));
    edit('', 'slow');
    const first = startSurefoot(typed([]), folder);
    onTestFinished(async () => {
      first.child.kill('SIGKILL');
      await first.ended;
    });
    await until(() => existsSync(join(folder, 'runs/keep/live.json')));
    const second = await keep();
    expect([second.status, second.stderr]).toEqual([2, expect.stringContaining('is in use by process')]);
    rmSync(join(folder, 'slow'));
    expect(await keep('--out', 'runs/other')).toMatchObject({ status: 0 });
    expect(git('status', '--branch', '--porcelain')).toContain('HEAD (no branch)');
  });

  test('a submodule, and a baseline that is not there any more', async () => {
    edit(script(0.6));
    await keep();
    git('update-ref', '-d', `refs/surefoot/keep/${changes()[0].candidate.id}`);
    edit(script(0.7));
    const gone = await keep();
    expect([gone.status, gone.stderr]).toEqual([2, expect.stringContaining('is not there any more')]);
    mkdirSync(join(folder, 'inner'));
    for (const args of [
      ['init', '-q', 'inner'],
      ['-C', 'inner', 'commit', '-q', '--allow-empty', '-m', 'inner'],
    ])
      git(...args);
    const withModule = await keep();
    expect([withModule.status, withModule.stderr]).toEqual([2, expect.stringContaining('inner is a submodule')]);
  });

  test('trainings see no ignored files but those that are linked, and leave nothing behind', async () => {
    mkdirSync(join(folder, 'data'));
    edit('data/\n', '.gitignore');
    edit('5', 'data/offset');
    git('add', '.gitignore');
    git('commit', '-q', '-m', 'ignore');
    const reads = `if (existsSync('left')) throw new Error('left behind'); writeFileSync('left', '');
if (!existsSync('data/offset')) throw new Error('no data');`;
    edit(script(0, reads));
    git('commit', '-q', '-a', '-m', 'reads data');
    edit(script(0.6, reads));
    expect((await keep('--out', 'runs/without')).stderr).toContain('no data');
    expect(await keep('--link', 'data')).toMatchObject({ status: 0, stderr: '' });
    expect(existsSync(join(folder, 'left'))).toBe(false);
  });

  test('a session is confirmed on new seeds', async () => {
    edit(script(0.6));
    await keep();
    const confirmed = await keep('--confirm');
    expect(confirmed).toMatchObject({ status: 0, stdout: expect.stringContaining('the gain of the session is real') });
    const [judged, anew] = ['keep', 'keep/confirm'].map((run) => {
      const [head = '', ...rows] = readFileSync(join(folder, `runs/${run}/keep-trials.csv`), 'utf8')
        .trim()
        .split('\r\n');
      const place = head.split(',').indexOf('seed.init');
      return new Set(rows.map((row) => row.split(',')[place]));
    }) as [Set<string>, Set<string>];
    expect(Math.min(judged.size, anew.size)).toBeGreaterThan(5);
    expect([...anew].filter((seed) => judged.has(seed))).toEqual([]);
  });

  test('a session is shown as one: its changes in order, what is kept by chance, and its page', async () => {
    // Runs are mostly ignored.
    edit('runs/\n', '.gitignore');
    edit(script(0.6));
    await keep();
    edit(script(0.1));
    await keep();
    edit(script(0.2));
    await keep('--frozen', 'train.mjs');
    edit(script(1.2));
    await keep('--budget', '1');
    const told = await surefootHere(['status', 'runs/keep'], folder);
    expect([told.status, told.stderr]).toEqual([0, '']);
    const rows = told.stdout.split('\n').filter((line) => /^ +\d /.test(line));
    const outcomes = [
      /1 .* kept, (real|likely) +0\.\d+ \[/,
      /2 .* discarded +−0\.\d/,
      /3 .* discarded +–/,
      /4 .* undecided/,
    ];
    expect(rows).toEqual(outcomes.map((row) => expect.stringMatching(row)));
    const lines = told.stdout.replaceAll(/\s+/g, ' ');
    expect(lines).toMatch(/Of 4 changes 1 is kept \(\d real, \d likely\), 2 discarded, 1 undecided\./);
    expect(lines).toContain('Of 3 trained changes at most 0.22 would be kept by chance if none gained anything.');
    expect(lines).toMatch(/\d+ trainings, and \d+ used again\./);
    const report = await surefootHere(['report', 'runs/keep'], folder);
    expect([report.status, report.stdout]).toEqual([0, expect.stringMatching(/Session +Of 4 changes 1 is kept/)]);
    const page = readFileSync(join(folder, 'runs/keep/keep.html'), 'utf8');
    expect(page).toContain('Gain by change');
    expect(page).toContain('it touches what is frozen: train.mjs');
    // The same command goes on, and it stays one change.
    await keep();
    expect((await surefootHere(['status', 'runs/keep'], folder)).stdout).toMatch(/Of 4 changes 2 are kept/);
  });

  test('bad input', async () => {
    edit(script(0.6));
    const refused = async (...more: string[]) => {
      const { status, stderr } = await keep(...more);
      expect(status).toBe(2);
      return stderr;
    };
    expect(await refused('--baseline', 'nowhere')).toContain('There is no version nowhere.');
    expect(await refused('--error', '0.7')).toContain('The error is 0.7.');
    expect(await refused('--criterion', 'best')).toContain('best');
    // The last one given counts.
    expect(await refused('--metric', 'val_loss: (')).toContain('--metric: "val_loss: (" is not a regular expression');
    expect(await refused('--confirm-metric', 'x')).toContain('there is no --confirm');
    mkdirSync(join(folder, 'runs/keep'), { recursive: true });
    edit('{}\n', 'runs/keep/changes.jsonl');
    expect(await refused()).toContain('Line 1 of');
  });
});

test('without git a copy of the folder is the baseline, and a score is better where it is higher', async () => {
  const own = (...more: string[]) => keep('--direction', 'maximize', ...more);
  const begun = await own();
  expect(begun).toMatchObject({ status: 0, stdout: expect.stringContaining('The baseline is this folder as it is') });
  edit(script(-0.6));
  expect(await own()).toMatchObject({ status: 0, stdout: expect.stringMatching(/^keep: /) });
  edit(script(0.6));
  expect(await own()).toMatchObject({ status: 4, stdout: expect.stringMatching(/^discard: /) });
  const [, kept] = changes();
  expect(kept).toMatchObject({ verdict: 'keep', moved: true });
  expect(kept.gain).toBeGreaterThan(0.3);
});
