/**
 * @file Keep or discard, on simulated losses: how often a change that gains nothing is kept in each class of noise, what is kept of gains and
 * after how many trainings, and where sessions end, beside the rules that loops use: one training, and three seeds. Unit: the noise of one
 * training. `npm run bench:keep`, with `--changes N` a class (2,000), `--sessions N` (100), `--only nulls,gains,trainings,changes`, and
 * `--careful --trials 90 --smallest 0` for one change that is asked about by itself.
 */
import { parseArgs } from 'node:util';
import { type Random, randomFrom } from '../src/core/index.js';
import { firstLook, judgeVersions, type KeepTerms, LEAST_OLD, lookAt } from '../src/questions/keep/plan/keep-rule.js';
import { estimateShare, parseCriterion } from '../src/stats/index.js';
import { EXPONENTIAL, LOGNORMAL_1, MIRRORED_LOGNORMAL_1, NORMAL, T3 } from './calibration/laws.js';

const { values } = parseArgs({
  options: {
    changes: { type: 'string', default: '2000' },
    sessions: { type: 'string', default: '100' },
    careful: { type: 'boolean', default: false },
    trials: { type: 'string', default: '40' },
    smallest: { type: 'string' },
    only: { type: 'string', default: 'nulls,gains,trainings,changes' },
  },
});
const CHANGES = Number(values.changes);
const SESSIONS = Number(values.sessions);
const MOST = Number(values.trials);
const CAREFUL = values.careful;
const MEAN = parseCriterion('mean');

type Draw = (random: Random) => number;
const LAWS: Readonly<Record<string, Draw>> = {
  normal: NORMAL.draw,
  heavy: (random) => T3.draw(random) / Math.sqrt(3),
  'skewed, large losses': LOGNORMAL_1.draw,
  'skewed, small losses': MIRRORED_LOGNORMAL_1.draw,
};

/** A class of changes that are none: the old version's noise and the new one's, of equal means, and what seeds share. */
interface Null {
  readonly old: Draw;
  readonly fresh: Draw;
  /** Correlation of a pair. */
  readonly shared?: number;
  /** A kept version's noise is the next one's old noise, so many times as wide. */
  readonly grows?: number;
}

const alike = (draw: Draw, more: Partial<Null> = {}): Null => ({ old: draw, fresh: draw, ...more });
const times =
  (factor: number, draw: Draw): Draw =>
  (random) =>
    factor * draw(random);
const collapsing =
  (share: number, by = 20): Draw =>
  (random) =>
    random.uniform() < share ? by : random.normal();
const steps =
  (size: number): Draw =>
  (random) =>
    size * Math.round(random.normal() / size);
const twoValued =
  (share: number): Draw =>
  (random) =>
    (Number(random.uniform() < share) - share) / Math.sqrt(share * (1 - share));

const NULLS: Readonly<Record<string, Null>> = {
  normal: alike(NORMAL.draw),
  heavy: alike(LAWS.heavy as Draw),
  exponential: alike(EXPONENTIAL.draw),
  'skewed, large losses': alike(LOGNORMAL_1.draw),
  'skewed, small losses': alike(MIRRORED_LOGNORMAL_1.draw),
  'two values, 50 %': alike(twoValued(0.5)),
  'two values, 10 % bad': alike(twoValued(0.1)),
  'two values, 10 % good': alike(twoValued(0.9)),
  'steps of 1': alike(steps(1)),
  'steps of 2': alike(steps(2)),
  'collapses in 5 %': alike(collapsing(0.05)),
  'ten times noisier': { old: NORMAL.draw, fresh: times(10, NORMAL.draw) },
  'ten times quieter': { old: NORMAL.draw, fresh: times(0.1, NORMAL.draw) },
  'three times noisier': { old: NORMAL.draw, fresh: times(3, NORMAL.draw) },
  'noise grows, 5 % a kept one': alike(NORMAL.draw, { grows: 1.05 }),
  'pairs share 0.5': alike(NORMAL.draw, { shared: 0.5 }),
  'pairs share 0.9': alike(NORMAL.draw, { shared: 0.9 }),
  'ten times noisier, skewed': { old: LOGNORMAL_1.draw, fresh: times(10, LOGNORMAL_1.draw) },
  'skewed beside a tenth of it': { old: times(0.1, NORMAL.draw), fresh: LOGNORMAL_1.draw },
  'a second basin in 5 %': {
    old: times(0.1, NORMAL.draw),
    fresh: (random) => (random.uniform() < 0.05 ? 6 : 0) - 0.3 + random.normal(),
  },
  // Gains 1 where it works, and does so less often; the mean of all gains as well where a collapse costs 5.
  'gains 1, collapses 10 % for 5 %': {
    old: collapsing(0.05, 5),
    fresh: (random) => (random.uniform() < 0.1 ? 5 : random.normal() - 1),
  },
  'gains 1, collapses 40 % for 20 %': {
    old: collapsing(0.2, 5),
    fresh: (random) => (random.uniform() < 0.4 ? 4 : random.normal() - 1.5),
  },
};

