/** @file Each model of a race has code and versions of its own, and tells them apart from those of the others. */
import { expect, test } from 'vitest';
import type { Candidate } from '../../core/index.js';
import { codeOfModels } from './code-of-models.js';
import { CodePlace } from './code-place.js';
import { CodeWatch } from './code-watch.js';
import type { WatchedCode } from './watch-code.js';

function watched(python: string): WatchedCode {
  const watch = new CodeWatch(new CodePlace('/'));
  watch.noteText('train.py', `# for ${python}`);
  return { watch, folders: [], notices: [], learnVersions: async () => watch.noteVersions({ Python: python }) };
}

const of = (model: string): Candidate => ({ id: model, label: model, configuration: { [model]: {} } });

test('two commands by two Pythons, and a built-in model beside them', async () => {
  const models = [
    { name: 'old', trainer: 'python3.9 train.py', watched: watched('3.9') },
    { name: 'new', trainer: 'python3.12 train.py', watched: watched('3.12') },
    { name: 'net', trainer: 'network' },
  ];
  const code = codeOfModels(models);
  await code.learnVersions?.();
  expect(code.of?.(of('old'))?.state.versions).toEqual({ 'old: Python': '3.9' });
  expect(code.watch.state.versions).toEqual({ 'old: Python': '3.9', 'new: Python': '3.12' });
  const { files } = code.watch.state;
  expect(Object.keys(files)).toEqual([
    'old: trainer',
    'old: train.py',
    'new: trainer',
    'new: train.py',
    'net: trainer',
  ]);
  const now = codeOfModels([
    { name: 'old', trainer: 'python3.9 train.py', watched: watched('3.10') },
    { name: 'net', trainer: 'linear' },
  ]);
  expect(now.watch.changedSince(files)).toEqual(['old: train.py', 'net: trainer']);
  expect(now.of?.(of('new'))).toBeUndefined();
  const isOfTrainer = ['old', 'new', 'net'].map((model) => now.isOfTrainer?.(of(model), files));
  expect(isOfTrainer).toEqual([true, false, false]);
});
