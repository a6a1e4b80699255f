/**
 * @file What intervals of `surefoot couple` hold, and how often it claims a coupling where there is none, on simulated tables whose truth is known.
 * `npm run bench:couple`, with `--runs N` repetitions a cell (1,000), `--tables 5,8` weights and samples each, and `--laws normal,lognormal`.
 */
import { parseArgs } from 'node:util';
import { type Random, randomFrom } from '../src/core/index.js';
import type { CoupledInterval, CoupledTable } from '../src/questions/couple/plan/coupled-table.js';
import { analyseEffects, type EffectsAnalysis } from '../src/questions/couple/plan/effects/index.js';
import { estimateShare } from '../src/stats/index.js';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    tables: { type: 'string', default: '5,8' },
    laws: { type: 'string', default: 'normal,lognormal,collapse,curved,fades' },
  },
});
const runs = Number(values.runs);
const LEVEL = 0.95;
const SIZES = [500, 1000, 2000, 4000];
const LEVELS = 2;
/** Shares of the variance over retrainings from weights, samples, and both together. */
const PARTS = { weights: 0.5, samples: 0.3, both: 0.2 };
/** Of what weights do in a cell, this much they do at both levels. */
const SHARED = 0.5;

const PRONE = 0.2;

interface Law {
  /** With mean 0 and variance 1. */
  readonly draw: (random: Random) => number;
  /** The share of trainings; they follow the weights: one in five has a taste for them. */
  readonly collapses: (level: number, place: number) => number;
  readonly location: (level: number, place: number) => number;
  readonly logSpread: (level: number, place: number) => number;
}

const normal = (random: Random): number => random.normal();
/** Of sigma 0.5. */
const lognormal = (random: Random): number => {
  const variance = Math.exp(0.25);
  return (Math.exp(0.5 * random.normal()) - Math.sqrt(variance)) / Math.sqrt((variance - 1) * variance);
};
/** A power law, the same for both levels, whose spread is that of logarithms. */
const PLAIN: Law = {
  ...{ draw: normal, collapses: () => 0 },
  location: (level, place) => -0.35 * Math.log(2) * place - 0.1 * level,
  logSpread: (level) => Math.log(0.2) - Math.log(1.5) * level,
};

const LAWS: Readonly<Record<string, Law>> = {
  normal: PLAIN,
  lognormal: { ...PLAIN, draw: lognormal },
  collapse: { ...PLAIN, collapses: () => 0.02 },
  'more collapse': { ...PLAIN, collapses: (level, place) => [0.02, 0.12][level]! / (1 + place / 2) },
  // Levels off, and steadies at one size.
  curved: {
    ...PLAIN,
    location: (level, place) => Math.log(0.2 + 2 ** -place) - 0.1 * level,
    logSpread: (level, place) => Math.log(0.2) - Math.log(1.5) * level - (place > 1 ? Math.log(2) : 0),
  },
  // Spread that halves with each size, of skewed effects.
  fades: { ...PLAIN, draw: lognormal, logSpread: (level, place) => -Math.log(2) * (place + 1) - Math.log(1.5) * level },
};

interface Tally {
  hits: number;
  told: number;
  width: number;
}

console.log(`| table | law | what | held (Wilson) | width | without interval |`);
console.log('| --- | --- | --- | --- | --- | --- |');
for (const side of values.tables.split(',').map(Number)) {
  for (const name of values.laws.split(',')) simulate(side, name, LAWS[name] as Law);
}

function simulate(side: number, name: string, law: Law): void {
  const tallies = new Map<string, Tally>();
  let couplings = 0;
  let rankCouplings = 0;
  const tally = (what: string, interval: CoupledInterval, truth: number): void => {
    const entry = tallies.get(what) ?? { hits: 0, told: 0, width: 0 };
    tallies.set(what, entry);
    if ('reason' in interval) return;
    entry.told++;
    entry.width += interval.high - interval.low;
    if (interval.low - 1e-12 <= truth && truth <= interval.high + 1e-12) entry.hits++;
  };
  for (let run = 0; run < runs; run++) {
    const table = drawTable(side, law, randomFrom('couple', name, side, run));
    const analysis = analyseEffects(table, LEVEL);
    if (claimsCoupling(analysis, ({ finding }) => finding)) couplings++;
    if (claimsCoupling(analysis, ({ rank }) => (rank !== null && rank.adjusted < 1 - LEVEL ? 'shown' : 'untold')))
      rankCouplings++;
    judge(analysis, law, tally);
  }
  for (const [what, { hits, told, width }] of tallies) {
    const { value, low, high } = estimateShare(hits, told, LEVEL);
    const held = `${value.toFixed(3)} (${low.toFixed(3)}-${high.toFixed(3)})`;
    console.log(
      `| ${[`${side} x ${side}`, name, what, held, (width / told).toFixed(3), (told === 0 ? 1 : 0).toFixed(0)].join(' | ')} |`,
    );
  }
  for (const [what, count] of [
    ['couplings', couplings],
    ['couplings, by ranks', rankCouplings],
  ] as const) {
    const { value, low, high } = estimateShare(count, runs, LEVEL);
    console.log(
      `| ${side} x ${side} | ${name} | false ${what} | ${value.toFixed(3)} (${low.toFixed(3)}-${high.toFixed(3)}) | | |`,
    );
  }
}