const termsOf = (error: number): KeepTerms => ({
  ...{ criterion: MEAN, error, careful: CAREFUL, seed: 1 },
  ...(values.smallest === undefined ? {} : { smallest: Number(values.smallest) }),
});

interface Asked {
  readonly kept: boolean;
  /** Trainings of the new version, which the next one is set against if this one is kept. */
  readonly fresh: number[];
  readonly cost: number;
}

/** One change, as the plan asks for it: `old` grows by what a look needs. */
function askChange(
  terms: KeepTerms,
  old: number[],
  drawOld: (place: number) => number,
  drawFresh: (place: number) => number,
): Asked {
  const fresh: number[] = [];
  const before = old.length;
  const cost = () => fresh.length + old.length - before;
  for (let index = firstLook(MEAN, CAREFUL); lookAt(index, CAREFUL).pairs <= MOST; index++) {
    const { pairs } = lookAt(index, CAREFUL);
    while (fresh.length < pairs) fresh.push(drawFresh(fresh.length));
    while (old.length < Math.max(LEAST_OLD, pairs)) old.push(drawOld(old.length));
    const versions = { old: Float64Array.from(old), fresh: Float64Array.from(fresh), isWhole: true };
    const { verdict } = judgeVersions(versions, index, terms);
    if (verdict !== 'open') return { kept: verdict === 'keep', fresh, cost: cost() };
  }
  return { kept: false, fresh, cost: cost() };
}

/** Sessions of 50 changes, none of which gains anything. */
function nullsKept(error: number, { old: drawOld, fresh: drawFresh, shared = 0, grows = 1 }: Null, name: string) {
  let [kept, cost] = [0, 0];
  for (let session = 0; session < CHANGES / 50; session++) {
    const random = randomFrom('bench/keep', name, session);
    const common: number[] = [];
    const mixed = (draw: Draw, place: number): number => {
      if (shared === 0) return draw(random);
      common[place] ??= random.normal();
      return Math.sqrt(shared) * (common[place] as number) + Math.sqrt(1 - shared) * draw(random);
    };
    let [old, scale]: [number[], number] = [[], 1];
    for (let change = 0; change < 50; change++) {
      const asked = askChange(
        { ...termsOf(error), seed: 50 * session + change },
        old,
        (place) => scale * mixed(drawOld, place),
        (place) => scale * grows * mixed(drawFresh, place),
      );
      cost += asked.cost;
      if (!asked.kept) continue;
      kept++;
      // A version of the same law is the next baseline, with what made it seem better; another one would not be like the old.
      old = drawOld === drawFresh ? asked.fresh : [];
      scale *= grows;
    }
  }
  return { kept, cost: cost / CHANGES };
}

function tableOfNulls(): void {
  const errors = [0.05, 0.15, 0.2];
  console.log(`Kept of ${CHANGES} changes without a gain (trainings a change)\n`);
  console.log(
    `| noise | ${errors.map((error) => `error ${error}`).join(' | ')} |\n| --- |${errors.map(() => ' --- |').join('')}`,
  );
  for (const [name, class_] of Object.entries(NULLS)) {
    const cells = errors.map((error) => {
      const { kept, cost } = nullsKept(error, class_, name);
      return `${kept} (${cost.toFixed(1)})`;
    });
    console.log(`| ${name} | ${cells.join(' | ')} |`);
  }
}

function tableOfGains(): void {
  console.log(
    '\nKept of 1,000 gains, with trainings of the new version\n\n| error | gain 0.5 | gain 1 | gain 2 | gain 3 |\n| --- | --- | --- | --- | --- |',
  );
  for (const error of [0.05, 0.15, 0.2]) {
    const cells = [0.5, 1, 2, 3].map((gain) => {
      let [kept, pairs] = [0, 0];
      for (let change = 0; change < 1000; change++) {
        const random = randomFrom('bench/keep', 'gain', gain, change);
        const draw = () => random.normal();
        const asked = askChange({ ...termsOf(error), seed: change }, [], draw, () => draw() - gain);
        kept += Number(asked.kept);
        pairs += asked.fresh.length;
      }
      const { value, low, high } = estimateShare(kept, 1000, 0.95);
      return `${value.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}], ${(pairs / 1000).toFixed(1)}`;
    });
    console.log(`| ${error} | ${cells.join(' | ')} |`);
  }
}

interface Session {
  readonly level: number;
  readonly kept: number;
  readonly forNothing: number;
  readonly tried: number;
  readonly cost: number;
}

