/**
 * @file Whether the statement of the adaptive race is kept: simulated fields, and the share of races whose set holds nobody
 * within the tolerance of the best, at the race's own end and when it is stopped at a look drawn at random.
 * `npm run bench:calibration`, hours for the whole grid; `-- --quick` for CI, under three minutes on one core; `--only`
 * keeps cells whose name has all these words, such as `--only "100 noisiest"`. `--criteria "std median"` runs the whole grid
 * of others, `--level 6` with losses so many standard deviations above 0, where quantiles may be raced on another scale;
 * `--scale losses` never does. `--unlike`: fields whose best is not like its rivals; `--alike`: what caution costs in fields that are; `--mixed`: pairs
 * of what sets the best apart; these three with `--candidates "10 50"`, `--replicates 80` and `--rule strict`. `--disagreement`, with the same
 * options: races by how far the predictions of retrainings lie apart.
 * `--distribution-free`: their statement without assumptions, for the criteria that have one.
 * `--runs` and `--delta` set both for all cells, `--from` the number of the first race, which is its seed. Exit status 1 when a cell's interval lies above
 * delta.
 */
import { parseArgs } from 'node:util';
import type { AdaptiveRuleName } from '../src/questions/race/plan/index.js';
import { type Estimate, parseCriterion } from '../src/stats/index.js';
import { type AlikeSettings, type Cell, type CellSettings, runCell } from './calibration/cell.js';
import { PREDICTION_ROWS } from './calibration/predictions.js';
import { CONDITIONS, FIELDS, GROWING_LEVEL, hasCondition, isGrowing } from './calibration/scenario.js';
import { ALIKE_ROWS, MIXED_ROWS, UNLIKE_ROWS, UNTUNED_ROWS, type UnlikeRow } from './calibration/unlike.js';

const CRITERIA = 'mean q3 q3+iqr';
const RUNS: Readonly<Record<number, number>> = { 10: 1000, 100: 1000, 1000: 300, 10000: 100 };
const QUICK_RUNS: Readonly<Record<number, number>> = { 10: 500, 100: 150, 1000: 20 };

const UNLIKE_RUNS = 400;

const { values: given } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    criteria: { type: 'string', default: CRITERIA },
    unlike: { type: 'boolean', default: false },
    alike: { type: 'boolean', default: false },
    mixed: { type: 'boolean', default: false },
    disagreement: { type: 'boolean', default: false },
    'distribution-free': { type: 'boolean', default: false },
    candidates: { type: 'string', default: '10' },
    replicates: { type: 'string' },
    rule: { type: 'string', default: 'default' },
    runs: { type: 'string' },
    from: { type: 'string', default: '0' },
    delta: { type: 'string', default: '0.05' },
    level: { type: 'string' },
    scale: { type: 'string', default: 'auto' },
  },
});

const delta = Number(given.delta);
const criteria = given.criteria.split(/\s+/).filter(Boolean);
const words = given.only.split(/\s+/).filter(Boolean);
const unlike = [
  ...(given.unlike ? [...UNLIKE_ROWS, ...UNTUNED_ROWS] : []),
  ...(given.alike ? ALIKE_ROWS : []),
  ...(given.mixed ? MIXED_ROWS : []),
].filter((row) => !given['distribution-free'] || isBounded(row));
const cells = gridAsked().filter((cell) => {
  const name = nameOf(cell).split(' ');
  return words.every((word) => name.includes(word));
});
const done: Cell[] = [];
if (!given.json) console.log(head());
for (const settings of cells) {
  const asked = { runs: Number(given.runs ?? settings.runs), from: Number(given.from) };
  const cell = runCell({ ...settings, ...asked }, () => performance.now());
  done.push(cell);
  if (!given.json) console.log(lineOf(cell));
}
if (given.json) console.log(JSON.stringify(done, undefined, 1));
const broken = done.filter(({ missed, missedAtAnyLook }) => isOver(missed) || isOver(missedAtAnyLook));
if (broken.length > 0) {
  console.error(`${broken.length} of ${done.length} cells miss more than ${delta}:`);
  for (const { settings } of broken) console.error(`  ${nameOf(settings)}`);
  process.exitCode = 1;
}

function gridAsked(): readonly CellSettings[] {
  if (given.disagreement) return predictionGrid();
  return unlike.length > 0 ? unlikeGrid(unlike) : given.quick ? quickGrid() : wholeGrid();
}

/** Everything that the statement covers: epsilon 0 with the strict rule, the default tolerance with the default one. */
function wholeGrid(): readonly CellSettings[] {
  return [10, 100, 1000, 10_000].flatMap((candidates) =>
    criteria.flatMap((criterion) =>
      CONDITIONS.filter((condition) => hasCondition(parseCriterion(criterion), condition)).flatMap((condition) =>
        FIELDS.flatMap((field) => [
          cellOf(candidates, condition, field, criterion, 'strict', RUNS),
          cellOf(candidates, condition, field, criterion, 'default', RUNS),
        ]),
      ),
    ),
  );
}

