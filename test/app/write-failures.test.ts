/** @file A few of the writes that fail in test/torture: the claim is told all the same, and the same command completes the folder. */
import { expect, onTestFinished, test } from 'vitest';
import { examples } from '../examples.js';
import { type Failing, failAndGoOn, failingText, KINDS, type Kind } from '../torture/write-failures.js';
import { temporaryFolder } from './command-line.js';

const [networks, own, study] = KINDS as [Kind, Kind, Kind];
const CASES: readonly (readonly [Kind, Failing])[] = [
  [own, { how: 'full', file: 'result.json', count: 1 }],
  [study, { how: 'full', file: 'compare.html', count: 1 }],
  [networks, { how: 'full', file: 'model.onnx', count: 1 }],
  [networks, { how: 'full', file: 'trials.csv', count: 1 }],
  [own, { how: 'full', file: 'report.html', count: 1 }],
  [study, { how: 'full', file: 'compare.json', count: 1 }],
];

test.each(CASES.slice(0, examples(3, CASES.length)).map(([kind, failing]) => ({ kind, failing })))(
  '$kind.name, $failing.how $failing.file',
  ({ kind, failing }) => {
    const { failed, claim, again, stderr } = failAndGoOn(kind, failing, temporaryFolder(onTestFinished));
    expect({ failed, claim, again }).toEqual({ failed: true, claim: 'told', again: 'completes' });
    const [, file] = failingText(failing).split(' ');
    expect(stderr).toContain(`${file} is missing: It cannot be written: the disk is full.`);
    expect(stderr).toContain('Fix: Once that is mended, run the same command again, or surefoot report run/here');
    expect(stderr).not.toContain('at async');
  },
);