/** Half of the changes do nothing, three in ten harm. */
function effectOf(random: Random): number {
  const kind = random.uniform();
  if (kind < 0.5) return 0;
  return (kind < 0.8 ? -1 : 1) * Math.abs(random.normal());
}

/** A rule: whether a change is kept, from what it may train; scores, larger is better. */
type Rule = (
  draw: Draw,
  random: Random,
) => { begin(): number; try(level: number, effect: number): { kept: boolean; cost: number } };

const oneTraining: Rule = (draw, random) => {
  let best = 0;
  return {
    begin: () => {
      best = -draw(random);
      return 1;
    },
    try: (level, effect) => {
      const score = level + effect - draw(random);
      const kept = score > best;
      if (kept) best = score;
      return { kept, cost: 1 };
    },
  };
};

/** Three trainings each, kept where .95 of resampled means lie above the old mean; given up after one that lies far below. */
const threeSeeds: Rule = (draw, random) => {
  let old = 0;
  const meanOf = (scores: readonly number[]) => scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return {
    begin: () => {
      old = meanOf([0, 0, 0].map(() => -draw(random)));
      return 3;
    },
    try: (level, effect) => {
      const next = () => level + effect - draw(random);
      const scores = [next()];
      if ((scores[0] as number) < old - 1.5) return { kept: false, cost: 1 };
      scores.push(next(), next());
      let above = 0;
      for (let resample = 0; resample < 200; resample++)
        if (meanOf(scores.map(() => scores[random.below(3)] as number)) > old) above++;
      const kept = above >= 190;
      if (kept) old = meanOf(scores);
      return { kept, cost: 3 };
    },
  };
};

const ours =
  (error: number): Rule =>
  (draw, random) => {
    let old: number[] = [];
    let change = 0;
    return {
      begin: () => 0,
      try: (level, effect) => {
        const asked = askChange(
          { ...termsOf(error), seed: change++ },
          old,
          () => draw(random) - level,
          () => draw(random) - level - effect,
        );
        if (asked.kept) old = asked.fresh;
        return { kept: asked.kept, cost: asked.cost };
      },
    };
  };

const RULES: Readonly<Record<string, Rule>> = {
  'one training': oneTraining,
  'three seeds': threeSeeds,
  ...Object.fromEntries([0.05, 0.1, 0.15, 0.2, 0.3].map((error) => [`error ${error}`, ours(error)])),
};

function runSession(
  rule: Rule,
  draw: Draw,
  names: readonly (string | number)[],
  end: { trainings: number; changes: number },
): Session {
  const random = randomFrom('bench/keep', ...names);
  const effects = randomFrom('bench/keep', 'effects', ...names);
  const { begin, try: tryChange } = rule(draw, random);
  let [level, kept, forNothing, tried, cost] = [0, 0, 0, 0, begin()];
  while (cost < end.trainings && tried < end.changes) {
    const effect = effectOf(effects);
    const { kept: isKept, cost: more } = tryChange(level, effect);
    tried++;
    cost += more;
    if (!isKept) continue;
    kept++;
    if (effect <= 0) forNothing++;
    level += effect;
  }
  return { level, kept, forNothing, tried, cost };
}

function tableOfSessions(title: string, end: { trainings: number; changes: number }): void {
  console.log(
    `\n${title}: where ${SESSIONS} sessions end (error of that mean); kept for nothing of all kept; changes; trainings\n`,
  );
  console.log(
    `| rule | ${Object.keys(LAWS).join(' | ')} |\n| --- |${Object.keys(LAWS)
      .map(() => ' --- |')
      .join('')}`,
  );
  for (const [name, rule] of Object.entries(RULES)) {
    const cells = Object.entries(LAWS).map(([law, draw]) => {
      const sessions = Array.from({ length: SESSIONS }, (_, session) => runSession(rule, draw, [law, session], end));
      const meanOf = (key: keyof Session) => sessions.reduce((sum, one) => sum + one[key], 0) / SESSIONS;
      const level = meanOf('level');
      const spread = Math.sqrt(
        sessions.reduce((sum, one) => sum + (one.level - level) ** 2, 0) / (SESSIONS - 1) / SESSIONS,
      );
      return `${level.toFixed(1)} (${spread.toFixed(1)}); ${meanOf('forNothing').toFixed(1)} of ${meanOf('kept').toFixed(0)}; ${meanOf('tried').toFixed(0)}; ${meanOf('cost').toFixed(0)}`;
    });
    console.log(`| ${name} | ${cells.join(' | ')} |`);
  }
}

const only = values.only.split(',');
if (only.includes('nulls')) tableOfNulls();
if (only.includes('gains')) tableOfGains();
if (only.includes('changes')) tableOfSessions('100 changes', { trainings: Number.POSITIVE_INFINITY, changes: 100 });
if (only.includes('trainings'))
  tableOfSessions('1,250 trainings', { trainings: 1250, changes: Number.POSITIVE_INFINITY });
