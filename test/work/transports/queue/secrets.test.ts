/** @file The password of a queue stands nowhere but where it was given: not in what is printed, kept, listed, or inherited. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startSurefoot, temporaryFolder } from '../../../app/command-line.js';
import { until } from '../../../until.js';
import { hasRedis, startRedis, withoutRedis } from './redis-server.js';

const PASSWORD = 'open-sesame-4711';

/** Leaves its whole environment as a file of each trial, and prints it. */
const EXPERIMENT = {
  name: 'secrets',
  space: { x: [1, 2] },
  race: { warmup: 2, rule: 'halving', finalTrials: 6 },
  trainer: {
    command: ['/bin/sh', '-c', 'env | tee "$SUREFOOT_FOLDER/environment" >&2; sleep 0.4; echo "$SUREFOOT_CONFIG_x"'],
    pass: 'environment',
    checkSeeds: false,
  },
};

function start(args: readonly string[], cwd: string, environment: Readonly<Record<string, string>>) {
  const { child, stdout, stderr, ended } = startSurefoot(args, cwd, environment);
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const said = () => stdout() + stderr();
  return {
    ended: ended.then(({ status }) => status),
    said,
    commandLine: () => readFileSync(`/proc/${child.pid}/cmdline`, 'utf8'),
  };
}

test.skipIf(!hasRedis || process.platform !== 'linux')(
  `a run over a queue with a password tells it nobody${withoutRedis}`,
  async () => {
    const folder = temporaryFolder(onTestFinished);
    const server = await startRedis(['--requirepass', PASSWORD]);
    onTestFinished(() => server.remove());
    writeFileSync(join(folder, 'e.yaml'), JSON.stringify(EXPERIMENT));
    writeFileSync(join(folder, 'password'), `${PASSWORD}\n`, { mode: 0o600 });
    const { address } = server;
    const fromFile = ['worker', '--queue', address, 'e.yaml', '--queue-password-file', 'password', '-w', '1'];
    const workers = [
      start(fromFile, folder, {}),
      start(['worker', address, 'e.yaml', '-w', '1'], folder, { SUREFOOT_QUEUE_PASSWORD: PASSWORD }),
    ];
    // One that comes too late waits for another run.
    await until(() => workers.every((worker) => worker.said().includes('Waiting')));
    const run = start(['select', 'e.yaml', '--queue', address, '-o', 'out'], folder, {
      SUREFOOT_QUEUE_PASSWORD: PASSWORD,
    });
    for (const one of [run, ...workers]) expect(one.commandLine()).not.toContain(PASSWORD);
    expect([await run.ended, run.said()]).toEqual([0, expect.stringContaining('x=1')]);
    expect(await Promise.all(workers.map(({ ended }) => ended))).toEqual([0, 0]);
    const kept = readdirSync(join(folder, 'out'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
      .join('\n');
    expect(kept).toContain('SUREFOOT_CONFIG_x');
    for (const text of [kept, run.said(), ...workers.map((worker) => worker.said())]) {
      expect(text).not.toContain(PASSWORD);
      expect(text).not.toContain('SUREFOOT_QUEUE_PASSWORD=');
    }
  },
);
