/** @file Tables of docs/measurements about training beside PyTorch, from files that `npm run bench:train -- --out` wrote: their heads and rows. */

/** The faster side of PyTorch's. */
const TORCH = ['tuned', 'plain'];
const GRID = /^mlp-(\d+)x(\d+)$/;

/** By name, functions of records as the bench wrote them. */
export const TRAINING_TABLES = {
  'train-machine': machineTable,
  'train-networks': networksTable,
  'train-grid': gridTable,
  'train-before': beforeTable,
  'train-limits': limitsTable,
};

function machineTable([first]) {
  const { machine, software, peaks, peaksAtEnd, rounds, cells } = first;
  const gflops = (name) =>
    [peaks, peaksAtEnd]
      .filter(Boolean)
      .map((one) => (one[name] / 1e9).toFixed(0))
      .join(' before and ') + (peaksAtEnd === undefined ? '' : ' after');
  const days = [...new Set(cells.map(({ at }) => at.slice(0, 10)))].sort();
  const range = (values, digits) => `${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)}`;
  return [
    ['what', 'value'],
    ['days', days.join(', ')],
    ['processor', `${machine.processor}, ${machine.cores} cores`],
    [
      'load',
      range(
        cells.map(({ load }) => load),
        1,
      ),
    ],
    [
      'cores that a side had',
      range(
        cells.flatMap(({ sides }) => Object.values(sides).map((side) => side.cores)),
        2,
      ),
    ],
    ['rounds', rounds],
    ['engine', `${software.ours.version} with ${software.ours.detail}, Node.js ${machine.node}`],
    ['PyTorch', software.tuned === undefined ? 'none' : `${software.tuned.version} (${software.tuned.detail})`],
    ...Object.keys(peaks)
      .filter((name) => name !== 'plain')
      .map((name) => [`GFLOP/s of large products, one thread, ${NAMES[name]}`, gflops(name)]),
  ];
}

const NAMES = { ours: 'here', before: 'the engine before', tuned: 'PyTorch' };

/** Networks that have names, with their shapes: processor time of an example, and ratios of it and of wall time. */
function networksTable(records) {
  const cells = cellsOf(records).filter(({ network }) => !GRID.test(network));
  const rows = cells.map((cell) => [
    cell.network,
    cell.shape,
    count(cell.parameters),
    cell.batch,
    Number(cell.sides.ours.microseconds.toPrecision(3)).toLocaleString('en'),
    cell.shareOfPeak.toFixed(2),
    interval(best(cell)?.processor),
    interval(best(cell)?.wall),
  ]);
  const heads = [
    'network',
    'input to output',
    'parameters',
    'batch',
    'µs an example',
    'of the peak',
    'ratio',
    'on the wall',
  ];
  return [heads, ...rows];
}

/** Rows by depth and batch, columns by width. */
function gridTable(records) {
  const cells = cellsOf(records).flatMap((cell) => {
    const [, layers, units] = GRID.exec(cell.network) ?? [];
    return layers === undefined ? [] : [{ ...cell, layers: Number(layers), units: Number(units) }];
  });
  const widths = distinct(cells.map(({ units }) => units));
  const rows = distinct(cells.map(({ layers }) => layers)).flatMap((layers) =>
    distinct(cells.map(({ batch }) => batch)).map((batch) => [
      layers,
      batch,
      ...widths.map((units) => {
        const found = cells.find((cell) => cell.layers === layers && cell.batch === batch && cell.units === units);
        const ratio = found && best(found);
        return ratio === undefined ? '-' : ratio.processor.value.toFixed(2);
      }),
    ]),
  );
  return [['layers', 'batch', ...widths.map((units) => `${units} units`)], ...rows];
}

/** Beside the engine before: everything that was timed, the slowest first. */
function beforeTable(records) {
  const cells = cellsOf(records).filter(({ ratios }) => ratios.before !== undefined);
  const rows = cells
    .sort((a, b) => a.ratios.before.processor.low - b.ratios.before.processor.low)
    .map(({ network, batch, ratios }) => [
      network,
      batch,
      interval(ratios.before.processor),
      interval(ratios.before.wall),
    ]);
  return [['network', 'batch', 'ratio', 'on the wall'], ...rows];
}

/** Where PyTorch is faster, and where our time goes there. */
function limitsTable(records) {
  const rows = cellsOf(records).flatMap((cell) =>
    cell.profile === undefined
      ? []
      : [
          [
            cell.network,
            cell.batch,
            interval(best(cell)?.processor),
            productsOfPeak(cell),
            cell.profile.map(({ operator, share }) => `${operator} ${(100 * share).toFixed(0)} %`).join(', '),
          ],
        ],
  );
  return [['network', 'batch', 'ratio', 'products, of the peak', 'our time by operator'], ...rows];
}

const PRODUCTS = ['Gemm', 'FusedGemm', 'MatMul', 'FusedMatMul', 'Conv', 'FusedConv'];

/** How near our matrix products themselves come to the best rate of large ones. */
function productsOfPeak({ shareOfPeak, sides, profile }) {
  const taken = profile.reduce(
    (sum, { operator, nanoseconds }) => sum + (PRODUCTS.includes(operator) ? nanoseconds : 0),
    0,
  );
  return ((shareOfPeak * 1000 * sides.ours.microseconds) / taken).toFixed(2);
}

/** Of a cell that was measured twice, the later one counts. */
function cellsOf(records) {
  const cells = new Map();
  for (const cell of records.flatMap((record) => record.cells)) {
    const key = `${cell.network} ${cell.batch}`;
    if (!(cells.get(key)?.at > cell.at)) cells.set(key, cell);
  }
  return [...cells.values()];
}

function best({ ratios }) {
  const told = TORCH.flatMap((name) => ratios[name] ?? []);
  return told.sort((a, b) => a.processor.value - b.processor.value)[0];
}

function distinct(values) {
  return [...new Set(values)].sort((a, b) => a - b);
}

function interval(ratio) {
  if (ratio === undefined) return '-';
  return `${ratio.value.toFixed(2)} (${ratio.low.toFixed(2)}-${ratio.high.toFixed(2)})`;
}

function count(number) {
  return String(number).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}
