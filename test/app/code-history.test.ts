/** @file Which code the trials of a log were trained with, and what is asked when it is another one now. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { codeOf, otherVersions, settleCode } from '../../src/app/code-history.js';
import { canonicalJson, InputError, type JsonValue, type Outcome, type Store } from '../../src/core/index.js';
import { watchCode, watchFunction } from '../../src/trainers/index.js';
import { temporaryFolder } from './command-line.js';

const outcome = (code?: number): Outcome => ({
  ...{
    trial: {
      candidate: 'c',
      streams: { init: 0, sample: 0, order: 0, noise: 0 },
      fidelity: { sampleSize: 0, epochs: 0 },
      repeat: 0,
    },
  },
  ...{ status: 'completed', loss: 1, metrics: {}, lossPerEpoch: [], seconds: 1 },
  ...(code === undefined ? {} : { code }),
});

test('the code that was used last counts, not the one that was new last', () => {
  const codes = [
    { files: { 'a.py': '1', 'lazy.py': '1' }, versions: { numpy: '1' } },
    { files: { 'a.py': '2' }, versions: { numpy: '2', torch: '2' } },
    { files: { 'a.py': '9' }, versions: {} },
  ];
  const known = codeOf([1, 2, 2, 1].map(outcome), codes);
  expect(known).toEqual({
    files: { 'a.py': '1', 'lazy.py': '1' },
    versions: { numpy: '1', torch: '2' },
    tokens: {},
    changed: ['a.py'],
  });
  expect(codeOf([outcome(1), outcome(2)], codes).files).toEqual({ 'a.py': '2', 'lazy.py': '1' });
  expect(otherVersions(known.versions, { numpy: '2', scipy: '1', torch: '2' })).toEqual(['numpy 1 -> 2']);
});

test('a file of equal tokens has not changed; one whose tokens nobody knows has', () => {
  const codes = [
    { files: { 'a.py': '1', 'b.py': '1' }, versions: {}, tokens: { 'a.py': 't' } },
    { files: { 'a.py': '2', 'b.py': '2' }, versions: {}, tokens: { 'a.py': 't', 'b.py': 't' } },
  ];
  expect(codeOf([outcome(1), outcome(2)], codes)).toMatchObject({
    files: { 'a.py': '2', 'b.py': '2' },
    tokens: { 'a.py': 't', 'b.py': 't' },
    changed: ['b.py'],
  });
});

/** A log of version 1 with one trial. */
function oldLog(trainer: JsonValue): Store {
  const head = { name: 'old', identity: '', identityParts: { trainer: canonicalJson(trainer) }, seed: 1 };
  return { head, outcomes: () => [outcome()], codes: () => [] } as unknown as Store;
}

test('of a log of version 1 the files of a command and the text of a function are known', async () => {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(join(folder, 't.py'), '');
  const command = ['python3', './t.py'];
  const { watch } = await watchCode({ folder, start: { command } });
  const hash = watch.state.files['t.py'] as string;
  const settle = (trainer: JsonValue, one = watch) =>
    settleCode(oldLog(trainer), one, { isAccepted: false, folder: undefined });
  expect(settle({ command, files: { './t.py': hash, 'gone.csv': 'x' } })).toBeUndefined();
  expect(() => settle({ command, files: { './t.py': 'other' } })).toThrow(InputError);
  const { watch: function_ } = watchFunction(() => 1);
  expect(() => settle({ function: 'other' }, function_)).toThrow(/training function/);
  expect(settle('network')).toBeUndefined();
});