/** The cells in which most is missed, with fewer races. */
function quickGrid(): readonly CellSettings[] {
  const hard = (candidates: number, conditions: readonly (typeof CONDITIONS)[number][], criteria: readonly string[]) =>
    criteria.flatMap((criterion) =>
      conditions.flatMap((condition) => [
        cellOf(candidates, condition, '0.6', criterion, 'default', QUICK_RUNS),
        cellOf(candidates, condition, 'equal', criterion, 'strict', QUICK_RUNS),
      ]),
    );
  return [
    ...hard(10, CONDITIONS, criteria),
    ...hard(100, CONDITIONS, ['mean']),
    ...hard(100, ['unequal', 'diverging'], ['q3']),
    ...hard(1000, ['noisiest'], ['mean']),
  ];
}

function cellOf(
  candidates: number,
  condition: (typeof CONDITIONS)[number],
  field: (typeof FIELDS)[number],
  criterion: string,
  rule: AdaptiveRuleName,
  runs: Readonly<Record<number, number>>,
): AlikeSettings {
  const tolerance = rule === 'strict' ? 'zero' : 'default';
  const ownLevel = isGrowing(condition) ? GROWING_LEVEL : 0;
  return {
    ...{ candidates, condition, field, criterion, rule, tolerance, delta, runs: runs[candidates] as number },
    level: given.level === undefined ? ownLevel : Number(given.level),
    scale: given.scale === 'losses' ? 'losses' : 'auto',
  };
}

/** By `strict` with the same tolerance: with none, whoever is best is in the set, or is not. */
function unlikeGrid(rows: readonly UnlikeRow[]): readonly CellSettings[] {
  return given.candidates.split(/\s+/).flatMap((candidates) =>
    rows.map((row): CellSettings => {
      const maxReplicates = given.replicates === undefined ? (row.maxReplicates ?? 20) : Number(given.replicates);
      return {
        ...{ candidates: Number(candidates), row: row.name, criterion: row.criterion, maxReplicates },
        ...{ delta, runs: UNLIKE_RUNS },
        rule: given.rule as AdaptiveRuleName,
        tolerance: row.tolerance ?? 'default',
        ...(given['distribution-free'] ? { statement: row.bounds === undefined ? {} : { bounds: row.bounds } } : {}),
      };
    }),
  );
}

function predictionGrid(): readonly CellSettings[] {
  return given.candidates.split(/\s+/).flatMap((candidates) =>
    PREDICTION_ROWS.map(({ name }): CellSettings => {
      const maxReplicates = Number(given.replicates ?? 20);
      const rule = given.rule as AdaptiveRuleName;
      const shared = { candidates: Number(candidates), criterion: 'mean', maxReplicates, delta, runs: UNLIKE_RUNS };
      return { ...shared, rule, predictions: name, tolerance: 'default' };
    }),
  );
}

/** Quantiles, and means within bounds. */
function isBounded({ criterion, bounds }: UnlikeRow): boolean {
  return bounds !== undefined || parseCriterion(criterion).statistic?.probability !== undefined;
}

function isOver({ low }: Estimate): boolean {
  return low > delta;
}

function nameOf(settings: CellSettings): string {
  const { candidates, criterion, rule, tolerance } = settings;
  if ('predictions' in settings) return `${candidates} ${settings.predictions} ${rule} N-${settings.maxReplicates}`;
  if ('family' in settings) return `${settings.family} ${rule}`;
  if ('row' in settings)
    return `${candidates} ${settings.row} ${rule} epsilon-${tolerance} N-${settings.maxReplicates}`;
  return `${candidates} ${criterion} ${settings.condition} ${settings.field} ${rule} epsilon-${tolerance}`;
}

function head(): string {
  return [
    `${cells.length} cells, delta ${delta}, N 20 unless said; missed: nobody within epsilon of the best in the set (95 % interval)`,
    `${'candidates criterion condition field rule'.padEnd(52)}   runs  missed                 at any look            false clear  exceeded  clear   set      cost     s`,
  ].join('\n');
}

function lineOf(cell: Cell): string {
  const { settings, missed, missedAtAnyLook, falseClear, exceeded, clear, setSize, cost, seconds } = cell;
  const share = ({ value, low, high }: Estimate) =>
    `${value.toFixed(4)} (${low.toFixed(3)}-${high.toFixed(3)})`.padEnd(21);
  return [
    nameOf(settings).padEnd(52),
    String(settings.runs).padStart(5),
    share(missed),
    share(missedAtAnyLook),
    falseClear.value.toFixed(4).padStart(11),
    exceeded.value.toFixed(4).padStart(8),
    clear.value.toFixed(3).padStart(6),
    setSize.value.toFixed(1).padStart(7),
    cost.value.toFixed(3),
    seconds.toFixed(1).padStart(6),
  ].join('  ');
}
