/**
 * @file How fast recorded losses are raced: 10,000 and 100,000 candidates x 20 replicates of simulated losses, each run in
 * a process of its own; medians, and the resident memory at the end. `npm run bench:replay`.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { randomFrom } from '../src/core/index.js';
import { parseRule, replayRace } from '../src/questions/race/plan/index.js';
import { parseCriterion } from '../src/stats/index.js';

const REPLICATES = 20;
const REPEATS = 5;
const SIZES = [10_000, 100_000] as const;
const RACES = [
  ['halving', 'mean'],
  ['halving', 'q3'],
  ['welch', 'mean'],
  ['mann-whitney', 'median'],
] as const;

interface Run {
  readonly ms: number;
  readonly residentMiB: number;
}

const [, , size, rule, criterion] = process.argv;
if (size === undefined) compare();
else process.stdout.write(JSON.stringify(race(Number(size), rule as string, criterion as string)));

function race(candidates: number, ruleName: string, criterionName: string): Run {
  const random = randomFrom('bench-replay', candidates);
  const centers = Float64Array.from({ length: candidates }, () => 0.3 + 0.05 * random.normal());
  const columns = Array.from({ length: REPLICATES }, () => centers.map((center) => center + 0.01 * random.normal()));
  const ids = Array.from({ length: candidates }, (_, index) => `candidate-${index}`);
  const settings = { criterion: parseCriterion(criterionName), rule: parseRule(ruleName), warmup: 3 };
  const startedAtMs = performance.now();
  replayRace(settings, { candidates: ids, columns });
  return { ms: performance.now() - startedAtMs, residentMiB: process.memoryUsage().rss / 2 ** 20 };
}

function compare(): void {
  console.log('rule          criterion  candidates  median ms  (min ... max)        MiB  times');
  for (const [ruleName, criterionName] of RACES) {
    let smaller = 0;
    for (const candidates of SIZES) {
      const runs = Array.from({ length: REPEATS }, () => inProcess(candidates, ruleName, criterionName));
      const times = runs.map(({ ms }) => ms).sort((a, b) => a - b);
      const median = times[Math.floor(REPEATS / 2)] as number;
      const range = `(${times[0]?.toFixed(0)} ... ${times.at(-1)?.toFixed(0)})`;
      const memory = Math.max(...runs.map(({ residentMiB }) => residentMiB)).toFixed(0);
      const factor = smaller === 0 ? '' : (median / smaller).toFixed(1);
      console.log(
        `${ruleName.padEnd(12)}  ${criterionName.padEnd(9)}  ${String(candidates).padStart(10)}  ${median.toFixed(0).padStart(9)}  ${range.padEnd(18)}  ${memory.padStart(4)}  ${factor.padStart(5)}`,
      );
      smaller = median;
    }
  }
}

function inProcess(...args: readonly (number | string)[]): Run {
  const { stdout } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), ...args.map(String)], {
    encoding: 'utf8',
  });
  return JSON.parse(stdout) as Run;
}
