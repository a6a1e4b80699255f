/**
 * @file What the promise of `surefoot assure` costs and how often its answer is wrong, on simulated candidates whose true share of
 * passing trainings is known; beside the fixed-size tests that know how far away that share is. `npm run bench:assure`, with
 * `--runs N` simulated candidates a row (1,000).
 */
import { parseArgs } from 'node:util';
import { randomFrom } from '../src/core/index.js';
import { binomialUpperTail, decideShare, estimateShare } from '../src/stats/index.js';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '1000' } } });
const runs = Number(values.runs);
const SHARE = 0.95;
const ERROR = 0.05;
const MOST = 400;
const BAR = { share: SHARE, alphaAbove: ERROR, alphaBelow: ERROR };

console.log('| true share | holds | does not hold | undecided | wrong | mean trainings | fixed size |');
console.log('| --- | --- | --- | --- | --- | --- | --- |');
for (const share of [0.9, 0.93, 0.95, 0.97, 0.99, 1]) {
  const found = Array.from({ length: runs }, (_, run) => simulate(share, run));
  const count = (decision: string): number => found.filter((one) => one.decision === decision).length;
  const wrong = share < SHARE ? count('above') : count('below');
  const mean = found.reduce((sum, { trials }) => sum + trials, 0) / runs;
  const cells = [count('above'), count('below'), count('open'), wrong].map(shareText);
  console.log(`| ${[share.toFixed(2), ...cells, mean.toFixed(0), fixedSize(share)].join(' | ')} |`);
}

function simulate(share: number, run: number) {
  const random = randomFrom('bench/assure', share, run);
  let failures = 0;
  for (let trials = 1; trials <= MOST; trials++) {
    failures += Number(random.uniform() >= share);
    const decision = decideShare(trials, failures, BAR);
    if (decision !== 'open') return { decision, trials };
  }
  return { decision: 'open', trials: MOST };
}

function shareText(count: number): string {
  const { value, low, high } = estimateShare(count, runs, 0.95);
  return `${value.toFixed(3)} (${low.toFixed(3)}-${high.toFixed(3)})`;
}

/** Trainings of the smallest exact binomial test at 5 % that finds out this share in 0.9 of cases. */
function fixedSize(share: number): string {
  if (share === SHARE) return '-';
  for (let n = 1; n <= 20_000; n++) if (powerOf(n, share) >= 0.9) return String(n);
  return 'more than 20,000';
}

function powerOf(n: number, share: number): number {
  const rate = Math.max(1 - share, 1e-12);
  if (share > SHARE) {
    // At most so many failures show a share above the bar.
    let most = -1;
    while (1 - binomialUpperTail(most + 2, n, 1 - SHARE) <= ERROR) most++;
    return most < 0 ? 0 : 1 - binomialUpperTail(most + 1, n, rate);
  }
  let least = 0;
  while (binomialUpperTail(least, n, 1 - SHARE) > ERROR) least++;
  return binomialUpperTail(least, n, rate);
}
