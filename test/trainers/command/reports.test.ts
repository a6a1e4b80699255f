/** @file Commands that report their epochs, in both protocols, well or badly. */
import { resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type JsonObject, type Outcome, replicateStreams } from '../../../src/core/index.js';
import { type CommandTrainerOptions, createCommandTrainer, openStretch } from '../../../src/trainers/index.js';
import { runTrial } from '../../../src/work/here/index.js';
import { TEST_MS } from '../../hang-guard.js';

const signal = new AbortController().signal;

/** Trials of one trainer, which is closed with the test. */
async function open(
  protocol: CommandTrainerOptions['protocol'],
  command: CommandTrainerOptions['command'],
  limits: CommandTrainerOptions['limits'] = {},
) {
  const options: CommandTrainerOptions = {
    ...{ command, protocol, pass: 'json-file', sample: { by: 'seed' }, environment: {}, limits },
    ...{ startMs: TEST_MS, workingFolder: process.cwd(), stretch: await openStretch(), place: 0 },
  };
  const trainer = await createCommandTrainer(options, signal);
  onTestFinished(async () => trainer.close?.());
  return (configuration: JsonObject): Promise<Outcome> => {
    const trial = {
      ...{ candidate: 'c', streams: replicateStreams(0), repeat: 0 },
      fidelity: { sampleSize: 0 },
    };
    return runTrial(trainer, { id: 'c', label: '', configuration }, trial, { experimentSeed: 3, signal });
  };
}

test.each(['one-shot', 'long-lived'] as const)('what a %s command reports is kept with the trial', async (protocol) => {
  const train = await open(protocol, [process.execPath, resolve('test/conformance/fixtures/training.mjs')]);
  const { loss, lossPerEpoch } = await train({ x: 1 });
  expect(lossPerEpoch).toEqual([4, 3, 2, 1].map((factor) => factor * loss));
});

test('a long-lived command that reports without end costs one trial', async () => {
  const script = `
    const say = (message) => process.stdout.write(JSON.stringify(message) + '\\n');
    require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
      const { type, id, configuration } = JSON.parse(line);
      if (type === 'hello') say({ type: 'ready', protocol: 1 });
      if (type === 'stop') process.exit(0);
      if (type !== 'train') return;
      for (let epoch = 0; epoch < configuration.epochs; epoch++) say({ type: 'epoch', id, epoch, loss: 1 });
      say({ type: 'result', id, loss: 0.5 });
    });`;
  const train = await open('long-lived', [process.execPath, '-e', script]);
  const message = expect.stringMatching(/more than 100000 losses/);
  expect(await train({ epochs: 100_001 })).toMatchObject({ status: 'failed', failure: { kind: 'exception', message } });
  expect(await train({ epochs: 2 })).toMatchObject({ status: 'completed', lossPerEpoch: [1, 1] });
});

test('reports of a shell script: one number a line, the last with or without its end; other lines are a loss unknown', async () => {
  const lines = '3\\n 1e0 \\nhalf-way 50%%\\n\\nnan\\n0.25';
  const train = await open('one-shot', { shell: `printf '${lines}' >> {reports}; echo 0.5` });
  const outcome = await train({});
  expect(outcome).toMatchObject({ status: 'completed', loss: 0.5 });
  expect(outcome.lossPerEpoch).toEqual([3, 1, Number.NaN, Number.NaN, 0.25]);
});

test.each([
  ['a folder', 'mkdir {reports}; echo 0.5', {}, 'no-loss', /it is a folder, not a file/],
  ['without end', 'yes 1 | head -n 100001 >> {reports}; echo 0.5', {}, 'exception', /more than 100000 losses/],
  ['cut off by the timeout', 'printf 9.1 >> {reports}; sleep 7200', { timeoutMs: 2000 }, 'timeout', /longer than 2 s/],
])('reports that are %s cost one trial', async (_, shell, limits, kind, message) => {
  const train = await open('one-shot', { shell }, limits);
  const outcome = await train({});
  expect(outcome.failure).toMatchObject({ kind, message: expect.stringMatching(message) });
});
