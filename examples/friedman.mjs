/**
 * @file Writes friedman.csv, the table of couple-table.yaml: `node examples/friedman.mjs > examples/friedman.csv`. Friedman's first function
 * (1991, doi 10.1214/aos/1176347963): five of six uniform columns matter, two of them together, and noise of deviation 1.
 */
const ROWS = 2000;

/** Lehmer's generator: the same table everywhere. */
let state = 1991;
const uniform = () => {
  state = (state * 48271) % 2147483647;
  return state / 2147483647;
};

/** A sum of twelve uniform numbers is as good as normal here. */
const noise = () => Array.from({ length: 12 }, uniform).reduce((sum, value) => sum + value, -6);

console.log('x1,x2,x3,x4,x5,x6,y');
for (let row = 0; row < ROWS; row++) {
  const x = Array.from({ length: 6 }, uniform);
  const y = 10 * Math.sin(Math.PI * x[0] * x[1]) + 20 * (x[2] - 0.5) ** 2 + 10 * x[3] + 5 * x[4] + noise();
  console.log([...x, y].map((value) => value.toFixed(3)).join(','));
}
