/** @file A trainer that is corrected after a run went wrong, folders it works in, and what is found out before anything is written. */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { JsonObject } from '../../../src/core/index.js';
import { type CommandResult, surefoot, temporaryFolder } from '../../app/command-line.js';
import { surefootHere } from '../../app/command-line-here.js';
import { isAlive } from '../../torture/run-torture.js';
import { until } from '../../until.js';

/** An experiment in a folder of its own, inside another one from which the command line is called. */
function write(script: string, trainer: JsonObject = {}, more: JsonObject = {}) {
  const folder = temporaryFolder(onTestFinished);
  mkdirSync(join(folder, 'inside'));
  const experiment = {
    trainer: { command: ['./train.sh', '{configuration.x}'], checkSeeds: false, ...trainer },
    ...{ name: 'run', space: { x: [1, 2, 3] }, failures: { retries: 0 }, workers: 2, seed: 5 },
    race: { rule: 'halving', warmup: 2, criterion: 'median', finalTrials: 3 },
    ...more,
  };
  writeFileSync(join(folder, 'inside/e.yaml'), JSON.stringify(experiment));
  const rewrite = (text: string) => {
    writeFileSync(join(folder, 'inside/train.sh'), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, 'inside/train.sh'), 0o755);
  };
  rewrite(script);
  const select = (...args: string[]): Promise<CommandResult> =>
    surefootHere(['select', 'inside/e.yaml', '--out', 'out', '--quiet', ...args], folder);
  return { folder, rewrite, select };
}

const GOOD = 'echo "$1.$(cat "$SUREFOOT_TRIAL" | grep -o "init.:[0-9]*" | head -1 | grep -o "[0-9]*")"';

test('the folder of a trial is absolute, wherever the run and the experiment are', async () => {
  const { select, folder } = write(
    `echo "$PWD" > "$SUREFOOT_FOLDER/model"; case "$SUREFOOT_FOLDER" in /*) ${GOOD};; esac`,
  );
  const { status, stderr } = await select();
  expect([status, stderr]).toEqual([0, '']);
  const left = readdirSync(join(folder, 'out/artifacts'), { recursive: true }) as string[];
  expect(left.filter((name) => name.endsWith('/model')).length).toBeGreaterThan(0);
  expect(readdirSync(join(folder, 'inside')).sort()).toEqual(['e.yaml', 'train.sh']);
});

test('what the best trial of the winner left is named, and there', async () => {
  const { select, folder } = write(
    'echo "$1" > "$SUREFOOT_FOLDER/weights"; echo "{\\"loss\\": $1, \\"artifacts\\": {\\"model\\": \\"weights\\"}}"',
  );
  const { stdout } = await select('--long');
  const path = /^model +(artifacts\/\S+\/weights)$/m.exec(stdout)?.[1] as string;
  expect(readFileSync(join(folder, 'out', path), 'utf8')).toBe('1\n');
  const { winner } = JSON.parse(readFileSync(join(folder, 'out/result.json'), 'utf8')) as { winner: object };
  expect(winner).toMatchObject({ model: null, artifacts: { model: path } });
});

test('a trainer that never worked is corrected, and the same command goes on', async () => {
  const { select, rewrite } = write('echo no such module >&2; exit 3');
  const broken = await select();
  expect(broken).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/first [34] trainings, of 3 candidates, all failed.*no such module/s),
  });
  rewrite(GOOD);
  expect(await select()).toMatchObject({ status: 0, stderr: '' });
});

