/**
 * @file Commands as trainers, through the command line: what they are told, limits, leftovers, failures, bad input. Trials that go wrong in
 * every way, a thousand of them, take long: test/torture.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
// The built package, as a user has it.
import { InputError, type PlanRunEvent, select as runSelect, SurefootError } from '../../../dist/app/index.js';
import type { JsonObject, Outcome } from '../../../src/core/index.js';
import { openSqliteStore } from '../../../src/evidence/log/index.js';
import { readOutput } from '../../../src/work/here/index.js';
import { surefoot, temporaryFolder } from '../../app/command-line.js';
import { surefootHere } from '../../app/command-line-here.js';
import { isAlive, survivors, TRAINER, traceOf } from '../../torture/run-torture.js';
import { until, withTimeEnough } from '../../until.js';

const linux = process.platform === 'linux';
const fixture = resolve('test/trainers/command/fixtures/plain.mjs');

/** An experiment file in a folder of the test's own; two candidates, x = 1 and x = 2. */
function write(trainer: JsonObject, more: JsonObject = {}): string {
  const folder = temporaryFolder(onTestFinished);
  mkdirSync(join(folder, 'left'));
  const experiment = {
    name: 'run',
    trainer: trainer,
    space: { x: [1, 2] },
    race: { rule: 'halving', warmup: 2, criterion: 'median', finalTrials: 3 },
    workers: 2,
    seed: 5,
    ...more,
  };
  writeFileSync(join(folder, 'e.yaml'), JSON.stringify(experiment));
  return folder;
}

/** The same as the command line, in this process. */
async function select(folder: string, options: { readonly retryFailed?: boolean } = {}) {
  const warnings: string[] = [];
  const onEvent = (event: PlanRunEvent): void => {
    if (event.kind === 'warning') warnings.push(event.text);
  };
  try {
    await runSelect({ experiment: join(folder, 'e.yaml'), out: join(folder, 'runs/run'), onEvent, ...options });
    return { status: 0, stderr: warnings.join('\n') };
  } catch (error) {
    if (!(error instanceof SurefootError)) throw error;
    return { status: error instanceof InputError ? 2 : 1, stderr: error.message };
  }
}

function outcomesOf(folder: string): readonly Outcome[] {
  const store = openSqliteStore(join(folder, 'runs/run/log.sqlite'), { readOnly: true });
  try {
    return store.outcomes();
  } finally {
    store.close();
  }
}

interface Seen {
  readonly argv: string[];
  readonly environment: Record<string, string>;
  readonly trial: {
    readonly seeds: Record<string, number>;
    readonly sample: JsonObject;
    readonly configuration: JsonObject;
    readonly replicate: number;
  };
}

/** What the plain trainer saw, trial after trial. */
function seen(folder: string): Seen[] {
  const lines = readFileSync(join(folder, 'seen'), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Seen);
}

