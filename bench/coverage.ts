/**
 * @file How often the intervals that people are shown hold the truth: single criteria and differences at 8, 12, 20 and 50
 * losses, and those of studies, on the shapes they are tuned on and on others; no race before them. What is said under a
 * condition is judged by what is true under it. `npm run bench:coverage [-- --quick --json --shapes=normal,collapse5 --criteria=mean]`.
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
import { type StudyInterval, studyIntervals } from './coverage-studies.js';

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
const wantedShapes = process.argv
  .find((one) => one.startsWith('--shapes='))
  ?.slice('--shapes='.length)
  .split(',');
const wantedCriteria = process.argv
  .find((one) => one.startsWith('--criteria='))
  ?.slice('--criteria='.length)
  .split(',');
const isWanted = (name: string): boolean => wantedCriteria?.includes(name) ?? true;
const SAMPLES = quick ? 1500 : 4000;
const PAIRS = quick ? 400 : 2000;

interface Cell {
  readonly what: 'criterion' | 'paired difference' | 'independent difference' | StudyInterval['what'];
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

const cells = [...singles(), ...differences(), ...(wantedCriteria === undefined ? studies() : [])];
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
      for (const name of (quick ? TABLED : [...TABLED, ...COMPUTED]).filter(isWanted)) {
        const ofAll = truth[shape.name]?.[name];
        if (ofAll === undefined) continue;
        const others = truth[shape.collapse?.others ?? shape.name]?.[name] as number;
        const criterion = parseCriterion(name);
        const found = samples.map((losses) => criterionInterval(losses, criterion, 0.95, { collapse: shape.collapse }));
        // A collapse that was seen counts: then it is one of trainings no worse than that, of all of them here.
        const wanted = ({ holdsUnder }: Interval): number =>
          holdsUnder === undefined || (holdsUnder.collapsed ?? 0) > 0 ? ofAll : others;
        const cell = judge(found, wanted, { what: 'criterion', criterion: name, n, shape, scale: 1 });
        if (cell !== undefined) yield cell;
      }
    }
  }
}

function* differences(): Iterable<Cell> {
  for (const n of quick ? [8, 20] : COUNTS) {
    const drawsFor = resamplingByCount();
    for (const shape of shapesInUse().filter(({ tuned, collapse }) => tuned || collapse !== undefined)) {
      for (const scale of quick ? [1] : [1, 3]) {
        const random = randomFrom('coverage-differences', shape.name, n, scale);
        const samples = Array.from({ length: PAIRS }, () => {
          const all = sampleOf(shape, n, random);
          // Beside one that does not collapse: what did is left out.
          const first = all.filter((loss) => shape.collapse === undefined || loss <= shape.collapse.above);
          const other = TEST_SHAPES.find(({ name }) => name === shape.collapse?.others) ?? shape;
          const apart = sampleOf(other, first.length, random).map((loss) => scale * loss);
          const paired = apart.map((loss, pair) =>
            random.uniform() < SHARED ? scale * (first[pair] as number) : loss,
          );
          return { first, apart, paired };
        });
        for (const name of TABLED.filter(isWanted)) {
          const criterion = parseCriterion(name);
          const value = (truth[shape.name]?.[name] as number) * (1 - scale);
          const about = { criterion: name, n, shape, scale };
          const [paired, apart] = [
            samples.map(({ first, paired }) =>
              differenceInterval(first, paired, criterion, 0.95, drawsFor(first.length)),
            ),
            samples.map(({ first, apart }) => independentDifferenceInterval(first, apart, criterion)),
          ];
          const found = [
            judge(paired, () => value, { what: 'paired difference', ...about }),
            judge(apart, () => value, { what: 'independent difference', ...about }),
          ];
          yield* found.filter((cell) => cell !== undefined);
        }
      }
    }
  }
}

function resamplingByCount(): (n: number) => readonly Int32Array[] {
  const known = new Map<number, readonly Int32Array[]>();
  return (n) => {
    const draws = known.get(n) ?? createResampling(n, 500, randomFrom('coverage-draws', n)).draws;
    known.set(n, draws);
    return draws;
  };
}

/** What a study's intervals say of the trainings that do not collapse, where some do. */
function* studies(): Iterable<Cell> {
  for (const { name, n, shape, what, samples, found } of studyIntervals(shapesInUse(), quick ? 200 : 1000)) {
    const held = found.filter((one) => one.held).length / found.length;
    yield {
      ...{
        what,
        criterion: name,
        n,
        shape: shape.name,
        tuned: false,
        scale: 1,
        samples,
        shown: found.length / samples,
      },
      coverage: held,
      standardError: Math.sqrt((held * (1 - held)) / found.length),
      medianWidth: quantile(
        found.map(({ width }) => width),
        0.5,
      ),
    };
  }
}

function shapesInUse(): readonly TestShape[] {
  if (wantedShapes !== undefined) return TEST_SHAPES.filter(({ name }) => wantedShapes.includes(name));
  return quick ? TEST_SHAPES.filter(({ tuned }) => tuned) : TEST_SHAPES;
}

function sampleOf(shape: TestShape, n: number, random: Parameters<TestShape['draw']>[0]): Float64Array {
  return Float64Array.from({ length: n }, () => shape.draw(random));
}

/** Undefined where no sample has an interval. */
function judge(
  found: readonly (Interval | NoInterval)[],
  truthOf: (interval: Interval) => number,
  { shape, ...about }: Pick<Cell, 'what' | 'criterion' | 'n' | 'scale'> & { readonly shape: TestShape },
): Cell | undefined {
  const shown = found.filter((interval) => 'low' in interval);
  if (shown.length === 0) return undefined;
  // Sums and quadrature differ in the last digits where a rounded loss is the truth itself.
  const slack = 1e-9;
  const hits = shown.filter((interval) => {
    const value = truthOf(interval);
    return interval.low - slack <= value && value <= interval.high + slack;
  }).length;
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
