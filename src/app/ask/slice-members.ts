/** @file Cuts examples into slices by a column of the data, a feature or a target. */
import { type InputError, inputError, knownScores, nearestName, takeColumn } from '../../core/index.js';
import type { Dataset, Samples } from '../../engine/datasets/index.js';
import { checkEdges, checkTexts, type Slices } from '../../experiment/index.js';
import { formatValue, type SliceMembers } from '../../report/index.js';

type Cells = ArrayLike<number> | readonly string[];

/** A column of some examples, and where it is cut. */
type Cut =
  | { readonly column: string; readonly cells: readonly string[]; readonly texts: readonly string[] }
  | { readonly column: string; readonly cells: ArrayLike<number>; readonly edges: readonly number[] };

/**
 * `asked` names where the slices were asked for: `slices`, `--slices`.
 * @throws InputError for a column that is not there, or of the other kind, and for a text that the data do not have.
 */
export function requireSlices(slices: Slices | undefined = {}, dataset: Dataset | undefined, asked: string): void {
  if (dataset === undefined && Object.keys(slices).length > 0) {
    throw inputError`slices-without-data: ${asked} names columns, and the trainer keeps its data to itself.
      Allowed: slices where the experiment has \`data\`: by its columns, not by metrics of a training
      Fix: Leave ${asked} out, or let the experiment read the data.`;
  }
  if (dataset === undefined) return;
  for (const cut of cutsOf(slices, dataset, dataset.selection, asked)) {
    if (!('texts' in cut)) continue;
    const known = textsOf(cut.column, dataset);
    const unknown = cut.texts.find((text) => !known.has(text));
    if (unknown !== undefined) throw unknownText(cut.column, unknown, [...known], asked);
  }
}

/** The slices that these examples of the data lie in. @throws InputError for a column that is not there, or of the other kind. */
export function membersOf(slices: Slices, dataset: Dataset, samples: Samples, asked: string): readonly SliceMembers[] {
  return cutsOf(slices, dataset, samples, asked).map((cut) => {
    const { column } = cut;
    if ('edges' in cut) return { column, names: rangesOf(cut.edges), sliceOf: placesBetween(cut.cells, cut.edges) };
    return { column, names: cut.texts, sliceOf: Int32Array.from(cut.cells, (cell) => cut.texts.indexOf(cell)) };
  });
}

function cutsOf(slices: Slices, dataset: Dataset, samples: Samples, asked: string): readonly Cut[] {
  const wanted = Object.entries(slices);
  // Simulated data are not drawn for nothing.
  if (wanted.length === 0) return [];
  const columns = columnsOf(dataset, samples);
  return wanted.map(([column, given]): Cut => {
    const cells = columns.get(column)?.();
    if (cells === undefined) throw unknownColumn(column, [...columns.keys()], asked);
    // Whether 1, 2, 3 are texts or edges only the column knows.
    if (typeof cells[0] === 'string') {
      return { column, cells: cells as readonly string[], texts: checkTexts(column, given.map(String), asked) };
    }
    const numbers = given.map((one) => (one === '' ? Number.NaN : Number(one)));
    if (!numbers.every(Number.isFinite))
      throw inputError`slices-of-other-kind: ${asked}: \`${column}\` holds numbers, and its slices are texts.
        Allowed: two edges or more in ascending order: [3, 10, 30]
        Fix: Correct ${asked}.`;
    return { column, cells: cells as ArrayLike<number>, edges: checkEdges(column, numbers, asked) };
  });
}

/** All that a column of texts may hold: classes, or what the pool and the sets have. */
function textsOf(column: string, dataset: Dataset): ReadonlySet<string> {
  const { targetNames, classes, encoding, selection, final, calibration } = dataset;
  if (targetNames.includes(column)) return new Set(classes);
  const fitted = encoding?.columns.find(({ name }) => name === column);
  const cells = [selection, final, calibration].flatMap((samples) =>
    samples === undefined ? [] : Array.from((columnsOf(dataset, samples).get(column)?.() ?? []) as readonly string[]),
  );
  return new Set([...(fitted?.kind === 'category' ? [...fitted.levels, ...(fitted.rare ?? [])] : []), ...cells]);
}

/** By name; a target that is a column of classes is texts. */
function columnsOf(
  { inputNames = [], targetNames, classes }: Dataset,
  { inputs, targets, features, columns = [] }: Samples,
): ReadonlyMap<string, () => Cells> {
  return new Map<string, () => Cells>([
    ...(columns.length > 0
      ? []
      : inputNames.map((name, place) => [name, () => takeColumn(inputs, inputNames.length, place)] as const)),
    ...columns.map(({ name, values }) => [name, () => values] as const),
    ...Object.entries(features).map(([name, values]) => [name, () => values] as const),
    ...targetNames.map((name, place) => {
      const numbers = () => takeColumn(targets, targetNames.length, place);
      return [
        name,
        classes.length === 0 ? numbers : () => Array.from(numbers(), (one) => classes[one] as string),
      ] as const;
    }),
  ]);
}

/** `3 to 10`. */
function rangesOf(edges: readonly number[]): readonly string[] {
  return edges.slice(1).map((edge, place) => `${plain(edges[place] as number)} to ${plain(edge)}`);
}

/** The edge as it was typed. */
function plain(edge: number): string {
  const text = String(edge);
  return text.length <= 8 ? text : formatValue(edge);
}

/** The upper end belongs to the last slice alone. */
function placesBetween(cells: ArrayLike<number>, edges: readonly number[]): Int32Array {
  const last = edges.length - 2;
  const top = edges.at(-1) as number;
  return Int32Array.from(cells, (cell) => {
    if (cell === top) return last;
    if (!(cell >= (edges[0] as number) && cell < top)) return -1;
    return edges.findIndex((edge) => cell < edge) - 1;
  });
}

function unknownColumn(column: string, known: readonly string[], asked: string): InputError {
  if (knownScores().includes(column)) return metricForColumn(column, known, asked);
  const near = nearestName(column, known);
  return inputError`unknown-slice-column: ${asked}: the data have no column "${column}".
    Allowed: ${columnsText(known)}
    Fix: ${near === undefined ? `Correct ${asked}.` : `Did you mean "${near}"?`}`;
}

function metricForColumn(metric: string, known: readonly string[], asked: string): InputError {
  return inputError`slices-by-metric: ${asked}: "${metric}" is a figure of a whole training, the same for all of its examples, so it cannot tell examples apart.
    Allowed: ${columnsText(known)}
    Fix: Cut by a column of the data; each slice then has its own loss, spread and systematic difference.`;
}

function columnsText(known: readonly string[]): string {
  return known.length === 0 ? 'data with columns, features or named targets' : known.join(', ');
}

function unknownText(column: string, text: string, known: readonly string[], asked: string): InputError {
  const near = nearestName(text, known);
  const more = known.length > MOST_LISTED ? ` and ${known.length - MOST_LISTED} more` : '';
  return inputError`unknown-slice: ${asked}: no example of the data has "${text}" as its \`${column}\`.
    Allowed: ${known.slice(0, MOST_LISTED).join(', ')}${more}
    Fix: ${near === undefined ? `Correct ${asked}.` : `Did you mean "${near}"?`}`;
}

/** Texts in a message. */
const MOST_LISTED = 20;
