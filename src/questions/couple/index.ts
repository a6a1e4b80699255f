/** @file What couples: settings, sample size and streams crossed in one design. The study as one object. */
import { z } from 'zod';
import { type Candidate, inputError } from '../../core/index.js';
import {
  allAtOnce,
  type BuildConfigurations,
  counts,
  fromZero,
  type OptionsOf,
  readAnother,
  readFactor,
  readList,
  readSizes,
  type StudyKind,
  settingsOf,
  sizesOption,
  text,
  texts,
  typed,
} from '../common/index.js';
import { WHOLE_CANDIDATE } from '../common/plan/index.js';
import {
  analyseCouple,
  type CoupleAnalysis,
  type CoupledFactor,
  type CrossedFactors,
  createCouple,
  crossFactors,
  designText,
  powerDesign,
  powerText,
} from './plan/index.js';

/** What a program tells it. Its budget is the trainings of the design, which is made for it. */
export interface CoupleAsked {
  /** Settings that cross (`layers.join=none,sum`, or `layers.activation` with the levels of the space); default: whole candidates. */
  readonly factors?: readonly string[];
  /** Sample sizes, or as on the command line: `500..32000/7`. */
  readonly sizes: readonly number[] | string;
  /** The two streams of each cell's table; default: init, sample. */
  readonly vary?: readonly string[];
  /** Indices of each stream at most, such as [6, 6]; default `auto`: as many as the budget gives, 6 each without one. */
  readonly crossed?: 'auto' | readonly number[];
  /** Fresh pairs beside each table, at most: 0, or 6 and more; default `auto`: as many as pay, of what the budget leaves. */
  readonly pairs?: 'auto' | number;
  /** Of savings; default `median`. */
  readonly criterion?: string;
}

const options = z.strictObject({
  sizes: typed(
    sizesOption('500..32000/7', 1),
    '-s, --sizes <sizes>',
    '500,2000,8000, or 500..32000/7 (7 sizes, evenly spaced in their logarithm)',
    readSizes(1),
  ),
  factors: typed(
    texts.default([WHOLE_CANDIDATE]),
    '-f, --factor <name>',
    `a setting whose levels cross: those of the space (layers.activation), or its own (layers.join=none,sum; none takes a setting away); ${WHOLE_CANDIDATE} for whole candidates (default); repeatable`,
    readAnother,
  ),
  vary: typed(
    texts.default(['init', 'sample']),
    '-v, --vary <streams>',
    'the two sources of randomness of each table, of init, sample, order, noise, split',
    readList,
  ),
  // What is typed says `pairs`, too: its command takes it apart.
  crossed: typed(
    z
      .union([z.enum(['auto']), counts])
      .default('auto')
      .describe('"auto", or a list of one or two whole numbers'),
    '--crossed <levels>',
    'draws of the two sources at most: 6, or 10x6; 4x4+20: and 20 fresh pairs; auto: what tells most for the budget, 6x6 without one',
  ),
  pairs: z
    .union([z.enum(['auto']), fromZero])
    .default('auto')
    .describe('"auto", or a whole number: 0, or 6 and more'),
  criterion: typed(text.default('median'), '--criterion <name>', 'criterion for which levels may need fewer examples'),
} satisfies OptionsOf<CoupleAsked>);

export interface CoupleOwn extends Omit<z.output<typeof options>, 'pairs'>, Pick<CoupleAsked, 'pairs'> {
  /** Of the question; the design is made for so many trials. */
  readonly budget?: { readonly trials?: number };
  /** The factors with their levels, as they were found, and which candidate has which: ids in row-major order of levels. */
  readonly crossing?: { readonly factors: readonly CoupledFactor[]; readonly candidates: readonly string[] };
}

export const COUPLE: StudyKind<CoupleOwn, CoupleAnalysis, typeof options> = {
  options,
  example: "{ experiment: 'experiment.yaml', sizes: [500, 2000, 8000], budget: { trials: 600 } }",
  takesSample: false,
  replicates: false,
  trainings: ({ budget, crossed, pairs, sizes }, candidates) =>
    budget?.trials ??
    candidates *
      sizes.length *
      (crossed === 'auto'
        ? 1
        : (crossed[0] as number) * (crossed.at(-1) as number) + (typeof pairs === 'number' ? pairs : 0)),
  divides: ({ vary }) => (vary.includes('split') ? '--vary split' : undefined),
  settle: ({ factors }, own, build) => {
    const crossing = crossFactors(
      factors.map((written) => readFactor(written, 1)),
      own,
    );
    const candidates = buildAll(crossing, build);
    const found = { factors: crossing.factors, candidates: candidates.map(({ id }) => id) };
    return { candidates, found: { crossing: found } };
  },
  plan: (subject, { crossing, budget, sizes, vary, crossed, pairs = 0, criterion }) => {
    const { factors = [], candidates = [] } = crossing ?? {};
    const study = createCouple({
      ...settingsOf(subject),
      ...{ factors, candidates, sizes, vary, crossed, pairs, criterion },
      budget: budget?.trials,
      pool: subject.pool,
      nested: subject.nested,
      epochs: epochsOf(subject.candidates),
    });
    return {
      study,
      all: allAtOnce(study),
      forecasts: [designText(study.settings), powerText(powerDesign(study.settings))],
      analyse: (outcomes, baselines) => analyseCouple(study.settings, outcomes, baselines),
    };
  },
};

/** Of all candidates, where they are the same and nothing ends a training before. */
function epochsOf(candidates: readonly Candidate[]): number | null {
  const told = candidates.map(({ configuration: { epochs, earlyStopping } }) =>
    typeof epochs === 'number' && (earlyStopping ?? null) === null ? epochs : null,
  );
  return new Set(told).size === 1 ? (told[0] ?? null) : null;
}

/** @throws InputError where the constraints of the experiment leave a combination out. */
function buildAll({ combinations }: CrossedFactors, build: BuildConfigurations): readonly Candidate[] {
  const candidates = build(combinations.map((one) => ({ ...one, place: `--factor ${one.name}` })));
  const there = new Set(candidates.map(({ label }) => label));
  const missing = combinations.filter(({ name }) => !there.has(name));
  if (missing.length === 0) return candidates;
  throw inputError`combination-left-out: The constraints of the experiment leave out ${missing.map(({ name }) => name).join('; ')}.
    Allowed: levels all of whose combinations are candidates
    Fix: Change \`constraints\`, or the levels of --factor.`;
}
