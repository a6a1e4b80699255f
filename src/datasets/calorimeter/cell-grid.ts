/** @file Energy of a ring-shaped density in square cells, integrated exactly. */

/** A square grid of cells, coordinates counted in cells from its middle. */
export class CellGrid {
  readonly size: number;
  readonly #corners: Float64Array;
  readonly #rowRoots: Float64Array;
  readonly #columnRoots: Float64Array;

  constructor(size: number) {
    this.size = size;
    this.#corners = new Float64Array((size + 1) ** 2);
    this.#rowRoots = new Float64Array(size + 1);
    this.#columnRoots = new Float64Array(size + 1);
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
    const square = radius * radius;
    const scale = amount / (2 * Math.PI);
    for (let column = left; column <= right; column++) {
      const u = column - this.size / 2 - x;
      this.#columnRoots[column] = Math.sqrt(u * u + square);
    }
    for (let row = top; row <= bottom; row++) {
      const v = row - this.size / 2 - y;
      this.#rowRoots[row] = Math.sqrt(v * v + square);
    }
    const corners = this.#corners;
    const stride = this.size + 1;
    for (let row = top; row <= bottom; row++) {
      const v = row - this.size / 2 - y;
      const b = this.#rowRoots[row] as number;
      for (let column = left; column <= right; column++) {
        const u = column - this.size / 2 - x;
        const a = this.#columnRoots[column] as number;
        corners[row * stride + column] = scale * ((u / a) * Math.atan(v / a) + (v / b) * Math.atan(u / b));
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
