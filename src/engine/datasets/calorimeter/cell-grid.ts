/** @file Energy of a ring-shaped density in square cells, integrated exactly. */

/** Lines between rows or columns of cells: their distances from the centre of a density, and 1 / sqrt(distance^2 + R^2). */
interface Edges {
  readonly offsets: Float64Array;
  readonly inverses: Float64Array;
}

/** A square grid of cells, coordinates counted in cells from its middle. */
export class CellGrid {
  readonly size: number;
  readonly #corners: Float64Array;
  readonly #rows: Edges;
  readonly #columns: Edges;

  constructor(size: number) {
    this.size = size;
    this.#corners = new Float64Array((size + 1) ** 2);
    this.#rows = { offsets: new Float64Array(size + 1), inverses: new Float64Array(size + 1) };
    this.#columns = { offsets: new Float64Array(size + 1), inverses: new Float64Array(size + 1) };
  }

  /**
   * Adds to every cell its share, times `amount`, of the density R^2 / (pi (r^2 + R^2)^2) around (x, y), which is
   * 2 r R^2 / (r^2 + R^2)^2 over radii. With `reach`, cells further than that from the centre's cell along an axis get
   * nothing. The integral over a cell is the difference over its corners of
   * (u / a) atan(v / a) / 2 pi + (v / b) atan(u / b) / 2 pi, where a^2 = u^2 + R^2 and b^2 = v^2 + R^2 (its mixed second
   * derivative in u and v is that density).
   */
  add(cells: Float64Array, x: number, y: number, radius: number, amount: number, reach = this.size): void {
    const middle = (this.size - 1) / 2;
    const [left, right] = this.#range(Math.round(x + middle), reach);
    const [top, bottom] = this.#range(Math.round(y + middle), reach);
    if (left >= right || top >= bottom) return;
    const stride = this.size + 1;
    measureEdges(this.#rows, top, bottom, this.size / 2 + y, radius);
    measureEdges(this.#columns, left, right, this.size / 2 + x, radius);
    const corners = this.#corners;
    const scale = amount / (2 * Math.PI);
    for (let row = top; row <= bottom; row++) {
      const v = this.#rows.offsets[row] as number;
      const perB = this.#rows.inverses[row] as number;
      for (let column = left; column <= right; column++) {
        const u = this.#columns.offsets[column] as number;
        const perA = this.#columns.inverses[column] as number;
        corners[row * stride + column] = scale * (u * perA * arctangent(v * perA) + v * perB * arctangent(u * perB));
      }
    }
    for (let row = top; row < bottom; row++) {
      for (let column = left; column < right; column++) {
        const corner = row * stride + column;
        const cell = row * this.size + column;
        cells[cell] =
          (cells[cell] as number) +
          (corners[corner] as number) -
          (corners[corner + 1] as number) -
          (corners[corner + stride] as number) +
          (corners[corner + stride + 1] as number);
      }
    }
  }

  /** Corners around the cells within `reach` of cell number `centre`, those outside the grid left out. */
  #range(centre: number, reach: number): readonly [number, number] {
    return [Math.max(0, centre - reach), Math.min(this.size, centre + reach + 1)];
  }
}

function measureEdges({ offsets, inverses }: Edges, first: number, last: number, centre: number, radius: number): void {
  for (let edge = first; edge <= last; edge++) {
    const offset = edge - centre;
    offsets[edge] = offset;
    inverses[edge] = 1 / Math.sqrt(offset * offset + radius * radius);
  }
}

/**
 * To within 2e-8 (Abramowitz and Stegun 1964, 4.4.49), twice as fast as the exact one; deposits are kept in single
 * precision.
 */
function arctangent(value: number): number {
  const size = Math.abs(value);
  const x = size > 1 ? 1 / size : size;
  const q = x * x;
  const series =
    1 +
    q *
      (-0.3333314528 +
        q *
          (0.1999355085 +
            q *
              (-0.1420889944 +
                q * (0.1065626393 + q * (-0.07528964 + q * (0.0429096138 + q * (-0.0161657367 + q * 0.0028662257)))))));
  const angle = size > 1 ? Math.PI / 2 - x * series : x * series;
  return value < 0 ? -angle : angle;
}
