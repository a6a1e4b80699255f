/** @file What values the training of a model could draw from: whoever uses it can tell rows that lie far outside. */
import {
  columnsInOrder,
  encodedNames,
  encodedWidth,
  PERIODS,
  type TableEncoding,
  YEAR_2000,
} from '../../datasets/index.js';
import type { ModelRanges } from './model-answers.js';
import type { NetworkData } from './network.js';

/** Where a column's own numbers lie in an example, and what they are in its units. */
interface Place {
  readonly name: string;
  readonly place: number;
  readonly toOwn?: (value: number) => number;
}

/** Of the pool, by column of numbers or dates (days since 1970); of columns without a name none. */
export function rangesOf({ pool, inputNames = [], encoding }: NetworkData): ModelRanges {
  const places =
    encoding === undefined ? inputNames.map((name, place): Place => ({ name, place })) : encodedPlaces(encoding);
  const width = encoding === undefined ? inputNames.length : encodedWidth(encoding);
  const { inputs = new Float32Array(), features = {} } = pool ?? {};
  const ofInputs = places.map(({ name, place, toOwn = (value) => value }) => {
    const [low, high] = rangeOf(inputs, place, width);
    return [name, [toOwn(low), toOwn(high)]] as const;
  });
  const ofFeatures = Object.entries(features).map(([name, values]) => [name, rangeOf(values, 0, 1)] as const);
  return Object.fromEntries([...ofInputs, ...ofFeatures].filter(([, [low, high]]) => low <= high));
}

function encodedPlaces(encoding: TableEncoding): readonly Place[] {
  let place = 0;
  return columnsInOrder(encoding).flatMap((column): Place[] => {
    const own = place;
    place += encodedNames(column).length;
    const { name, kind } = column;
    if (kind === 'category') return [];
    if (kind === 'number') return [{ name, place: own }];
    return [{ name, place: own, toOwn: daysOf }];
  });
}

/** Infinity and -Infinity where there are none. */
function rangeOf(values: Float32Array, first: number, step: number): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let place = first; place < values.length; place += step) {
    const value = values[place] as number;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/** The first number of a date is its years since 2000, to a thousandth of a day. */
function daysOf(years: number): number {
  return Math.round((years * PERIODS.year + YEAR_2000) * 1000) / 1000;
}