test('after something worked, corrected code goes on beside it only when the user says so', async () => {
  const { select, rewrite, folder } = write(`if [ "$1" = 3 ]; then exit 3; fi; ${GOOD}`);
  expect(await select()).toMatchObject({ status: 0 });
  rewrite(GOOD);
  const refused = await select();
  expect(refused).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(
      /code has changed since the \d+ finished trainings .*: train\.sh\..*--accept-changed-code.*--fresh/s,
    ),
  });
  expect(await select('--retry-failed')).toEqual(refused);
  const retried = await select('--retry-failed', '--accept-changed-code', '--json');
  expect(retried).toMatchObject({
    status: 0,
    stderr: expect.stringMatching(/warning: the trainer's code had changed \(train\.sh\)/),
  });
  expect(JSON.parse(retried.stdout)).toMatchObject({ trials: { failed: 0 }, code: { changed: ['train.sh'] } });
  const { stdout } = await surefootHere(['log', 'out'], folder);
  expect(stdout).toMatch(/\ncode: train\.sh \(changed\)\n$/);
  // It stays in the log, and is said again.
  expect(await select('--long')).toMatchObject({
    status: 0,
    stderr: expect.stringMatching(/warning: the trainer's code had changed/),
    stdout: expect.stringMatching(/code changed between trainings/),
  });
});

test('a command of another protocol version leaves no run behind', async () => {
  const hello = `read line; echo '{"type":"ready","protocol":2}'; sleep 60`;
  const { select, folder } = write(hello, { command: ['./train.sh'], protocol: 'long-lived' });
  expect(await select()).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/version 2 of the trainer protocol/),
  });
  expect(existsSync(join(folder, 'out'))).toBe(false);
});

test.skipIf(process.platform !== 'linux')(
  'a terminal that is closed ends the run and all that it started',
  async () => {
    const { folder, rewrite } = write('');
    rewrite(`echo $$ > "${folder}/pid-$$"; setsid sleep 600 & echo $! > "${folder}/pid-$!"; wait`);
    const pids = () => readdirSync(folder).flatMap((name) => (name.startsWith('pid-') ? [Number(name.slice(4))] : []));
    const { status } = await surefoot(['select', 'inside/e.yaml', '--out', 'out'], folder, async (child) => {
      await until(() => pids().length === 4);
      child.kill('SIGHUP');
    });
    expect(status).toBe(129);
    expect(pids().filter(isAlive)).toEqual([]);
  },
);

test.each<[string, JsonObject, JsonObject, RegExp]>([
  [
    'a sample larger than the pool',
    { sample: 'indices', examples: 10 },
    { sample: 20 },
    /20 training examples.*pool's 10/,
  ],
  ['a command that is one text', { command: 'python3 train.py' }, {}, /Allowed: a list such as \[python3, train.py\]/],
  ['a trainer that is none', { command: undefined as never, commands: ['x'] }, {}, /Did you mean `command`/],
  [
    'a name that arguments do not support',
    { pass: 'arguments' },
    { space: { x: [1, 2], 'a=b': 1 } },
    /cannot pass the setting "a=b": unsupported name/,
  ],
  ['a folder as command', { command: ['.'] }, {}, /"\." was not found.*PATH/s],
  ['a path of a folder', { command: ['.//'] }, {}, /is a folder/],
  [
    'an unknown kind of failure',
    {},
    { failures: { kinds: { timeouts: { retries: 0 } } } },
    /timeouts.*Did you mean `timeout`/s,
  ],
  ['placeholders without a trial', { protocol: 'long-lived' }, {}, /\{configuration\.x\} has no value/],
])('%s is refused, and nothing is written', async (_, trainer, more, message) => {
  const { select, folder } = write(GOOD, trainer, more);
  expect(await select()).toMatchObject({ status: 2, stderr: expect.stringMatching(message) });
  expect(existsSync(join(folder, 'out'))).toBe(false);
});

test('the last of a progress bar is no loss, and what was printed can be looked at', async () => {
  const { select, folder } = write('printf "\\r100\\n"');
  expect(await select()).toMatchObject({ status: 1, stderr: expect.stringMatching(/no-loss/) });
  expect((await surefootHere(['log', 'out', '1'], folder)).stdout).toMatch(/\n100\n/);
});

test('a study knows how many examples a command has, too', async () => {
  const { folder } = write(GOOD, { sample: 'indices', examples: 10 });
  const { status, stderr } = await surefootHere(['curve', 'inside/e.yaml', '--sizes', '5,20', '--trials', '5'], folder);
  expect([status, stderr]).toEqual([2, expect.stringMatching(/sample of 20 examples is more than the pool's 10/)]);
  expect(existsSync(join(folder, 'runs'))).toBe(false);
});
