/** @file Data that no network can be trained on is refused before the first training, with the place. */
import { inputError } from '../../core/index.js';
import { DATA_PARTS, type Dataset, type Samples } from '../datasets/index.js';

/** Throws an InputError for a value that is not finite, or a class number that is none. */
export function checkData(dataset: Dataset): void {
  for (const part of DATA_PARTS) {
    const samples = dataset[part];
    if (samples === undefined) continue;
    refuseNonFinite(part, 'input column', samples.inputs, samples.count);
    refuseNonFinite(part, 'target column', samples.targets, samples.count);
    for (const [name, values] of Object.entries(samples.features)) {
      refuseNonFinite(part, `feature "${name}", column`, values, samples.count);
    }
    if (dataset.task === 'classification') refuseUnknownClasses(part, samples, dataset.classes.length);
  }
}

function refuseNonFinite(part: string, kind: string, values: Float32Array, rows: number): void {
  const index = values.findIndex((value) => !Number.isFinite(value));
  if (index < 0) return;
  const columns = values.length / rows;
  throw inputError`data-not-finite: The ${part} set has ${values[index]} in row ${Math.floor(index / columns)}, ${kind} ${index % columns} (from 0).
    Allowed: finite numbers
    Fix: Remove or repair that row of the data.`;
}

function refuseUnknownClasses(part: string, { targets }: Samples, classes: number): void {
  const row = targets.findIndex((target) => !Number.isInteger(target) || target < 0 || target >= classes);
  if (row < 0) return;
  throw inputError`label-out-of-range: The ${part} set has the label ${targets[row]} in row ${row} (from 0).
    Allowed: class numbers from 0 to ${classes - 1}
    Fix: Repair that label, or name the class it stands for.`;
}
