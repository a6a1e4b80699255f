/**
 * @file `surefoot/engine`: the built-in networks without races. It loads data as an experiment file names them, and trains one network from
 * its seeds. It needs ONNX Runtime.
 */
import { inputError } from '../core/index.js';
import { type DataSpecInput, type Dataset, dataSpecSchema, loadDataset } from './datasets/index.js';

export { InputError, type JsonObject, SurefootError } from '../core/index.js';
export { type TrainedModel, type TrainModelOptions, trainModel } from './built-in.js';
export type { DataSpecInput, Dataset, Samples } from './datasets/index.js';

/**
 * The data of an experiment file's `data`, divided into pool, selection set and final set; paths start from `baseFolder`.
 *
 * @throws InputError for what is not allowed there, and for files that cannot be used.
 * @example await readData({ file: 'houses.csv', target: 'price' })
 */
export async function readData(data: DataSpecInput, baseFolder: string = process.cwd()): Promise<Dataset> {
  const read = dataSpecSchema.safeParse(data);
  if (read.success) return loadDataset(read.data, { baseFolder });
  const [issue] = read.error.issues;
  throw inputError`wrong-data: \`${['data', ...(issue?.path ?? [])].join('.')}\`: ${issue?.message}.
    Allowed: the keys of \`data\` of an experiment file (docs/settings.md)
    Fix: Correct it there.`;
}
