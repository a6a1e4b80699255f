/**
 * @file How often the adaptive race loses the best in families of fields where one thing makes it hard to keep (noisier than the
 * others, two basins, coarse steps, spreads of other shapes, losses that are nearly two-valued), with each cell's line and one
 * line for each family: `npm run bench:families`. Equal seeds for all rules and before and after a change, so that two outputs can be laid
 * side by side.
 * `--races 400`, `--from` the number of the first race, which is its seed (other seeds are other losses), `--rules "default strict
 * fast"`, `--cells "noisier-5 basins/plain"` (families or cells; all where absent), `--families` prints families alone, `--json`.
 * The whole bench with 400 races takes about ten minutes a rule on one core.
 *
 * *Missed*: no candidate within the race's own tolerance of the best in the set, with Wilson's 95 % interval. *Decided*: names one
 * candidate; *false*: of those, how many are not within the tolerance. *Regret*: how far the pick is from the best, in standard
 * deviations of a plain rival (passes: in shares of failures). *Cost*: trainings over candidates x replicates.
 */
import { parseArgs } from 'node:util';
import type { AdaptiveRuleName } from '../src/questions/race/plan/index.js';
import { type Estimate, estimateShare } from '../src/stats/index.js';
import { type Cell, runCell } from './calibration/cell.js';
import { FAMILY_CELLS, type FamilyCell } from './calibration/families.js';

const LEVEL = 0.95;
const DELTA = 0.05;

const { values: given } = parseArgs({
  options: {
    races: { type: 'string', default: '400' },
    from: { type: 'string', default: '0' },
    rules: { type: 'string', default: 'default strict fast' },
    cells: { type: 'string', default: '' },
    families: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

const asked = given.cells.split(/\s+/).filter(Boolean);
const chosen = FAMILY_CELLS.filter(({ name }) => asked.length === 0 || asked.some((one) => isOf(name, one)));
const unknown = asked.filter((one) => !FAMILY_CELLS.some(({ name }) => isOf(name, one)));
if (unknown.length > 0) {
  console.error(
    `No family and no cell: ${unknown.join(', ')}. There are ${FAMILY_CELLS.map(({ name }) => name).join(', ')}.`,
  );
  process.exitCode = 2;
} else if (!(Number(given.races) >= 2)) {
  console.error(`Intervals need at least two races: --races 400, not ${given.races}.`);
  process.exitCode = 2;
} else {
  measure();
}

function isOf(name: string, asked: string): boolean {
  return name === asked || name.startsWith(`${asked}/`);
}

function measure(): void {
  const all: Cell[] = [];
  if (!given.json) console.log(head());
  for (const rule of given.rules.split(/\s+/) as AdaptiveRuleName[]) {
    for (const family of new Set(chosen.map(({ name }) => familyOf(name)))) {
      const cells = chosen.filter(({ name }) => familyOf(name) === family).map((cell) => run(cell, rule));
      all.push(...cells);
      if (!given.json) console.log(lineOf(`${family} (${cells.length} cells)`, rule, cells));
    }
  }
  if (given.json) console.log(JSON.stringify(all, undefined, 1));
}

function familyOf(name: string): string {
  return name.split('/')[0] as string;
}

function run({ name, candidates, criterion, tolerance, maxReplicates = 20 }: FamilyCell, rule: AdaptiveRuleName): Cell {
  const races = { runs: Number(given.races), from: Number(given.from), rule, delta: DELTA };
  const cell = runCell(
    { ...races, family: name, candidates, criterion, maxReplicates, tolerance: tolerance ?? 'default' },
    () => performance.now(),
  );
  if (!given.json && !given.families) console.log(lineOf(name, rule, [cell]));
  return cell;
}

function head(): string {
  return `${chosen.length} cells, ${given.races} races from ${given.from}\n${'cell'.padEnd(38)} rule      missed                decided  false      set   regret   cost   s`;
}

/** Shares of all races, and means over the cells. */
function lineOf(name: string, rule: string, cells: readonly Cell[]): string {
  const races = Number(given.races);
  const count = (figure: (cell: Cell) => Estimate) =>
    cells.reduce((sum, cell) => sum + Math.round(figure(cell).value * races), 0);
  const average = (figure: (cell: Cell) => Estimate) =>
    cells.reduce((sum, cell) => sum + figure(cell).value, 0) / cells.length;
  const missed = estimateShare(
    count((cell) => cell.missed),
    races * cells.length,
    LEVEL,
  );
  const decided = count(({ clear }) => clear);
  return [
    name.padEnd(38),
    rule.padEnd(8),
    `${missed.value.toFixed(4)} (${missed.low.toFixed(3)}-${missed.high.toFixed(3)})`,
    (decided / races / cells.length).toFixed(3).padStart(7),
    `${count(({ falseClear }) => falseClear)}/${decided}`.padEnd(9),
    average(({ setSize }) => setSize)
      .toFixed(1)
      .padStart(5),
    average(({ regret }) => regret)
      .toFixed(3)
      .padStart(7),
    average(({ cost }) => cost).toFixed(3),
    cells
      .reduce((sum, { seconds }) => sum + seconds, 0)
      .toFixed(0)
      .padStart(5),
  ].join('  ');
}
