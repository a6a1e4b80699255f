/**
 * @file Writes src/stats/intervals/calibration-table.ts: the critical pairs at 0.95 of the criteria that people use, for all
 * counts up to 100, from 50,000 samples of each reference shape. Run after `npm run build`; takes minutes.
 */
import { writeFileSync } from 'node:fs';
import { parseCriterion } from '../dist/stats/criteria/criteria.js';
import { narrowestPair, simulatePivots } from '../dist/stats/intervals/calibrated-pair.js';

const CRITERIA = ['mean', 'q3', 'q0.9', 'q3+iqr', 'iqr', 'std', 'es0.1', 'es0.25'];
const LEVEL = 0.95;
const LARGEST = 100;
const SAMPLES = 50_000;

const rows = new Map(CRITERIA.map((name) => [name, { from: 0, pairs: [] }]));
for (let n = 3; n <= LARGEST; n++) {
  const due = CRITERIA.filter((name) => {
    const { least, most } = parseCriterion(name).statistic.pivot.calibrated(LEVEL);
    return n >= least && n <= most;
  });
  const simulated = simulatePivots(
    due.map((name) => parseCriterion(name).statistic),
    n,
    SAMPLES,
  );
  due.forEach((name, place) => {
    const row = rows.get(name);
    if (row.from === 0) row.from = n;
    row.pairs.push(...narrowestPair(simulated[place], LEVEL).map((value) => Number(value.toPrecision(4))));
  });
  process.stderr.write(`\r${n} of ${LARGEST}`);
}
process.stderr.write('\n');

const entries = [...rows].map(([name, { from, pairs }]) => {
  const lines = [];
  for (let place = 0; place < pairs.length; place += 12)
    lines.push(`      ${pairs.slice(place, place + 12).join(', ')},`);
  return `  '${name}': {\n    from: ${from},\n    // biome-ignore format: pairs side by side\n    pairs: [\n${lines.join('\n')}\n    ],\n  },`;
});
const text = `/**
 * @file Critical pairs at 0.95, by criterion and count of losses. Written by scripts/calibrate-intervals.mjs; do not edit.
 */

// biome-ignore-all lint/suspicious/noApproximativeNumericConstant: simulated figures, some of them near a constant

/** Low and high in turn, for \`from\`, \`from + 1\`, ... losses. */
export interface CalibratedRow {
  readonly from: number;
  readonly pairs: readonly number[];
}

export const CALIBRATED_LEVEL = ${LEVEL};

export const CALIBRATION_TABLE: Readonly<Record<string, CalibratedRow>> = {
${entries.join('\n').replaceAll(/'(\w+)':/g, '$1:')}
};
`;
writeFileSync(new URL('../src/stats/intervals/calibration-table.ts', import.meta.url), text);
