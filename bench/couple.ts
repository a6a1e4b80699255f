/**
 * @file What intervals of `surefoot couple` hold, and how often it claims a coupling where there is none, on simulated tables whose truth is known.
 * `npm run bench:couple`, with `--runs N` repetitions a cell (1,000), `--tables 5,8,4x4+20` weights and samples (and fresh pairs), and `--laws normal,lognormal`.
 */
import { parseArgs } from 'node:util';
import { type Random, randomFrom } from '../src/core/index.js';
import type { CoupledInterval, CoupledTable } from '../src/questions/couple/plan/coupled-table.js';
import { analyseEffects } from '../src/questions/couple/plan/effects/analyse-effects.js';
import type {
  EffectsAnalysis,
  EffectsResponse,
  ResponseEffects,
} from '../src/questions/couple/plan/effects/effects-analysis.js';
import { estimateShare } from '../src/stats/index.js';
import { type Design, designName, fillDesign, lognormal, normal, readDesign } from './couple/simulated.js';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    tables: { type: 'string', default: '5,8' },
    laws: { type: 'string', default: 'normal,lognormal,collapse,curved,fades,more collapse' },
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

/** A power law, the same for both levels, whose spread is that of logarithms. */
const PLAIN: Law = {
  ...{ draw: normal, collapses: () => 0 },
  location: (level, place) => -0.35 * Math.log(2) * place - 0.1 * level,
  logSpread: (level) => Math.log(0.2) - Math.log(1.5) * level,
};

const LAWS: Readonly<Record<string, Law>> = {
  normal: PLAIN,
  lognormal: { ...PLAIN, draw: lognormal(0.5) },
  lognormal1: { ...PLAIN, draw: lognormal(1) },
  collapse: { ...PLAIN, collapses: () => 0.02 },
  'more collapse': { ...PLAIN, collapses: (level, place) => [0.02, 0.12][level]! / (1 + place / 2) },
  // Levels off, and steadies at one size.
  curved: {
    ...PLAIN,
    location: (level, place) => Math.log(0.2 + 2 ** -place) - 0.1 * level,
    logSpread: (level, place) => Math.log(0.2) - Math.log(1.5) * level - (place > 1 ? Math.log(2) : 0),
  },
  // Spread that halves with each size, of skewed effects.
  fades1: {
    ...PLAIN,
    draw: lognormal(1),
    logSpread: (level, place) => -Math.log(2) * (place + 1) - Math.log(1.5) * level,
  },
  fades: {
    ...PLAIN,
    draw: lognormal(0.5),
    logSpread: (level, place) => -Math.log(2) * (place + 1) - Math.log(1.5) * level,
  },
};

const TERMS = [['size'], ['bias'], ['bias', 'size']];

interface Claim {
  /** What it is of, such as `location, bias`. */
  readonly what: string;
  readonly held: boolean;
  /** Of an interval. */
  readonly width?: number;
}

console.log('| table | law | what | share (Wilson) | width | of |');
console.log('| --- | --- | --- | --- | --- | --- |');
for (const design of values.tables.split(',').map(readDesign)) {
  for (const name of values.laws.split(',')) simulate(design, name, LAWS[name] as Law);
}

function simulate(design: Design, name: string, law: Law): void {
  const claims = Array.from({ length: runs }, (_, run) => {
    const random = randomFrom('couple', name, design.key, run);
    const analysis = analyseEffects(drawTable(design, law, random), LEVEL);
    return [
      ...judgeCells(analysis, law),
      ...analysis.responses.flatMap((one) => judge(one, law)),
      ...falseClaims(analysis, law),
    ];
  }).flat();
  for (const what of new Set(claims.map((claim) => claim.what))) {
    const own = claims.filter((claim) => claim.what === what);
    const { value, low, high } = estimateShare(own.filter(({ held }) => held).length, own.length, LEVEL);
    const widths = own.reduce((sum, { width }) => sum + (width ?? Number.NaN), 0) / own.length;
    const share = `${value.toFixed(3)} (${low.toFixed(3)}-${high.toFixed(3)})`;
    const cells = [designName(design), name, what, share, Number.isNaN(widths) ? '' : widths.toFixed(3), own.length];
    console.log(`| ${cells.join(' | ')} |`);
  }
}

function holds(what: string, interval: CoupledInterval, truth: number): Claim[] {
  if ('reason' in interval) return [];
  const held = interval.low - 1e-12 <= truth && truth <= interval.high + 1e-12;
  return [{ what, held, width: interval.high - interval.low }];
}

