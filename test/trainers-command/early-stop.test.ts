/** @file Commands that report their epochs: hopeless trials are stopped, whether the command helps or not. */
import { resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Ceilings, type JsonObject, type Outcome, replicateStreams } from '../../src/core/index.js';
import { runTrial } from '../../src/execution/index.js';
import { type CommandTrainerOptions, createCommandTrainer } from '../../src/trainers/index.js';

const signal = new AbortController().signal;
const script = [process.execPath, resolve('test/conformance/fixtures/training.mjs')];

/** Trials of one trainer, which is closed with the test. */
async function open(
  protocol: CommandTrainerOptions['protocol'],
  command: CommandTrainerOptions['command'] = script,
  limits: CommandTrainerOptions['limits'] = {},
) {
  const options: CommandTrainerOptions = {
    ...{ command, protocol, pass: 'json-file', sample: { by: 'seed' }, environment: {}, limits },
    ...{ startMs: 30_000, workingFolder: process.cwd(), runMark: 'early-stop', place: 0 },
  };
  const trainer = await createCommandTrainer(options, signal);
  onTestFinished(async () => trainer.close?.());
  return (configuration: JsonObject, ceilings: Ceilings = []): Promise<Outcome> => {
    const trial = {
      ...{ candidate: 'c', streams: replicateStreams(0), repeat: 0 },
      fidelity: { sampleSize: 0, epochs: 0 },
    };
    return runTrial(trainer, { id: 'c', label: '', configuration }, trial, { experimentSeed: 3, ceilings, signal });
  };
}

describe.each(['one-shot', 'long-lived'] as const)('%s', (protocol) => {
  // The second report is above its ceiling; every way to take that comes to the same.
  test.each(['heedful', 'deaf', 'late'])('a command that is %s', async (behaviour) => {
    const train = await open(protocol);
    const whole = await train({ x: 1 });
    expect(whole).toMatchObject({ status: 'completed', lossPerEpoch: expect.objectContaining({ length: 4 }) });
    const stopped = await train({ x: 1, behaviour }, [10, 2]);
    const { trial, lossPerEpoch } = whole;
    const { seconds, ...outcome } = stopped;
    expect(outcome).toEqual({
      ...{ trial, status: 'stopped', loss: Number.POSITIVE_INFINITY, metrics: {} },
      lossPerEpoch: lossPerEpoch.slice(0, 2),
    });
    // Left alone, the deaf one takes a minute.
    expect(seconds).toBeLessThan(30);
    expect((await train({ x: 1 })).loss).toBe(whole.loss);
  });

  test('a command that stops unasked has no loss', async () => {
    const train = await open(protocol);
    expect(await train({ x: 1, behaviour: 'give-up' }, [10, 10])).toMatchObject({
      status: 'failed',
      failure: { kind: 'no-loss', message: expect.stringContaining('nothing that it reported is above its ceiling') },
    });
  });
});

test('a command that stays is kept where it answers, and replaced where it does not', async () => {
  const train = await open('long-lived');
  const pid = async (): Promise<unknown> => (await train({ x: 1, tellsPid: true })).metrics.pid;
  const first = await pid();
  await train({ x: 1, behaviour: 'heedful' }, [1]);
  await train({ x: 1, behaviour: 'late' }, [1]);
  await train({ x: 1, behaviour: 'fail' });
  expect(await pid()).toBe(first);
  await train({ x: 1, behaviour: 'deaf' }, [1]);
  expect(await pid()).not.toBe(first);
});

test('reports of a shell script: one number a line, the last with or without its end; other lines are a loss unknown', async () => {
  const lines = '3\\n 1e0 \\nhalf-way 50%%\\n\\nnan\\n0.25';
  const train = await open('one-shot', { shell: `printf '${lines}' >> {reports}; echo 0.5` });
  const outcome = await train({});
  expect(outcome).toMatchObject({ status: 'completed', loss: 0.5 });
  expect(outcome.lossPerEpoch).toEqual([3, 1, Number.NaN, Number.NaN, 0.25]);
  expect(await train({}, [9, 9, 0, 0, 0.1])).toMatchObject({ status: 'stopped' });
});

test.each([
  ['a folder', 'mkdir {reports}; echo 0.5', 'no-loss', /cannot be read: EISDIR/],
  ['without end', 'yes 1 >> {reports}', 'exception', /more than 100000 losses/],
  ['cut off by the timeout', 'printf 9.1 >> {reports}; sleep 60', 'timeout', /longer than 2 s/],
])('reports that are %s cost one trial', async (_, shell, kind, message) => {
  const train = await open('one-shot', { shell }, { timeoutMs: 2000 });
  const outcome = await train({}, [Number.POSITIVE_INFINITY, 8]);
  expect(outcome.failure).toMatchObject({ kind, message: expect.stringMatching(message) });
  expect(outcome.seconds).toBeLessThan(30);
});

test('a loss beside the word stopped is a loss, and such words of a log are nothing', async () => {
  const both = await open('one-shot', { shell: `echo '{"loss":0.5,"stopped":true}' > {result}` });
  expect(await both({})).toMatchObject({ status: 'completed', loss: 0.5 });
  const logging = await open('one-shot', { shell: `echo '{"epoch":7,"stopped":true}'; echo '{"loss":0.5}'` });
  expect(await logging({})).toMatchObject({ status: 'completed', loss: 0.5 });
});

test('what was reported decides, also where the command ends badly after it', async () => {
  const train = await open('one-shot', { shell: 'echo 3 >> "$SUREFOOT_REPORTS"; exit 7' });
  expect(await train({}, [2])).toMatchObject({ status: 'stopped', lossPerEpoch: [3] });
  expect(await train({}, [4])).toMatchObject({ status: 'failed', failure: { kind: 'exit-code' } });
});
