/** @file What every source of data must be, by the data that it gives: each fault is a sentence that names it. */
import { z } from 'zod';
import { type Dataset, dataFiles, dataSpecSchema, hashDataset, loadDataset } from '../../src/engine/datasets/index.js';
import { type Claim, faultsOf } from './list-suite.js';

type Option = (typeof dataSpecSchema)['options'][number];

/** What an experiment says of data: their source and settings. */
export type Asked = Readonly<Record<string, unknown>>;

/** What `ask` gives for a specification, which it checks. */
export type Load = (asked: Asked) => Dataset | Promise<Dataset>;

export const load: Load = (asked) => loadDataset(dataSpecSchema.parse(asked), { baseFolder: process.cwd() });

/** Of sources that have settings without a default. */
const SETTINGS: Readonly<Record<string, Asked>> = {
  file: {
    ...{ file: 'test/engine/datasets/fixtures/images.npy', targetFile: 'test/engine/datasets/fixtures/energy.npy' },
    split: { pool: 0.6, selection: 0.2, final: 0.2 },
  },
};

const SPLIT = { pool: 120, selection: 30, final: 20 };

interface Loaded {
  readonly dataset: Dataset;
  readonly again: Dataset;
  readonly reseeded: Dataset;
  readonly larger: Dataset | undefined;
  readonly files: readonly string[];
}

const partsOf = ({ pool, selection, final }: Dataset) => [pool, selection, final];

const rowsOf = ({ inputs, targets, count }: Dataset['pool']): readonly string[] => {
  const [width, targetWidth] = [inputs.length / count, targets.length / count];
  return Array.from({ length: count }, (_, row) =>
    [
      inputs.subarray(row * width, (row + 1) * width).join(),
      targets.subarray(row * targetWidth, (row + 1) * targetWidth).join(),
    ].join(';'),
  );
};

const CLAIMS: readonly Claim<Loaded>[] = [
  {
    says: 'the same specification gives other data, or their hash is not that of its values',
    holds: ({ dataset, again }) =>
      dataset.hash === again.hash &&
      dataset.hash === hashDataset(dataset) &&
      partsOf(dataset).every(
        (part, place) => rowsOf(part).join() === rowsOf(partsOf(again)[place] as Dataset['pool']).join(),
      ),
  },
  {
    says: 'another seed of the split gives the same data',
    holds: ({ dataset, reseeded }) =>
      dataset.hash !== reseeded.hash && rowsOf(dataset.pool).join() !== rowsOf(reseeded.pool).join(),
  },
  {
    says: 'a larger pool changes the examples that it had, or another part',
    holds: ({ dataset, larger }) =>
      larger === undefined ||
      (rowsOf(larger.pool).slice(0, dataset.pool.count).join() === rowsOf(dataset.pool).join() &&
        rowsOf(larger.selection).join() === rowsOf(dataset.selection).join() &&
        rowsOf(larger.final).join() === rowsOf(dataset.final).join()),
  },
  {
    says: 'inputs or targets are not as many as it says, or no numbers',
    holds: ({ dataset }) => {
      const width = dataset.inputShape.reduce((product, extent) => product * extent, 1);
      return partsOf(dataset).every(
        ({ count, inputs, targets, features }) =>
          count > 0 &&
          inputs.length === count * width &&
          targets.length === count * dataset.targetNames.length &&
          [inputs, targets, ...Object.values(features)].every((values) => values.every(Number.isFinite)) &&
          Object.values(features).every((values) => values.length === count),
      );
    },
  },
  {
    says: 'its targets are not of the classes, or of the signs, that it says',
    holds: ({ dataset: { task, classes, targetNames, positiveTargets, ...parts } }) => {
      const targets = [parts.pool, parts.selection, parts.final].flatMap((part) => [...part.targets]);
      if (positiveTargets === true && targets.some((target) => target <= 0)) return false;
      if (task === 'regression') return classes.length === 0 && new Set(targets).size > 2;
      const drawn = [...new Set(parts.pool.targets)].sort((a, b) => a - b);
      return targetNames.length === 1 && classes.length > 1 && drawn.join() === [...classes.keys()].join();
    },
  },
  {
    says: 'an example stands in two of its parts',
    holds: ({ dataset }) => {
      // Real examples may be there twice.
      if (!dataset.simulated) return true;
      const rows = partsOf(dataset).flatMap(rowsOf);
      return new Set(rows).size === rows.length;
    },
  },
  {
    says: 'it is read from files and simulated, or neither',
    holds: ({ dataset, files }) =>
      dataset.simulated === (files.length === 0) && files.every((path) => path.startsWith('/')),
  },
];

interface Schema {
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly type?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
}

const propertiesOf = (option: Option) =>
  (z.toJSONSchema(option, { io: 'input', unrepresentable: 'any' }) as Schema).properties ?? {};

/** As an experiment names it. */
export const sourceName = (option: Option): string => String(propertiesOf(option).source?.const);

/** What a setting may be: all that are listed, both ends of a range. */
function valuesOf({ const: only, enum: members, anyOf, items, type, minimum = 0, maximum = 1 }: Schema): unknown[] {
  if (anyOf !== undefined) return anyOf.flatMap(valuesOf);
  if (items !== undefined) return valuesOf(items).map((value) => [value]);
  if (type === 'boolean') return [true, false];
  if (type === 'number' || type === 'integer') return [minimum, Math.min(maximum, minimum + 3)];
  return [...(members ?? []), ...(only === undefined ? [] : [only])];
}

/** What is wrong with a source. */
export async function sourceFaults(option: Option, ask = load): Promise<readonly string[]> {
  const name = sourceName(option);
  const what = `the source ${name}`;
  const { split = SPLIT, ...settings } = SETTINGS[name] ?? {};
  const given = (changes: object, others: Asked = {}): Asked => ({
    ...{ source: name, ...settings, ...others },
    split: { ...(split as object), ...changes },
  });
  const checked = dataSpecSchema.safeParse(given({}));
  if (!checked.success) return [`${what}: say in SETTINGS of the suite what it needs`];
  const files = dataFiles(checked.data, process.cwd());
  const isDrawn = files.length === 0;
  const dataset = await ask(given({}));
  const loaded: Loaded = {
    ...{ dataset, again: await ask(given({})), reseeded: await ask(given({ seed: 1 })), files },
    larger: isDrawn ? await ask(given({ pool: SPLIT.pool + 60 })) : undefined,
  };
  const faults = [...faultsOf(what, CLAIMS, loaded)];
  for (const [setting, schema] of isDrawn ? Object.entries(propertiesOf(option)) : []) {
    if (setting === 'source' || setting === 'split') continue;
    const hashes = new Set([dataset.hash]);
    for (const value of valuesOf(schema)) hashes.add((await ask(given({}, { [setting]: value }))).hash);
    if (hashes.size === 1) faults.push(`${what}: its setting ${setting} changes nothing`);
  }
  return faults;
}
