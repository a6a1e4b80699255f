/**
 * @file How well settings tell the means of the 304 known candidates from one training each of others: the surrogate, its trees alone, and
 * scikit-learn's forests on the same rows.
 */
import { spawnSync } from 'node:child_process';
import { permutation, randomFrom } from '../../src/core/index.js';
import { fitSurrogate, mean } from '../../src/stats/index.js';
import { growForest } from '../../src/stats/surrogate/forest.js';
import { rowsOf } from '../../src/stats/surrogate/places.js';
import { PYTHON, pythonEnvironment } from '../python.js';
import { type PaperEvidence, readPaperEvidence } from './paper-evidence.js';

const SIZES: readonly number[] = [100, 300, 600, 1000, 3000, 6000];
const REPEATS = 3;
/** Known ones of which three trainings tell the noise. */
const PANEL = 24;
const TOP = 60;

/** R2 over all known ones, and the root mean square error over the best 60. */
type Figures = readonly [r2: number, top: number];

/** Lines of a table. */
export function comparePredictions(): string[] {
  const evidence = readPaperEvidence();
  const lines = SIZES.map((size) => {
    const drawn = Array.from({ length: REPEATS }, (_, repeat) => predictFrom(evidence, size, repeat));
    const names = Object.keys(drawn[0] ?? {});
    const cells = names.map((name) => {
      const [r2, top] = [0, 1].map((at) => mean(drawn.map((one) => one[name]?.[at] ?? Number.NaN)));
      return `${name} ${r2?.toFixed(3)} ${top?.toFixed(2)}`;
    });
    return `${String(size).padStart(5)}  ${cells.join('   ')}`;
  });
  return [
    `first trainings of so many candidates: R2 over the known ones, error in their best ${TOP}; means of ${REPEATS} draws`,
    ...lines,
  ];
}

function predictFrom(evidence: PaperEvidence, size: number, repeat: number): Record<string, Figures> {
  const { places, values, known } = evidence;
  const told = known.filter((index) => (values[index]?.length ?? 0) >= 10);
  const panel = told.slice(repeat * PANEL, (repeat + 1) * PANEL);
  const asked = told.filter((index) => !panel.includes(index));
  const isKnown = new Set(known);
  const others = Array.from(permutation(places.rows, randomFrom('bench/search/prediction', repeat)));
  const tried = others.filter((index) => !isKnown.has(index) && (values[index]?.length ?? 0) > 0).slice(0, size);
  const [triedPlaces, askedPlaces] = [rowsOf(places, tried), rowsOf(places, asked)];
  const firsts = Float64Array.from(tried, (index) => values[index]?.[0] as number);
  const truth = asked.map((index) => mean(values[index] ?? []));
  const all = [...panel, ...tried];
  const surrogate = fitSurrogate(
    {
      places: rowsOf(places, all),
      losses: all.map((index, row) => (values[index] ?? []).slice(0, row < PANEL ? 3 : 1)),
      collapses: all.map(() => 0),
      panel: all.map((_, row) => Number(row < PANEL)),
    },
    'bench/search/prediction',
    repeat,
  );
  const trees = growForest(triedPlaces, firsts, new Float64Array(size).fill(1), repeat).predict(askedPlaces);
  const peers = forestsOfSklearn([...triedPlaces.values], [...firsts], [...askedPlaces.values], places.axes.length);
  return Object.fromEntries(
    Object.entries({ surrogate: surrogate.predict(askedPlaces).means, trees, ...peers }).map(([name, means]) => [
      name,
      figuresOf(truth, means),
    ]),
  );
}

function figuresOf(truth: readonly number[], means: ArrayLike<number>): Figures {
  const center = mean(truth);
  const square = (row: number): number => ((truth[row] as number) - (means[row] as number)) ** 2;
  const rows = Array.from(truth.keys());
  const best = [...rows].sort((a, b) => (truth[a] as number) - (truth[b] as number)).slice(0, TOP);
  const left = rows.reduce((sum, row) => sum + square(row), 0);
  const total = truth.reduce((sum, value) => sum + (value - center) ** 2, 0);
  return [1 - left / total, Math.sqrt(mean(best.map(square)))];
}

/** None where there is no scikit-learn. */
function forestsOfSklearn(
  known: readonly number[],
  values: readonly number[],
  asked: readonly number[],
  axes: number,
): Record<string, readonly number[]> {
  const missing = (places: readonly number[]): (number | null)[] =>
    places.map((place) => (Number.isNaN(place) ? null : place));
  const { stdout, status } = spawnSync(PYTHON, ['bench/search/forest_peer.py'], {
    input: JSON.stringify({ known: missing(known), values, asked: missing(asked), axes }),
    encoding: 'utf8',
    env: pythonEnvironment(1),
    maxBuffer: 2 ** 28,
  });
  return status === 0 ? (JSON.parse(stdout) as Record<string, readonly number[]>) : {};
}
