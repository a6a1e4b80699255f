/**
 * @file Whether a session of `surefoot keep` could control its false discoveries by e-LOND (Xu and Ramdas 2024): whether e-values
 * of changes that share a baseline are e-values where the editor goes by what it saw, and where a session ends by it. The e-value is a better one
 * than a safe t test: it knows the noise, and the law that gains have. `npm run bench:keep-control`. Unit: the noise of one training.
 */
import { randomFrom } from '../src/core/index.js';
import { lookAt } from '../src/questions/keep/plan/keep-rule.js';

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const GAINS = Array.from({ length: 60 }, (_, place) => (place + 0.5) / 15);
const WEIGHTS = GAINS.map((gain) => Math.exp((-gain * gain) / 2));
const WHOLE = WEIGHTS.reduce((sum, weight) => sum + weight, 0);

/** How much more likely a mean lead is under half-normal gains than without any. */
function evidenceOf(lead: number, variance: number): number {
  const ratios = GAINS.map((gain, place) => {
    return ((WEIGHTS[place] as number) / WHOLE) * Math.exp((lead * gain - (gain * gain) / 2) / variance);
  });
  return ratios.reduce((sum, ratio) => sum + ratio, 0);
}

/** What the discount of LORD leaves for test t; it sums to 1 at most. */
const discount = (t: number): number => (0.0722 * Math.log(Math.max(t, 2))) / (t * Math.exp(Math.sqrt(Math.log(t))));

function session(rate: number, number: number, isFresh: boolean) {
  const [random, effects] = [randomFrom('control', number), randomFrom('bench/keep', 'effects', 'normal', number)];
  let [cost, tried, kept, forNothing, level, old] = [0, 0, 0, 0, 0, [] as number[]];
  while (cost < 1250) {
    tried++;
    const kind = effects.uniform();
    const effect = kind < 0.5 ? 0 : (kind < 0.8 ? -1 : 1) * Math.abs(effects.normal());
    if (isFresh) old = [];
    const fresh: number[] = [];
    const before = old.length;
    let isKept = false;
    for (let index = 0; index < 10; index++) {
      const { pairs } = lookAt(index, false);
      while (fresh.length < pairs) fresh.push(level + effect + random.normal());
      while (old.length < Math.max(6, pairs)) old.push(level + random.normal());
      const lead = meanOf(fresh) - meanOf(old);
      isKept = pairs >= 3 && evidenceOf(lead, 1 / pairs + 1 / old.length) * rate * discount(tried) * (kept + 1) >= 1;
      if (isKept || lead <= 0.5) break;
    }
    cost += fresh.length + old.length - before;
    if (!isKept) continue;
    kept++;
    forNothing += Number(effect <= 0);
    level += effect;
    old = fresh;
  }
  return [level, forNothing, kept, tried];
}

const told = (values: readonly number[]) => values.map((value) => value.toFixed(2)).join(' | ');
console.log('| e-LOND | ends at | kept for nothing | kept | changes |\n| --- | --- | --- | --- | --- |');
for (const [rate, isFresh] of [
  [0.05, false],
  [0.2, false],
  [0.2, true],
] as const) {
  const sessions = Array.from({ length: 100 }, (_, number) => session(rate, number, isFresh));
  const means = [0, 1, 2, 3].map((place) => meanOf(sessions.map((one) => one[place] as number)));
  console.log(`| rate ${rate}${isFresh ? ', a fresh baseline for each change' : ''} | ${told(means)} |`);
}

const all: number[] = [];
const afterLead: number[] = [];
for (let number = 0; number < 40_000; number++) {
  const random = randomFrom('shared', number);
  const draw = (count: number) => meanOf(Array.from({ length: count }, () => random.normal()));
  const [old, first, second] = [draw(6), draw(3), draw(3)];
  const evidence = evidenceOf(second - old, 1 / 3 + 1 / 6);
  all.push(evidence);
  // A change that does nothing, tried because the one before seemed to lead.
  if (first - old > 0.5) afterLead.push(evidence);
}
console.log(
  `\nMean e-value of changes that gain nothing: ${told([meanOf(all)])}; where the change before led by 0.5: ${told([meanOf(afterLead)])} (at most 1 is allowed)`,
);
