/** @file Two small data sets around samples that a test makes: a table with an embedded column, and pictures of two classes. */
import type { Dataset, Samples } from '../../../src/engine/datasets/index.js';

type MakeSamples = (count: number, seed: string) => Samples;

/** `rows` gives three values an example, of which the last is a level (0 for none), `pictures` 8 x 8 cells. */
export function smallDatasets(
  { rows, pictures }: { readonly rows: MakeSamples; readonly pictures: MakeSamples },
  { pool, selection }: { readonly pool: number; readonly selection: number },
): { readonly table: Dataset; readonly images: Dataset } {
  const parts = (make: MakeSamples) =>
    ({ pool: make(pool, 'pool'), selection: make(selection, 'selection'), final: make(2, 'final') }) as const;
  const number = { kind: 'number', format: 'plain', fill: 0, indicator: false } as const;
  return {
    table: {
      ...{ name: 'rows', task: 'regression', inputShape: [3], targetNames: ['y'], classes: [] },
      ...{ ...parts(rows), hash: '', simulated: true },
      encoding: {
        columns: [
          { name: 'x', ...number },
          { name: 'z', ...number },
          { name: 'level', kind: 'category', levels: ['p', 'q', 'r'], embedded: true },
        ],
        left: [],
      },
    },
    images: {
      ...{
        name: 'pictures',
        task: 'classification',
        inputShape: [8, 8, 1],
        targetNames: ['class'],
        classes: ['a', 'b'],
      },
      ...{ ...parts(pictures), hash: '', simulated: true },
    },
  };
}
