/**
 * @file How often the intervals that people are shown hold the truth: single criteria and differences, at 8, 12, 20 and 50
 * losses, on the shapes they are tuned on and on others; no race before them. `npm run bench:coverage [-- --quick --json]`.
 * Exits with 1 where a tuned shape is covered in less than 0.93 beyond chance.
 */
import { readFileSync } from 'node:fs';
import { randomFrom } from '../src/core/index.js';
import {
  createResampling,
  criterionInterval,
  differenceInterval,
  type Interval,
  independentDifferenceInterval,
  type NoInterval,
  parseCriterion,
  quantile,
} from '../src/stats/index.js';
import { TEST_SHAPES, type TestShape } from './coverage-shapes.js';

const TABLED = ['mean', 'median', 'q3', 'q0.9', 'q3+iqr', 'iqr', 'std', 'es0.25', 'es0.1'];
/** Their critical pairs are computed when they are first needed, which takes a second each. */
const COMPUTED = ['es0.5', 'q0.95', 'q0.25', 'q0.1'];
const COUNTS = [8, 12, 20, 50];
const WANTED = 0.93;
/** What coverage may miss by chance alone: a normal deviate that one cell in a thousand exceeds. */
const DEVIATE = 3.1;
/** Share of the replicates in which both candidates have the same loss, so that pairs are pairs. */
const SHARED = 0.5;

const quick = process.argv.includes('--quick');
const json = process.argv.includes('--json');
const SAMPLES = quick ? 1500 : 4000;
const PAIRS = quick ? 400 : 2000;

interface Cell {
  readonly what: 'criterion' | 'paired difference' | 'independent difference';
  readonly criterion: string;
  readonly n: number;
  readonly shape: string;
  readonly tuned: boolean;
  /** The second candidate's losses are those of the shape times this. */
  readonly scale: number;
  readonly samples: number;
  /** Share of the samples that had an interval. */
  readonly shown: number;
  /** Share of those whose interval holds the truth. */
  readonly coverage: number;
  readonly standardError: number;
  readonly medianWidth: number;
}

const { truth } = JSON.parse(readFileSync('test/reference/stats-intervals.json', 'utf8')) as {
  truth: Record<string, Record<string, number>>;
};

const cells = [...singles(), ...differences()];
if (json) process.stdout.write(`${JSON.stringify(cells, null, 1)}\n`);
else for (const line of tableOf(cells)) console.log(line);
const missed = cells.filter(
  ({ tuned, scale, coverage, samples, shown }) =>
    tuned && scale === 1 && coverage + DEVIATE * Math.sqrt((WANTED * (1 - WANTED)) / (samples * shown)) < WANTED,
);
for (const { what, criterion, n, shape, coverage } of missed) {
  console.error(`${what}, ${criterion}, n = ${n}, ${shape}: covered in ${coverage.toFixed(3)}, wanted ${WANTED}`);
}
process.exitCode = missed.length === 0 ? 0 : 1;

function* singles(): Iterable<Cell> {
  for (const n of COUNTS) {
    for (const shape of shapesInUse()) {
      const random = randomFrom('coverage', shape.name, n);
      const samples = Array.from({ length: SAMPLES }, () => sampleOf(shape, n, random));
      for (const name of quick ? TABLED : [...TABLED, ...COMPUTED]) {
        const wanted = truth[shape.name]?.[name];
        if (wanted === undefined) continue;
        const criterion = parseCriterion(name);
        const found = samples.map((losses) => criterionInterval(losses, criterion));
        const cell = judge(found, wanted, { what: 'criterion', criterion: name, n, shape, scale: 1 });
        if (cell !== undefined) yield cell;
      }
    }
  }
}

function* differences(): Iterable<Cell> {
  for (const n of quick ? [8, 20] : COUNTS) {
    const { draws } = createResampling(n, 500, randomFrom('coverage-draws', n));
    for (const shape of shapesInUse().filter(({ tuned }) => tuned)) {
      for (const scale of quick ? [1] : [1, 3]) {
        const random = randomFrom('coverage-differences', shape.name, n, scale);
        const samples = Array.from({ length: PAIRS }, () => {
          const first = sampleOf(shape, n, random);
          const apart = sampleOf(shape, n, random).map((loss) => scale * loss);
          const paired = apart.map((loss, pair) =>
            random.uniform() < SHARED ? scale * (first[pair] as number) : loss,
          );
          return { first, apart, paired };
        });
        for (const name of TABLED) {
          const criterion = parseCriterion(name);
          const value = (truth[shape.name]?.[name] as number) * (1 - scale);
          const about = { criterion: name, n, shape, scale };
          const [paired, apart] = [
            samples.map(({ first, paired }) => differenceInterval(first, paired, criterion, 0.95, draws)),
            samples.map(({ first, apart }) => independentDifferenceInterval(first, apart, criterion)),
          ];
          const found = [
            judge(paired, value, { what: 'paired difference', ...about }),
            judge(apart, value, { what: 'independent difference', ...about }),
          ];
          yield* found.filter((cell) => cell !== undefined);
        }
      }
    }
  }
}

function shapesInUse(): readonly TestShape[] {
  return quick ? TEST_SHAPES.filter(({ tuned }) => tuned) : TEST_SHAPES;
}

function sampleOf(shape: TestShape, n: number, random: Parameters<TestShape['draw']>[0]): Float64Array {
  return Float64Array.from({ length: n }, () => shape.draw(random));
}

/** Undefined where no sample has an interval. */
function judge(
  found: readonly (Interval | NoInterval)[],
  value: number,
  { shape, ...about }: Pick<Cell, 'what' | 'criterion' | 'n' | 'scale'> & { readonly shape: TestShape },
): Cell | undefined {
  const shown = found.filter((interval) => 'low' in interval);
  if (shown.length === 0) return undefined;
  // Sums and quadrature differ in the last digits where a rounded loss is the truth itself.
  const slack = 1e-9;
  const hits = shown.filter(({ low, high }) => low - slack <= value && value <= high + slack).length;
  const coverage = hits / shown.length;
  return {
    ...about,
    shape: shape.name,
    tuned: shape.tuned,
    samples: found.length,
    shown: shown.length / found.length,
    coverage,
    standardError: Math.sqrt((coverage * (1 - coverage)) / shown.length),
    medianWidth: quantile(
      shown.map(({ low, high }) => high - low),
      0.5,
    ),
  };
}

function tableOf(all: readonly Cell[]): string[] {
  const shapes = [...new Set(all.map(({ shape }) => shape))];
  const rows = new Map<string, Cell[]>();
  for (const cell of all) {
    const key = JSON.stringify([cell.what, cell.criterion, cell.n, cell.scale]);
    rows.set(key, [...(rows.get(key) ?? []), cell]);
  }
  const lines = [`${'interval'.padEnd(42)} least  ${shapes.map((name) => name.slice(0, 7).padStart(7)).join(' ')}`];
  for (const row of rows.values()) {
    const { what, criterion, n, scale } = row[0] as Cell;
    const title = `${what}, ${criterion}, n = ${n}${scale === 1 ? '' : `, second x ${scale}`}`;
    const least = Math.min(...row.filter(({ tuned }) => tuned).map(({ coverage }) => coverage));
    const figures = shapes.map((name) => row.find(({ shape }) => shape === name)?.coverage.toFixed(3) ?? '');
    lines.push(`${title.padEnd(42)} ${least.toFixed(3)}  ${figures.map((figure) => figure.padStart(7)).join(' ')}`);
  }
  return lines;
}
