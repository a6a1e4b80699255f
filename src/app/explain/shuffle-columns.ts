/** @file Shuffles the columns of a table one after the other, and judges a model on each of the tables that come of it. */
import { type Better, given, type Predictions, predictionsWithout } from '../../core/index.js';
import { type RawColumn, type Samples, takeCells } from '../../datasets/index.js';
import type { ModelShuffles, ShuffledUnit } from '../../report/index.js';

/** A model as it is judged: its outputs row by row, and a figure of them. */
interface JudgedOutputs {
  readonly replicate: number | null;
  outputs(rows: readonly RawColumn[], count: number): Promise<Float32Array>;
  judge(predictions: Predictions): number;
}

interface ShuffleRequest {
  /** The raw columns of the model are its `columns`. */
  readonly samples: Samples & { readonly columns: readonly RawColumn[] };
  readonly units: readonly ShuffledUnit[];
  readonly repeats: number;
  readonly better: Better;
  /** Which row's cells each row gets. */
  readonly order: (unit: ShuffledUnit, repeat: number) => Int32Array;
  /** Places of the rows by block; each is left out once. */
  readonly blocks: readonly Int32Array[];
}

/** A column whose cells are all alike is not shuffled: it stays what it is. */
export async function shuffleColumns(model: JudgedOutputs, request: ShuffleRequest): Promise<ModelShuffles> {
  const { samples, units, repeats, better, blocks } = request;
  const { count, columns, targets, weights } = samples;
  const judgeAll = async (rows: readonly RawColumn[]) => {
    const outputs = await model.outputs(rows, count);
    const [width, targetWidth] = [outputs.length / count, targets.length / count];
    const predictions = { width, targetWidth, count, outputs, targets, ...given({ weights }) };
    const parts = blocks.map((block) => model.judge(predictionsWithout(predictions, block)));
    return { whole: model.judge(predictions), parts };
  };
  const before = await judgeAll(columns);
  const shuffled: ModelShuffles['units'][number][] = [];
  for (const unit of units) {
    const places = unit.columns.map((name) => columns.findIndex((column) => column.name === name));
    const isConstant = places.every((place) => isAllAlike(columns[place] as RawColumn));
    const shuffles: number[] = [];
    const leftOut = new Float64Array(blocks.length);
    for (let repeat = 0; repeat < (isConstant ? 0 : repeats); repeat++) {
      const order = request.order(unit, repeat);
      const rows = columns.map((column, place) => (places.includes(place) ? takeCells(column, order) : column));
      const after = await judgeAll(rows);
      shuffles.push(worsening(better, before.whole, after.whole));
      for (const [block, part] of after.parts.entries()) {
        const worse = worsening(better, before.parts[block] as number, part);
        leftOut[block] = (leftOut[block] as number) + worse / repeats;
      }
    }
    const none = Array.from({ length: repeats }, () => 0);
    shuffled.push({ shuffles: isConstant ? none : shuffles, leftOut: [...leftOut] });
  }
  return { replicate: model.replicate, value: before.whole, units: shuffled };
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
