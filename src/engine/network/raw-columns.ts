/**
 * @file The encoding of a table inside an exported model: raw columns by name in, the network's input out. Numbers and dates
 * (days since 1970) are float64 [batch, 1] with NaN for missing ones, categories strings [batch, 1] with the empty text.
 */
import {
  type CategoryColumn,
  type ColumnEncoding,
  columnsInOrder,
  type DateColumn,
  isEmbedded,
  type NumberColumn,
  PERIODS,
  periodsOf,
  type TableEncoding,
  YEAR_2000,
} from '../datasets/index.js';
import { ML_DOMAIN, type OnnxGraph } from './onnx/onnx-graph.js';

/** Names of values that exported models have. */
const RESERVED =
  /^(|input|output|probabilities|label|classes|spread|agreement|low|high|set|instances\[.*|feature\..*|inputs\..*|features\..*|targets\..*|embedding\[\d+\]\.rows|.*\.(kernel|bias|scale|shift|mean|variance))$/;

/** The model's input for a column: its name, unless a model calls something else so. */
export function columnInputName({ name }: Pick<ColumnEncoding, 'name'>): string {
  return RESERVED.test(name) ? `column ${name}` : name;
}

/** The model's output for a target likewise: no column of the inputs has a target's name. */
export function outputNameOf(target: string): string {
  return RESERVED.test(target) ? `target ${target}` : target;
}

/** Adds an input for every column, and gives the encoded rows, float32 [batch, width]. */
export function inferEncoding(onnx: OnnxGraph, encoding: TableEncoding): string {
  const inputs = new Map(
    encoding.columns.map((column) => {
      const type = column.kind === 'category' ? 'string' : 'float64';
      return [column, onnx.input(columnInputName(column), type, ['batch', 1])] as const;
    }),
  );
  const parts = columnsInOrder(encoding).flatMap((column) => {
    const input = inputs.get(column) as string;
    if (column.kind === 'number') return inferNumber(onnx, column, input);
    return column.kind === 'date' ? inferDate(onnx, column, input) : inferCategory(onnx, column, input);
  });
  return onnx.node('Concat', parts, { axis: 1 });
}

function inferNumber(onnx: OnnxGraph, { fill, indicator }: NumberColumn, input: string): string[] {
  const value = onnx.cast(input, 'float32');
  const isMissing = onnx.node('IsNaN', [value]);
  const filled = onnx.node('Where', [isMissing, onnx.scalar(fill), value]);
  return indicator ? [filled, onnx.cast(isMissing, 'float32')] : [filled];
}

/** A level that is rare or new gets a number that no level has. */
function inferCategory(onnx: OnnxGraph, column: CategoryColumn, input: string): string[] {
  const { levels } = column;
  const first = isEmbedded(column) ? 1 : 0;
  const numbers = levels.map((_, level) => level + first);
  const level = onnx.node(
    'LabelEncoder',
    [input],
    { keys_strings: { strings: levels }, values_int64s: numbers, default_int64: first - 1 },
    undefined,
    ML_DOMAIN,
  );
  if (isEmbedded(column)) return [onnx.cast(level, 'float32')];
  const own = onnx.cast(onnx.node('Equal', [level, onnx.int64s(numbers, [1, levels.length])]), 'float32');
  const isUnknown = onnx.node('Less', [level, onnx.int64s([first], [1, 1])]);
  return [onnx.node('Where', [isUnknown, onnx.floats(Float32Array.from(column.shares), [1, levels.length]), own])];
}

function inferDate(onnx: OnnxGraph, column: DateColumn, input: string): string[] {
  const isMissing = onnx.node('IsNaN', [input]);
  const days = onnx.node('Where', [isMissing, onnx.double(column.fill), input]);
  const since2000 = onnx.node('Sub', [days, onnx.double(YEAR_2000)]);
  const years = onnx.cast(onnx.node('Div', [since2000, onnx.double(PERIODS.year)]), 'float32');
  const places = periodsOf(column).flatMap((name) => {
    const period = onnx.double(PERIODS[name]);
    const begun = onnx.node('Mul', [onnx.node('Floor', [onnx.node('Div', [days, period])]), period]);
    const within = onnx.cast(onnx.node('Sub', [days, begun]), 'float32');
    const angle = onnx.node('Mul', [within, onnx.scalar((2 * Math.PI) / PERIODS[name])]);
    return [onnx.node('Sin', [angle]), onnx.node('Cos', [angle])];
  });
  return [years, ...places, ...(column.indicator ? [onnx.cast(isMissing, 'float32')] : [])];
}
