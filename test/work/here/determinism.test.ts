/** @file One worker, three workers, and a run that is killed and resumed come to the same log; nothing is left running. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { Question } from '../../../src/core/index.js';
import { openSqliteStore } from '../../../src/evidence/log/index.js';
import { runToy, whatCounts } from '../../evidence/drive/in-memory-run.js';
import { journalLines, runningTrainers } from '../../evidence/drive/toy-journal.js';
import { temporaryFolder } from '../../evidence/log/temporary-folder.js';

const program = fileURLToPath(new URL('fixtures/toy-run.mjs', import.meta.url));

function startRun(settings: { folder: string; workers: number; delayMs?: number; journal?: string }) {
  const child = spawn(process.execPath, [program, JSON.stringify(settings)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  const ended = once(child, 'close').then(() => printed.trim());
  return { child, ended };
}

function logOf(folder: string) {
  const store = openSqliteStore(join(folder, 'log.sqlite'));
  const counts = whatCounts(store.newestQuestion() as Question);
  store.close();
  return counts;
}

it('comes to the same log with one worker process, with three, and in this process', async () => {
  const inMemory = whatCounts((await runToy()).store);
  for (const workers of [1, 3]) {
    const folder = temporaryFolder();
    expect(await startRun({ folder, workers }).ended).toBe('finished');
    expect(logOf(folder)).toEqual(inMemory);
  }
});

it('comes to the same log when it is killed again and again; its workers end with it', async () => {
  const inMemory = whatCounts((await runToy()).store);
  const folder = temporaryFolder();
  const journal = join(folder, 'journal');
  for (const kills of [4, 14, 19]) {
    const { child, ended } = startRun({ folder, workers: 2, delayMs: 20, journal });
    while (journalLines(journal).filter((line) => line.startsWith('end')).length < kills) {
      expect(child.exitCode, 'it ends by itself').toBeNull();
      await setTimeout(2);
    }
    child.kill('SIGKILL');
    await ended;
    // A worker that does not notice stays for ever.
    await expect.poll(() => runningTrainers(journal)).toEqual([]);
  }
  expect(logOf(folder).outcomes.length).toBeLessThan(inMemory.outcomes.length);
  expect(await startRun({ folder, workers: 3 }).ended).toBe('finished');
  expect(logOf(folder)).toEqual(inMemory);
});
