/** @file A training that cannot write its files is nobody's failure: the run stops with the claim it has and the reason, and the same command goes on. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openRunLog } from '../../dist/app/folder/logged-run.js';
import { select } from '../../dist/app/index.js';
import { temporaryFolder } from './command-line.js';
import { surefootHere } from './command-line-here.js';

const SPACE = { x: [0, 1, 2, 3] };
const RACE = { rule: 'halving', warmup: 4, finalTrials: 10 };
/** The training at which it happens. */
const MISHAP = 19;

const lossOf = (x: number, init: number): number => x / 10 + ((init * 7919) % 13) / 100;

/** A file in its place: no folder can be made below it. */
function block(artifacts: string): void {
  rmSync(artifacts, { recursive: true, force: true });
  writeFileSync(artifacts, '');
}

function failedIn(folder: string): number {
  const store = openRunLog(folder);
  const failed = store.outcomes().filter(({ status }) => status !== 'completed').length;
  store.close();
  return failed;
}

const decidedIn = (folder: string) => {
  const { verdict, decisions, winner, trials } = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'));
  return { verdict, decisions, winner: winner.candidate, used: trials.used, failed: trials.failed };
};

test.each(['folder', 'disk'])('the %s fails, of a function', async (what) => {
  const root = temporaryFolder(onTestFinished);
  const run = (out: string, mishap: (count: number) => void) => {
    let count = 0;
    const trainer = ({ x }: { x: number }, { streams }: { streams: { init: number } }): number => {
      mishap(++count);
      return lossOf(x, streams.init);
    };
    const experiment = { name: 'folder', space: SPACE, race: RACE, seed: 3 };
    return select({ experiment, trainer, out: join(root, out), workers: 1, acceptChangedCode: true } as never);
  };
  await run('undisturbed', () => {});
  const artifacts = join(root, 'run', 'artifacts');
  const stopped = run('run', (count) => {
    if (count !== MISHAP) return;
    if (what === 'folder') block(artifacts);
    else throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  });
  await expect(stopped).rejects.toMatchObject({
    code: 'trial-folder',
    message: expect.stringMatching(
      /A training could not write its files \(below .*artifacts\): E.* It has its answer: /s,
    ),
  });
  expect(failedIn(join(root, 'run'))).toBe(0);
  if (what === 'folder') rmSync(artifacts);
  await run('run', () => {});
  expect(decidedIn(join(root, 'run'))).toEqual(decidedIn(join(root, 'undisturbed')));
});

test('the folder fails, in a process of its own', async () => {
  const root = temporaryFolder(onTestFinished);
  mkdirSync(join(root, 'run'));
  const artifacts = join(root, 'run', 'artifacts');
  const flag = join(root, 'mended');
  writeFileSync(
    join(root, 'train.mjs'),
    `import fs from 'node:fs';
let count = 0;
export default ({ x }, { streams }) => {
  if (++count === ${MISHAP} && !fs.existsSync(${JSON.stringify(flag)})) {
    fs.rmSync(${JSON.stringify(artifacts)}, { recursive: true, force: true });
    fs.writeFileSync(${JSON.stringify(artifacts)}, '');
  }
  return x / 10 + ((streams.init * 7919) % 13) / 100;
};
`,
  );
  const asked = { name: 'folder', seed: 3, workers: 1, trainer: { module: './train.mjs' }, space: SPACE, race: RACE };
  writeFileSync(join(root, 'e.yaml'), JSON.stringify(asked));
  const stopped = await surefootHere(['select', 'e.yaml', '--out', 'run', '--quiet'], root);
  expect(stopped.status).toBe(1);
  expect(stopped.stdout).toMatch(/^Winner {3}x=0 .*goes on from here/s);
  expect(stopped.stderr).toContain('A training could not write its files');
  expect(stopped.stderr).not.toContain('    at ');
  expect(failedIn(join(root, 'run'))).toBe(0);
  expect(existsSync(artifacts)).toBe(true);
  rmSync(artifacts);
  writeFileSync(flag, '');
  const again = await surefootHere(['select', 'e.yaml', '--out', 'run', '--quiet'], root);
  expect([again.status, again.stderr]).toEqual([0, '']);
  const undisturbed = await surefootHere(['select', 'e.yaml', '--out', 'undisturbed', '--quiet'], root);
  expect(undisturbed.status).toBe(0);
  expect(decidedIn(join(root, 'run'))).toEqual(decidedIn(join(root, 'undisturbed')));
});