describe('what a command is told', () => {
  test('in a file, with placeholders, and nothing is read by a shell', async () => {
    const odd = 'a b; echo "$HOME" \'`\' {{x}}';
    const folder = write(
      {
        command: [
          process.execPath,
          fixture,
          odd,
          '{replicate}',
          '{seed.init}',
          '{configuration.text}',
          '{configuration}',
        ],
      },
      { space: { x: [1, 2], text: "it's $(date)" }, workers: 1 },
    );
    expect(await select(folder)).toMatchObject({ status: 0, stderr: '' });
    const [first] = seen(folder);
    const configuration = first?.trial.configuration;
    expect(first?.argv).toEqual([
      odd.replace('{{x}}', '{x}'),
      '0',
      String(first?.trial.seeds.init),
      "it's $(date)",
      JSON.stringify(configuration),
    ]);
  });

  test('through a shell when asked for, with quoted values', async () => {
    const line = `${process.execPath} ${fixture} {configuration.text} | cat`;
    const folder = write({ command: { shell: line } }, { space: { x: [1, 2], text: `it's "$(date)" ; exit 3` } });
    expect(await select(folder)).toMatchObject({ status: 0, stderr: '' });
    expect(seen(folder)[0]?.argv).toEqual([`it's "$(date)" ; exit 3`]);
  });

  test('as arguments', async () => {
    const folder = write(
      { command: [process.execPath, fixture], pass: 'arguments' },
      { space: { x: [1, 2], nested: { name: '-v', list: { value: [1, 2] } } }, sample: 7 },
    );
    expect(await select(folder)).toMatchObject({ status: 0, stderr: '' });
    const [first] = seen(folder);
    const text = first?.argv.join(' ');
    expect(text).toMatch(/^--x [12] --nested\.name=-v --nested\.list \[1,2\] --seed\.init \d+ .* --sample\.size 7 /);
  });

  test('all settings in a form of its own, each a word', async () => {
    const space = { x: [1, 2], nested: { name: "it's $(date)" }, amp: true };
    const argv = (x: unknown) => ['--x', String(x), '--nested.name', "it's $(date)", '--amp'];
    const form = '{configuration:--key value, --flag}';
    for (const command of [
      [process.execPath, fixture, form],
      { shell: `${process.execPath} ${fixture} ${form} | cat` },
    ]) {
      const folder = write({ command }, { space });
      expect(await select(folder)).toMatchObject({ status: 0, stderr: '' });
      for (const one of seen(folder)) expect(one.argv).toEqual(argv(one.trial.configuration.x));
    }
  });

  test.each([
    [
      'a form that is none',
      [process.execPath, '{configuration:--key=val}'],
      /no placeholder \{configuration:--key=val\}.*\{configuration:--key=value\}/s,
    ],
    ['beside other text', [process.execPath, 'a{configuration:key=value}'], /stands beside other text/],
    ['beside other text of a shell', { shell: 'echo a{configuration:key=value}' }, /stands beside other text/],
    ['in quotes', { shell: 'echo " {configuration:key=value} "' }, /in double quotes/],
    ['in a script', ['sh', '-c', '{configuration:key=value}'], /stands in a script of sh/],
  ])('a placeholder for all settings is refused: %s', async (_, command, message) => {
    const { status, stderr } = await select(write({ command }));
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });

  test('what it prints for people is searched for the loss, and where it has none that is said', async () => {
    const script = `console.log('val_loss: 9'); console.log('val_loss: ' + (process.argv[1] - 1) + ' ' + process.argv[2])`;
    const command = [process.execPath, '-e', script, '{configuration.x}', '{seed.init}'];
    const worked = write({ command, loss: { pattern: 'val_loss: (\\S+)' } });
    expect((await select(worked)).status).toBe(0);
    expect(new Set(outcomesOf(worked).map(({ loss }) => loss))).toEqual(new Set([0, 1]));
    const failed = write({ command, loss: { pattern: 'test_loss: (\\S+)' } });
    const { status, stderr } = await select(failed);
    expect(status).toBe(1);
    expect(stderr).toMatch(/no-loss: .*\nIt gave no loss: the pattern "test_loss: .*matches no line.*val_loss: 9/s);
  });

  test('another pattern is another trainer, and a long-lived command has none', async () => {
    const command = [process.execPath, '-e', 'console.log("a: 1 b: 2")'];
    const folder = write({ command, loss: { pattern: 'a: (\\S+)' } });
    expect((await select(folder)).status).toBe(0);
    const path = join(folder, 'e.yaml');
    writeFileSync(path, readFileSync(path, 'utf8').replace('a: ', 'b: '));
    expect(await select(folder)).toMatchObject({ status: 2, stderr: expect.stringMatching(/another experiment/) });
    const long = await select(write({ command, loss: { pattern: 'a: (\\S+)' }, protocol: 'long-lived' }));
    expect(long).toMatchObject({ status: 2, stderr: expect.stringMatching(/only with `protocol: one-shot`/) });
  });

  test('a script that does not know an argument is told of placeholders', async () => {
    const script = `console.error('t.py: error: unrecognized arguments: --lr 1'); process.exit(2)`;
    const { stderr } = await select(write({ command: [process.execPath, '-e', script] }));
    expect(stderr).toMatch(/It does not know --lr 1: placeholders in trainer\.command say which arguments it gets/);
  });

  test('as environment variables', async () => {
    const folder = write(
      { command: [process.execPath, fixture], pass: 'environment', environment: { MINE: 'yes' }, gpus: [3] },
      { space: { x: [1, 2], nested: { name: 'a b' } } },
    );
    expect(await select(folder)).toMatchObject({ status: 0, stderr: '' });
    for (const { environment, trial } of seen(folder)) {
      expect(environment).toMatchObject({
        SUREFOOT_CONFIG_x: String(trial.configuration.x),
        SUREFOOT_CONFIG_nested_name: 'a b',
        SUREFOOT_SEED_INIT: String(trial.seeds.init),
        CUDA_VISIBLE_DEVICES: '3',
        MINE: 'yes',
      });
    }
  });

  test('threads of libraries as its log was begun with, whatever is set later; the experiment has the last word', async () => {
    const trainer = { command: [process.execPath, fixture], environment: { NUMEXPR_NUM_THREADS: '7' } };
    const folder = write(trainer, { budget: { trials: 4 } });
    expect((await select(folder)).status).toBe(0);
    const store = openSqliteStore(join(folder, 'runs/run/log.sqlite'), { readOnly: true });
    onTestFinished(() => store.close());
    const threads = { ...store.head.threads, NUMEXPR_NUM_THREADS: '7' };
    expect(Object.keys(threads)).toHaveLength(5);
    process.env.OMP_NUM_THREADS = '99';
    onTestFinished(() => {
      delete process.env.OMP_NUM_THREADS;
    });
    const path = join(folder, 'e.yaml');
    const { budget: _, ...all } = JSON.parse(readFileSync(path, 'utf8')) as JsonObject;
    writeFileSync(path, JSON.stringify({ ...all, workers: 1 }));
    expect((await select(folder)).status).toBe(0);
    expect(seen(folder).length).toBeGreaterThan(4);
    for (const { environment } of seen(folder)) expect(environment).toMatchObject(threads);
  });

  test('the sample as indices that all candidates of a replicate share', async () => {
    const folder = write({ command: [process.execPath, fixture], sample: 'indices', examples: 50 }, { sample: 10 });
    expect(await select(folder)).toMatchObject({ status: 0, stderr: '' });
    const samples = seen(folder).map(({ trial }) => `${trial.replicate} ${JSON.stringify(trial.sample.indices)}`);
    const replicates = new Set(seen(folder).map(({ trial }) => trial.replicate));
    expect(samples.length).toBeGreaterThan(replicates.size);
    expect(new Set(samples).size).toBe(replicates.size);
    expect(new Set((seen(folder)[0] as Seen).trial.sample.indices as number[]).size).toBe(10);
  });

  test('the sample as files', async () => {
    const data = { source: 'bumps', size: 5, split: { pool: 40, selection: 20, final: 10 } };
    const folder = write({ command: [process.execPath, fixture], sample: 'files' }, { sample: 10, data });
    expect(await select(folder)).toMatchObject({ status: 0, stderr: '' });
    const { training, selection } = (seen(folder)[0] as Seen).trial.sample as Record<string, JsonObject>;
    expect(training).toMatchObject({ inputsShape: '(10,5,5,1)', targetsShape: '(10,1)' });
    expect(selection).toMatchObject({ inputsShape: '(20,5,5,1)' });
  });
});

describe('a command that stays', () => {
  test('gives the same losses and decisions as one that is started for each trial', async () => {
    const one = write({ command: [process.execPath, fixture] });
    const long = write({ command: [process.execPath, fixture], protocol: 'long-lived' });
    expect(await select(one)).toMatchObject({ status: 0, stderr: '' });
    expect(await select(long)).toMatchObject({ status: 0, stderr: '' });
    const losses = (folder: string) =>
      outcomesOf(folder)
        // Which one checks the seeds goes by how long each took.
        .filter(({ trial }) => trial.repeat === 0)
        .map(({ trial, loss }) => `${trial.candidate}/${trial.streams.init} ${loss}`)
        .sort();
    expect(losses(long)).toEqual(losses(one));
  });

  test.each([
    ['speaks another version', 'version-2', 7200, 2, /speaks version 2 .*Allowed: version 1/s],
    ['ends before it is ready', 'ends', 7200, 1, /before it was ready: It ended with exit code 4\..*no data/s],
    ['is never ready', 'mute', 1, 1, /ready within 1 s/],
  ])('and %s', async (_, mode, startSeconds, status, message) => {
    const folder = write({ command: [process.execPath, fixture, mode], protocol: 'long-lived', startSeconds });
    const result = await select(folder);
    expect(result.stderr).toMatch(message);
    expect(result.status).toBe(status);
  });
});

describe.skipIf(!linux)(`limits${linux ? '' : ' (skipped: finds processes by /proc, which only Linux has)'}`, () => {
  const tortured = (behaviour: string, more: JsonObject = {}) => {
    // The second candidate is fine.
    const space = [
      { x: 1, behaviour },
      { x: 2, behaviour: 'fine' },
    ];
    const folder = write({}, { space, failures: { retries: 0 } });
    const path = join(folder, 'e.yaml');
    const experiment = JSON.parse(readFileSync(path, 'utf8')) as JsonObject;
    const trainer = {
      command: [process.execPath, TRAINER, 'left'],
      environment: traceOf(join(folder, 'left')),
      ...more,
    };
    writeFileSync(path, JSON.stringify({ ...experiment, trainer }));
    return folder;
  };
  const summary = (folder: string) =>
    new Set(
      outcomesOf(folder).map(({ status, failure }) => `${status}${failure === undefined ? '' : ` ${failure.kind}`}`),
    );

  test.each(['one-shot', 'long-lived'])('wall time, %s: the whole tree is killed', async (protocol) => {
    const left = await withTimeEnough(3, async (timeoutSeconds) => {
      const folder = tortured('double-fork-and-hang', { protocol, timeoutSeconds });
      const { status } = await select(folder);
      const isCutOff = status !== 0 || readdirSync(join(folder, 'left')).length === 0;
      if (isCutOff) return undefined;
      expect(summary(folder)).toEqual(new Set(['completed', 'timed-out timeout']));
      return join(folder, 'left');
    });
    expect(survivors(left)).toEqual([]);
  });

  test('memory of the whole tree', async () => {
    const folder = tortured('memory', { memoryMiB: 300 });
    expect(await select(folder)).toMatchObject({ status: 0, stderr: '' });
    expect(summary(folder)).toEqual(new Set(['completed', 'failed memory']));
  });

  test('nothing that a killed run started survives its resume', async () => {
    const folder = tortured('double-fork-and-hang', { timeoutSeconds: 7200 });
    const left = join(folder, 'left');
    const killed = await surefoot(['select', 'e.yaml'], folder, async (child) => {
      await until(() => readdirSync(left).length > 0);
      child.kill('SIGKILL');
    });
    expect(killed.status).toBeNull();
    const orphans = readdirSync(left).map(Number);
    expect(orphans.filter(isAlive).length).toBeGreaterThan(0);
    const resumed = surefoot(['select', 'e.yaml'], folder, async (child) => {
      await until(() => !orphans.some(isAlive));
      child.kill('SIGINT');
    });
    expect((await resumed).status).toBe(130);
    expect(survivors(left)).toEqual([]);
  });
});

describe('failures', () => {
  const failing = (mode: string, failures: JsonObject, race: JsonObject = {}) =>
    write(
      { command: [process.execPath, fixture, mode], checkSeeds: false },
      {
        space: { x: [1, 2, 3, 4] },
        failures,
        race: { rule: 'halving', warmup: 2, criterion: 'median', finalTrials: 3, ...race },
        workers: 1,
      },
    );

  test('are kept with their last words, and shown', async () => {
    const folder = failing('fail-x-4', { retries: 0 });
    expect(await select(folder)).toMatchObject({ status: 0 });
    const failed = outcomesOf(folder).filter(({ status }) => status === 'failed');
    expect(failed).toHaveLength(2);
    for (const { trial, failure } of failed) {
      expect(failure).toMatchObject({
        kind: 'exit-code',
        message: expect.stringMatching(/exit code 7\.\na long complaint\n/),
      });
      const printed = readOutput(join(folder, 'runs/run/artifacts'), trial);
      expect(printed?.length).toBe(64 * 1024);
      expect(printed?.endsWith('last words of x=4\n')).toBe(true);
    }
    const list = await surefootHere(['log', 'runs/run'], folder);
    expect(list.stdout.split('\n')[0]).toMatch(/failed +c[0-9a-f]{8}\/0 +x=4 +.* exit-code: /);
    const { candidate } = (failed[0] as Outcome).trial;
    const shown = await surefootHere(['log', 'runs/run', `${candidate}/0`], folder);
    expect(shown.stdout).toMatch(/exit-code: It ended with exit code 7\..*last words of x=4/s);
    expect(await surefootHere(['log', 'runs/run', '99'], folder)).toMatchObject({ status: 2 });
    expect(await surefootHere(['log', 'nowhere'], folder)).toMatchObject({ status: 2 });
  });

  test('are tried again as often as the policy says', async () => {
    const folder = failing('count-x-4', { retries: 1, kinds: { 'exit-code': { retries: 3 } } });
    expect(await select(folder)).toMatchObject({ status: 0 });
    expect(readFileSync(join(folder, 'attempts'), 'utf8')).toHaveLength(2 * 4);
  });

  test('stop the run when the policy says so; corrected, the trial is trained anew', async () => {
    const folder = failing('fail-once', { retries: 0, action: 'stop' });
    const stopped = await select(folder);
    expect(stopped).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(
        /failed with exit-code, and the experiment stops the run then:.*exit code 7.*Allowed: .*\nFix: Correct the trainer, then make the same call again/s,
      ),
    });
    writeFileSync(join(folder, 'corrected'), '');
    expect(await select(folder)).toMatchObject({ status: 0 });
    expect(new Set(outcomesOf(folder).map(({ status }) => status))).toEqual(new Set(['completed']));
  });

  test('are left out when the policy says so', async () => {
    const folder = failing('fail-once', { retries: 0, action: 'exclude' }, { warmup: 3, criterion: 'mean' });
    expect(await select(folder)).toMatchObject({ status: 0 });
    const store = openSqliteStore(join(folder, 'runs/run/log.sqlite'), { readOnly: true });
    const [decision] = store.newestQuestion()?.decisions() ?? [];
    store.close();
    // Without the excluded trial x = 2 is the best; with an infinite loss it would have left.
    expect(decision?.survivors).toContain(
      outcomesOf(folder).find(({ status }) => status === 'failed')?.trial.candidate,
    );
    expect(decision?.incumbentValue).toBeLessThan(1);
    const { candidates } = JSON.parse(readFileSync(join(folder, 'runs/run/result.json'), 'utf8')) as {
      candidates: { criterion: number | string; failedRate: number }[];
    };
    expect(candidates.filter(({ failedRate }) => failedRate > 0)).toMatchObject([{ criterion: expect.any(Number) }]);
    // A replay makes the decision of the run again: there the trial is left out too.
    const { stdout } = await surefootHere(['replay', 'runs/run', '--json'], folder);
    const replay = JSON.parse(stdout) as { decisions: unknown[]; trials: object };
    expect(replay.decisions[0]).toEqual(JSON.parse(JSON.stringify(decision)));
    expect(replay.trials).toMatchObject({ diverged: 0 });
  });

  test('cannot be left out of pairs', async () => {
    const folder = failing('fine', { action: 'exclude' }, { rule: 'friedman', warmup: 4, finalTrials: 4 });
    expect(await select(folder)).toMatchObject({ status: 2, stderr: expect.stringMatching(/replicate by replicate/) });
    expect(existsSync(join(folder, 'runs'))).toBe(false);
  });

  test('are trained again by --retry-failed, and decided about again', async () => {
    const folder = failing('fail-once', { retries: 0 }, { criterion: 'mean' });
    expect(await select(folder)).toMatchObject({ status: 0 });
    const lost = outcomesOf(folder).find(({ status }) => status === 'failed')?.trial.candidate;
    const choiceOf = async () => {
      const { winner } = JSON.parse(readFileSync(join(folder, 'runs/run/result.json'), 'utf8')) as {
        winner: { candidate: string };
      };
      return winner.candidate;
    };
    expect(await choiceOf()).not.toBe(lost);
    writeFileSync(join(folder, 'corrected'), '');
    expect(await select(folder)).toMatchObject({ status: 0 });
    expect(await choiceOf()).not.toBe(lost);
    expect(await select(folder, { retryFailed: true })).toMatchObject({ status: 0 });
    expect(await choiceOf()).toBe(lost);
    expect(await select(folder)).toMatchObject({ status: 0 });
    expect(await choiceOf()).toBe(lost);
  });
});