/** Of `held` the share that is asked to be small. No law has a coupling, but of collapses. */
function falseClaims({ responses }: EffectsAnalysis, law: Law): Claim[] {
  const couplings = responses.flatMap(({ terms }) => terms.filter(({ factors }) => factors.length > 1));
  return [
    {
      what: 'false: any coupling',
      held: couplings.some(({ finding, effects }) => [finding, ...effects.map((one) => one.finding)].includes('shown')),
    },
    {
      what: 'false: any coupling by ranks',
      held: couplings.some(({ rank }) => rank !== null && rank.adjusted < 1 - LEVEL),
    },
    {
      what: 'false: any primary determinant',
      held: responses.some(({ response, determinants: { primary } }) => {
        const most = [...TERMS].sort((a, b) => squaresOf(law, response, b) - squaresOf(law, response, a))[0];
        return primary !== null && primary.join() !== most?.join();
      }),
    },
  ];
}

function judgeCells({ cells }: EffectsAnalysis, law: Law): Claim[] {
  return cells.flatMap(({ levels, size, location, spread }) => {
    const at = [levels[0] as number, SIZES.indexOf(size)] as const;
    return [
      ...holds('location, a cell', location.interval, law.location(...at)),
      ...holds('spread, a cell', spread.interval, law.logSpread(...at)),
    ];
  });
}

function judge({ response, terms, determinants }: ResponseEffects, law: Law): Claim[] {
  const truth = truthOf(law, response);
  const effects = terms.flatMap((term) =>
    term.effects.flatMap(({ slope, between, interval }) => {
      const of = (level: number) => {
        const line = SIZES.map((_, place) => truth(level, place));
        return slope ? slopeOf(line) : mean(line);
      };
      const value = between.length === 1 ? of(1) - of(0) : mean([of(0), of(1)]);
      return holds(`${response}, ${term.factors.join(' x ')}`, interval, value);
    }),
  );
  const one = { location: mean(places((...at) => Math.exp(2 * law.logSpread(...at)))), spread: 0.5 };
  const rest =
    response === 'collapses'
      ? mean(places((...at) => law.collapses(...at) * (1 - law.collapses(...at))))
      : one[response];
  const shares = determinants.rows.flatMap(({ factors, share }) => {
    const squares = squaresOf(law, response, factors);
    return holds(`${response}, share of ${factors.join(' x ')}`, share.interval, squares / (squares + rest));
  });
  return [...effects, ...shares];
}

function truthOf(law: Law, response: EffectsResponse): (level: number, place: number) => number {
  return { location: law.location, spread: law.logSpread, collapses: law.collapses }[response];
}

/** The mean squared effect of a term over cells. */
function squaresOf(law: Law, response: EffectsResponse, factors: readonly string[]): number {
  const truth = truthOf(law, response);
  const bySize = SIZES.map((_, place) => mean([truth(0, place), truth(1, place)]));
  const byLevel = [0, 1].map((level) => mean(SIZES.map((_, place) => truth(level, place))));
  const grand = mean(bySize);
  const effects = places((level, place) => {
    const [own, size] = [byLevel[level] as number, bySize[place] as number];
    return factors.length > 1 ? truth(level, place) - own - size + grand : (factors[0] === 'size' ? size : own) - grand;
  });
  return mean(effects.map((effect) => effect ** 2));
}

function places(of: (level: number, place: number) => number): number[] {
  return [0, 1].flatMap((level) => SIZES.map((_, place) => of(level, place)));
}

function mean(all: readonly number[]): number {
  return all.reduce((sum, one) => sum + one, 0) / all.length;
}

function slopeOf(line: readonly number[]): number {
  const logs = SIZES.map(Math.log);
  const distances = logs.map((log) => log - mean(logs));
  const squares = mean(distances.map((distance) => distance ** 2));
  return mean(line.map((value, place) => value * (distances[place] as number))) / squares;
}

function drawTable(design: Design, law: Law, random: Random): CoupledTable {
  const count = Math.max(design.rows, design.columns) + design.fresh;
  const indices = Array.from({ length: count }, (_, index) => index);
  const draws = (): number[] => indices.map(() => law.draw(random));
  const common = draws();
  const prone = indices.map(() => random.uniform() < PRONE);
  const levels = Array.from({ length: LEVELS }, (_, level) => level);
  const own = levels.map(draws);
  const samples = SIZES.map(draws);
  const cells = levels.flatMap((level) =>
    SIZES.map((size, place) => {
      const spread = Math.exp(law.logSpread(level, place));
      const filled = fillDesign(design, (row, column) => {
        if (prone[row] && random.uniform() < law.collapses(level, place) / PRONE) return 'collapsed' as const;
        const weights =
          Math.sqrt(SHARED) * (common[row] as number) + Math.sqrt(1 - SHARED) * (own[level]?.[row] as number);
        const effect =
          Math.sqrt(PARTS.weights) * weights +
          Math.sqrt(PARTS.samples) * (samples[place]?.[column] as number) +
          Math.sqrt(PARTS.both) * law.draw(random);
        return Math.exp(law.location(level, place) + spread * effect);
      });
      return { levels: [level], size, ...filled };
    }),
  );
  return {
    ...{ factors: [{ name: 'bias', levels: ['none', 'sum'] }], sizes: SIZES, streams: ['init', 'sample'], cells },
    ...{ pool: null, nested: false, logarithmic: true, seed: 1 },
  };
}
