/** @file Predictions as trainers tell them: arrays and files become the same, and what is wrong is said in a clause. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump } from 'npyjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodePredictions, predictionsFlaw } from '../core/index.js';
import { toldFilesIn } from './told-files.js';
import { readToldPredictions } from './told-predictions.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'surefoot-told-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const ROWS = [
  [0.25, 0.75],
  [1, 0],
  [0.5, 0.5],
];
const EXPECTED = {
  kind: 'probabilities',
  examples: 3,
  outputs: 2,
  values: Float32Array.of(0.25, 0.75, 1, 0, 0.5, 0.5),
};

/** A file of the trial's folder with this content. */
function file(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return name;
}

test('rows, typed rows, one probability of two, CSV, NPY and files of ours are the same', () => {
  const single = ROWS.map(([, second]) => second as number);
  const told = {
    rows: ROWS,
    typed: ROWS.map((row) => Float64Array.from(row)),
    single: Float32Array.from(single),
    csv: file('rows.csv', `no,yes\r\n${ROWS.map((row) => row.join(',')).join('\r\n')}\r\n`),
    npy: file('rows.npy', new Uint8Array(dump(Float64Array.from(ROWS.flat()), [3, 2]))),
    bin: file('rows.bin', encodePredictions({ ...EXPECTED, kind: 'probabilities' })),
  };
  for (const [form, selection] of Object.entries(told)) {
    const { predictions, predictionsFlaw: flaw } = readToldPredictions(
      { kind: 'probabilities', selection },
      toldFilesIn(folder),
    );
    expect({ form, flaw, selection: predictions?.selection }).toEqual({ form, flaw: undefined, selection: EXPECTED });
  }
  const targets = { final: file('truth.csv', '0\n1\n1\n') };
  const { predictions } = readToldPredictions({ kind: 'labels', final: [0, 1, 1], targets }, toldFilesIn(folder));
  expect(predictions).toEqual({
    final: {
      kind: 'labels',
      examples: 3,
      outputs: 1,
      values: Float32Array.of(0, 1, 1),
      targets: Float32Array.of(0, 1, 1),
    },
  });
  expect(readToldPredictions(undefined)).toEqual({});
});

test.each([
  [[1, 2], '`predictions` is not an object'],
  [{ kind: 'values' }, '`predictions` has none of selection, final'],
  [{ kind: 'values', selecton: [1] }, '`predictions` has "selecton"; allowed: kind, targets, selection, final'],
  [{ selection: [1] }, 'their `kind` is not told; allowed: probabilities, labels, values'],
  [{ kind: 'classes', selection: [1] }, 'their `kind` is "classes"'],
  [{ kind: 'values', selection: [[1, 2], [3]] }, 'selection: example 1 has 1 numbers, and example 0 has 2'],
  [{ kind: 'values', selection: 'gone.npy' }, 'selection: gone.npy cannot be read'],
  [{ kind: 'values', selection: 'rows.txt' }, 'selection: rows.txt'],
  [{ kind: 'values', selection: 3 }, 'selection: neither an array nor a path'],
])('%j is refused, as %j', (told, text) => {
  file('rows.txt', '1');
  const { predictions, predictionsFlaw: flaw = '' } = readToldPredictions(told, toldFilesIn(folder));
  expect([predictions, flaw]).toEqual([undefined, expect.stringContaining(text)]);
});

test('a function gives no paths, and text in a table is named by its example', () => {
  expect(readToldPredictions({ kind: 'values', final: 'x.npy' })).toEqual({
    predictionsFlaw: 'final: a function returns arrays, not the path x.npy',
  });
  const told = { kind: 'values', final: file('bad.csv', 'a\n1\nn/a\n') };
  expect(readToldPredictions(told, toldFilesIn(folder)).predictionsFlaw).toBe('final: example 1 is n/a');
});

test.each([
  [{ kind: 'probabilities', outputs: 2, values: [0.5, 0.4, 1, 0] }, 'the probabilities of example 0 are 0.5, 0.4'],
  [{ kind: 'probabilities', outputs: 2, values: [1.5, -0.5, 1, 0] }, 'the probabilities of example 0 are 1.5, -0.5'],
  [{ kind: 'labels', outputs: 1, values: [0, 0.5] }, 'the label of example 1 is 0.5'],
  [{ kind: 'values', outputs: 1, values: [1, Number.NaN] }, 'that of example 1 is NaN'],
  [{ kind: 'values', outputs: 1, values: [1, 2], targets: [1] }, 'there are 1 targets, not 2'],
  [{ kind: 'labels', outputs: 1, values: [0, 1], targets: [0, -1] }, 'the target of example 1 is -1'],
] as const)('%j cannot be kept: %s', (told, text) => {
  const { kind, outputs, values } = told;
  const targets = 'targets' in told ? { targets: Float32Array.from(told.targets) } : {};
  const own = { kind, examples: 2, outputs, values: Float32Array.from(values), ...targets };
  expect(predictionsFlaw(own)).toContain(text);
});
