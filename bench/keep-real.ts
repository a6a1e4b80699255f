/**
 * @file Keep or discard on recorded trainings of real networks: what each rule keeps of 20 changes, whose gains are known from all trainings.
 * `/usr/bin/python3 bench/keep-real/train.py 60 > losses.json`, then `npm run bench:keep-real -- losses.json`, with `--sessions N` (400). A session
 * deals the seeds of a table out anew, the same for all versions, and sets each change against the same baseline.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Random, randomFrom } from '../src/core/index.js';
import { firstLook, judgeVersions, LEAST_OLD, lookAt } from '../src/questions/keep/plan/keep-rule.js';
import { independentDifferenceInterval, parseCriterion } from '../src/stats/index.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { sessions: { type: 'string', default: '400' } },
});
const SESSIONS = Number(values.sessions);
const MEAN = parseCriterion('mean');
const MOST = 40;
type Table = Readonly<Record<string, readonly number[]>>;
const tables = JSON.parse(readFileSync(positionals[0] ?? 'losses.json', 'utf8')) as Readonly<Record<string, Table>>;

interface Asked {
  readonly kept: boolean;
  /** Trainings of the change. */
  readonly trainings: number;
}

type Rule = (old: readonly number[], fresh: readonly number[], random: Random) => Asked;

const meanOf = (losses: readonly number[]): number => losses.reduce((sum, loss) => sum + loss, 0) / losses.length;

const RULES: Readonly<Record<string, Rule>> = {
  'one training': ([old = 0], [fresh = 0]) => ({ kept: fresh < old, trainings: 1 }),
  'three seeds': (old, fresh, random) => {
    const [was, is] = [old.slice(0, 3), fresh.slice(0, 3)];
    const above = Array.from({ length: 200 }, () => meanOf(is.map(() => is[random.below(3)] as number)) < meanOf(was));
    return { kept: above.filter(Boolean).length >= 190, trainings: 3 };
  },
  'keep (error 0.2)': ours(0.2),
  'keep, error 0.05': ours(0.05),
};

function ours(error: number): Rule {
  return (old, fresh, random) => {
    const terms = { criterion: MEAN, error, careful: false, seed: random.below(1e6) };
    for (let index = firstLook(MEAN, false); ; index++) {
      const { pairs } = lookAt(index, false);
      if (pairs > MOST) return { kept: false, trainings: MOST };
      const versions = {
        old: Float64Array.from(old.slice(0, Math.max(LEAST_OLD, pairs))),
        ...{ fresh: Float64Array.from(fresh.slice(0, pairs)), isWhole: true },
      };
      const { verdict } = judgeVersions(versions, index, terms);
      if (verdict !== 'open') return { kept: verdict === 'keep', trainings: pairs };
    }
  };
}

/** By all trainings; `open` where the interval of the gain holds 0. */
function truthOf(old: readonly number[], fresh: readonly number[]): 'gains' | 'harms' | 'open' {
  const interval = independentDifferenceInterval(old, fresh, MEAN, 0.95);
  if (!('low' in interval)) return 'open';
  return interval.low > 0 ? 'gains' : interval.high < 0 ? 'harms' : 'open';
}

const KINDS = ['gains', 'open', 'harms'] as const;

for (const [name, { baseline = [], ...changes }] of Object.entries(tables)) {
  const truths = Object.entries(changes).map(([change, losses]) => ({
    ...{ change, losses, truth: truthOf(baseline, losses) },
    gain: (meanOf(baseline) - meanOf(losses)) / deviationOf(baseline),
  }));
  console.log(`\n${name}: gains in units of the noise of one training, by ${baseline.length} trainings each\n`);
  for (const { change, truth, gain } of truths)
    console.log(`${change.padEnd(22)} ${gain.toFixed(2).padStart(6)} ${truth}`);
  const counts = KINDS.map((kind) => truths.filter(({ truth }) => truth === kind).length);
  console.log(
    `\n| rule | kept of ${counts[0]} that gain | of ${counts[1]} that may do nothing | of ${counts[2]} that harm | gain kept of ${total(truths)} | trainings a change |`,
  );
  console.log('| --- | --- | --- | --- | --- | --- |');
  for (const [rule, judge] of Object.entries(RULES)) {
    const kept = { gains: 0, open: 0, harms: 0 };
    let [gained, trainings] = [0, 0];
    for (let session = 0; session < SESSIONS; session++) {
      const random = randomFrom('bench/keep-real', name, session);
      const order = shuffled(baseline.length, random);
      const dealt = (losses: readonly number[]) => order.map((place) => losses[place] as number);
      for (const { losses, truth, gain } of truths) {
        const asked = judge(dealt(baseline), dealt(losses), random);
        trainings += asked.trainings;
        if (!asked.kept) continue;
        kept[truth]++;
        gained += gain;
      }
    }
    const cells = KINDS.map((kind) => (kept[kind] / SESSIONS).toFixed(2));
    console.log(
      `| ${rule} | ${cells.join(' | ')} | ${(gained / SESSIONS).toFixed(1)} | ${(trainings / SESSIONS / truths.length).toFixed(1)} |`,
    );
  }
}

function total(truths: readonly { readonly gain: number; readonly truth: string }[]): string {
  return truths.reduce((sum, { gain, truth }) => sum + (truth === 'gains' ? gain : 0), 0).toFixed(1);
}

function deviationOf(losses: readonly number[]): number {
  const mean = meanOf(losses);
  return Math.sqrt(losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0) / (losses.length - 1));
}

function shuffled(count: number, random: Random): readonly number[] {
  const order = Array.from({ length: count }, (_, place) => place);
  for (let place = count - 1; place > 0; place--) {
    const other = random.below(place + 1);
    [order[place], order[other]] = [order[other] as number, order[place] as number];
  }
  return order;
}
