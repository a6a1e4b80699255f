/** @file Folders of trials: distinct, safe names; removed by trial. */
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import type { Trial } from '../../../src/core/index.js';
import { discardArtifacts, keepArtifactsOf, trialFolder } from '../../../src/work/here/index.js';
import { temporaryFolder } from '../../evidence/log/temporary-folder.js';
import { toyTrial } from './fixtures/toy.mjs';

it('have names that every file system takes, one for each trial', () => {
  const ids = ['a', 'A', 'a/b', 'a b', '../../../a', 'ä', '', 'con', 'x'.repeat(500), `${'x'.repeat(500)}y`];
  const names = ids.map((id) => basename(trialFolder('/run', toyTrial(id, 0))));
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(ids.length);
  for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_,-]{1,100}$/);
});

it('keep the predictions of trials whose other files are removed, and follow no link that stands in place of a folder', async () => {
  const folder = temporaryFolder();
  const [eliminated, linked, killed, best] = [0, 1, 2, 3].map((replicate) => toyTrial('a', replicate)) as [
    Trial,
    Trial,
    Trial,
    Trial,
  ];
  for (const trial of [eliminated, killed, best]) {
    mkdirSync(join(trialFolder(folder, trial), 'inner'), { recursive: true });
    for (const name of ['weights', 'predictions-final.bin']) writeFileSync(join(trialFolder(folder, trial), name), '');
  }
  const elsewhere = temporaryFolder();
  writeFileSync(join(elsewhere, 'somebody.txt'), '');
  symlinkSync(elsewhere, trialFolder(folder, linked));
  await discardArtifacts(folder, [linked]);
  await keepArtifactsOf(folder, () => ({ whole: [best], logged: [eliminated, best] }));
  expect(readdirSync(trialFolder(folder, eliminated))).toEqual(['predictions-final.bin']);
  expect(readdirSync(trialFolder(folder, best)).sort()).toEqual(['inner', 'predictions-final.bin', 'weights']);
  expect(existsSync(trialFolder(folder, killed))).toBe(false);
  expect([existsSync(trialFolder(folder, linked)), readdirSync(elsewhere)]).toEqual([false, ['somebody.txt']]);
});

it('are removed for the trials named, and for no others', async () => {
  const folder = temporaryFolder();
  const [kept, dropped, never] = [toyTrial('a', 0), toyTrial('a', 1), toyTrial('b', 0)];
  for (const trial of [kept, dropped]) mkdirSync(join(trialFolder(folder, trial), 'inner'), { recursive: true });
  await discardArtifacts(folder, [dropped, never]);
  expect(existsSync(trialFolder(folder, kept))).toBe(true);
  expect(readdirSync(folder)).toHaveLength(1);
});
