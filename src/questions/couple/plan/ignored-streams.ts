/** @file Which of the two streams a trainer does not listen to: whatever its index, the same comes out. */
import type { StreamName } from '../../../core/index.js';
import type { CoupledCell, CoupledTable, CoupledValue } from './coupled-table.js';

/** Those that change no training of any cell; none where there are not two trainings to be compared. */
export function ignoredStreams({ cells, streams }: Pick<CoupledTable, 'cells' | 'streams'>): readonly StreamName[] {
  const lines = [cells.flatMap(columnsOf), cells.flatMap(({ values }) => values)];
  return streams.filter((_, place) => isWithoutEffect(lines[place] as readonly (readonly CoupledValue[])[]));
}

function columnsOf({ values }: CoupledCell): readonly (readonly CoupledValue[])[] {
  return (values[0] ?? []).map((_, column) => values.map((row) => row[column]));
}

/** Trainings that differ in one stream alone: equal to the last bit wherever two of them came out. */
function isWithoutEffect(lines: readonly (readonly CoupledValue[])[]): boolean {
  const compared = lines
    .map((line) => line.filter((value) => typeof value === 'number'))
    .filter(({ length }) => length > 1);
  return compared.length > 0 && compared.every((line) => line.every((value) => value === line[0]));
}