function claimsCoupling(
  { responses }: EffectsAnalysis,
  findingOf: (term: EffectsAnalysis['responses'][number]['terms'][number]) => string,
): boolean {
  return responses.some(({ terms }) => terms.some((term) => term.factors.length > 1 && findingOf(term) === 'shown'));
}

function judge(
  analysis: EffectsAnalysis,
  law: Law,
  tally: (what: string, interval: CoupledInterval, truth: number) => void,
) {
  const truthOf = { location: law.location, spread: law.logSpread, collapses: law.collapses } as const;
  const places = SIZES.map((_, place) => place);
  const slope = (value: (place: number) => number): number => {
    const center = (SIZES.length - 1) / 2;
    const squares = places.reduce((sum, place) => sum + (place - center) ** 2, 0);
    return places.reduce((sum, place) => sum + (place - center) * value(place), 0) / squares / Math.log(2);
  };
  const mean = (all: readonly number[]): number => all.reduce((sum, one) => sum + one, 0) / all.length;
  for (const cell of analysis.cells) {
    const place = SIZES.indexOf(cell.size);
    tally('location, a cell', cell.location.interval, law.location(cell.levels[0] as number, place));
    tally('spread, a cell', cell.spread.interval, law.logSpread(cell.levels[0] as number, place));
  }
  for (const { response, terms, determinants } of analysis.responses) {
    const truth = truthOf[response];
    for (const { factors, effects } of terms) {
      for (const effect of effects) {
        const of = (level: number) =>
          effect.slope ? slope((place) => truth(level, place)) : mean(places.map((place) => truth(level, place)));
        const value = effect.between.length === 1 ? of(1) - of(0) : mean([of(0), of(1)]);
        tally(`${response}, ${factors.join(' x ')}`, effect.interval, value);
      }
    }
    for (const { factors, share } of determinants.rows) {
      const levels = Array.from({ length: LEVELS }, (_, level) => level);
      const all = levels.map((level) => places.map((place) => truth(level, place)));
      const grand = mean(all.flat());
      const squares =
        factors.length === 2
          ? mean(
              all.flatMap((line) =>
                line.map(
                  (value, place) =>
                    (value - mean(line) - mean(all.map((other) => other[place] as number)) + grand) ** 2,
                ),
              ),
            )
          : factors[0] === 'size'
            ? mean(places.map((place) => (mean(all.map((line) => line[place] as number)) - grand) ** 2))
            : mean(all.map((line) => (mean(line) - grand) ** 2));
      const one =
        response === 'spread'
          ? 0.5
          : mean(levels.flatMap((level) => places.map((place) => varianceOf(response, law, level, place))));
      tally(`${response}, share of ${factors.join(' x ')}`, share.interval, squares / (squares + one));
    }
  }
}

function varianceOf(response: 'location' | 'collapses', law: Law, level: number, place: number): number {
  const rate = law.collapses(level, place);
  return response === 'location' ? Math.exp(2 * law.logSpread(level, place)) : rate * (1 - rate);
}

function drawTable(side: number, law: Law, random: Random): CoupledTable {
  const indices = Array.from({ length: side }, (_, index) => index);
  const draws = (): number[] => indices.map(() => law.draw(random));
  const common = draws();
  const prone = indices.map(() => random.uniform() < PRONE);
  const levels = Array.from({ length: LEVELS }, (_, level) => level);
  const own = levels.map(draws);
  const samples = SIZES.map(draws);
  const cells = levels.flatMap((level) =>
    SIZES.map((size, place) => {
      const spread = Math.exp(law.logSpread(level, place));
      const values = indices.map((row) =>
        indices.map((column) => {
          if (prone[row] && random.uniform() < law.collapses(level, place) / PRONE) return 'collapsed' as const;
          const weights =
            Math.sqrt(SHARED) * (common[row] as number) + Math.sqrt(1 - SHARED) * (own[level]?.[row] as number);
          const effect =
            Math.sqrt(PARTS.weights) * weights +
            Math.sqrt(PARTS.samples) * (samples[place]?.[column] as number) +
            Math.sqrt(PARTS.both) * law.draw(random);
          return Math.exp(law.location(level, place) + spread * effect);
        }),
      );
      return { levels: [level], size, values, diagonal: [] };
    }),
  );
  return {
    ...{ factors: [{ name: 'bias', levels: ['none', 'sum'] }], sizes: SIZES, streams: ['init', 'sample'], cells },
    ...{ pool: null, nested: false, logarithmic: true, seed: 1 },
  };
}
