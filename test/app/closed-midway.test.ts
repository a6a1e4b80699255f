/** @file A run folder that can no longer be written in the middle of a run: one message, and the run goes on once it can. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startSurefoot, surefoot, temporaryFolder } from './command-line.js';

const isRoot = process.getuid?.() === 0;

/** Root may write whatever the permissions say, unless the file system has it that nobody may. */
function canClose(): boolean {
  if (!isRoot) return process.platform !== 'win32';
  const folder = mkdtempSync(join(tmpdir(), 'surefoot-closed-'));
  const closed = spawnSync('chattr', ['+i', folder]).status === 0;
  if (closed) execFileSync('chattr', ['-i', folder]);
  rmdirSync(folder);
  return closed;
}

const isPossible = canClose();

const MODULE = `
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';
const run = process.env.RUN_TO_CLOSE;
let trials = 0;
export default ({ x }, { seeds }) => {
  trials++;
  if (trials === 15 && existsSync(run + '/../close-it'))
    ${isRoot ? `execFileSync('chattr', ['+i', run])` : 'chmodSync(run, 0o500)'};
  return x + (seeds.init % 1000) / 1000;
};`;

test.skipIf(!isPossible)(
  `a message and a resume${isPossible ? '' : ' (skipped: this user writes whatever the permissions say, and chattr has no effect)'}`,
  async () => {
    const folder = temporaryFolder(onTestFinished);
    const open = () =>
      isRoot ? spawnSync('chattr', ['-i', join(folder, 'run')]) : chmodSync(join(folder, 'run'), 0o700);
    onTestFinished(() => void open());
    mkdirSync(join(folder, 'run'));
    writeFileSync(join(folder, 't.mjs'), MODULE);
    writeFileSync(join(folder, 'close-it'), '');
    const race = 'race: { rule: halving, warmup: 10, criterion: median, finalTrials: 20 }';
    writeFileSync(join(folder, 'e.yaml'), `name: e\ntrainer: { module: ./t.mjs }\nspace: { x: [1, 2, 3] }\n${race}\n`);
    const select = ['select', 'e.yaml', '-o', 'run', '--quiet', '-w', '1'];
    const closed = await startSurefoot(select, folder, { RUN_TO_CLOSE: join(folder, 'run') }).ended;
    open();
    expect(closed).toMatchObject({ status: 1, stderr: expect.stringMatching(/^surefoot: .*\nFix: /s) });
    expect(closed.stderr).not.toMatch(/unexpected error|\n\s+at /);
    rmSync(join(folder, 'close-it'));
    expect(await surefoot(select, folder)).toMatchObject({ status: 0 });
    expect(await surefoot(['log', 'run', '--check'], folder)).toMatchObject({
      stdout: expect.stringMatching(/: sound\n$/),
    });
  },
);
