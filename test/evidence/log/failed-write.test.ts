/**
 * @file A write that fails midway, as by a quota or a full disk: what was told is there, and the next process goes on. The failure is real: a
 * limit on the size of files.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { checkLog, lockRun, openSqliteStore } from '../../../src/evidence/log/index.js';
import { examples } from '../../examples.js';
import { sampleHeader, sampleOutcome, sampleTrial } from './sample-log.js';
import { temporaryFolder } from './temporary-folder.js';

const WRITER = fileURLToPath(new URL('fixtures/append-for-ever.mjs', import.meta.url));

/** Blocks of 512 bytes, as `sh` counts them, and epochs of an outcome: the last ones stop the WAL after it was moved, or the main file. */
const LIMITS: readonly (readonly [blocks: number, epochs: number])[] = [
  [300, 0],
  [9000, 3000],
  // Not even the first outcome has room.
  [400, 40_000],
  ...[150, 200, 250, 400, 500, 600, 700, 800, 900].map((limit) => [limit, 0] as const),
  ...[2000, 8000, 8400, 12_000].map((limit) => [limit, 3000] as const),
];
const TRIED = LIMITS.slice(0, examples(3, LIMITS.length));

function runUpTo(limit: number, ...args: readonly string[]) {
  const command = `ulimit -f ${limit}; exec "$0" "$@"`;
  return spawnSync('sh', ['-c', command, process.execPath, WRITER, ...args], { encoding: 'utf8', maxBuffer: 2 ** 26 });
}

it.skipIf(process.platform === 'win32')('a lock that cannot be written is told as such', () => {
  const { stderr } = runUpTo(1, temporaryFolder());
  expect(stderr).toMatch(/\.lock could not be written \(disk I\/O error\)(.|\n)*Make room on its disk/);
});

it
  .skipIf(process.platform === 'win32')
  .each(TRIED.flatMap((limit) => ['close', 'leave'].map((how) => [...limit, how] as const)))(
  'files of at most %i blocks, outcomes of %i epochs; the writer ends so: %s',
  (limit, epochs, how) => {
    const folder = temporaryFolder();
    const path = join(folder, 'log.sqlite');
    const { status, stdout } = runUpTo(limit, folder, how, String(epochs));
    expect(status).toBe(3);
    const told = stdout.split('\n').length - 1;
    const losses = Array.from({ length: told }, (_, replicate) => replicate);
    expect(checkLog(path)).toMatchObject({ damages: [] });
    const lock = lockRun(folder);
    const store = openSqliteStore(path);
    const found = store.outcomes().map(({ loss }) => loss);
    // The one that failed may have reached the disk before it did.
    expect([losses, [...losses, told]]).toContainEqual(found);
    const candidate = { id: 'b', label: 'b', configuration: { units: 2 } };
    const question = store.ask({ header: { ...sampleHeader, ...store.head, candidates: [candidate] } });
    question.append([{ ...sampleOutcome(0), trial: sampleTrial(0, 'b'), loss: 0.5 }]);
    store.close();
    lock.release();
    expect(readdirSync(folder).sort()).toEqual(['.lock', 'log.sqlite']);
    const after = openSqliteStore(path, { readOnly: true });
    expect(after.outcomes().map(({ loss }) => loss)).toEqual([...found, 0.5]);
    after.close();
  },
);