describe('seeds', () => {
  test.each([
    ['that are ignored', 'random', /does not follow its seeds/],
    ['that change nothing', 'constant', /seeds change nothing/],
  ])('%s are warned of', async (_, mode, message) => {
    // Enough replicates for equal losses to be no accident.
    const race = { rule: 'halving', warmup: 2, criterion: 'median', finalTrials: 5 };
    const folder = write({ command: [process.execPath, fixture, mode] }, { race });
    expect(await select(folder)).toMatchObject({ status: 0, stderr: expect.stringMatching(message) });
  });
});

test.each<[string, JsonObject, RegExp]>([
  ['a program that is not there', { command: ['no-such-program-here'] }, /"no-such-program-here" was not found.*PATH/],
  ['a path that is not there', { command: ['./train.sh'] }, /train\.sh" was not found/],
  ['a file that may not be executed', { command: ['./e.yaml'] }, /may not be executed.*chmod/s],
  ['an unknown placeholder', { command: ['node', '{replicat}'] }, /\{replicat\}.*Did you mean \{replicate\}/s],
  [
    'a placeholder for a setting that is not there',
    { command: ['node', '{configuration.y}'] },
    /\{configuration\.y\}.*\{configuration\.x\}/s,
  ],
  ['an empty command', { command: [] }, /trainer\.command/],
  [
    'ways to pass for a command that stays',
    { command: ['node'], protocol: 'long-lived', pass: 'arguments' },
    /trainer\.pass/,
  ],
  ['files without data', { command: ['node'], sample: 'files' }, /sample: files.*`data`/s],
  ['indices into nothing', { command: ['node'], sample: 'indices' }, /sample: indices.*examples/s],
])('%s is refused before anything is written', async (_, trainer, message) => {
  const folder = write(trainer);
  const { status, stderr } = await select(folder);
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(/Fix: /);
  expect(status).toBe(2);
  expect(existsSync(join(folder, 'runs'))).toBe(false);
});
