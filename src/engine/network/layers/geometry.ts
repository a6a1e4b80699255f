/** @file Windows over a map: which positions lie under a kernel at each place, as convolution and pooling need it. */

export type Padding = 'valid' | 'same';

/** Height and width. */
export type Extent = readonly [height: number, width: number];

export interface Windows {
  /** Places of the window: the output's extent. */
  readonly extent: Extent;
  /** Cells of one window. */
  readonly size: number;
  /** For each place, row by row, the positions of its cells, row by row; -1 outside the map. */
  readonly taps: Int32Array;
  /** Rows and columns of zeros before and after the map: top, left, bottom, right. */
  readonly pads: readonly [number, number, number, number];
}

/** `3` is 3x3; `"3x5"` is 3 rows by 5 columns. */
export function parseExtent(text: number | string): Extent {
  if (typeof text === 'number') return [text, text];
  const [height, width] = text.split('x').map(Number);
  return [height as number, width as number];
}

/**
 * All places of a window. `valid`: only where it fits, floor((map - window) / stride) + 1 along each axis. `same`:
 * ceil(map / stride), zeros around the map in equal parts, the odd one after it. Extents below 1 mean it does not fit.
 */
export function placeWindows(map: Extent, window: Extent, stride: Extent, padding: Padding): Windows {
  const axes = ([0, 1] as const).map((axis) => placeAlong(map[axis], window[axis], stride[axis], padding));
  const [rows, columns] = axes as [Axis, Axis];
  const extent: Extent = [rows.count, columns.count];
  const taps: number[] = [];
  for (let row = 0; row < rows.count; row++) {
    for (let column = 0; column < columns.count; column++) {
      for (let i = 0; i < window[0]; i++) {
        for (let j = 0; j < window[1]; j++) {
          const y = row * stride[0] + i - rows.before;
          const x = column * stride[1] + j - columns.before;
          taps.push(y < 0 || y >= map[0] || x < 0 || x >= map[1] ? -1 : y * map[1] + x);
        }
      }
    }
  }
  return {
    extent,
    size: window[0] * window[1],
    taps: Int32Array.from(taps),
    pads: [rows.before, columns.before, rows.after, columns.after],
  };
}

interface Axis {
  readonly count: number;
  readonly before: number;
  readonly after: number;
}

function placeAlong(map: number, window: number, stride: number, padding: Padding): Axis {
  if (padding === 'valid') return { count: Math.floor((map - window) / stride) + 1, before: 0, after: 0 };
  const count = Math.ceil(map / stride);
  const total = Math.max(0, (count - 1) * stride + window - map);
  const before = Math.floor(total / 2);
  return { count, before, after: total - before };
}
