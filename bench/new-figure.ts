/**
 * @file How often a further training on other rows lies in the range that is told beside the winner, by simulation.
 *
 * `npm run bench:new-figure`, some minutes; `-- --samples 200` for a rough look.
 */
import { parseArgs } from 'node:util';
import { coverageOf, SCENARIOS } from './new-figure/cover.js';

const { values } = parseArgs({ options: { samples: { type: 'string', default: '1000' } } });
const samples = Number(values.samples);
const ROWS = [30, 60, 200, 1000];

for (const trainings of [20, 5]) {
  console.log(
    `\n${trainings} trainings\n\n| figure | ${ROWS.map((rows) => `${rows} rows`).join(' | ')} |\n|---|${ROWS.map(() => '---|').join('')}`,
  );
  for (const scenario of SCENARIOS) {
    const cells = ROWS.map((rows) => coverageOf(scenario, { trainings, rows, samples }).share.toFixed(3));
    console.log(`| ${scenario.name} | ${cells.join(' | ')} |`);
  }
}
