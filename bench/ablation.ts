/**
 * @file What each mechanism of the race is worth: the default rule with all of them and without one, on the same losses, in fields of the
 * calibration, of candidates that are not alike and of the families. `npm run bench:ablation`, `--races 200`, `--from` the number of the first race,
 * `--without "panel doubt"` (all, one by one, where absent), `--json`. Recorded tables: `npm run bench:race -- --without panel --table FILE`.
 *
 * *Cells*: those in which it changes a race, of those that it could touch; all else is a mean over these. *Missed*: no candidate within the
 * tolerance of the best in the set, with it and without it, among up to 30 candidates and among 50 (no passes: these take seconds a race). *Cost*, *set*: what trainings and
 * members of the set grow by without it. *Most*: the cells whose misses change most, or whose cost does.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseCriterion } from '../src/stats/index.js';
import { type Cell, type CellSettings, runCell } from './calibration/cell.js';
import { FAMILY_CELLS } from './calibration/families.js';
import { mechanismsCalled } from './calibration/mechanisms.js';
import { type Condition, GROWING_LEVEL, isGrowing } from './calibration/scenario.js';
import { UNLIKE } from './calibration/unlike.js';

const PLAN = 'src/questions/race/plan/adaptive';

type Kind = 'mean' | 'quantile' | 'spread';
const ALL: readonly Kind[] = ['mean', 'quantile', 'spread'];

interface Row {
  readonly name: string;
  /** What the race goes by that it can touch. */
  readonly kinds: readonly Kind[];
  /** Where it is written down, if it has files of its own. */
  readonly files: readonly string[];
  readonly change: Pick<CellSettings, 'without' | 'scale'>;
}

const without = (names: string, kinds: readonly Kind[], ...files: readonly string[]): Row => {
  return { name: names, kinds, files, change: { without: mechanismsCalled(names) } };
};

/** But the unit, without which a race of ordinary losses is the same to the last digit. */
const ROWS: readonly Row[] = [
  without('pooled-shape', ['quantile', 'spread']),
  without('own-quartiles', ['spread']),
  without('quantile-guard', ['quantile'], 'quantile-guard.ts'),
  without('rare-collapses', ['mean'], 'rare-collapses.ts'),
  without('two-values', ['mean', 'quantile'], 'two-values.ts'),
  without('rare-collapses two-values', ['mean', 'quantile'], 'rare-collapses.ts', 'two-values.ts', 'share-law.ts'),
  without('steps', ['mean', 'quantile'], 'steps.ts'),
  without('loadings', ALL, 'loadings.ts'),
  without('moderated-scales', ['mean', 'quantile']),
  without('likeness-level', ['quantile', 'spread']),
  without('guarded-level', ['quantile']),
  { name: 'comparison-scale', kinds: ['quantile'], files: ['loss-scale.ts'], change: { scale: 'losses' } },
  without('panel', ALL),
  without('doubt', ALL, 'doubt.ts'),
  without('unseen-collapse', ['mean']),
];

const CONDITIONS: readonly Condition[] = ['normal', 'unequal', 'blocks'];
const UNLIKE_NAMES = [
  'q3-loading-90',
  'mean-loading-90',
  'q3-opposite',
  'mean-opposite',
  'q3-lognormal',
  'median-exponential',
  'q3-best-collapses',
  'mean-nine-collapse',
  'pass-fail-95',
  'pass-fail-90',
  'std-lognormal',
];
const FAMILIES = /^(noisier-5|basins|steps|iqr|passes)\/(plain|pure|K-\d+|mean|three-values-noise)$/;

