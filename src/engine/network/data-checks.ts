/** @file Data that no network can be trained on is refused before the first training, with the place. */
import { inputError, oncePerObject } from '../../core/index.js';
import { DATA_PARTS, type Dataset, embeddedColumns, type Samples } from '../datasets/index.js';
import { sizeOf } from './graph/tensor.js';
import { isComputed } from './joined-features.js';
import type { ScalingName } from './scaling.js';

/** Throws an InputError for a value that is not finite, a class number that is none, or a feature that is called as a figure of the input. */
export const checkData: (dataset: Dataset) => void = oncePerObject((dataset: Dataset) => {
  refuseComputedNames(Object.keys(dataset.pool.features));
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
});

function refuseComputedNames(features: readonly string[]): void {
  const name = features.find(isComputed);
  if (name === undefined) return;
  throw inputError`feature-missing: data.features: the column "${name}" has the name of a figure of the input that layers join.
    Allowed: columns of other names than sum, barycentre-x and barycentre-y
    Fix: Rename the column, or make it an input.`;
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

const PLACE = 'layers[0].tokenEmbedding';

type Inputs = Partial<Pick<Samples, 'inputs'>>;

/** The data, with the parts of it that are known. */
type CheckedData = Pick<Dataset, 'inputShape' | 'encoding'> & {
  readonly [Part in (typeof DATA_PARTS)[number]]?: Inputs;
};

/** Throws an InputError where the first layer embeds tokens, and the data or the way inputs are scaled do not suit it. */
export function requireTokens(
  { layers, inputs }: { readonly layers: readonly Readonly<Record<string, unknown>>[]; readonly inputs: ScalingName },
  data: CheckedData,
): void {
  const tokens = tokensOf(layers);
  if (tokens === undefined) return;
  const [embedded] = embeddedColumns(data.encoding);
  if (embedded !== undefined) {
    throw inputError`token-input: ${PLACE} reads all inputs as tokens, but the data's column \`${embedded.name}\` is embedded before all layers.
      Allowed: inputs that are all tokens, or columns that are embedded
      Fix: Leave ${PLACE} out, or read that column as a number.`;
  }
  if (inputs !== 'none') {
    throw inputError`token-input: ${PLACE} reads whole numbers, but inputs is ${JSON.stringify(inputs)}, which changes them.
      Allowed: inputs: none
      Fix: Set \`inputs: none\`.`;
  }
  const width = sizeOf(data.inputShape);
  for (const part of DATA_PARTS) {
    const values = data[part]?.inputs;
    if (values !== undefined) requireRange(part, values, width, tokens);
  }
}

function requireRange(part: string, values: Samples['inputs'], width: number, tokens: number): void {
  const { notWhole, largest } = summaryOf(values);
  const place = notWhole ?? (Number(values[largest]) >= tokens ? largest : undefined);
  if (place === undefined) return;
  const row = Math.floor(place / width);
  throw inputError`token-input: ${PLACE} has the tokens 0 to ${tokens - 1}, but the ${part} set has ${values[place]} in row ${row}, input column ${place % width} (from 0).
    Allowed: whole numbers from 0 to ${tokens - 1}
    Fix: ${notWhole === undefined ? `Set ${PLACE}.tokens to ${Number(values[place]) + 1} or more, or repair that row of the data.` : 'Number the tokens 0, 1, 2, ... in the data.'}`;
}

/** Throws an InputError where a value for a model is none of its tokens; `describe` says where it stands. */
export function requireTokenValues(values: Float32Array, tokens: number, describe: (place: number) => string): void {
  const place = values.findIndex((value) => !(Number.isInteger(value) && value >= 0 && value < tokens));
  if (place < 0) return;
  throw inputError`token-input: The model reads tokens, and ${describe(place)} has ${values[place]}.
    Allowed: whole numbers from 0 to ${tokens - 1}
    Fix: Repair that row, or leave it out.`;
}

/** Tokens that the first layer of a completed configuration knows; undefined where it reads none. */
export function tokensOf([first]: readonly Readonly<Record<string, unknown>>[]): number | undefined {
  return (first?.tokenEmbedding as { readonly tokens: number } | undefined)?.tokens;
}

/** Places of the first value that is no whole number from 0, and of the largest. Up to a million candidates ask. */
const summaryOf = oncePerObject((values: Float32Array) => {
  const notWhole = values.findIndex((value) => !(Number.isInteger(value) && value >= 0));
  const largest = values.reduce((most, value, place) => (value > (values[most] as number) ? place : most), 0);
  return { notWhole: notWhole < 0 ? undefined : notWhole, largest };
});
