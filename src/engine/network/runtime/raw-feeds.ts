/** @file Raw rows of a table as the inputs of a model that encodes them itself. */
import type { ColumnEncoding, RawColumn } from '../../datasets/index.js';
import { columnInputName } from '../raw-columns.js';
import { Tensor } from './onnxruntime.js';

/** A column of an encoding; `input` is what a model that is there already calls it. */
interface FedColumn extends Pick<ColumnEncoding, 'name'> {
  readonly input?: string;
}

/** `rows`: the columns of the encoding, in its order; of them the rows from `start` to before `end`. */
export function rawFeeds(
  columns: readonly FedColumn[],
  rows: readonly RawColumn[],
  start: number,
  end: number,
): Record<string, Tensor> {
  const shape = [end - start, 1];
  const feeds = columns.map((column, place) => {
    const { kind, values } = rows[place] as RawColumn;
    const tensor =
      kind === 'category'
        ? new Tensor('string', values.slice(start, end), shape)
        : new Tensor('float64', values.subarray(start, end), shape);
    return [column.input ?? columnInputName(column), tensor] as const;
  });
  return Object.fromEntries(feeds);
}
