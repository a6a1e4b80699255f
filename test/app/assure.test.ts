/** @file `surefoot assure` as scripts meet it: its exit statuses, its last screen, resuming, whom it is about; and the functions. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { assure, assureChange, expectRobust, NotRobustError } from '../../dist/app/index.js';
import { temporaryFolder } from './command-line.js';
import { surefootHere } from './command-line-here.js';

/** Width 1 misses in a third of its trainings, width 2 never, width 3 diverges or fails in some. */
const TRAINER = `export default ({ width }, { seeds }) => {
  const at = seeds.init % 100;
  if (width === 3 && at < 10) return Number.NaN;
  if (width === 3 && at < 20) throw new Error('no memory left');
  return width === 1 && at < 33 ? 0.9 : (width === 2 ? 0.1 : 0.2) + at / 1000;
};
`;

let folder = '';
beforeEach(() => {
  folder = temporaryFolder(onTestFinished);
  writeFileSync(join(folder, 'train.mjs'), TRAINER);
  const lines = ['name: made-up', 'trainer: { module: ./train.mjs }', 'space: { width: [1, 2, 3] }', 'workers: 1'];
  writeFileSync(join(folder, 'e.yaml'), `${[...lines, 'race: { finalTrials: 2, maxReplicates: 6 }'].join('\n')}\n`);
});

const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');

const asked = (...more: string[]) =>
  surefootHere(['assure', 'e.yaml', '--loss-below', '0.4', '--quiet', ...more], folder);

// biome-ignore lint/suspicious/noExplicitAny: the content of a file that is under test
const findings = (): any => JSON.parse(readFileSync(join(folder, 'runs/made-up/assure.json'), 'utf8')).findings;

describe('the exit status is the answer', () => {
  test('3: undecided; the same command goes on, and trains nothing again; 0: it holds, in at most twelve lines', async () => {
    const short = await asked('-c', 'width=2', '--budget', '40');
    expect(short.status).toBe(3);
    expect(short.stdout).toContain('Finding  Undecided: whether at least 95 %');
    expect(flat(short.stdout)).toContain('Undecided so far: with a larger budget the same command goes on');
    const { status, stdout } = await asked('-c', 'width=2');
    expect(status).toBe(0);
    expect(stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(14);
    expect(flat(stdout)).toContain(
      'Finding It holds: at least 95 % of the trainings of width=2 have a loss below 0.4 (68 of 68 did).',
    );
    expect(flat(stdout)).toContain('At least 95.0 % pass (95 % confidence), however often one looks.');
    expect(findings()).toMatchObject({ kind: 'assure', verdict: 'holds', trials: 68, passed: 68 });
    expect(readFileSync(join(folder, 'runs/made-up/assure.html'), 'utf8')).toContain('Share that passes');
    // Another share of the same trainings is another question, which they answer.
    const easier = await asked('-c', 'width=2', '--share', '0.8', '--json');
    expect(JSON.parse(easier.stdout).trials.used).toBe(16);
    expect((await surefootHere(['status', 'runs/made-up'], folder)).stdout).toContain(
      '69 trainings in all, 2 questions',
    );
  });

  test('4: it does not hold; failed and diverged trainings do not pass', async () => {
    const { status, stdout } = await asked('-c', 'width=3');
    expect(status).toBe(4);
    expect(stdout).toContain('Finding  4 of 59 trainings failed, 5 collapsed. It does not hold: less than 95 %');
    const { failed, diverged, trials, passed } = findings();
    expect(failed * diverged).toBeGreaterThan(0);
    expect(failed + diverged).toBe(trials - passed);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      `Note Of ${trials} trainings, ${diverged} diverged and ${failed} failed: these count as not passing.`,
    );
    const listed = (await surefootHere(['status', 'runs/made-up'], folder)).stdout;
    expect(listed.replaceAll(/\s+/g, ' ')).toMatch(/: answered: no, asked .* It does not hold/);
  });

  test('2: several candidates, and none named', async () => {
    const { status, stderr } = await asked();
    expect([status, stderr]).toEqual([2, expect.stringContaining('There are 3 candidates')]);
  });
});

