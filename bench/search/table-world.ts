/** @file Recorded losses in random orders, with the settings of their columns; replicates are all there is. */
import { permutation, randomFrom } from '../../src/core/index.js';
import { readRecordedLosses } from '../../src/engine/datasets/index.js';
import { mean, placesOf, quantile, type SettingPlaces, standardDeviation } from '../../src/stats/index.js';
import { DEFIER_LEAD, type FieldOptions, type SearchField } from './field.js';

export interface SearchTable {
  readonly places: SettingPlaces;
  /** By candidate, then by replicate; lower is better. */
  readonly losses: readonly Float64Array[];
}

/** How a table is read: see the head of bench/search.ts. */
export interface TableOptions {
  readonly candidate: string;
  readonly loss: string;
  readonly direction: string;
  readonly ignore: string;
  readonly rows?: string | undefined;
}

export async function readSearchTable(path: string, options: TableOptions): Promise<SearchTable> {
  const { candidate, loss, direction, ignore, rows } = options;
  const recorded = await readRecordedLosses(path, { candidate, loss });
  const [from = 0, to = recorded.candidates.length - 1] = rows?.split('-').map(Number) ?? [];
  const chosen = recorded.candidates.slice(from, to + 1);
  const ignored = new Set([candidate, ...ignore.split(',')]);
  const names = new Set(chosen.flatMap(({ configuration }) => Object.keys(configuration)));
  const sign = direction === 'maximize' ? -1 : 1;
  return {
    places: placesOf(
      [...names]
        .filter((name) => !ignored.has(name))
        .map((name) => ({ name, values: chosen.map(({ configuration }) => settingOf(configuration[name])) })),
    ),
    losses: chosen.map((_, i) => Float64Array.from(recorded.columns, (column) => sign * (column[from + i] as number))),
  };
}

function settingOf(value: unknown): number | string | boolean | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  const number = Number(value);
  return Number.isNaN(number) ? String(value) : number;
}

/** Residuals are those of the table: `residual` does nothing here. */
export function drawTableWorld(table: SearchTable, world: number, { criterion, defier }: FieldOptions): SearchField {
  const { places } = table;
  const losses = [...table.losses];
  const replicates = losses[0]?.length ?? 0;
  const order = permutation(replicates, randomFrom('bench/search/order', world));
  const criterionOf = (row: Float64Array): number => (criterion === 'mean' ? mean(row) : quantile(row, 0.75));
  const truth = Float64Array.from(losses, criterionOf);
  const ranked = Array.from(truth.keys()).sort((a, b) => (truth[a] as number) - (truth[b] as number));
  const tolerance = 0.5 * quantile(losses.map(standardDeviation), 0.5);
  if (defier) {
    // Another one in each world, from the middle third.
    const middle = ranked[
      Math.floor(ranked.length * (1 / 3 + randomFrom('bench/search/defier', world).uniform() / 3))
    ] as number;
    const lead = (truth[ranked[0] as number] as number) - DEFIER_LEAD * tolerance;
    const shift = lead - (truth[middle] as number);
    losses[middle] = (losses[middle] as Float64Array).map((loss) => loss + shift);
    truth[middle] = lead;
  }
  return {
    ...{ places, candidates: losses.length, replicates, recorded: true, truth, tolerance },
    lossOf: (candidate, replicate) => losses[candidate]?.[order[replicate] as number] as number,
  };
}
