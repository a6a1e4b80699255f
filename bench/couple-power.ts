/**
 * @file How likely `surefoot couple` is to tell what is there, by the design: a doubled spread, a level that needs half the examples, and an advantage
 * that grows with the size. `npm run bench:couple-power`, with `--runs N` tables a row (200), `--tables 3,6,4x4+20`, `--sizes 3,5,7` and `--others 2` (levels of a second
 * setting that changes nothing); with `--write` the
 * rows become `src/questions/couple/plan/power/power-table.ts`, by which designs are told before anything is trained.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { randomFrom } from '../src/core/index.js';
import { analyseEffects } from '../src/questions/couple/plan/effects/analyse-effects.js';
import { analyseSavings } from '../src/questions/couple/plan/savings.js';
import { parseCriterion } from '../src/stats/index.js';
import { type Design, designName, normal, readDesign, simulateTable, type Truth } from './couple/simulated.js';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '200' },
    tables: { type: 'string', default: '2,3,4,5,6,8,12,18' },
    sizes: { type: 'string', default: '3,5,7' },
    others: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
  },
});
const runs = Number(values.runs);
const others = Number(values.others);
const LEVEL = 0.95;
const FILE = 'src/questions/couple/plan/power/power-table.ts';
/** Losses fall by this power of the examples, and retrainings spread them by so much, in logarithms. */
const EXPONENT = 0.35;
const SPREAD = 0.15;

const PLAIN: Truth = {
  ...{ draw: normal, collapsing: 0 },
  parts: () => ({ weights: 0.4, samples: 0.4, both: 0.2 }),
  location: (_level, place) => -EXPONENT * Math.log(2) * place,
  logSpread: () => Math.log(SPREAD),
};

/** What is there, and whether it was told. Sizes double from one to the next. */
function powerOf(design: Design, count: number): readonly number[] {
  const sizes = Array.from({ length: count }, (_, place) => 500 * 2 ** place);
  const told = [0, 0, 0];
  for (let run = 0; run < runs; run++) {
    const draw = (what: string, truth: Partial<Truth>) =>
      simulateTable(
        { ...PLAIN, ...truth },
        sizes,
        design,
        randomFrom('couple-power', what, design.key, count, run),
        others,
      );
    const isShown = (response: string, factors: string, table: ReturnType<typeof draw>) =>
      analyseEffects(table, LEVEL)
        .responses.find((one) => one.response === response)
        ?.terms.some((term) => term.factors.join() === factors && term.finding === 'shown');
    const doubled = draw('doubled', { logSpread: (level) => Math.log(SPREAD) + level * Math.log(2) });
    const halved = draw('halved', { location: (level, place) => PLAIN.location(level, place + level) });
    const coupled = draw('coupled', {
      location: (level, place) => PLAIN.location(level, place * (1 + level / (count - 1))),
    });
    if (isShown('spread', 'bias', doubled)) told[0] = (told[0] as number) + 1;
    const [row] = analyseSavings(halved, parseCriterion('mean'), LEVEL).rows;
    if (row?.savings[Math.floor(count / 2)]?.finding === 'fewer') told[1] = (told[1] as number) + 1;
    if (isShown('location', 'bias,size', coupled)) told[2] = (told[2] as number) + 1;
  }
  return told.map((one) => one / runs);
}

console.log('| weights x samples | sizes | trainings | doubled spread | half the examples | coupling |');
console.log('| --- | --- | --- | --- | --- | --- |');
const rows: string[] = [];
for (const design of values.tables.split(',').map(readDesign)) {
  for (const count of values.sizes.split(',').map(Number)) {
    const power = powerOf(design, count).map((one) => one.toFixed(2));
    const trainings = 2 * others * count * (design.rows * design.columns + design.fresh);
    console.log(`| ${[designName(design), count, trainings, ...power].join(' | ')} |`);
    rows.push(`  [${[design.rows, count, ...power.map(Number)].join(', ')}],`);
  }
}
if (values.write) {
  const [before, after] = readFileSync(FILE, 'utf8').split(/(?<=ROWS[^\n]*\[\n)[\s\S]*?(?=\];)/);
  writeFileSync(FILE, `${before}${rows.join('\n')}\n${after}`);
}