test('the winner of a finished race is taken, on trainings that did not choose it', async () => {
  await surefootHere(['select', 'e.yaml', '--quiet'], folder);
  const result = JSON.parse(readFileSync(join(folder, 'runs/made-up/result.json'), 'utf8'));
  const after = await asked('--json');
  expect(after.status).toBe(0);
  const study = JSON.parse(after.stdout);
  expect(study.findings.candidate).toBe(result.winner.candidate);
  const rows = readFileSync(join(folder, 'runs/made-up/assure-trials.csv'), 'utf8').trim().split('\n');
  expect(rows).toHaveLength(69);
  // The run folder alone says as much as the experiment, and is resumed.
  const again = await surefootHere(['assure', 'runs/made-up', '--loss-below', '0.4', '--json'], folder);
  expect(JSON.parse(again.stdout).findings).toEqual(study.findings);
  const other = await surefootHere(
    ['assure', 'runs/made-up', '--loss-below', '0.4', '-c', 'width=1', '--quiet'],
    folder,
  );
  expect(other.status).toBe(4);
});

test.each([
  [
    ['--metric', 'accuracy', '--above', '0.9'],
    'No baseline passes this bar on the selection set: guessing by class frequencies (accuracy',
  ],
  [['--loss-below', '9'], 'Guessing by class frequencies (loss'],
])('a bar stands beside what needs no network: %s', async (bar, line) => {
  const space = 'space: { layers: { value: [{ flatten: {} }, { dense: { units: 4 } }] }, epochs: [1] }';
  writeFileSync(
    join(folder, 'g.yaml'),
    `${['name: g', 'data: { source: gratings }', 'sample: 60', space].join('\n')}\n`,
  );
  const { stdout } = await surefootHere(['assure', 'g.yaml', ...bar, '--budget', '3', '-w', '1', '--quiet'], folder);
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(line);
  expect(stdout).not.toContain('May be no better');
  expect(stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(14);
});

describe('against another experiment', () => {
  const write = (name: string, width: number, more = '') =>
    writeFileSync(
      join(folder, `${name}.yaml`),
      `${[`name: ${name}`, 'trainer: { module: ./train.mjs }', `space: { width: [${width}] }`, more].join('\n')}\n`,
    );
  const against = (...args: string[]) => surefootHere(['assure', ...args, '--quiet'], folder);
  beforeEach(() => {
    write('worse', 1);
    write('better', 2);
  });

  test('0: the change is kept; 4: it is discarded; 3: a budget ended', async () => {
    const short = await against('better.yaml', '--against', 'worse.yaml', '--budget', '9');
    expect([short.status, short.stdout]).toEqual([3, expect.stringContaining('trainings of the new candidate and')]);
    const real = await against('better.yaml', '--against', 'worse.yaml');
    expect(real.status).toBe(0);
    expect(flat(real.stdout)).toContain(
      'Finding 9 of 54 trainings collapsed (worse.yaml: 9). Keep, the gain is real: the new candidate has a q3 of the loss of 0.1',
    );
    expect(flat(real.stdout)).toContain('keep a change that gains nothing in at most 5 %');
    expect(real.stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(12);
    const study = JSON.parse(readFileSync(join(folder, 'runs/better/keep.json'), 'utf8'));
    expect(study).toMatchObject({ kind: 'keep', status: 'finished', findings: { verdict: 'keep', criterion: 'q3' } });
    expect(study.candidates).toHaveLength(2);
    expect(readFileSync(join(folder, 'runs/better/keep.html'), 'utf8')).toContain('New and old');
    const back = await against('worse.yaml', '--against', 'better.yaml');
    expect([back.status, flat(back.stdout)]).toEqual([4, expect.stringContaining('Discard, ')]);
  });

  test('a run stands for its winner, on either side', async () => {
    await surefootHere(['select', 'e.yaml', '--quiet'], folder);
    const { status, stderr } = await against(
      'runs/made-up',
      '--against',
      'runs/made-up',
      '--against-candidate',
      'width=1',
    );
    expect([status, stderr]).toEqual([0, '']);
  });
});

/** What docs/assure.md shows, run by Node's own test runner; `width` is the candidate's. */
function runDocumented(width: number) {
  const page = readFileSync('docs/assure.md', 'utf8');
  const [, code = ''] = /## In a test\n[\s\S]*?```ts\n([\s\S]*?)```/.exec(page) ?? [];
  const lines = ['name: robust', 'trainer: { module: ./train.mjs }', `space: { width: [${width}] }`];
  writeFileSync(join(folder, 'experiment.yaml'), `${lines.join('\n')}\n`);
  const library = pathToFileURL(resolve('dist/app/index.js')).href;
  writeFileSync(
    join(folder, 'robust.mjs'),
    `import test from 'node:test';\n${code.replace("'surefoot'", `'${library}'`)}`,
  );
  const env = { ...process.env };
  delete env.NODE_TEST_CONTEXT;
  return spawnSync(process.execPath, ['--test', 'robust.mjs'], { cwd: folder, encoding: 'utf8', env });
}

test('the documented example passes, and fails, under a test runner', () => {
  const passed = runDocumented(2);
  expect([passed.status, passed.stdout]).toEqual([0, expect.stringContaining('trains well nearly every time')]);
  const failed = runDocumented(1);
  expect(failed.status).toBe(1);
  expect(failed.stdout).toContain('It does not hold: less than 90 % of the trainings of');
});

describe('as functions', () => {
  const experiment = { name: 'library', space: { width: [1, 2] }, seed: 5 };
  const trainer = ({ width }: { width: number }, { seeds }: { seeds: { init: number } }): number =>
    width === 1 && seeds.init % 3 === 0 ? 0.9 : 0.2;

  test('assure gives the verdict with its record', async () => {
    const found = await assure({ experiment, trainer, candidate: 'width=2', share: 0.9, below: 0.4 });
    expect(found).toMatchObject({ status: 'decided', verdict: 'holds', record: { kind: 'assure' } });
    expect(found.headline).toMatch(/^It holds: at least 90 % of the trainings of .* have a loss below 0.4/);
    expect(found.record.trials.used).toBe(33);
  });

  test('expectRobust throws what test runners show', async () => {
    const asked = { experiment, trainer, share: 0.9, below: 0.4 };
    expect((await expectRobust({ ...asked, candidate: 'width=2' })).verdict).toBe('holds');
    const error = await expectRobust({ ...asked, candidate: 'width=1' }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NotRobustError);
    expect(error).toMatchObject({
      ...{ name: 'NotRobustError', code: 'ERR_ASSERTION', actual: 'does not hold', expected: 'holds' },
      ...{ message: expect.stringContaining('It does not hold'), finding: { status: 'denied' } },
    });
    const few = expectRobust({ ...asked, candidate: 'width=2', budget: { trials: 5 } });
    await expect(few).rejects.toMatchObject({ actual: 'undecided', message: expect.stringContaining('Undecided') });
  });

  test('assureChange compares by the criterion of the experiment', async () => {
    const race = { criterion: 'mean' };
    const asked = { experiment: { ...experiment, race }, trainer, against: experiment };
    const found = await assureChange({ ...asked, candidate: 'width=2', againstCandidate: 'width=1' });
    expect(found).toMatchObject({ status: 'decided', verdict: 'keep', record: { findings: { criterion: 'mean' } } });
    const same = assureChange({ ...asked, candidate: 'width=2', againstCandidate: 'width=2' });
    await expect(same).rejects.toMatchObject({ code: 'keep-same' });
  });

  test('refuses what they do not take', async () => {
    const wrong = { experiment, trainer, candidates: ['width=2'], below: 0.4 };
    await expect(assure(wrong as never)).rejects.toMatchObject({ code: 'unknown-option' });
    await expect(assure({ experiment, trainer, below: 0.4 })).rejects.toMatchObject({ code: 'several-candidates' });
  });
});