const { values: given } = parseArgs({
  options: {
    races: { type: 'string', default: '200' },
    from: { type: 'string', default: '0' },
    without: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

const shared = { rule: 'default', delta: 0.05, runs: Number(given.races), from: Number(given.from) } as const;
const cells = [...alikeCells(), ...unlikeCells(), ...familyCells()];
const base = new Map<string, Cell>();

if (!given.json) console.log(`${cells.length} cells, ${given.races} races from ${given.from}\n${head()}`);
for (const row of ROWS.filter(({ name }) => given.without === undefined || given.without.includes(name))) report(row);

function report(row: Row): void {
  const pairs = cells
    .filter(({ criterion }) => row.kinds.includes(kindOf(criterion)))
    .map((settings) => [cellWithAll(settings), run({ ...settings, ...row.change })] as const);
  const changed = pairs.filter(([one, other]) => figuresOf(one) !== figuresOf(other));
  if (given.json) console.log(JSON.stringify({ name: row.name, lines: linesOf(row), pairs }));
  else console.log(lineOf(row, pairs.length, changed));
}

function cellWithAll(settings: CellSettings): Cell {
  const name = nameOf(settings);
  const cell = base.get(name) ?? run(settings);
  base.set(name, cell);
  return cell;
}

function run(settings: CellSettings): Cell {
  return runCell(settings, () => performance.now());
}

function alikeCells(): readonly CellSettings[] {
  const cell = (candidates: number, criterion: string, condition: Condition): CellSettings => ({
    ...{ ...shared, candidates, criterion, condition, field: '0.6', tolerance: 'default' },
    level: isGrowing(condition) ? GROWING_LEVEL : 0,
  });
  const grid = [10, 50].flatMap((candidates) =>
    ['mean', 'q3'].flatMap((criterion) => CONDITIONS.map((condition) => cell(candidates, criterion, condition))),
  );
  return [...grid, cell(10, 'q3', 'growing-fast'), cell(50, 'q3', 'growing-fast'), cell(10, 'std', 'normal')];
}

function unlikeCells(): readonly CellSettings[] {
  return UNLIKE.filter(({ name }) => UNLIKE_NAMES.includes(name)).flatMap((row) =>
    (row.name.startsWith('pass-fail') ? [10] : [10, 50]).map((candidates) => ({
      ...{ ...shared, candidates, row: row.name, criterion: row.criterion },
      ...{ maxReplicates: row.maxReplicates ?? 20, tolerance: row.tolerance ?? 'default' },
    })),
  );
}

function familyCells(): readonly CellSettings[] {
  return FAMILY_CELLS.filter(({ name }) => FAMILIES.test(name)).map(
    ({ name, candidates, criterion, tolerance, maxReplicates = 20 }): CellSettings => ({
      ...{ ...shared, family: name, candidates, criterion, maxReplicates },
      tolerance: tolerance ?? 'default',
    }),
  );
}

function kindOf(criterion: string): Kind {
  const { kind, name } = parseCriterion(criterion);
  if (kind === 'spread') return 'spread';
  return name === 'mean' ? 'mean' : 'quantile';
}

function nameOf(settings: CellSettings): string {
  if ('family' in settings) return settings.family;
  const own = 'row' in settings ? settings.row : 'condition' in settings ? settings.condition : settings.predictions;
  return `${settings.criterion} ${own} of ${settings.candidates}`;
}

function figuresOf({ missed, cost, setSize }: Cell): string {
  return [missed, cost, setSize].map(({ value }) => value).join(' ');
}

/** Lines of code of its own files. */
function linesOf({ files }: Row): number {
  const isCode = (line: string) => line !== '' && !/^(\/\/|\/?\*)/.test(line);
  return files
    .flatMap((file) => readFileSync(`${PLAN}/${file}`, 'utf8').split('\n'))
    .filter((line) => isCode(line.trim())).length;
}

function head(): string {
  return ['mechanism', 'lines', 'cells', 'missed', 'missed of 50', 'cost', 'set', 'most'].join(' | ');
}

type Pair = readonly [with_: Cell, without: Cell];

function lineOf(row: Row, all: number, changed: readonly Pair[]): string {
  const few = changed.filter(([{ settings }]) => settings.candidates < 50);
  const many = changed.filter(([{ settings }]) => settings.candidates >= 50);
  const missed = (pairs: readonly Pair[]) =>
    pairs.length === 0
      ? '-'
      : [0, 1].map((side) => average(pairs, (pair) => (pair[side] as Cell).missed.value).toFixed(3)).join(', ');
  const growth = (figure: 'cost' | 'setSize') => average(changed, (pair) => grown(pair, figure));
  return [
    row.name,
    row.files.length === 0 ? '-' : String(linesOf(row)),
    `${changed.length} of ${all}`,
    missed(few),
    missed(many),
    percent(growth('cost')),
    percent(growth('setSize')),
    mostOf(changed),
  ].join(' | ');
}

function average(pairs: readonly Pair[], figure: (pair: Pair) => number): number {
  return pairs.reduce((sum, pair) => sum + figure(pair), 0) / Math.max(1, pairs.length);
}

function grown([before, after]: Pair, figure: 'cost' | 'setSize'): number {
  return after[figure].value / before[figure].value - 1;
}

function percent(share: number): string {
  return `${share < 0 ? '-' : '+'}${Math.abs(100 * share).toFixed(1)} %`;
}

/** The two whose misses change most, and the one whose cost does. */
function mostOf(pairs: readonly Pair[]): string {
  const moved = ([before, after]: Pair) => Math.abs(after.missed.value - before.missed.value);
  const told = ([before, after]: Pair) =>
    `${nameOf(before.settings)} ${before.missed.value.toFixed(3)}, ${after.missed.value.toFixed(3)}`;
  const byMisses = [...pairs].sort((a, b) => moved(b) - moved(a)).slice(0, 2);
  const [byCost] = [...pairs].sort((a, b) => Math.abs(grown(b, 'cost')) - Math.abs(grown(a, 'cost')));
  const costs = byCost === undefined ? [] : [`${nameOf(byCost[0].settings)} ${percent(grown(byCost, 'cost'))} of cost`];
  return [...byMisses.map(told), ...costs].join('; ');
}
