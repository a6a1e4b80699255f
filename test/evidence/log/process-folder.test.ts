/** @file Temporary folders of processes: those of killed ones go with the next that is made, all others stay. */
import fs, { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { basename, join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { isAlive, makeProcessFolder } from '../../../src/evidence/log/index.js';
import { temporaryFolder } from './temporary-folder.js';

/** Above the largest number that a process can have. */
const NOBODY = 999_999_999;

afterEach(() => vi.unstubAllEnvs());

it('removes what killed processes left, and nothing of others', () => {
  const temporary = temporaryFolder();
  vi.stubEnv('TMPDIR', temporary);
  const own = makeProcessFolder('log');
  expect(statSync(own).mode & 0o777).toBe(0o700);
  const [, , numbering = ''] = basename(own).split('-');
  const left = ['data', 'log', 'artifacts', 'retrain', 'watch'].map(
    (purpose) => `surefoot-${purpose}-${numbering}-${NOBODY}-abc`,
  );
  const kept = [
    `surefoot-log-000000-${NOBODY}-abc`,
    `surefoot-log-${numbering}-${process.pid}-abc`,
    `surefoot-mine-${numbering}-${NOBODY}-abc`,
    'surefoot-log-abc',
  ];
  for (const name of [...left, ...kept]) {
    mkdirSync(join(temporary, name));
    writeFileSync(join(temporary, name, 'file'), '');
  }
  const second = makeProcessFolder('artifacts');
  expect(readdirSync(temporary).sort()).toEqual([basename(own), basename(second), ...kept].sort());
  for (const folder of [own, second]) rmSync(folder, { recursive: true });
});

it('makes one where others may not be looked for', () => {
  const temporary = temporaryFolder();
  vi.stubEnv('TMPDIR', temporary);
  // Root may read every folder, whatever its mode.
  const unreadable = vi.spyOn(fs, 'readdirSync').mockImplementation(() => {
    throw Object.assign(new Error('EACCES: permission denied, scandir'), { code: 'EACCES' });
  });
  syncBuiltinESMExports();
  try {
    expect(basename(makeProcessFolder('log'))).toMatch(/^surefoot-log-/);
  } finally {
    unreadable.mockRestore();
    syncBuiltinESMExports();
  }
});

it('knows who is there', () => {
  expect([isAlive(process.pid), isAlive(NOBODY)]).toEqual([true, false]);
});
