/** @file Files of the user are never touched, and bad input leaves every byte where it was. */
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { select } from '../../src/app/index.js';
import { InputError } from '../../src/core/index.js';
import { lockRun } from '../../src/evidence/log/index.js';
import { temporaryFolder } from './command-line.js';
import { surefootHere as surefoot } from './command-line-here.js';

const experiment = {
  name: 'made-up',
  space: { x: [1, 2, 3] },
  race: { warmup: 2, rule: 'halving', finalTrials: 4 },
  seed: 3,
};
const trainer = ({ x }: { readonly x: number }, { streams }: { readonly streams: { readonly init: number } }) =>
  x + streams.init / 100;

/** Every file and folder below with its bytes. */
function treeOf(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    paths.map((path) => {
      const full = join(folder, path);
      return [path, statSync(full).isDirectory() ? 'folder' : readFileSync(full).toString('base64')];
    }),
  );
}

const THEIRS = ['result.json', 'report.html', 'trials.csv', 'model.onnx', 'measure.csv'];

test.each([false, true])('a folder with files of others is refused with their names (--fresh: %s)', async (fresh) => {
  const out = temporaryFolder(onTestFinished);
  mkdirSync(join(out, 'artifacts'));
  writeFileSync(join(out, 'artifacts/thesis.txt'), 'three years of work');
  for (const name of THEIRS) writeFileSync(join(out, name), `my own ${name}`);
  const before = treeOf(out);
  await expect(select({ experiment, trainer, out, fresh })).rejects.toThrow(
    /did not make.*result\.json, trials\.csv, report\.html, model\.onnx, artifacts, measure\.csv/s,
  );
  expect(treeOf(out)).toEqual(before);
});

test('a file that appears under a name of a run, and a link, are not followed or kept for ours', async () => {
  const folder = temporaryFolder(onTestFinished);
  const out = join(folder, 'run');
  await select({ experiment, trainer, out });
  writeFileSync(join(folder, 'precious'), 'precious');
  symlinkSync(join(folder, 'precious'), join(out, 'result.json.unfinished'));
  await select({ experiment, trainer, out });
  expect(readFileSync(join(folder, 'precious'), 'utf8')).toBe('precious');
});

test('what is bad input for a run that is there leaves it byte for byte', async () => {
  const out = join(temporaryFolder(onTestFinished), 'run');
  await select({ experiment, trainer, out });
  const before = treeOf(out);
  const bad = async (change: object, code: string, more: object = {}) => {
    await expect(select({ experiment: { ...experiment, ...change }, trainer, out, ...more } as never)).rejects.toThrow(
      expect.objectContaining({ code }),
    );
    expect(treeOf(out)).toEqual(before);
  };
  await bad({ seed: 4 }, 'other-experiment');
  await bad({ name: 'other' }, 'other-experiment');
  const refusing = { trainer: () => Promise.reject(new InputError({ code: 'refused', what: 'no', fix: 'yes' })) };
  await expect(select({ experiment: { ...experiment, seed: 9 }, out, ...refusing } as never)).rejects.toThrow(
    InputError,
  );
  expect(treeOf(out)).toEqual(before);
  const lock = lockRun(out);
  const locked = select({ experiment, trainer, out });
  await expect(locked).rejects.toThrow(/in use by process/);
  lock.release({ restore: true });
  expect(treeOf(out)).toEqual(before);
});

test('bad input that only a trainer finds out leaves nothing of a new run, and the old one where it was to be forgotten', async () => {
  const folder = temporaryFolder(onTestFinished);
  const script = join(folder, 'wrong.sh');
  writeFileSync(script, 'read line; echo \'{"type":"ready","protocol":2}\'; cat > /dev/null');
  const command = { ...experiment, trainer: { command: ['sh', script], protocol: 'long-lived' } };
  const out = join(folder, 'deep/er/run');
  const before = treeOf(folder);
  await expect(select({ experiment: command as never, out })).rejects.toThrow(/protocol/);
  expect(treeOf(folder)).toEqual(before);
  await select({ experiment, trainer, out });
  const run = treeOf(folder);
  await expect(select({ experiment: command as never, out, fresh: true })).rejects.toThrow(InputError);
  expect(treeOf(folder)).toEqual(run);
});

test('a replay overwrites its own files alone, and leaves no folder behind bad input', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(join(folder, 'losses.csv'), 'candidate,replicate,loss\na,0,1\na,1,1.1\na,2,1\nb,0,2\nb,1,2.1\nb,2,2\n');
  const replay = (...more: string[]) =>
    surefoot(['replay', 'losses.csv', '--rule', 'halving', '--warmup', '2', ...more], folder);
  expect((await replay('--out', 'judged')).status).toBe(0);
  expect((await replay('--out', 'judged')).status).toBe(0);
  mkdirSync(join(folder, 'mine'));
  writeFileSync(join(folder, 'mine/result.json'), 'mine');
  const before = treeOf(folder);
  const refused = await replay('--out', 'mine');
  expect([refused.status, refused.stderr]).toEqual([2, expect.stringMatching(/did not make.*result\.json/s)]);
  expect((await replay('--out', 'new', '--criterion', 'none-such')).status).toBe(2);
  expect(treeOf(folder)).toEqual(before);
});
