/** @file A process that reads the data files argv[2...] as every command does, and prints one line of JSON for each. */
import { basename, dirname } from 'node:path';
import { dataSpecSchema, loadDataset } from '../../dist/engine/datasets/index.js';

for (const path of process.argv.slice(2)) {
  const spec = dataSpecSchema.parse({ file: basename(path), inputs: 'cell_*', target: 'energy' });
  const said = await loadDataset(spec, { baseFolder: dirname(path) }).then(
    ({ pool, selection, final }) => ({ rows: pool.count + selection.count + final.count }),
    (error) =>
      error.name === 'InputError' && typeof error.fix === 'string'
        ? { code: error.code }
        : { trace: String(error.stack) },
  );
  process.stdout.write(`${JSON.stringify({ path, ...said })}\n`);
}
