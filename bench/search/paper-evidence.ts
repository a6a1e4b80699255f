/**
 * @file The 6,912 candidates of the paper's space as they were trained (data/paper/evidence): settings, and values of all trainings
 * as -1 / loss, on which spreads are about alike and a collapse is finite.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { placesOf, type SettingPlaces } from '../../src/stats/index.js';

const EVIDENCE = 'data/paper/evidence';
/** A network that predicts a constant is above it, one that learned anything below. */
const COLLAPSED_ABOVE = 0.25;

interface Table {
  readonly candidates: readonly { readonly id: string; readonly configuration: Configuration }[];
  readonly columns: { readonly candidate: readonly number[]; readonly loss: readonly (number | string)[] };
}

interface Configuration {
  readonly layers: readonly {
    readonly conv?: { readonly filters: number };
    readonly maxPool?: { readonly size: number; readonly stride: number };
    readonly dense?: { readonly units: number; readonly join?: string };
  }[];
  readonly optimizer: { readonly name: string; readonly learningRate: number; readonly weightDecay: number };
  readonly batchSize: number;
}

export interface PaperEvidence {
  readonly places: SettingPlaces;
  /** By candidate: -1 / loss of the trainings that did not collapse, and of those that did. */
  readonly values: readonly (readonly number[])[];
  readonly collapsed: readonly (readonly number[])[];
  /** Those that were trained 20 times whatever came out: 300 drawn at random, and the published ones. */
  readonly known: readonly number[];
}

export function readPaperEvidence(): PaperEvidence {
  const [space, some] = ['whole-space', 'search-run'].map(readTable) as [Table, Table];
  const indexOf = new Map(space.candidates.map(({ id }, index) => [id, index]));
  const all = space.candidates.map((): number[] => []);
  const take = (index: number, loss: number | string): void => {
    if (Number.isFinite(Number(loss))) all[index]?.push(Number(loss));
  };
  space.columns.candidate.forEach((index, row) => {
    take(index, space.columns.loss[row] as number);
  });
  const indices = some.candidates.map(({ id }) => indexOf.get(id) as number);
  some.columns.candidate.forEach((index, row) => {
    take(indices[index] as number, some.columns.loss[row] as number);
  });
  const reciprocals = (keep: (loss: number) => boolean) => all.map((row) => row.filter(keep).map((loss) => -1 / loss));
  return {
    places: settingsOf(space.candidates.map(({ configuration }) => configuration)),
    values: reciprocals((loss) => loss <= COLLAPSED_ABOVE),
    collapsed: reciprocals((loss) => loss > COLLAPSED_ABOVE),
    known: indices,
  };
}

function readTable(name: string): Table {
  return JSON.parse(gunzipSync(readFileSync(`${EVIDENCE}/${name}.json.gz`)).toString('utf8')) as Table;
}

/** What the space chooses, each by a name, wherever it stands in the layers. */
function settingsOf(configurations: readonly Configuration[]): SettingPlaces {
  const rows = configurations.map(({ layers, optimizer, batchSize }) => {
    const [convolution, second] = layers.flatMap(({ conv }) => conv ?? []);
    const [pool, secondPool] = layers.flatMap(({ maxPool }) => maxPool ?? []);
    const dense = layers.flatMap((layer) => layer.dense ?? []);
    return {
      filters: convolution?.filters ?? null,
      secondFilters: second?.filters ?? null,
      pool: pool?.size ?? null,
      secondPool: secondPool === undefined ? null : `${secondPool.size}/${secondPool.stride}`,
      units: dense[0]?.units ?? null,
      secondUnits: dense[1]?.units ?? null,
      join: dense.at(-1)?.join ?? 'none',
      optimizer: optimizer.name,
      learningRate: optimizer.learningRate,
      weightDecay: optimizer.weightDecay,
      batchSize,
    };
  });
  const names = Object.keys(rows[0] ?? {}) as (keyof (typeof rows)[number])[];
  return placesOf(names.map((name) => ({ name, values: rows.map((row) => row[name]) })));
}
