/** @file How much worse the figure of a model gets when columns are shuffled, one or several together. */
import { type Better, defined, type Predictions, predictionsWithout } from '../../core/index.js';
import { type RawColumn, type Samples, takeCells } from '../../engine/datasets/index.js';
import type { ModelShuffles, ShuffledUnit } from '../../report/index.js';

/** A model as it is judged: its outputs row by row, and a figure of them. */
interface JudgedOutputs {
  readonly replicate: number | null;
  outputs(rows: readonly RawColumn[], count: number): Promise<Float32Array>;
  /** As a UsableModel has it. */
  readonly rowsAtOnce?: number | undefined;
  judge(predictions: Predictions): number;
}

interface ShuffleRequest {
  /** The raw columns of the model are its `columns`. */
  readonly samples: Samples & { readonly columns: readonly RawColumn[] };
  readonly units: readonly ShuffledUnit[];
  readonly repeats: number;
  readonly better: Better;
  /** The row whose cells each row gets. */
  readonly order: (unit: ShuffledUnit, repeat: number) => Int32Array;
  /** Places of the rows by block; each is left out once. */
  readonly blocks: readonly Int32Array[];
}

/** A column whose cells are all alike is not shuffled: it stays what it is. */
export async function shuffleColumns(model: JudgedOutputs, request: ShuffleRequest): Promise<ModelShuffles> {
  const { samples, units, repeats, better, blocks } = request;
  const { count, columns, targets, weights } = samples;
  const shuffles = units.flatMap((unit): Shuffle[] => {
    const names = new Set(unit.columns);
    const isConstant = columns.every((column) => !names.has(column.name) || isAllAlike(column));
    return Array.from({ length: isConstant ? 0 : repeats }, (_, repeat) => {
      return { unit, names, order: () => request.order(unit, repeat) };
    });
  });
  const judge = (outputs: Float32Array) => {
    const [width, targetWidth] = [outputs.length / count, targets.length / count];
    const predictions = { width, targetWidth, count, outputs, targets, ...defined({ weights }) };
    const parts = blocks.map((block) => model.judge(predictionsWithout(predictions, block)));
    return { whole: model.judge(predictions), parts };
  };
  const [before, ...after] = await judgeTables(model, [undefined, ...shuffles], samples, judge);
  const { whole, parts } = before as NonNullable<typeof before>;
  return {
    replicate: model.replicate,
    value: whole,
    units: units.map((unit) => {
      const own = after.filter((_, place) => shuffles[place]?.unit === unit);
      const worse = own.map((one) => worsening(better, whole, one.whole));
      return {
        shuffles: own.length > 0 ? worse : Array.from({ length: repeats }, () => 0),
        leftOut: parts.map((part, block) =>
          own.reduce((sum, one) => sum + worsening(better, part, one.parts[block] as number) / repeats, 0),
        ),
      };
    }),
  };
}

/** One of the tables that a model is judged on. */
interface Shuffle {
  readonly unit: ShuffledUnit;
  readonly names: ReadonlySet<string>;
  readonly order: () => Int32Array;
}

/** What `judge` makes of the outputs for each table, where undefined is the table as it is; as many at once as are as cheap as one. */
async function judgeTables<Judged>(
  model: JudgedOutputs,
  tables: readonly (Shuffle | undefined)[],
  { count, columns }: ShuffleRequest['samples'],
  judge: (outputs: Float32Array) => Judged,
): Promise<readonly Judged[]> {
  const atOnce = Math.max(1, Math.floor((model.rowsAtOnce ?? 0) / count));
  const judged: Judged[] = [];
  for (let from = 0; from < tables.length; from += atOnce) {
    const part = tables.slice(from, from + atOnce).map((table) => ({ names: table?.names, order: table?.order() }));
    const rows = columns.map((column) => {
      const orders = part.map(({ names, order }) => (names?.has(column.name) === true ? order : undefined));
      return stacked(column, orders, count);
    });
    const outputs = await model.outputs(rows, count * part.length);
    const length = outputs.length / part.length;
    for (const place of part.keys()) judged.push(judge(outputs.subarray(place * length, (place + 1) * length)));
  }
  return judged;
}

/** A column again and again, each time in its order; undefined: as it is. */
function stacked(column: RawColumn, orders: readonly (Int32Array | undefined)[], count: number): RawColumn {
  if (orders.length === 1 && orders[0] === undefined) return column;
  const indices = new Int32Array(orders.length * count);
  for (const [place, order] of orders.entries())
    indices.set(order ?? Int32Array.from({ length: count }, (_, row) => row), place * count);
  return takeCells(column, indices);
}

/** How much worse it is after than before; 0 where nothing changed, also where both are infinite. */
function worsening(better: Better, before: number, after: number): number {
  if (before === after) return 0;
  if (better === 'zero') return Math.abs(after) - Math.abs(before);
  return better === 'high' ? before - after : after - before;
}

/** NaN, which is a missing number, is like itself. */
function isAllAlike({ values }: RawColumn): boolean {
  const cells: ArrayLike<number | string> = values;
  for (let row = 1; row < cells.length; row++) if (!Object.is(cells[row], cells[0])) return false;
  return true;
}
