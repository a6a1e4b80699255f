/**
 * @file Writes the data of an experiment as arrays that Python reads (NPY, float32): pool and selection set, inputs and target.
 *
 *   node scripts/paper/write-data.mjs examples/paper-energy.yaml FOLDER [DATA]
 *
 * DATA: settings of the data, as JSON, that replace the experiment's.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { dataSpecSchema, loadDataset } from '../../dist/engine/datasets/index.js';

/** Format 1.0 of https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html; written aside, so that it is whole. */
function writeArray(path, values, shape) {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }`;
  const header = Buffer.from(`${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11)}\n`, 'latin1');
  const start = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 255, header.length >> 8]);
  writeFileSync(
    `${path}.part`,
    Buffer.concat([start, header, Buffer.from(values.buffer, values.byteOffset, values.byteLength)]),
  );
  renameSync(`${path}.part`, path);
}

const [file, folder, changes = '{}'] = process.argv.slice(2);
if (existsSync(join(folder, 'selection-target.npy'))) process.exit(0);
const { data } = parse(readFileSync(file, 'utf8'), { merge: true });
const dataset = await loadDataset(dataSpecSchema.parse({ ...data, ...JSON.parse(changes) }), { baseFolder: '.' });
for (const part of ['pool', 'selection']) {
  const { count, inputs, targets } = dataset[part];
  writeArray(join(folder, `${part}-inputs.npy`), inputs, [count, inputs.length / count]);
  writeArray(join(folder, `${part}-target.npy`), targets, [count]);
}
