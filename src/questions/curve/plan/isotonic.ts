/**
 * @file The non-increasing curve nearest to given values: pool adjacent violators (Ayer, Brunk, Ewing, Reid and Silverman
 * 1955, doi 10.1214/aoms/1177728423).
 */

/** Weights above 0; a value may be Infinity, which everything it is pooled with becomes. */
export function fitNonIncreasing(values: ArrayLike<number>, weights: ArrayLike<number>): number[] {
  const blocks: { value: number; weight: number; count: number }[] = [];
  for (let index = 0; index < values.length; index++) {
    let block = { value: values[index] as number, weight: weights[index] as number, count: 1 };
    for (let before = blocks.at(-1); before !== undefined && before.value < block.value; before = blocks.at(-1)) {
      const weight = before.weight + block.weight;
      const value = (before.value * before.weight + block.value * block.weight) / weight;
      block = { value, weight, count: before.count + block.count };
      blocks.pop();
    }
    blocks.push(block);
  }
  return blocks.flatMap(({ value, count }) => new Array<number>(count).fill(value));
}

/** Whether the nearest non-decreasing curve is nearer, by weighted squares, than the nearest non-increasing one; finite values. */
export function isNearerToRising(values: readonly number[], weights: ArrayLike<number>): boolean {
  if (!values.every(Number.isFinite)) return false;
  const falling = fitNonIncreasing(values, weights);
  const rising = fitNonIncreasing(
    values.map((value) => 0 - value),
    weights,
  ).map((value) => 0 - value);
  return distance(values, rising, weights) < distance(values, falling, weights);
}

function distance(values: readonly number[], fit: readonly number[], weights: ArrayLike<number>): number {
  return values.reduce(
    (sum, value, index) => sum + (weights[index] as number) * (value - (fit[index] as number)) ** 2,
    0,
  );
}
